import { randomUUID } from 'node:crypto'
import type { Caller, LocalFunctions, WireEvent } from '../../contract'
import type { CloudClock } from '../clock'
import { FunctionFailure, messageOf, toPhoneError, WireError } from '../errors'
import { type ActiveCall, Calls } from './calls'
import { type FunctionDefinition, readFunctions, type Trigger } from './definition'
import { Instance } from './instance'
import { Pool } from './pool'
import type { LogLevel } from './protocol'

export interface FunctionServiceOptions {
  functionsDir: string
  appId: string
  envId: string
  /** The SDK's endpoint. */
  adminUrl: string
  clock: CloudClock
  maxInstances: number
  /** Hears of each call before it runs. */
  onBegin(caller: Caller): void
  emit(event: WireEvent): void
}

/** SCF takes and gives 6 MB at most; a phone takes 1 MB at most. */
const mostBytes = 6 * 1024 * 1024
const mostPhoneBytes = 1024 * 1024
const idleMs = 10 * 60_000
const queueMs = 15_000

/** Cloud functions: the built bundles in worker threads, one call at a time an instance. */
export class FunctionService implements LocalFunctions {
  readonly calls = new Calls()
  readonly #options: FunctionServiceOptions
  #definitions = new Map<string, FunctionDefinition>()
  readonly #pools = new Map<string, Pool>()
  #timers: (() => void)[] = []
  readonly #underWay = new Set<Promise<unknown>>()
  #warming: Promise<void> = Promise.resolve()
  #closing = false

  private constructor(options: FunctionServiceOptions) {
    this.#options = options
  }

  static async open(options: FunctionServiceOptions): Promise<FunctionService> {
    const service = new FunctionService(options)
    await service.#load()
    return service
  }

  names(): string[] {
    return [...this.#definitions.keys()].sort()
  }

  instances(): Record<string, number> {
    return Object.fromEntries([...this.#pools].map(([name, pool]) => [name, pool.size]))
  }

  definition(name: string): FunctionDefinition | undefined {
    return this.#definitions.get(name)
  }

  async call(name: string, data: unknown, caller: Caller): Promise<unknown> {
    const requestId = randomUUID()
    try {
      const fromPhone = caller.source === 'wx_client'
      const resultJson = await this.invoke(name, eventJson(data, caller, this.#options.appId), caller, requestId)
      if (fromPhone && Buffer.byteLength(resultJson) > mostPhoneBytes) {
        throw new FunctionFailure('FUNCTIONS_EXECUTE_FAIL', -604001, 'cloudfunction result size exceed limit (1MB)')
      }
      return JSON.parse(resultJson)
    } catch (error) {
      throw error instanceof FunctionFailure ? toPhoneError(error, requestId) : error
    }
  }

  /**
   * Runs a function with an event in JSON (empty for none); resolves with its result in JSON, rejects with a
   * `FunctionFailure`.
   */
  invoke(name: string, event: string, caller: Caller, requestId: string = randomUUID()): Promise<string> {
    const running = this.#invoke(name, event, caller, requestId).finally(() => this.#underWay.delete(running))
    this.#underWay.add(running)
    return running
  }

  /** `functions.invokeFunction`: a function calls another, as the person who called it. */
  async handle(request: Record<string, unknown>): Promise<Record<string, unknown>> {
    const from = this.calls.byToken(request.wxCloudApiToken)
    if (!from) throw new WireError('INVALID_REQUEST_SOURCE', 'a call comes from a function that is under way')
    const { function_name: name, request_data: event = '', qualifier } = request
    if (typeof name !== 'string' || typeof event !== 'string') {
      throw new WireError('INVALID_PARAM', 'function_name and request_data must be texts')
    }
    if (qualifier !== undefined)
      throw new WireError('INVALID_PARAM', 'the local cloud has no function versions: qualifier')
    const { openid, source } = from.caller
    const resultJson = await this.invoke(name, event, { openid, source: `${source},scf` })
    return { data: { response_data: resultJson } }
  }

  async reload(name?: string): Promise<void> {
    await this.#load()
    const pools = name === undefined ? [...this.#pools.values()] : [this.#pools.get(name)]
    await Promise.all(pools.map((pool) => pool?.retire()))
    this.#warmUp()
  }

  /** Waits for the calls under way, then ends every instance. */
  async close(): Promise<void> {
    this.#closing = true
    for (const stop of this.#timers) stop()
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()))
    await this.#warming
  }

  async #load(): Promise<void> {
    this.#definitions = await readFunctions(this.#options.functionsDir)
    for (const [name, pool] of [...this.#pools]) {
      if (this.#definitions.has(name)) continue
      this.#pools.delete(name)
      await pool.close()
    }
    for (const name of this.#definitions.keys()) {
      if (!this.#pools.has(name)) this.#pools.set(name, this.#createPool(name))
    }
    this.#warmUp()
    for (const stop of this.#timers) stop()
    this.#timers = [...this.#definitions.values()].flatMap(({ name, triggers }) =>
      triggers.map((trigger) => this.#schedule(name, trigger)),
    )
  }

  /** One function after the other, so that the machine stays free for who calls meanwhile. */
  #warmUp(): void {
    this.#warming = this.#warming.then(async () => {
      for (const pool of this.#pools.values()) if (!this.#closing) await pool.warmUp()
    })
  }

  #createPool(name: string): Pool {
    const { clock, maxInstances, envId, adminUrl } = this.#options
    return new Pool({
      maxInstances,
      idleMs,
      queueMs,
      start: (onGone) => {
        const definition = this.#definitions.get(name)
        if (!definition) throw new Error(`the function ${name} is gone`)
        const { bundlePath, memoryMb } = definition
        return new Instance({
          bundlePath,
          functionName: name,
          clock: clock.shared,
          memoryMb,
          envId,
          env: instanceEnv(envId, adminUrl),
          onLog: (level, text) => this.#log(name, level, text),
          onGone,
        })
      },
    })
  }

  async #invoke(name: string, event: string, caller: Caller, requestId: string): Promise<string> {
    const startedAt = performance.now()
    const call = this.calls.begin(name, caller)
    this.#options.onBegin(caller)
    let resultJson: string | undefined
    let failure: unknown
    try {
      resultJson = await this.#run(name, event, call, requestId)
      return resultJson
    } catch (error) {
      failure = error
      this.#log(name, 'error', (error instanceof FunctionFailure && error.trace) || messageOf(error))
      throw error
    } finally {
      this.calls.end(call)
      this.#options.emit({
        type: 'call',
        function: name,
        procedure: procedureOf(event),
        openid: caller.openid,
        ms: performance.now() - startedAt,
        roundTrips: call.databaseRoundTrips,
        ...outcome(resultJson, failure),
        atMs: this.#options.clock.nowMs(),
      })
    }
  }

  async #run(name: string, event: string, call: ActiveCall, requestId: string): Promise<string> {
    if (this.#closing) throw new FunctionFailure('SYS_ERR', -501001, 'the local cloud is closing')
    const definition = this.#definitions.get(name)
    const pool = this.#pools.get(name)
    if (!definition || !pool) {
      throw new FunctionFailure(
        'FUNCTION_NOT_FOUND',
        -501000,
        `FunctionName parameter could not be found | Function not found: [${name}]`,
      )
    }
    if (Buffer.byteLength(event) > mostBytes) {
      throw new FunctionFailure('FUNCTIONS_REQUEST_FAIL', -504001, 'functions request fail | event exceeds 6 MB')
    }
    const resultJson = await pool.run({
      id: requestId,
      eventJson: event,
      env: callEnv(call, this.#options.appId),
      limitMs: definition.timeoutMs,
    })
    if (Buffer.byteLength(resultJson) > mostBytes) {
      const reason = 'functions execute fail | The size of response exceeds the upper limit (6MB)'
      throw new FunctionFailure('FUNCTIONS_EXECUTE_FAIL', -504002, reason)
    }
    return resultJson
  }

  #schedule(name: string, { name: triggerName, cron }: Trigger): () => void {
    return this.#options.clock.repeat({
      next: cron.next,
      previous: cron.previous,
      fire: async (dueMs) => {
        const event = { Type: 'Timer', TriggerName: triggerName, Time: new Date(dueMs).toISOString(), Message: '' }
        // A timer has nobody to tell: its failure is in the log and in the call's event.
        await this.invoke(name, JSON.stringify(event), { openid: '', source: 'wx_trigger' }).catch(() => undefined)
      },
    })
  }

  #log(name: string, level: LogLevel, text: string): void {
    if (level === 'error') process.stderr.write(`[${name}] ${text}\n`)
    this.#options.emit({ type: 'log', function: name, level, text, atMs: this.#options.clock.nowMs() })
  }
}

/** WeChat adds who called to the event of a phone's call; `getWXContext()` is what a function should ask. */
function eventJson(data: unknown, caller: Caller, appId: string): string {
  if (caller.source !== 'wx_client') return data === undefined ? '' : JSON.stringify(data)
  const fields = typeof data === 'object' && data !== null ? data : {}
  return JSON.stringify({ ...fields, userInfo: { appId, openId: caller.openid } })
}

function instanceEnv(envId: string, adminUrl: string): Record<string, string> {
  return {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_SESSIONTOKEN: 'local',
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_TRACELOG,TCB_SOURCE',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_UNIONID,WX_CLIENTIP,WX_API_TOKEN',
    TZ: 'UTC',
  }
}

function callEnv({ token, caller }: ActiveCall, appId: string): Record<string, string | null> {
  const byTimer = caller.source.startsWith('wx_trigger')
  return {
    WX_API_TOKEN: token,
    WX_OPENID: caller.openid === '' ? null : caller.openid,
    WX_APPID: byTimer ? null : appId,
    WX_CLIENTIP: caller.source.startsWith('wx_client') ? '127.0.0.1' : null,
    TCB_SOURCE: caller.source,
    TRIGGER_SRC: caller.source === 'wx_trigger' ? 'timer' : null,
  }
}

/** The product's calls are `{ procedure, input, requestId }`; other functions have none. */
function procedureOf(event: string): string {
  try {
    const parsed: unknown = event === '' ? null : JSON.parse(event)
    if (typeof parsed === 'object' && parsed !== null) {
      if ('procedure' in parsed && typeof parsed.procedure === 'string') return parsed.procedure
      if ('TriggerName' in parsed && typeof parsed.TriggerName === 'string') return `timer:${parsed.TriggerName}`
    }
  } catch {
    // A text that is no JSON names no procedure.
  }
  return ''
}

/** A run that answers `{ ok: false, error: { code } }` has refused, in the product's own way. */
function outcome(resultJson: string | undefined, failure: unknown): { ok: boolean; code?: string } {
  if (resultJson === undefined) {
    return { ok: false, code: failure instanceof FunctionFailure ? String(failure.serviceCode) : 'INTERNAL' }
  }
  if (!resultJson.startsWith('{"ok":false')) return { ok: true }
  const { error } = JSON.parse(resultJson)
  return { ok: false, ...(typeof error?.code === 'string' ? { code: error.code } : {}) }
}
