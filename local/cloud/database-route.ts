import { AsyncLocalStorage } from 'node:async_hooks'
import type { QueryPlan, WireEvent } from '../contract'
import type { DatabaseService } from './database'
import type { Calls } from './functions/calls'
import type { AdminRequest } from './gateway'

interface Observed {
  plan?: QueryPlan
}

/** Passes `database.*` requests on, counts them for the call they belong to, and tells what each one did. */
export class DatabaseRoute {
  readonly #observed = new AsyncLocalStorage<Observed>()
  readonly #emit: (event: WireEvent) => void
  readonly #nowMs: () => number

  constructor(emit: (event: WireEvent) => void, nowMs: () => number) {
    this.#emit = emit
    this.#nowMs = nowMs
  }

  /** To be given to `openDatabase`: connects a plan with the request that it belongs to. */
  readonly onPlan = (plan: QueryPlan): void => {
    const observed = this.#observed.getStore()
    if (observed) observed.plan = plan
  }

  async handle(database: DatabaseService, calls: Calls, request: AdminRequest): Promise<Record<string, unknown>> {
    const call = calls.byToken(request.wxCloudApiToken)
    if (call) call.databaseRoundTrips += 1
    const startedAt = performance.now()
    const observed: Observed = {}
    try {
      return await this.#observed.run(observed, () => database.handle(request))
    } finally {
      this.#emit({
        type: 'database',
        action: request.action.slice('database.'.length),
        collection: typeof request.collectionName === 'string' ? request.collectionName : '',
        ms: performance.now() - startedAt,
        ...(observed.plan ? { plan: observed.plan } : {}),
        atMs: this.#nowMs(),
      })
    }
  }
}
