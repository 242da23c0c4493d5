/** How WeChat's functions are called: with callbacks, or with none for a promise. */
export interface Callbacks {
  success?: (result: object) => void
  fail?: (error: object) => void
  complete?: (result: object) => void
}

export type Options = Callbacks & Record<string, unknown>

/** What a function failed with, in WeChat's words: `errMsg` is `<name>:fail <reason>`. */
class WxError extends Error {
  readonly errMsg: string
  readonly errCode: number | undefined

  constructor(errMsg: string, errCode?: number) {
    super(errMsg)
    this.name = 'WxError'
    this.errMsg = errMsg
    this.errCode = errCode
  }
}

/** Why a function fails; the wrapper puts the function's name before it. */
export class Failure extends Error {
  constructor(
    readonly reason: string,
    readonly errCode?: number,
  ) {
    super(reason)
    this.name = 'Failure'
  }
}

/**
 * Makes one of WeChat's asynchronous functions. With any of success, fail or complete it calls back and gives nothing;
 * with none it gives a promise. Callbacks run after the function has returned, and an error in one of them is the
 * product's own.
 */
export function asynchronous(
  name: string,
  work: (options: Options) => Promise<object | undefined> | object | undefined,
): (options?: Options) => Promise<object> | undefined {
  return (options = {}) => {
    const running = Promise.resolve()
      .then(() => work(options))
      .then(
        (result) => ({ ...result, errMsg: `${name}:ok` }),
        (error: unknown) => {
          throw wxError(name, error)
        },
      )
    const { success, fail, complete } = options
    if (success === undefined && fail === undefined && complete === undefined) return running
    void running.then(
      (result) => runAll([success, complete], result),
      (error: WxError) => runAll([fail, complete], plain(error)),
    )
    return undefined
  }
}

/** As `asynchronous`, but the work starts before the function returns: sheets must open in the same tap. */
export function immediate(
  name: string,
  work: (options: Options) => Promise<object | undefined>,
): (options?: Options) => Promise<object> | undefined {
  return (options = {}) => {
    const started = start(work, options)
    return asynchronous(name, () => started)(options)
  }
}

export function wxError(name: string, error: unknown): WxError {
  if (error instanceof WxError) return error
  if (error instanceof Failure) return new WxError(`${name}:fail ${error.reason}`, error.errCode)
  if (isPhoneError(error)) {
    const reason = error.errMsg.replace(/^[\w.]+:fail /, '')
    return new WxError(`${name}:fail ${error.errMsg.startsWith(`${name}:`) ? reason : error.errMsg}`, error.errCode)
  }
  return new WxError(`${name}:fail ${error instanceof Error ? error.message : String(error)}`)
}

/** A text parameter that must be given; WeChat's own words when it is not. */
export function requiredText(options: Options, name: string): string {
  const value = options[name]
  if (typeof value !== 'string') {
    throw new Failure(`parameter error: parameter.${name} should be String instead of ${kindOf(value)};`)
  }
  return value
}

export function optionalText(options: Options, name: string, fallback: string): string {
  const value = options[name]
  if (value === undefined || value === null) return fallback
  return requiredText(options, name)
}

function kindOf(value: unknown): string {
  return value === undefined ? 'Undefined' : Object.prototype.toString.call(value).slice(8, -1)
}

function start(work: (options: Options) => Promise<object | undefined>, options: Options): Promise<object | undefined> {
  try {
    const running = work(options)
    // The wrapper hears of a failure a moment later; until then it is not unhandled.
    running.catch(() => {})
    return running
  } catch (error) {
    const failed = Promise.reject(error)
    failed.catch(() => {})
    return failed
  }
}

function plain(error: WxError): object {
  return error.errCode === undefined ? { errMsg: error.errMsg } : { errMsg: error.errMsg, errCode: error.errCode }
}

/** Each callback runs, and an error in one reaches the window's error handler as any error of the product. */
function runAll(callbacks: readonly (((result: object) => void) | undefined)[], result: object): void {
  for (const callback of callbacks) {
    try {
      callback?.(result)
    } catch (error) {
      reportError(error)
    }
  }
}

function isPhoneError(error: unknown): error is { errCode: number; errMsg: string } {
  return typeof error === 'object' && error !== null && 'errMsg' in error && 'errCode' in error
}
