import type { ErrorCode } from '../../typings/errors'

const retryableCodes: ReadonlySet<ErrorCode> = new Set(['BUSY', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED'])

/**
 * An expected failure, one of the closed union in `typings/errors.ts`. Throw it anywhere below a procedure: the edge turns
 * it into the call's error. Anything else that is thrown becomes INTERNAL, and only its request id reaches the phone.
 */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields?: readonly { path: string; limit: string }[],
  ) {
    super(message)
    this.name = 'Failure'
  }

  get retryable(): boolean {
    return retryableCodes.has(this.code)
  }
}

/** Ends the call with `code` unless the condition holds. */
export function require(condition: unknown, code: ErrorCode, message: string): asserts condition {
  if (!condition) throw new Failure(code, message)
}

/** For what cannot be: a broken invariant is a fault of ours, never the person's. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`)
}
