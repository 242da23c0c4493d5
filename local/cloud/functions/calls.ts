import { randomBytes } from 'node:crypto'
import type { Caller } from '../../contract'

/** A call that is under way, as the services know it by its token. */
export interface ActiveCall {
  token: string
  functionName: string
  caller: Caller
  /** Requests that it has sent to the database so far. */
  databaseRoundTrips: number
}

/**
 * Who is behind a `wxCloudApiToken`. Each call gets a token of its own, which the SDK sends along with every request:
 * identity and permissions follow from it, never from what the function says.
 */
export class Calls {
  readonly #active = new Map<string, ActiveCall>()

  begin(functionName: string, caller: Caller): ActiveCall {
    const call = { token: randomBytes(16).toString('hex'), functionName, caller, databaseRoundTrips: 0 }
    this.#active.set(call.token, call)
    return call
  }

  end(call: ActiveCall): void {
    this.#active.delete(call.token)
  }

  byToken(token: unknown): ActiveCall | undefined {
    return typeof token === 'string' ? this.#active.get(token) : undefined
  }
}
