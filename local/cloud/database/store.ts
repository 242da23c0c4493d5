/** The durable side: LMDB, one entry a document, written in groups. `README.md` has the measurements behind the choice. */
import { mkdirSync } from 'node:fs'
import { open, type RootDatabase } from 'lmdb'

/** One document's place: collections in the order of insertion, so that natural order survives a restart. */
export type StoreKey = [collection: string, sequence: number]

export interface Write {
  key: StoreKey
  /** The packed document; null removes it. */
  text: string | null
}

interface Group {
  writes: Write[]
  waiting: { resolve: () => void; reject: (error: unknown) => void }[]
}

export class Store {
  readonly #root: RootDatabase<string, StoreKey>
  #next: Group = { writes: [], waiting: [] }
  #writing: Promise<void> | null = null
  #failure: unknown = null

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true })
    this.#root = open<string, StoreKey>({ path: dir, encoding: 'string' })
  }

  /** Every entry there is, in the order of its key. */
  *entries(): Generator<{ key: StoreKey; text: string }> {
    for (const { key, value } of this.#root.getRange({ snapshot: true })) yield { key, text: value }
  }

  read(key: StoreKey): string | undefined {
    return this.#root.get(key)
  }

  /**
   * Writes all or none. Resolves when they are on disk; what is written meanwhile goes into the next group, so that
   * many commits share one flush.
   */
  write(writes: readonly Write[]): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    const durable = new Promise<void>((resolve, reject) => {
      // Not spread: a load may bring more writes than an argument list may hold.
      for (const write of writes) this.#next.writes.push(write)
      this.#next.waiting.push({ resolve, reject })
    })
    this.#writing ??= this.#writeGroups()
    return durable
  }

  /** Waits for what is under way and lets go of the files. */
  async close(): Promise<void> {
    while (this.#writing) await this.#writing
    await this.#root.close()
  }

  async #writeGroups(): Promise<void> {
    // Requests that arrived together have all been handled when this turn of the event loop ends.
    await new Promise(setImmediate)
    while (this.#next.waiting.length > 0) {
      const group = this.#next
      this.#next = { writes: [], waiting: [] }
      try {
        await this.#writeGroup(group.writes)
        for (const waiter of group.waiting) waiter.resolve()
      } catch (error) {
        // Memory now holds what the disk does not: nothing more may be answered as durable.
        this.#failure = error
        for (const waiter of [...group.waiting, ...this.#next.waiting]) waiter.reject(error)
        this.#next = { writes: [], waiting: [] }
      }
    }
    this.#writing = null
  }

  async #writeGroup(writes: readonly Write[]): Promise<void> {
    await this.#root.batch(() => {
      for (const { key, text } of writes) {
        if (text === null) void this.#root.remove(key)
        else void this.#root.put(key, text)
      }
    })
    // The commit alone survives this process; the flush survives the machine too.
    await this.#root.flushed
  }
}
