/**
 * The database port in memory under a scheduler: every call waits until the scheduler lets it happen, so that each order in
 * which concurrent work can interleave is one that it may choose. Transactions see a snapshot and the first writer wins, as
 * in CloudBase; the loser runs again, five times at most. What it does not support throws and names it.
 */
import type { Scheduler } from 'fast-check'
import { Query as Filtering } from 'mingo'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { Change, Database, Query, Stored, Transaction } from '../../../cloudfunctions/shared/ports'

type Row = Stored & Record<string, unknown>
class Conflict extends Error {}
const mostTries = 5

export class RacingDatabase implements Database {
  readonly #rows = new Map<string, Row>()
  /** How often each document was written; a transaction that saw an older one has lost. */
  readonly #writes = new Map<string, number>()

  constructor(private readonly scheduler: Scheduler) {}

  rows<T extends Stored>(collection: string): T[] {
    const own = [...this.#rows].filter(([key]) => key.startsWith(`${collection}/`)).map(([, row]) => row)
    return own.map((row) => structuredClone(row) as unknown as T)
  }

  load(collection: string, ...documents: readonly Stored[]): void {
    for (const document of documents) this.#put(`${collection}/${document._id}`, structuredClone(document) as Row)
  }

  get<T extends Stored>(collection: string, id: string): Promise<T | null> {
    return this.#turn(`get ${collection}`, () => this.#read(collection, id) as T | null)
  }

  find<T extends Stored>(collection: string, { where, orderBy = [], limit = 100 }: Query): Promise<T[]> {
    return this.#turn(`find ${collection}`, () => {
      const filter = new Filtering(where)
      const found = this.rows<Row>(collection).filter((row) => filter.test(row))
      found.sort((left, right) => {
        for (const [field, direction] of orderBy) {
          const [a, b] = [left[field] as number | string, right[field] as number | string]
          if (a !== b) return a < b === (direction === 'asc') ? -1 : 1
        }
        return 0
      })
      return found.slice(0, limit) as unknown as T[]
    })
  }

  insert<T extends Stored>(collection: string, document: T): Promise<'inserted' | 'exists'> {
    return this.#turn(`insert ${collection}`, () => {
      if (this.#read(collection, document._id)) return 'exists'
      this.#put(`${collection}/${document._id}`, structuredClone(document) as unknown as Row)
      return 'inserted'
    })
  }

  update(collection: string, id: string, guard: Query['where'], change: Change): Promise<boolean> {
    return this.#turn(`update ${collection}`, () => {
      const row = this.#read(collection, id)
      if (!row || !new Filtering(guard).test(row)) return false
      this.#put(`${collection}/${id}`, changed(row, change))
      return true
    })
  }

  updateMany(collection: string, where: Query['where'], change: Change): Promise<number> {
    return this.#turn(`updateMany ${collection}`, () => {
      const filter = new Filtering(where)
      const found = this.rows<Row>(collection).filter((row) => filter.test(row))
      for (const row of found) this.#put(`${collection}/${row._id}`, changed(row, change))
      return found.length
    })
  }

  async transaction<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#runOnce(work)
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        if (attempt >= mostTries) throw new Failure('BUSY', 'others were always first')
      }
    }
  }

  count(): never {
    throw new Error('the racing database does not support count')
  }
  aggregate(): never {
    throw new Error('the racing database does not support aggregate')
  }
  remove(): never {
    throw new Error('the racing database does not support remove')
  }

  async #runOnce<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    const seen = new Map(this.#writes)
    const snapshot = new Map([...this.#rows].map(([key, row]) => [key, structuredClone(row)]))
    const written = new Map<string, Row>()
    const write = (key: string, row: Row) => {
      this.#requireFirst(key, seen)
      snapshot.set(key, row)
      written.set(key, row)
    }
    const result = await work({
      get: <T extends Stored>(collection: string, id: string) =>
        this.#turn(`tx get ${collection}`, () => {
          const row = snapshot.get(`${collection}/${id}`)
          return row ? (structuredClone(row) as unknown as T) : null
        }),
      insert: (collection, document) =>
        this.#turn(`tx insert ${collection}`, () => {
          const key = `${collection}/${document._id}`
          if (snapshot.has(key)) return 'exists'
          write(key, structuredClone(document) as unknown as Row)
          return 'inserted'
        }),
      update: (collection, id, change) =>
        this.#turn(`tx update ${collection}`, () => {
          const row = snapshot.get(`${collection}/${id}`)
          if (!row) return false
          write(`${collection}/${id}`, changed(structuredClone(row), change))
          return true
        }),
      remove: () => {
        throw new Error('the racing database does not support remove')
      },
    })
    return this.#turn('commit', () => {
      for (const key of written.keys()) this.#requireFirst(key, seen)
      for (const [key, row] of written) this.#put(key, row)
      return result
    })
  }

  #requireFirst(key: string, seen: ReadonlyMap<string, number>): void {
    if ((this.#writes.get(key) ?? 0) !== (seen.get(key) ?? 0)) throw new Conflict(key)
  }

  #read(collection: string, id: string): Row | null {
    const row = this.#rows.get(`${collection}/${id}`)
    return row ? structuredClone(row) : null
  }

  #put(key: string, row: Row): void {
    this.#rows.set(key, row)
    this.#writes.set(key, (this.#writes.get(key) ?? 0) + 1)
  }

  /** Nothing happens until the scheduler says so; then it happens at once. */
  async #turn<R>(label: string, work: () => R): Promise<R> {
    await this.scheduler.schedule(Promise.resolve(), label)
    return work()
  }
}

function changed(row: Row, change: Change): Row {
  if (change.unset || change.pull) throw new Error('the racing database does not support unset and pull')
  for (const [path, value] of Object.entries(change.set ?? {})) place(row, path, () => structuredClone(value))
  for (const [path, by] of Object.entries(change.increment ?? {})) place(row, path, (old) => Number(old ?? 0) + by)
  for (const [path, values] of Object.entries(change.push ?? {})) {
    place(row, path, (old) => [...((old ?? []) as unknown[]), ...structuredClone([...values])])
  }
  return row
}

function place(row: Row, path: string, next: (old: unknown) => unknown): void {
  if (path.includes('.')) throw new Error('the racing database does not support dotted paths')
  Object.assign(row, { [path]: next(row[path]) })
}
