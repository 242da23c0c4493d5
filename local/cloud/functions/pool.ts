import { FunctionFailure } from '../errors'
import type { Instance } from './instance'
import type { ToWorker } from './protocol'

export interface PoolOptions {
  /** Most instances at once. CloudBase's entry tier allows 20 of a function. */
  maxInstances: number
  /** An instance that has had no call for so long ends; one is kept warm. */
  idleMs: number
  /** A call that no instance could take in this time is refused. */
  queueMs: number
  start(onGone: (instance: Instance) => void): Instance
}

interface Waiting {
  call: ToWorker
  resolve(resultJson: Promise<string>): void
  reject(failure: FunctionFailure): void
  timeout: NodeJS.Timeout
}

/** Starting is work for the machine: more at once would make every one of them slower. */
const mostStarting = 2

/** The instances of one function: added while calls wait, reused warm, ended when idle. */
export class Pool {
  readonly #options: PoolOptions
  #warm: Instance[] = []
  readonly #all = new Set<Instance>()
  readonly #waiting: Waiting[] = []
  readonly #sweep: NodeJS.Timeout
  #starting = 0
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#sweep = setInterval(() => this.#endIdle(), Math.min(options.idleMs, 30_000))
    this.#sweep.unref()
  }

  get size(): number {
    return this.#all.size
  }

  /** Makes sure that one instance is there before anybody calls; resolves when it has loaded. */
  async warmUp(): Promise<void> {
    if (this.#current().length === 0) await this.#startOne()?.ready
  }

  run(call: ToWorker): Promise<string> {
    const instance = this.#takeWarm()
    if (instance) return this.#runOn(instance, call)
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => this.#refuse(call), this.#options.queueMs)
      this.#waiting.push({ call, resolve, reject, timeout })
      this.#grow()
    })
  }

  /** Lets no further call onto the present instances; those that are idle end now. */
  async retire(): Promise<void> {
    const idle: Instance[] = []
    for (const instance of this.#all) {
      instance.stale = true
      if (!instance.busy) idle.push(instance)
    }
    this.#warm = []
    await Promise.all(idle.map((instance) => instance.terminate()))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweep)
    for (const { reject, timeout } of this.#waiting.splice(0)) {
      clearTimeout(timeout)
      reject(new FunctionFailure('SYS_ERR', -501001, 'the local cloud is closing'))
    }
    await Promise.all([...this.#all].map((instance) => instance.terminate()))
  }

  async #runOn(instance: Instance, call: ToWorker): Promise<string> {
    try {
      return await instance.run(call)
    } finally {
      this.#release(instance)
    }
  }

  #release(instance: Instance): void {
    if (instance.stale) {
      void instance.terminate()
      this.#grow()
    } else if (instance.free) {
      const next = this.#waiting.shift()
      if (next) this.#handOver(instance, next)
      else this.#warm.push(instance)
    }
  }

  #handOver(instance: Instance, { call, resolve, timeout }: Waiting): void {
    clearTimeout(timeout)
    resolve(this.#runOn(instance, call))
  }

  #takeWarm(): Instance | undefined {
    // The last used is the warmest, and lets the others grow idle.
    for (let instance = this.#warm.pop(); instance; instance = this.#warm.pop()) {
      if (instance.free) return instance
    }
    return undefined
  }

  #grow(): void {
    if (this.#waiting.length > this.#starting && this.#starting < mostStarting) this.#startOne()
  }

  #current(): Instance[] {
    return [...this.#all].filter((instance) => !instance.stale)
  }

  #startOne(): Instance | undefined {
    if (this.#closed || this.#current().length >= this.#options.maxInstances) return undefined
    this.#starting += 1
    const instance = this.#options.start((gone) => {
      this.#all.delete(gone)
      this.#warm = this.#warm.filter((each) => each !== gone)
      this.#grow()
    })
    this.#all.add(instance)
    void instance.ready.then(() => {
      this.#starting -= 1
      if (instance.gone && !instance.stale) this.#failFirst()
      this.#release(instance)
      this.#grow()
    })
    return instance
  }

  /** An instance that died while it loaded would die again: its caller is told rather than kept waiting. */
  #failFirst(): void {
    const first = this.#waiting.shift()
    if (!first) return
    clearTimeout(first.timeout)
    first.reject(
      new FunctionFailure(
        'FUNCTIONS_EXECUTE_FAIL',
        -504002,
        'functions execute fail | the instance ended as it started',
      ),
    )
  }

  #refuse(call: ToWorker): void {
    const index = this.#waiting.findIndex((each) => each.call === call)
    if (index < 0) return
    const [waiting] = this.#waiting.splice(index, 1)
    waiting?.reject(new FunctionFailure('EXCEED_CONCURRENT_REQUEST_LIMIT', -501004, 'exceed concurrent request limit'))
  }

  #endIdle(): void {
    const before = performance.now() - this.#options.idleMs
    for (const instance of this.#warm.slice(0, -1)) {
      if (instance.idleSinceMs > before) continue
      instance.stale = true
      this.#warm = this.#warm.filter((each) => each !== instance)
      void instance.terminate()
    }
  }
}
