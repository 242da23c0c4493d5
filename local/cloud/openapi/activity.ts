import type { Store, Table } from '../store'

const activeMs = 2 * 3_600_000
/** Writing each call down would cost a commit a call; five minutes more or less do not matter here. */
const noteEveryMs = 5 * 60_000

/** Who has used the mini-program lately: the content checks serve only people seen in the last two hours. */
export class Activity {
  readonly #seen: Table<number>
  readonly #nowMs: () => number

  constructor(store: Store, nowMs: () => number) {
    this.#seen = store.table('activity')
    this.#nowMs = nowMs
  }

  note(openid: string): void {
    if (openid === '') return
    const nowMs = this.#nowMs()
    const before = this.#seen.get(openid)
    if (before !== undefined && nowMs - before < noteEveryMs) return
    this.#seen.put(openid, nowMs).catch((error: unknown) => console.error('[cloud]', error))
  }

  isActive(openid: string): boolean {
    const seenAtMs = this.#seen.get(openid)
    return seenAtMs !== undefined && this.#nowMs() - seenAtMs <= activeMs
  }
}
