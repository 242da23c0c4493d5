import { Failure } from '../errors'

/** What the SDK throws: sometimes an Error with `errCode`, sometimes WeChat's answer as it is, with a text `code`. */
interface SdkError {
  errCode?: unknown
  code?: unknown
  errMsg?: unknown
  message?: unknown
}

export function errorCode(error: unknown): number | null {
  const { errCode } = (error ?? {}) as SdkError
  return typeof errCode === 'number' ? errCode : null
}

export function errorText(error: unknown): string {
  const { code, errMsg, message } = (error ?? {}) as SdkError
  return [code, errMsg, message].filter((part) => typeof part === 'string').join(' ')
}

/** A unique key is taken: -502001 with MongoDB's own number in the text. */
export function isDuplicate(error: unknown): boolean {
  return /E11000|DuplicateWrite/.test(errorText(error))
}

/**
 * Another writer was first, or the transaction cannot go on; the same work may be tried again. An operation inside the
 * transaction says so as -501001 with `.code` gone, a commit by its `code`.
 */
export function isTransactionConflict(error: unknown): boolean {
  return /TransactionConflict|TRANSACTION_CONFLICT|TransactionBusy|TransactionNotExist|WriteConflict/.test(
    errorText(error),
  )
}

const busyCodes: ReadonlySet<number> = new Set([-501003, -501004])
const unavailableCodes: ReadonlySet<number> = new Set([-501001, -501002])
const networkTrouble = /\b(ECONN[A-Z]+|E(SOCKET)?TIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|socket hang up)\b|timed? ?out/

/**
 * The SDK's error in the words of ours: BUSY for what may be tried again, UNAVAILABLE when the service did not answer. What
 * is our own mistake (a bad filter, a missing collection) stays as it is and ends as INTERNAL.
 */
export function toFailure(error: unknown, what: string): unknown {
  if (error instanceof Failure) return error
  const code = errorCode(error)
  const text = errorText(error)
  if (isTransactionConflict(error) || (code !== null && busyCodes.has(code)) || /ResourceUnavailable/.test(text)) {
    return new Failure('BUSY', `${what}: ${text}`)
  }
  if ((code !== null && unavailableCodes.has(code)) || networkTrouble.test(text)) {
    return new Failure('UNAVAILABLE', `${what}: ${text}`)
  }
  return error instanceof Error ? error : new Error(`${what}: ${text}`)
}
