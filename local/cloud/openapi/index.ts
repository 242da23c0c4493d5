import type { WireEvent } from '../../contract'
import { WireError } from '../errors'
import type { Calls } from '../functions/calls'
import type { RawAnswer } from '../gateway'
import { type Api, type ApiParameters, WeChatError } from './api'
import { decodeRequest, encodeResponse } from './protobuf'

export interface OpenApiOptions {
  apis: Record<string, Api>
  calls: Calls
  /** `permissions.openapi` of a function's config.json. */
  permissionsOf(functionName: string): ReadonlySet<string>
  nowMs(): number
  emit(event: WireEvent): void
}

const notFound = -604100
const noPermission = -604101
const illegalSource = -604104

/** WeChat's server APIs as the SDK calls them (云调用): who calls, whether the function may, then the API itself. */
export class OpenApiService {
  readonly #options: OpenApiOptions

  constructor(options: OpenApiOptions) {
    this.#options = options
  }

  /** `wx.openApi`. An API that is not here is refused with -604100 and its name. */
  async handle(request: Record<string, unknown>): Promise<RawAnswer> {
    const { apiName, requestData } = request
    if (typeof apiName !== 'string' || !(requestData instanceof Uint8Array)) {
      throw new WireError('INVALID_PARAM', 'wx.openApi needs apiName and requestData')
    }
    const call = this.#options.calls.byToken(request.wxCloudApiToken)
    const decoded = decodeRequest(requestData)
    const api = decoded.apiType === 0 ? this.#options.apis[apiName] : undefined
    const answer = async (): Promise<{ errCode: number; bytes: Uint8Array }> => {
      if (!call) return refused(illegalSource)
      if (!api) {
        const errmsg = `API not found: the local WeChat has no openapi.${apiName}`
        return { errCode: notFound, bytes: json({ errcode: notFound, errmsg }) }
      }
      if (!this.#options.permissionsOf(call.functionName).has(apiName)) return refused(noPermission)
      try {
        const result = await api(parametersOf(decoded.parameters), call)
        if (result.bytes instanceof Uint8Array && typeof result.contentType === 'string') {
          return { errCode: 0, bytes: encodeResponse({ data: result.bytes, contentType: result.contentType }) }
        }
        return { errCode: 0, bytes: json({ errcode: 0, errmsg: 'ok', ...result }) }
      } catch (error) {
        if (!(error instanceof WeChatError)) throw error
        return { errCode: error.errcode, bytes: json({ errcode: error.errcode, errmsg: error.message }) }
      }
    }
    const { errCode, bytes } = await answer()
    const openid = call?.caller.openid ?? ''
    this.#options.emit({ type: 'openapi', api: apiName, openid, errCode, atMs: this.#options.nowMs() })
    return { raw: bytes }
  }
}

function refused(errorCode: number): { errCode: number; bytes: Uint8Array } {
  return { errCode: errorCode, bytes: encodeResponse({ errorCode }) }
}

function json(value: Record<string, unknown>): Uint8Array {
  return encodeResponse({ data: Buffer.from(JSON.stringify(value)), contentType: 'application/json' })
}

function parametersOf(list: ReturnType<typeof decodeRequest>['parameters']): ApiParameters {
  return Object.fromEntries(
    list.map(({ key, value, contentType }) => [
      key,
      contentType ? Buffer.from(value) : JSON.parse(Buffer.from(value).toString('utf8')),
    ]),
  )
}
