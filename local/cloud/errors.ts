import type { CloudError } from '../contract'

/** A refusal that goes over the wire as `{code, message}`; the SDK turns the code into its number. */
export class WireError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'WireError'
    this.code = code
  }
}

/** A failure of a function's run, with the number that the cloud's service gives it. */
export class FunctionFailure extends WireError {
  readonly serviceCode: number
  /** Where it happened, for the log. */
  readonly trace: string

  constructor(code: string, serviceCode: number, message: string, trace = '') {
    super(code, message)
    this.name = 'FunctionFailure'
    this.serviceCode = serviceCode
    this.trace = trace
  }
}

/** What `wx.cloud.callFunction` reports on the phone: `message` is the whole `errMsg`. */
class PhoneError extends Error implements CloudError {
  readonly errCode: number

  constructor(errCode: number, message: string) {
    super(message)
    this.name = 'CloudError'
    this.errCode = errCode
  }
}

/** The numbers that phones show as they are; every other failure of a run is wrapped in -404011. */
const shownAsTheyAre = new Set([-501000, -501004, -604001])

/** A failed run as the mini-program sees it. */
export function toPhoneError(failure: FunctionFailure, requestId: string): PhoneError {
  if (shownAsTheyAre.has(failure.serviceCode)) {
    return new PhoneError(
      failure.serviceCode,
      `cloud.callFunction:fail Error: errCode: ${failure.serviceCode} | errMsg: ${failure.message}`,
    )
  }
  return new PhoneError(
    -404011,
    `cloud.callFunction:fail Error: errCode: -404011 cloud function execution error | errMsg: cloud.callFunction:fail requestID ${requestId}, cloud function service error code ${failure.serviceCode}, error message ${failure.message};`,
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
