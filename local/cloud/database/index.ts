import type { CollectionDefinition, LocalDatabase, QueryPlan } from '../../contract.ts'

/** The document database of one environment: the wire protocol beside direct access. */
export interface DatabaseService extends LocalDatabase {
  /**
   * Handles one `database.*` request body of the wire protocol (parsed JSON). Resolves with the body to answer:
   * `{requestId?, data, …}`, or `{code, message}` when the database refuses; it does not reject for a product's mistake.
   */
  handle(request: Record<string, unknown>): Promise<Record<string, unknown>>
  /** Waits until every answered commit is on disk, then lets go of the files. */
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
}

export declare function openDatabase(options: DatabaseOptions): Promise<DatabaseService>
