/** A stored document. Dates are epoch milliseconds, money whole fen, so every value is plain JSON. */
export interface Stored {
  _id: string
}

/**
 * A filter in MongoDB's own operators (`{ loadPoints: { $lte: 4 } }`), as far as the collection's indexes serve it.
 * An undefined value anywhere in it is refused: a filter that vanishes is a leak.
 */
export type Filter = Readonly<Record<string, unknown>>

/** Update operators: what is not named stays. Paths may be dotted. Undefined values are refused. */
export interface Change {
  set?: Readonly<Record<string, unknown>>
  unset?: readonly string[]
  increment?: Readonly<Record<string, number>>
  /** Appends each value to the array. */
  push?: Readonly<Record<string, readonly unknown[]>>
  /** Removes array elements that match (a value, or a filter over the element). */
  pull?: Readonly<Record<string, unknown>>
}

export interface Query {
  where: Filter
  orderBy?: readonly (readonly [field: string, direction: 'asc' | 'desc'])[]
  /** 1,000 at most; 100 when left out. Page by key, never by skip. */
  limit?: number
  /** Fields to read; all when left out. */
  fields?: readonly string[]
}

/**
 * The document database. Each call is one round trip. Every failure rejects with a `Failure` (`errors.ts`):
 * BUSY for what may be tried again, UNAVAILABLE when the database did not answer.
 */
export interface Database {
  get<T extends Stored>(collection: string, id: string): Promise<T | null>
  find<T extends Stored>(collection: string, query: Query): Promise<T[]>
  count(collection: string, where: Filter): Promise<number>
  /** `[{ $match }, { $group } …]`, each stage one key, as MongoDB writes them; 100 rows at most. */
  aggregate<Row>(collection: string, stages: readonly Filter[]): Promise<Row[]>
  /** One atomic insert; `exists` when the id (or a unique key) is taken. Never overwrites. */
  insert<T extends Stored>(collection: string, document: T): Promise<'inserted' | 'exists'>
  /**
   * One atomic write to the document if it also matches `guard`; false when it is not there or does not match. A change
   * that leaves the document as it was may also give false: guarded steps raise a version.
   */
  update(collection: string, id: string, guard: Filter, change: Change): Promise<boolean>
  /** Each matching document changes atomically by itself; how many did. */
  updateMany(collection: string, where: Filter, change: Change): Promise<number>
  remove(collection: string, id: string): Promise<boolean>
  /**
   * Runs `work` on one snapshot and commits it whole, or not at all. Tried again (5 times, jittered) when another writer
   * was first, so `work` has no effects but through `transaction`. An error thrown by `work` rolls back and comes out.
   */
  transaction<R>(work: (transaction: Transaction) => Promise<R>): Promise<R>
}

/** Operations by id only, one at a time: CloudBase's queries do not take part in its transactions. */
export interface Transaction {
  get<T extends Stored>(collection: string, id: string): Promise<T | null>
  /** After `exists` the transaction is lost: what it wrote is undone, and `work` may only return. */
  insert<T extends Stored>(collection: string, document: T): Promise<'inserted' | 'exists'>
  /** The document must be there; false when it is not. */
  update(collection: string, id: string, change: Change): Promise<boolean>
  remove(collection: string, id: string): Promise<boolean>
}
