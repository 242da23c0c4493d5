/**
 * The database port in memory with the real one's rules: single writes are atomic; a transaction sees one snapshot and its
 * own writes; the first writer of a document wins, the second meets a conflict and is tried again five times; a plain write
 * waits for the transaction that holds its document. Held equal to the local cloud by test/contract/simulation.
 */
import { assertDocument, assertFilter, assertPlain } from '../../../cloudfunctions/shared/adapters/plain'
import { Failure, invariant } from '../../../cloudfunctions/shared/errors'
import type { Change, Database, Filter, Query, Stored, Transaction } from '../../../cloudfunctions/shared/ports'
import { aggregated, changed, cloned, compare, frozen, matches, type Row } from './documents'

const mostTries = 5

/** What can go wrong at a round trip. `killed`: the instance dies there; its transaction is forgotten after a while. */
export type Trouble = 'none' | 'lostBefore' | 'lostAfter' | 'killedBefore' | 'killedAfter' | 'conflict'

/** How the calls of one function instance travel. */
export interface Line {
  /** Waits for the request to arrive, and later for the answer. Never resolves for one who was killed. */
  travel(): Promise<void>
  trouble(inTransaction: boolean): Trouble
  die(): void
  /** The server forgets a dead caller's transaction some time later. */
  whenDead(forget: () => void): void
}

interface Version {
  seq: number
  row: Row | null
}
class Conflict extends Error {}

export class MemoryServer {
  /** Each document's versions, oldest first. */
  readonly #tables = new Map<string, Map<string, Version[]>>()
  readonly #locks = new Map<string, OpenTransaction>()
  readonly #listeners: ((collection: string, row: Row) => void)[] = []
  seq = 0

  /** `firstWriterWins` false: a database that lets everybody write, to see that a simulation notices. */
  constructor(readonly firstWriterWins = true) {}

  /** Hears of each document at the moment when it is inserted, committed ones alone. */
  onInsert(listener: (collection: string, row: Row) => void): void {
    this.#listeners.push(listener)
  }

  connect(line: Line): Database {
    return new Connection(this, line)
  }

  rows<T extends Stored>(collection: string): T[] {
    return this.select(collection, {}) as unknown as T[]
  }

  read(collection: string, id: string, atSeq = Number.POSITIVE_INFINITY): Row | null {
    const versions = this.#tables.get(collection)?.get(id) ?? []
    for (let index = versions.length - 1; index >= 0; index -= 1) {
      const version = versions[index]
      if (version && version.seq <= atSeq) return version.row
    }
    return null
  }

  changedSince(collection: string, id: string, seq: number): boolean {
    return (this.#tables.get(collection)?.get(id)?.at(-1)?.seq ?? 0) > seq
  }

  select(collection: string, filter: Filter): Row[] {
    const { _id: id } = filter
    const table = this.#tables.get(collection) ?? new Map<string, Version[]>()
    const ids = typeof id === 'string' ? [id] : table.keys()
    const found: Row[] = []
    for (const each of ids) {
      const row = table.get(each)?.at(-1)?.row
      if (row && matches(row, filter)) found.push(row)
    }
    return found
  }

  /** Commits rows at one moment. */
  write(rows: readonly { collection: string; id: string; row: Row | null }[]): void {
    this.seq += 1
    for (const { collection, id, row } of rows) {
      const table = this.#tables.get(collection) ?? new Map<string, Version[]>()
      this.#tables.set(collection, table)
      const versions = table.get(id) ?? []
      const before = versions.at(-1)?.row ?? null
      table.set(id, versions)
      versions.push({ seq: this.seq, row: row === null ? null : frozen(row) })
      if (row !== null && before === null) for (const listener of this.#listeners) listener(collection, row)
    }
  }

  holder(collection: string, id: string): OpenTransaction | undefined {
    return this.#locks.get(`${collection}/${id}`)
  }

  lock(collection: string, id: string, transaction: OpenTransaction): void {
    this.#locks.set(`${collection}/${id}`, transaction)
  }

  release(transaction: OpenTransaction): void {
    for (const [key, holder] of this.#locks) if (holder === transaction) this.#locks.delete(key)
  }
}

class Connection implements Database {
  constructor(
    private readonly server: MemoryServer,
    private readonly line: Line,
  ) {
    line.whenDead(() => {
      for (const open of this.#open) open.end()
    })
  }
  readonly #open = new Set<OpenTransaction>()

  get<T extends Stored>(collection: string, id: string): Promise<T | null> {
    return this.#call(async () => this.server.read(collection, id) as T | null)
  }

  find<T extends Stored>(collection: string, query: Query): Promise<T[]> {
    assertFilter(query.where, `find ${collection}`)
    const limit = query.limit ?? 100
    invariant(Number.isInteger(limit) && limit >= 1 && limit <= 1000, `find ${collection} asks for ${limit} rows`)
    return this.#call(async () => {
      const found = this.server.select(collection, query.where)
      const order = query.orderBy ?? []
      if (order.length > 0) found.sort((left, right) => compareBy(order, left, right))
      return found.slice(0, limit).map((row) => projected(row, query.fields)) as unknown as T[]
    })
  }

  count(collection: string, where: Filter): Promise<number> {
    assertFilter(where, `count ${collection}`)
    return this.#call(async () => this.server.select(collection, where).length)
  }

  aggregate<R>(collection: string, stages: readonly Filter[]): Promise<R[]> {
    return this.#call(async () => aggregated(this.server.select(collection, {}), stages) as R[])
  }

  insert<T extends Stored>(collection: string, document: T): Promise<'inserted' | 'exists'> {
    assertDocument(document, `insert ${collection}`)
    const row = cloned(document) as unknown as Row
    return this.#call(async () => {
      await this.#untilFree(collection, row._id)
      if (this.server.read(collection, row._id)) return 'exists'
      this.server.write([{ collection, id: row._id, row }])
      return 'inserted'
    })
  }

  update(collection: string, id: string, guard: Filter, change: Change): Promise<boolean> {
    assertFilter(guard, `update ${collection}`)
    assertPlain(change, `change of ${collection}`)
    return this.#call(async () => (await this.#change(collection, { ...guard, _id: id }, [id], change)) > 0)
  }

  updateMany(collection: string, where: Filter, change: Change): Promise<number> {
    assertFilter(where, `updateMany ${collection}`)
    invariant(Object.keys(where).length > 0, `updateMany ${collection} names no documents`)
    assertPlain(change, `change of ${collection}`)
    return this.#call(async () => {
      const ids = this.server.select(collection, where).map(({ _id }) => _id)
      return this.#change(collection, where, ids, change)
    })
  }

  remove(collection: string, id: string): Promise<boolean> {
    return this.#call(async () => {
      await this.#untilFree(collection, id)
      if (!this.server.read(collection, id)) return false
      this.server.write([{ collection, id, row: null }])
      return true
    })
  }

  async transaction<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#runOnce(work)
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        if (attempt >= mostTries) throw new Failure('BUSY', 'transaction: another writer was first')
        await this.line.travel()
      }
    }
  }

  async #runOnce<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    await this.#call(async () => null)
    const open = new OpenTransaction(this.server)
    this.#open.add(open)
    const one = <T>(operation: () => T): Promise<T> => {
      invariant(!open.busy, 'operations of a transaction run one at a time')
      invariant(!open.lost, 'after «exists» nothing more can be done in a transaction')
      open.busy = true
      return this.#call(async () => operation(), open).finally(() => {
        open.busy = false
      })
    }
    let result: R
    try {
      result = await work({
        get: <T extends Stored>(collection: string, id: string) => one(() => open.read(collection, id) as T | null),
        insert: (collection, document) => {
          assertDocument(document, `insert ${collection}`)
          return one(() => open.insert(collection, cloned(document) as unknown as Row))
        },
        update: (collection, id, change) => one(() => open.update(collection, id, change)),
        remove: (collection, id) => one(() => open.remove(collection, id)),
      })
    } catch (error) {
      open.end()
      throw error
    }
    if (open.lost || !open.wrote) {
      open.end()
      return result
    }
    await this.#call(async () => open.commit(), open)
    return result
  }

  async #change(collection: string, where: Filter, ids: readonly string[], change: Change): Promise<number> {
    let count = 0
    for (const id of ids) {
      await this.#untilFree(collection, id)
      const row = this.server.read(collection, id)
      if (!row || !matches(row, where)) continue
      const next = changed(row, change)
      if (next === row) continue
      this.server.write([{ collection, id, row: next }])
      count += 1
    }
    return count
  }

  /** A plain write waits for the transaction that holds the document. */
  async #untilFree(collection: string, id: string): Promise<void> {
    while (this.server.holder(collection, id)) await this.line.travel()
  }

  /** One round trip: there, done, back. */
  async #call<R>(work: () => Promise<R>, open?: OpenTransaction): Promise<R> {
    await this.line.travel()
    const trouble = this.line.trouble(open !== undefined)
    if (trouble === 'killedBefore') return this.#die()
    if (trouble === 'lostBefore') {
      open?.end()
      throw new Failure('UNAVAILABLE', 'the database did not answer')
    }
    if (trouble === 'conflict') {
      open?.end()
      throw new Conflict()
    }
    let result: R
    try {
      result = await work()
    } catch (error) {
      open?.end()
      throw error
    }
    if (trouble === 'killedAfter') return this.#die()
    await this.line.travel()
    if (trouble === 'lostAfter') {
      open?.end()
      throw new Failure('UNAVAILABLE', 'the answer was lost')
    }
    return result
  }

  #die(): Promise<never> {
    this.line.die()
    return new Promise(() => {})
  }
}

/** Snapshot at its first operation; writes stay with it until the commit. */
class OpenTransaction {
  busy = false
  lost = false
  wrote = false
  #seq: number | null = null
  #ended = false
  readonly #writes = new Map<string, { collection: string; id: string; row: Row | null }>()

  constructor(private readonly server: MemoryServer) {}

  read(collection: string, id: string): Row | null {
    this.#seq ??= this.server.seq
    const own = this.#writes.get(`${collection}/${id}`)
    return own ? own.row : this.server.read(collection, id, this.#seq)
  }

  insert(collection: string, row: Row): 'inserted' | 'exists' {
    this.wrote = true
    if (this.read(collection, row._id)) {
      this.lost = true
      return 'exists'
    }
    this.#write(collection, row._id, row)
    return 'inserted'
  }

  update(collection: string, id: string, change: Change): boolean {
    this.wrote = true
    const row = this.read(collection, id)
    if (!row) return false
    const next = changed(row, change)
    if (next === row) return false
    this.#write(collection, id, next)
    return true
  }

  remove(collection: string, id: string): boolean {
    this.wrote = true
    if (!this.read(collection, id)) return false
    this.#write(collection, id, null)
    return true
  }

  commit(): void {
    if (this.#ended) throw new Conflict()
    this.server.write([...this.#writes.values()])
    this.end()
  }

  end(): void {
    this.#ended = true
    this.server.release(this)
  }

  #write(collection: string, id: string, row: Row | null): void {
    const holder = this.server.holder(collection, id)
    const late = (holder && holder !== this) || this.server.changedSince(collection, id, this.#seq ?? 0)
    if (late && this.server.firstWriterWins) throw new Conflict()
    this.server.lock(collection, id, this)
    this.#writes.set(`${collection}/${id}`, { collection, id, row })
  }
}

function compareBy(order: NonNullable<Query['orderBy']>, left: Row, right: Row): number {
  for (const [field, direction] of order) {
    const result = compare(left[field], right[field])
    if (result !== 0) return direction === 'asc' ? result : -result
  }
  return 0
}

function projected(row: Row, fields: readonly string[] | undefined): Row {
  if (!fields) return row
  const names = new Set(['_id', ...fields.map((field) => field.split('.')[0] ?? field)])
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))) as Row
}
