import { randomUUID } from 'node:crypto'
import type { CloudClock } from '../clock'
import { messageOf } from '../errors'
import type { Store, Table } from '../store'
import type { PendingResult } from './records'

export interface ResultCallsOptions {
  clock: CloudClock
  store: Store
  /** Calls the function; resolves with what it returned. */
  call(functionName: string, event: Record<string, unknown>): Promise<unknown>
  tell(outTradeNo: string, detail: string): void
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** WeChat Pay's documented waits between calls that are not answered. */
// biome-ignore format: a table
const retryAfterMs: readonly number[] = [
  15 * second, 15 * second, 30 * second, 3 * minute, 10 * minute, 20 * minute, 30 * minute, 30 * minute, 30 * minute,
  hour, 3 * hour, 3 * hour, 3 * hour, 6 * hour, 6 * hour,
]

/** Brings results to the functions, again and again until one answers `{ errcode: 0 }`; what is pending survives. */
export class ResultCalls {
  readonly #options: ResultCallsOptions
  readonly #pending: Table<PendingResult>

  constructor(options: ResultCallsOptions) {
    this.#options = options
    this.#pending = options.store.table('payResults')
    for (const pending of this.#pending.values()) this.#schedule(pending)
  }

  /** Keeps a result for delivery. The write shares the transaction of the caller's other writes of this turn. */
  async add(result: Omit<PendingResult, 'id' | 'tries'>): Promise<() => void> {
    const pending: PendingResult = { ...result, id: randomUUID(), tries: 0 }
    await this.#pending.put(pending.id, pending)
    return () => this.#schedule(pending)
  }

  #schedule(pending: PendingResult): void {
    this.#options.clock.at(pending.dueMs, () => this.#deliver(pending))
  }

  async #deliver(pending: PendingResult): Promise<void> {
    const { outTradeNo, functionName } = pending
    const refusal = await this.#attempt(pending)
    if (refusal === null) {
      this.#options.tell(outTradeNo, `${functionName} took the result (call ${pending.tries + 1})`)
      return this.#pending.remove(pending.id)
    }
    const waitMs = retryAfterMs[pending.tries]
    if (waitMs === undefined) {
      this.#options.tell(outTradeNo, `${functionName} never took the result: ${refusal}`)
      return this.#pending.remove(pending.id)
    }
    this.#options.tell(outTradeNo, `${functionName} did not take the result, again in ${waitMs / second} s: ${refusal}`)
    const dueMs = this.#options.clock.nowMs() + waitMs
    const later: PendingResult = { ...pending, event: pending.truth, tries: pending.tries + 1, dueMs }
    await this.#pending.put(pending.id, later)
    this.#schedule(later)
  }

  /** Null when the function took it, else why not. */
  async #attempt({ functionName, event }: PendingResult): Promise<string | null> {
    try {
      const answer = await this.#options.call(functionName, event)
      if (typeof answer === 'object' && answer !== null && 'errcode' in answer && answer.errcode === 0) return null
      return `it answered ${JSON.stringify(answer)}`
    } catch (error) {
      return messageOf(error)
    }
  }
}
