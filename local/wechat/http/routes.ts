import { createHash } from 'node:crypto'
import type { CloudError, CodeTarget, LocalCloud, PayAction, PayMischief, PayOrder } from '../../contract'
import type { CastMember, WallCode } from './cast'
import type { EventHub } from './events'
import { type Exchange, HttpError, openidIn, readBody, readJson, send, textField, textListField } from './exchange'

/** What a route gives back: JSON, or undefined when it has answered by itself. */
export type Route = (exchange: Exchange) => unknown

export interface RouteContext {
  cloud: LocalCloud
  cast(): readonly CastMember[]
  wall(): readonly WallCode[]
  phoneNumberOf?: ((openid: string) => string | null) | undefined
  hub: EventHub
}

const MIB = 1024 * 1024
/** Small requests: far above what a phone sends, far below what could hurt. */
const JSON_LIMIT_BYTES = 64 * 1024
/** A cloud function's event. */
const CALL_LIMIT_BYTES = 5 * MIB
/** A file sent from a mini-program. */
const UPLOAD_LIMIT_BYTES = 50 * MIB
const LONGEST_ADVANCE_MS = 400 * 24 * 3600 * 1000
const PAY_ACTIONS: readonly PayAction[] = ['confirm', 'cancel', 'fail']
const MISCHIEFS: readonly PayMischief[] = ['once', 'twice', 'late', 'never', 'wrongAmount']

/** Every JSON endpoint by `METHOD /path`. */
export function createRoutes(context: RouteContext): Record<string, Route> {
  return {
    ...cloudRoutes(context),
    ...messageRoutes(context),
    ...payRoutes(context),
    ...codeRoutes(context),
    ...deskRoutes(context),
  }
}

function cloudRoutes({ cloud }: RouteContext): Record<string, Route> {
  return {
    'POST /wechat/callFunction': async (exchange) => {
      const body = await readJson(exchange.request, CALL_LIMIT_BYTES)
      const caller = { openid: openidIn(exchange, body), source: 'wx_client' }
      const name = textField(body, 'name', 60)
      return asCloudAnswer(async () => ({ result: await cloud.functions.call(name, body.data ?? {}, caller) }))
    },
    'POST /wechat/uploadFile': async (exchange) => {
      const { request, query } = exchange
      const openid = openidIn(exchange)
      const cloudPath = query.get('cloudPath') ?? ''
      if (!isCloudPath(cloudPath))
        throw new HttpError(400, 'cloudPath is not a relative path of at most 1,024 characters')
      const bytes = await readBody(request, UPLOAD_LIMIT_BYTES)
      return asCloudAnswer(async () => ({ fileID: await cloud.storage.upload(cloudPath, bytes, openid) }))
    },
    'GET /wechat/download': async (exchange) => {
      const { response, query } = exchange
      openidIn(exchange)
      try {
        const file = await cloud.storage.download(query.get('fileID') ?? '')
        send(response, 200, file.contentType, file.bytes)
      } catch (error) {
        throw new HttpError(404, messageOf(error))
      }
      return undefined
    },
    'POST /wechat/tempUrls': async (exchange) => {
      const body = await readJson(exchange.request, JSON_LIMIT_BYTES)
      openidIn(exchange, body)
      return { fileList: textListField(body, 'fileIDs', 50).map((fileID) => tempUrlOf(cloud, fileID)) }
    },
    'POST /wechat/deleteFile': async (exchange) => {
      const body = await readJson(exchange.request, JSON_LIMIT_BYTES)
      openidIn(exchange, body)
      const fileList = []
      for (const fileID of textListField(body, 'fileIDs', 50)) {
        const failure = await cloud.storage.remove(fileID).then(() => null, messageOf)
        fileList.push({ fileID, status: failure === null ? 0 : -1, errMsg: failure ?? 'ok' })
      }
      return { fileList }
    },
  }
}

function messageRoutes({ cloud, phoneNumberOf, hub }: RouteContext): Record<string, Route> {
  return {
    'GET /wechat/templates': () => cloud.messages.templates(),
    'POST /wechat/subscribe': async (exchange) => {
      const body = await readJson(exchange.request, JSON_LIMIT_BYTES)
      const openid = openidIn(exchange, body)
      await cloud.messages.grant(openid, textListField(body, 'accepted', 3))
      return { credits: cloud.messages.credits(openid) }
    },
    'GET /wechat/notices': (exchange) => cloud.messages.notices(openidIn(exchange)),
    'POST /wechat/notices/read': async (exchange) => {
      const body = await readJson(exchange.request, JSON_LIMIT_BYTES)
      const openid = openidIn(exchange, body)
      const id = textField(body, 'id')
      if (!cloud.messages.notices(openid).some((notice) => notice.id === id)) throw new HttpError(404, 'no such notice')
      await cloud.messages.markRead(id)
      return {}
    },
    'POST /wechat/phoneNumber': async (exchange) => {
      const openid = openidIn(exchange, await readJson(exchange.request, JSON_LIMIT_BYTES))
      return { code: await cloud.phoneNumbers.issueCode(openid, phoneNumberOf?.(openid) ?? shapedNumber(openid)) }
    },
    'GET /wechat/events': (exchange) => {
      const openid = exchange.query.has('as') ? openidIn(exchange) : null
      hub.addStream(exchange.response, openid, { type: 'clock', offsetMs: cloud.clock.offsetMs() })
      return undefined
    },
  }
}

function payRoutes({ cloud }: RouteContext): Record<string, Route> {
  const ownOrder = async (exchange: Exchange): Promise<{ body: Record<string, unknown>; order: PayOrder }> => {
    const body = await readJson(exchange.request, JSON_LIMIT_BYTES)
    const order = cloud.pay.byPrepayId(textField(body, 'prepayId'))
    if (order === undefined || order.openid !== openidIn(exchange, body)) throw new HttpError(404, 'no such order')
    return { body, order }
  }
  return {
    'POST /wechat/pay/order': async (exchange) => (await ownOrder(exchange)).order,
    'POST /wechat/pay/finish': async (exchange) => {
      const { body, order } = await ownOrder(exchange)
      const action = PAY_ACTIONS.find((known) => known === body.action)
      if (action === undefined) throw new HttpError(400, `action must be one of ${PAY_ACTIONS.join(', ')}`)
      await cloud.pay.settle(order.prepayId, action, order.openid)
      return { state: cloud.pay.byPrepayId(order.prepayId)?.state }
    },
    'GET /wechat/mischief': () => ({ mischief: cloud.pay.mischief() }),
    'POST /wechat/mischief': async ({ request }) => {
      const body = await readJson(request, JSON_LIMIT_BYTES)
      const mischief = MISCHIEFS.find((known) => known === body.mischief)
      if (mischief === undefined) throw new HttpError(400, `mischief must be one of ${MISCHIEFS.join(', ')}`)
      cloud.pay.setMischief(mischief)
      return { mischief }
    },
  }
}

function codeRoutes({ cloud, wall }: RouteContext): Record<string, Route> {
  return {
    'GET /wechat/wall': () => wall().map((code) => ({ ...code, imageUrl: codeImageUrl(code.target) })),
    'GET /wechat/code.png': async ({ response, query }) => {
      const target = { page: query.get('page') ?? '', scene: query.get('scene') ?? '' }
      if (target.page === '') throw new HttpError(400, 'page is missing')
      const widthPx = Math.min(1280, Math.max(140, Number(query.get('width')) || 430))
      send(response, 200, 'image/png', await cloud.codes.png(target, widthPx))
      return undefined
    },
    'POST /wechat/scan': async ({ request }) => ({
      target: cloud.codes.parse(textField(await readJson(request, JSON_LIMIT_BYTES), 'text', 4096)),
    }),
  }
}

function deskRoutes({ cloud, cast, hub }: RouteContext): Record<string, Route> {
  const clock = () => ({ nowMs: cloud.clock.nowMs(), offsetMs: cloud.clock.offsetMs() })
  return {
    'GET /wechat/cast': () => cast(),
    'GET /wechat/clock': clock,
    'POST /wechat/clock': async ({ request }) => {
      const { byMs } = await readJson(request, JSON_LIMIT_BYTES)
      if (typeof byMs !== 'number' || !Number.isSafeInteger(byMs) || byMs <= 0 || byMs > LONGEST_ADVANCE_MS) {
        throw new HttpError(
          400,
          'byMs must be a whole number of milliseconds, at most 400 days: time only goes forward',
        )
      }
      await cloud.clock.advance(byMs)
      return clock()
    },
    'POST /wechat/problems': async (exchange) => {
      const body = await readJson(exchange.request, JSON_LIMIT_BYTES)
      const where = typeof body.where === 'string' ? body.where.slice(0, 512) : ''
      hub.publish({ type: 'problem', openid: openidIn(exchange, body), text: textField(body, 'text', 4096), where })
      return {}
    },
  }
}

/** Where the image of a code is served, relative to this server. */
function codeImageUrl(target: CodeTarget): string {
  return `/wechat/code.png?${new URLSearchParams({ page: target.page, scene: target.scene }).toString()}`
}

/** A mobile number in shape only: its middle block, 0000, is not given to subscribers. */
function shapedNumber(openid: string): string {
  const digits = createHash('sha256').update(openid).digest().readUInt32BE(0)
  return `13${digits % 10}0000${String(digits % 9973).padStart(4, '0')}`
}

/** A cloud call's own failure is an answer, not a broken request: the phone turns it into WeChat's `fail`. */
async function asCloudAnswer(work: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  try {
    return { errCode: 0, ...(await work()) }
  } catch (error) {
    const { errCode } = error as Partial<CloudError>
    return { errCode: typeof errCode === 'number' ? errCode : -1, errMsg: messageOf(error) }
  }
}

function tempUrlOf(cloud: LocalCloud, fileID: string): Record<string, unknown> {
  try {
    return { fileID, tempFileURL: cloud.storage.tempUrl(fileID), status: 0, errMsg: 'ok' }
  } catch (error) {
    return { fileID, tempFileURL: '', status: -1, errMsg: messageOf(error) }
  }
}

function isCloudPath(path: string): boolean {
  return path !== '' && path.length <= 1024 && !path.startsWith('/') && !path.split('/').includes('..')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
