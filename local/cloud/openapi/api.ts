import type { ActiveCall } from '../functions/calls'

/** An API's parameters, in snake case as they travel. */
export type ApiParameters = Record<string, unknown>

export type ApiResult = Record<string, unknown> | { contentType: string; bytes: Uint8Array }

export type Api = (parameters: ApiParameters, call: ActiveCall) => Promise<ApiResult>

/** A refusal in WeChat's own numbers; the SDK shows it as `errCode` and `errMsg`. */
export class WeChatError extends Error {
  readonly errcode: number

  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.name = 'WeChatError'
    this.errcode = errcode
  }
}

/** A parameter that must be a text; 47001 as WeChat says when the data cannot be read as it should. */
export function textOf(parameters: ApiParameters, key: string): string {
  const value = parameters[key]
  if (typeof value !== 'string') throw new WeChatError(47001, `data format error hint: ${key} must be a string`)
  return value
}

/** Refuses what the local WeChat would silently leave out. */
export function refuseOthers(parameters: ApiParameters, api: string, known: readonly string[]): void {
  const other = Object.keys(parameters).find((key) => !known.includes(key))
  if (other !== undefined) throw new WeChatError(40097, `invalid args: ${api} knows no ${other} in the local WeChat`)
}
