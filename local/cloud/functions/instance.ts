import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { transformSync } from 'esbuild'
import { FunctionFailure } from '../errors'
import type { FromWorker, InstanceData, LogLevel, ToWorker } from './protocol'

export interface InstanceOptions extends InstanceData {
  /** Environment that all calls share. */
  env: Record<string, string>
  onLog(level: LogLevel, text: string): void
  /** The worker is gone, whatever ended it. */
  onGone(instance: Instance): void
}

interface UnderWay {
  id: string
  resolve(resultJson: string): void
  reject(failure: FunctionFailure): void
  timeout: NodeJS.Timeout
}

let workerCode: string | undefined

/** One instance of a function: a worker thread with its own environment, one call at a time. */
export class Instance {
  /** Resolves when it can take calls, or is gone. */
  readonly ready: Promise<void>
  idleSinceMs = performance.now()
  /** Set when a newer bundle has come: it takes no further call. */
  stale = false
  #gone = false
  #underWay: UnderWay | undefined
  readonly #worker: Worker
  readonly #options: InstanceOptions

  constructor(options: InstanceOptions) {
    this.#options = options
    const { bundlePath, functionName, clock, memoryMb, envId } = options
    this.#worker = new Worker(compiledWorker(), {
      eval: true,
      name: functionName,
      env: options.env,
      workerData: { bundlePath, functionName, clock, memoryMb, envId } satisfies InstanceData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
    })
    this.ready = new Promise((resolve) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve()
        else this.#receive(message)
      })
      this.#worker.on('error', (error) => this.#end(crash(error)))
      this.#worker.on('exit', (code) => {
        this.#end(userCodeFailure(`User process exit when running (exit code ${code})`, 439))
        resolve()
      })
    })
    this.#worker.stdout.on('data', (chunk) => options.onLog('info', String(chunk).trimEnd()))
    this.#worker.stderr.on('data', (chunk) => options.onLog('error', String(chunk).trimEnd()))
  }

  get free(): boolean {
    return !this.#gone && !this.stale && !this.#underWay
  }

  get busy(): boolean {
    return this.#underWay !== undefined
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Runs one call; resolves with the result as JSON, rejects with a `FunctionFailure`. */
  run(call: ToWorker): Promise<string> {
    if (!this.free) throw new Error('an instance takes one call at a time')
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        const seconds = call.limitMs / 1000
        this.#end(
          new FunctionFailure(
            'FUNCTIONS_TIME_LIMIT_EXCEEDED',
            -504003,
            `Invoking task timed out after ${seconds} seconds`,
          ),
        )
        void this.#worker.terminate()
      }, call.limitMs)
      this.#underWay = { id: call.id, resolve, reject, timeout }
      this.#worker.postMessage(call)
    })
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  #receive(message: Exclude<FromWorker, { type: 'ready' }>): void {
    if (message.type === 'log') {
      this.#options.onLog(message.level, message.text)
      return
    }
    const call = this.#underWay
    if (call?.id !== message.id) return
    clearTimeout(call.timeout)
    this.#underWay = undefined
    this.idleSinceMs = performance.now()
    if (message.type === 'done') call.resolve(message.resultJson)
    else call.reject(userCodeFailure('user code exception caught', 1, message.stack))
  }

  #end(failure: FunctionFailure): void {
    if (this.#gone) return
    this.#gone = true
    const call = this.#underWay
    this.#underWay = undefined
    if (call) {
      clearTimeout(call.timeout)
      call.reject(failure)
    }
    this.#options.onGone(this)
  }
}

function crash(error: Error & { code?: string }): FunctionFailure {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new FunctionFailure('FUNCTIONS_MEMORY_LIMIT_EXCEEDED', -504004, 'Invoking task memory limit exceeded')
  }
  return userCodeFailure('user code exception caught', 1, error.stack ?? error.message)
}

/** -504002 with the function service's own report as the message. */
function userCodeFailure(errorMessage: string, errorCode: number, stackTrace = ''): FunctionFailure {
  return new FunctionFailure(
    'FUNCTIONS_EXECUTE_FAIL',
    -504002,
    `functions execute fail | ${JSON.stringify({ errorCode, errorMessage, stackTrace })}`,
    stackTrace,
  )
}

function compiledWorker(): string {
  workerCode ??= transformSync(readFileSync(join(__dirname, 'worker.ts'), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
  }).code
  return workerCode
}
