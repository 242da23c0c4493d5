/**
 * Failures as the wire carries them. The SDK turns `code` into WeChat's number: what it knows becomes that number
 * (-502001, -502005 …), what it does not know becomes -501001.
 */
export type ErrorCode =
  | 'DATABASE_REQUEST_FAILED'
  | 'DATABASE_COLLECTION_NOT_EXIST'
  | 'DATABASE_TRANSACTION_CONFLICT'
  | 'DATABASE_TRANSACTION_FAIL'
  | 'INVALID_PARAM'

export class DatabaseError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'DatabaseError'
    this.code = code
  }
}

const ADVICE = 'Please check your request, but if the problem cannot be solved, contact us.'

/** A request that the database could read but not carry out: -502001. */
export function requestFailed(message: string): DatabaseError {
  return new DatabaseError('DATABASE_REQUEST_FAILED', message)
}

/** A request that is not shaped as the protocol says, or asks for what is not supported: -501007. */
export function invalidParam(message: string): DatabaseError {
  return new DatabaseError('INVALID_PARAM', `[InvalidParameter] ${message}`)
}

/** -502005. */
export function collectionMissing(name: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${name}. ${ADVICE}`,
  )
}

/** A second document with the same `_id` or the same key of a unique index: -502001 with E11000 in its words. */
export function duplicateKey(collection: string, index: string, key: string): DatabaseError {
  const detail = `E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${key}`
  return requestFailed(`[FailedOperation.Insert] multiple write errors: [{write errors: [{${detail}}]}, {<nil>}]`)
}

/** An update that a document's present value does not allow, in MongoDB's words. */
export function updateRefused(detail: string): DatabaseError {
  return requestFailed(`[FailedOperation.Update] multiple write errors: [{write errors: [{${detail}}]}, {<nil>}]`)
}

/** A filter, order, projection or pipeline that the database does not take. */
export function queryRefused(detail: string): DatabaseError {
  return requestFailed(`[FailedOperation.Query] ${detail}`)
}

/** Another transaction was first at one of the documents: -501001. */
export function transactionConflict(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${ADVICE}`,
  )
}

/** A second operation while one is under way in the same transaction: -501001. */
export function transactionBusy(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionBusy] Transaction is busy, only one operation at a time is allowed. ${ADVICE}`,
  )
}

/** Committed, aborted, expired or never begun: -501001. */
export function transactionMissing(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. ${ADVICE}`,
  )
}

/** Runs a step of the query library, whose complaints are the product's mistakes and not ours. */
export function refusing<T>(step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    throw queryRefused(error instanceof Error ? error.message : String(error))
  }
}
