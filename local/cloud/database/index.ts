import type { CollectionDefinition, Doc, LocalDatabase, QueryPlan } from '../../contract'
import { actions, type Host } from './actions'
import { checkId } from './collection'
import { Engine } from './engine'
import { DatabaseError, invalidParam } from './errors'
import { select } from './query'
import { Transactions } from './transactions'
import { checkStorable, withId } from './update'
import { cloneValue } from './values'

/** The document database of one environment: the wire protocol beside direct access. */
export interface DatabaseService extends LocalDatabase {
  /**
   * Handles one `database.*` request body of the wire protocol (parsed JSON). Resolves with the body to answer:
   * `{requestId?, data, …}`, or `{code, message}` when the database refuses; it does not reject for a product's mistake.
   */
  handle(request: Record<string, unknown>): Promise<Record<string, unknown>>
  /** Ends open transactions, waits until every answered commit is on disk, then lets go of the files. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Folder of the durable files; made if absent. */
  dir: string
  collections: readonly CollectionDefinition[]
  /** `serverDate()` and the 8 hex digits of time in a generated `_id`. Transactions expire by the machine's own time. */
  nowMs: () => number
  /** The same as `service.onPlan`, from the first request on. */
  onPlan?: (plan: QueryPlan) => void
  /** How long a transaction may stay open; 30 s as in the cloud, shorter for tests of the expiry. */
  transactionLifetimeMs?: number
}

/** Opens (or makes) the database kept in `dir`, with its indexes built. One process at a time may hold it. */
export async function openDatabase(options: DatabaseOptions): Promise<DatabaseService> {
  const engine = new Engine(options.dir, options.collections)
  const transactions = new Transactions(engine, options.transactionLifetimeMs)
  const listeners = new Set<(plan: QueryPlan) => void>(options.onPlan ? [options.onPlan] : [])
  const host: Host = {
    engine,
    transactions,
    nowMs: options.nowMs,
    refuseUnindexed: false,
    report: (plan) => {
      for (const listener of listeners) listener(plan)
    },
  }
  return {
    ...directAccess(engine, transactions),
    handle: (request) => handle(host, request),
    refuseUnindexed: (refuse) => {
      host.refuseUnindexed = refuse
    },
    onPlan: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      transactions.abortAll()
      return engine.close()
    },
  }
}

async function handle(host: Host, request: Record<string, unknown>): Promise<Record<string, unknown>> {
  try {
    const action = actions[String(request.action)]
    if (!action) throw invalidParam(`unsupported action: ${String(request.action)}`)
    return await action(host, request)
  } catch (error) {
    if (error instanceof DatabaseError) return { code: error.code, message: error.message }
    throw error
  }
}

function directAccess(engine: Engine, transactions: Transactions) {
  return {
    async load(name: string, documents: readonly Doc[]): Promise<void> {
      const collection = engine.collection(name)
      const ids = new Set<string>()
      const changes = documents.map((document) => {
        const id: unknown = document._id
        checkId(id)
        checkStorable(document)
        if (ids.has(id) || collection.has(id)) throw collection.duplicateId(id)
        ids.add(id)
        return { collection, id, after: withId(id, cloneValue(document)) }
      })
      await engine.commit(changes)
    },
    get(name: string, id: string): Doc | undefined {
      return cloneValue(engine.collection(name).get(id))
    },
    find(name: string, filter: Record<string, unknown> = {}, limit?: number): Doc[] {
      const selection = limit === undefined ? { filter } : { filter, limit }
      return select(engine.collection(name), selection).documents.map(cloneValue)
    },
    count(name: string): number {
      return engine.collection(name).size
    },
    clear(): Promise<void> {
      transactions.abortAll()
      return engine.clear()
    },
  }
}
