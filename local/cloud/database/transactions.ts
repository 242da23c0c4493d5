/**
 * Transactions: snapshot isolation over single documents, one operation at a time, first writer wins. What a
 * transaction writes stays with it until it commits; what others commit meanwhile, it does not see.
 */
import { randomBytes } from 'node:crypto'
import type { Doc } from '../../contract'
import type { Collection } from './collection'
import type { Change, Engine, Witness } from './engine'
import { transactionBusy, transactionConflict, transactionMissing } from './errors'

const LIFETIME_MS = 30_000
/**
 * How long an operation keeps its transaction at least. Over the network an operation takes longer than two parallel
 * requests lie apart; here it would be over before the second arrives, and a product's mistake would go unseen.
 */
const SHORTEST_OPERATION_MS = 3

export class Transactions {
  readonly #engine: Engine
  readonly #lifetimeMs: number
  readonly #open = new Map<string, Transaction>()
  /** Which transaction holds a document or a key of a unique index. */
  readonly #locks = new Map<string, Transaction>()

  constructor(engine: Engine, lifetimeMs = LIFETIME_MS) {
    this.#engine = engine
    this.#lifetimeMs = lifetimeMs
  }

  start(): string {
    const id = randomBytes(16).toString('hex')
    const transaction = new Transaction(this.#engine, this.#locks)
    this.#open.set(id, transaction)
    const expiry = setTimeout(() => this.#end(id), this.#lifetimeMs)
    expiry.unref()
    transaction.onEnd(() => clearTimeout(expiry))
    return id
  }

  /**
   * Runs one operation. An operation that fails ends its transaction, except when it came too early.
   * @throws DatabaseError TransactionNotExist, TransactionBusy, or what the operation throws
   */
  async run<T>(id: unknown, operation: (transaction: Transaction) => T): Promise<T> {
    const transaction = this.#find(id)
    if (transaction.busy) throw transactionBusy()
    transaction.busy = true
    try {
      const result = operation(transaction)
      await new Promise((resolve) => setTimeout(resolve, SHORTEST_OPERATION_MS))
      return result
    } catch (error) {
      this.#end(String(id))
      throw error
    } finally {
      transaction.busy = false
    }
  }

  /** Makes everything it wrote visible at once; resolves when it is on disk. */
  async commit(id: unknown): Promise<void> {
    const transaction = this.#find(id)
    if (transaction.busy) throw transactionBusy()
    const durable = transaction.commit()
    this.#end(String(id))
    await durable
  }

  abort(id: unknown): void {
    const transaction = this.#find(id)
    if (transaction.busy) throw transactionBusy()
    this.#end(String(id))
  }

  abortAll(): void {
    for (const id of [...this.#open.keys()]) this.#end(id)
  }

  /** The transaction that a plain write has to wait for, if any. */
  holder(collection: Collection, id: string, after: Doc | undefined): Transaction | undefined {
    if (this.#locks.size === 0) return undefined
    for (const key of lockKeys(collection, id, collection.get(id), after)) {
      const holder = this.#locks.get(key)
      if (holder) return holder
    }
    return undefined
  }

  #find(id: unknown): Transaction {
    const transaction = typeof id === 'string' ? this.#open.get(id) : undefined
    if (!transaction) throw transactionMissing()
    return transaction
  }

  #end(id: string): void {
    this.#open.get(id)?.end()
    this.#open.delete(id)
  }
}

class Transaction implements Witness {
  busy = false
  /** Resolves when it is over, either way. */
  readonly ended: Promise<void>
  readonly #engine: Engine
  readonly #locks: Map<string, Transaction>
  readonly #writes = new Map<string, Change>()
  /** What documents were when the snapshot was taken, of those that changed since. */
  readonly #before = new Map<string, Doc | undefined>()
  readonly #held: string[] = []
  readonly #endListeners: (() => void)[] = []

  constructor(engine: Engine, locks: Map<string, Transaction>) {
    this.#engine = engine
    this.#locks = locks
    this.ended = new Promise((resolve) => this.#endListeners.push(resolve))
  }

  onEnd(listener: () => void): void {
    this.#endListeners.push(listener)
  }

  /** The document as this transaction sees it. The first operation takes the snapshot. */
  read(collection: Collection, id: string): Doc | undefined {
    this.#engine.witnesses.add(this)
    const key = documentKey(collection, id)
    const own = this.#writes.get(key)
    if (own) return own.after
    return this.#before.has(key) ? this.#before.get(key) : collection.get(id)
  }

  /**
   * Writes or (with `after` undefined) removes one document.
   * @throws DatabaseError TransactionConflict when another transaction holds it or changed it since the snapshot;
   *   E11000 when a unique index has the key
   */
  write(collection: Collection, id: string, after: Doc | undefined): void {
    const before = this.read(collection, id)
    const keys = lockKeys(collection, id, before, after)
    if (this.#before.has(documentKey(collection, id))) throw transactionConflict()
    for (const key of keys) if ((this.#locks.get(key) ?? this) !== this) throw transactionConflict()
    if (after) this.#checkUnique(collection, id, after)
    for (const key of keys) {
      this.#locks.set(key, this)
      this.#held.push(key)
    }
    this.#writes.set(documentKey(collection, id), { collection, id, after })
  }

  beforeChange(collection: Collection, id: string, before: Doc | undefined): void {
    const key = documentKey(collection, id)
    if (!this.#before.has(key)) this.#before.set(key, before)
  }

  commit(): Promise<void> {
    const changes = [...this.#writes.values()]
    // Removals first: a key of a unique index may pass from one document to another.
    changes.sort((a, b) => Number(a.after !== undefined) - Number(b.after !== undefined))
    return changes.length > 0 ? this.#engine.commit(changes, this) : Promise.resolve()
  }

  end(): void {
    this.#engine.witnesses.delete(this)
    for (const key of this.#held) this.#locks.delete(key)
    for (const listener of this.#endListeners) listener()
  }

  #checkUnique(collection: Collection, id: string, after: Doc): void {
    for (const index of collection.indexes) {
      if (!index.unique) continue
      const keys = index.keysOf(after)
      for (const own of this.#writes.values()) {
        if (own.collection !== collection || own.id === id || !own.after) continue
        if (index.keysOf(own.after).some((key) => keys.includes(key))) throw index.duplicate(collection.name, after)
      }
      const holder = index.holder(keys, id)
      if (!holder || this.#writes.has(documentKey(collection, holder.id))) continue
      if (this.#before.has(documentKey(collection, holder.id))) throw transactionConflict()
      throw index.duplicate(collection.name, after)
    }
  }
}

function documentKey(collection: Collection, id: string): string {
  return `${collection.name}\u0000${id}`
}

/** A write holds its document, and each key of a unique index that it takes or gives up. */
function lockKeys(collection: Collection, id: string, before: Doc | undefined, after: Doc | undefined): string[] {
  const keys = [documentKey(collection, id)]
  for (const index of collection.indexes) {
    if (!index.unique) continue
    for (const document of [before, after]) {
      if (document)
        for (const key of index.keysOf(document)) keys.push(`${collection.name}\u0000${index.name}\u0000${key}`)
    }
  }
  return keys
}
