/** The person can mend it, or must be told: the screen says what happened and what to do next. */
export type UserErrorCode =
  /** The input breaks a named limit; `fields` says where. */
  | 'INVALID_INPUT'
  /** WeChat gave no identity. */
  | 'UNAUTHENTICATED'
  /** This person's duties do not include it. */
  | 'FORBIDDEN'
  /** It is not there, or not for this person: the two look the same. */
  | 'NOT_FOUND'
  /** Someone changed it in between; read it again. */
  | 'CONFLICT'
  /** The same request key came with other input. */
  | 'KEY_REUSED'
  | 'RATE_LIMITED'
  /** Content security refused a text or picture. */
  | 'CONTENT_REFUSED'
  /** The offer was answered, timed out or went to a colleague. */
  | 'OFFER_GONE'
  /** The worker has no room left for this case. */
  | 'NO_CAPACITY'
  /** The fund takes no gifts now: campaign dates, filing or the operator's switch. */
  | 'FUND_CLOSED'
  /** The step is not possible in the present state, such as withdrawing what is closed. */
  | 'NOT_NOW'

/** The system's own; the person is told to try again, and nothing of its insides reaches the screen. */
export type SystemErrorCode =
  /** Too many at once; the same request again will do. */
  | 'BUSY'
  /** WeChat or the database did not answer. */
  | 'UNAVAILABLE'
  | 'INTERNAL'

/** Arises on the phone alone: the call never reached the cloud. */
export type ClientErrorCode = 'OFFLINE'

export type ErrorCode = UserErrorCode | SystemErrorCode

export interface CallError {
  code: ErrorCode
  /** A sentence for the log and the developer; screens have their own words by code. */
  message: string
  retryable: boolean
  requestId: string
  /** For INVALID_INPUT: path of each offending field and the broken limit. */
  fields?: readonly { path: string; limit: string }[]
}
