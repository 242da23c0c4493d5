/**
 * The database port in memory, for rules about sequences: one call at a time, MongoDB's filters by mingo, transactions that
 * apply whole. It can fail at any call, before or after its effect. What it does not support throws and names it.
 */
import { Query as Filtering } from 'mingo'
import { assertDocument, assertFilter } from '../../cloudfunctions/shared/adapters/plain'
import { Failure } from '../../cloudfunctions/shared/errors'
import type { Change, Database, Query, Stored, Transaction } from '../../cloudfunctions/shared/ports'
import { cloned } from '../simulation/support/documents'

type Row = Stored & Record<string, unknown>
type Tables = Map<string, Map<string, Row>>

/** Asked at each call: `before` it happens nothing was done, `after` it was done and the answer is lost. */
export type Trouble = () => 'none' | 'before' | 'after'

export class MemoryDatabase implements Database {
  #tables: Tables = new Map()
  trouble: Trouble = () => 'none'

  rows<T extends Stored>(collection: string): T[] {
    return [...(this.#tables.get(collection)?.values() ?? [])].map((row) => cloned(row) as unknown as T)
  }

  /** Whether a document is so, without copies and without a call that could fail. */
  some<T extends Stored>(collection: string, holds: (row: T) => boolean): boolean {
    for (const row of this.#tables.get(collection)?.values() ?? []) if (holds(row as unknown as T)) return true
    return false
  }

  /** One document that must be there, read by the test and not by the product: no call that could fail. */
  row<T extends Stored>(collection: string, id: string): T {
    const found = read<T>(this.#tables, collection, id)
    if (!found) throw new Error(`there is no ${id} in ${collection}`)
    return found
  }

  get<T extends Stored>(collection: string, id: string): Promise<T | null> {
    return this.#call(() => read<T>(this.#tables, collection, id))
  }

  find<T extends Stored>(collection: string, { where, orderBy = [], limit = 100 }: Query): Promise<T[]> {
    assertFilter(where, collection)
    return this.#call(() => {
      const filter = new Filtering(where)
      const wanted = Object.entries(where)
      const rows = [...(this.#tables.get(collection)?.values() ?? [])]
      const found = rows.filter((row) => wanted.every(([path, value]) => couldBe(row[path], value)) && filter.test(row))
      found.sort((left, right) => {
        for (const [field, direction] of orderBy) {
          const sign = direction === 'asc' ? 1 : -1
          const [a, b] = [left[field] as number | string, right[field] as number | string]
          if (a !== b) return a < b ? -sign : sign
        }
        return 0
      })
      return found.slice(0, limit).map((row) => cloned(row)) as unknown as T[]
    })
  }

  async count(collection: string, where: Query['where']): Promise<number> {
    return (await this.find(collection, { where, limit: 1000 })).length
  }

  aggregate(): Promise<never> {
    throw new Error('the database in memory does not support aggregate')
  }

  insert<T extends Stored>(collection: string, document: T): Promise<'inserted' | 'exists'> {
    return this.#call(() => add(this.#tables, collection, document))
  }

  update(collection: string, id: string, guard: Query['where'], change: Change): Promise<boolean> {
    assertFilter(guard, collection)
    return this.#call(() => {
      const row = this.#tables.get(collection)?.get(id)
      return row !== undefined && new Filtering(guard).test(row) && apply(row, change)
    })
  }

  updateMany(): Promise<never> {
    throw new Error('the database in memory does not support updateMany')
  }

  remove(collection: string, id: string): Promise<boolean> {
    return this.#call(() => this.#tables.get(collection)?.delete(id) ?? false)
  }

  /** Calls never overlap here, so a transaction never meets a conflict; it can die at each operation and at its commit. */
  async transaction<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    const own: Tables = new Map()
    const touch = (collection: string) => {
      const table = own.get(collection) ?? new Map<string, Row>(this.#tables.get(collection))
      own.set(collection, table)
      return table
    }
    const result = await work({
      get: <T extends Stored>(collection: string, id: string) =>
        this.#call(() => read<T>(own.has(collection) ? own : this.#tables, collection, id)),
      insert: (collection, document) =>
        this.#call(() => {
          touch(collection)
          return add(own, collection, document)
        }),
      update: (collection, id, change) =>
        this.#call(() => {
          const row = cloned(touch(collection).get(id))
          if (row === undefined) return false
          touch(collection).set(id, row)
          return apply(row, change)
        }),
      remove: (collection, id) => this.#call(() => touch(collection).delete(id)),
    })
    return this.#call(() => {
      for (const [collection, table] of own) this.#tables.set(collection, table)
      return result
    })
  }

  async #call<R>(work: () => R): Promise<R> {
    const trouble = this.trouble()
    if (trouble === 'before') throw new Failure('UNAVAILABLE', 'the database did not answer')
    const result = work()
    if (trouble === 'after') throw new Failure('UNAVAILABLE', 'the answer was lost')
    return result
  }
}

/**
 * Spares most rows the whole filter, which has the last word: a dotted path, a list and what is absent are left to it, and
 * so is every operator but those that a null never matches.
 */
function couldBe(value: unknown, wanted: unknown): boolean {
  if (value === undefined || Array.isArray(value)) return true
  if (wanted === null || typeof wanted !== 'object') return value === wanted
  if (typeof value === 'number' && '$lte' in wanted && typeof wanted.$lte === 'number') return value <= wanted.$lte
  return value !== null || !Object.keys(wanted).every((operator) => ['$lte', '$lt', '$gt', '$gte'].includes(operator))
}

function read<T extends Stored>(tables: Tables, collection: string, id: string): T | null {
  const row = tables.get(collection)?.get(id)
  return row === undefined ? null : (cloned(row) as unknown as T)
}

function add(tables: Tables, collection: string, document: Stored): 'inserted' | 'exists' {
  assertDocument(document, collection)
  const table = tables.get(collection) ?? new Map<string, Row>()
  tables.set(collection, table)
  if (table.has(document._id)) return 'exists'
  table.set(document._id, cloned(document) as Row)
  return 'inserted'
}

function apply(row: Row, change: Change): boolean {
  if (change.pull) throw new Error('the database in memory does not support pull')
  for (const path of change.unset ?? []) take(row, path)
  for (const [path, value] of Object.entries(change.set ?? {})) place(row, path, () => cloned(value))
  for (const [path, by] of Object.entries(change.increment ?? {})) place(row, path, (old) => Number(old ?? 0) + by)
  for (const [path, values] of Object.entries(change.push ?? {})) {
    place(row, path, (old) => [...((old ?? []) as unknown[]), ...cloned([...values])])
  }
  return true
}

function take(row: Record<string, unknown>, path: string): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let target: Record<string, unknown> | undefined = row
  for (const key of keys) target = target?.[key] as Record<string, unknown> | undefined
  if (target) delete target[last]
}

function place(row: Record<string, unknown>, path: string, next: (old: unknown) => unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let target = row
  for (const key of keys) {
    target[key] ??= {}
    target = target[key] as Record<string, unknown>
  }
  target[last] = next(target[last])
}
