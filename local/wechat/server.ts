import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { LocalCloud } from '../contract'
import type { CastMember, WallCode } from './http/cast'
import { EventHub, type PushEvent } from './http/events'
import { HttpError, type HttpHandler, isOpenid, sendJson } from './http/exchange'
import { refusal } from './http/guard'
import { createRoutes, type Route } from './http/routes'
import { acceptSocket } from './http/socket'

export interface WechatServerOptions {
  cloud: LocalCloud
  cast: () => readonly CastMember[]
  wall: () => readonly WallCode[]
  /** 0 picks a free one. */
  port?: number
  /** The phones' and the desk's own pages, tried in order when no endpoint matches. */
  handlers?: readonly HttpHandler[]
  /** The mobile number bound to this person's WeChat; without one everybody has a made-up one of their own. */
  phoneNumberOf?: (openid: string) => string | null
}

export interface WechatServer {
  /** Such as `http://127.0.0.1:41500`. */
  url: string
  publish(event: PushEvent): void
  /** Tells every phone that these files of the mini-program changed. */
  reload(paths: readonly string[]): void
  close(): Promise<void>
}

/**
 * Starts the HTTP server that phones and desk talk to, on loopback only. Rejects when the port is taken (`EADDRINUSE`).
 * It stands in for WeChat's own servers: it trusts the page about who holds the phone, and nobody else about anything.
 */
export async function createWechatServer(options: WechatServerOptions): Promise<WechatServer> {
  const { cloud, cast, wall, phoneNumberOf } = options
  const hub = new EventHub()
  const routes = createRoutes({ cloud, cast, wall, phoneNumberOf, hub })
  const server = createServer((request, response) => {
    serve(request, response, routes, options.handlers ?? []).catch((error: unknown) => answerError(response, error))
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (!listenBySocket(request, socket, hub, cloud.clock.offsetMs())) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
  })
  await listen(server, options.port ?? 0)
  const stopClock = cloud.clock.onChange((offsetMs) => hub.publish({ type: 'clock', offsetMs }))
  const stopEvents = cloud.onEvent((event) => {
    hub.publish({ type: 'wire', event })
    if (event.type === 'notice') hub.publish({ type: 'notice', notice: event.notice })
  })
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    publish: (event) => hub.publish(event),
    reload: (paths) => hub.publish({ type: 'reload', paths }),
    async close() {
      stopClock()
      stopEvents()
      hub.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** `/wechat/events` as a WebSocket. False when it is refused. */
function listenBySocket(request: IncomingMessage, socket: Duplex, hub: EventHub, offsetMs: number): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (pathname !== '/wechat/events' || refusal(request, request.socket.localPort ?? 0) !== null) return false
  const as = searchParams.get('as')
  if (as !== null && !isOpenid(as)) return false
  const accepted = acceptSocket(request, socket)
  if (accepted === null) return false
  hub.addSocket(accepted, as, { type: 'clock', offsetMs })
  return true
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Record<string, Route>,
  handlers: readonly HttpHandler[],
): Promise<void> {
  const refused = refusal(request, request.socket.localPort ?? 0)
  if (refused !== null) throw new HttpError(403, refused)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const route = routes[`${request.method} ${url.pathname}`]
  if (route !== undefined) {
    const result = await route({ request, response, query: url.searchParams })
    if (result !== undefined) sendJson(response, 200, result)
    return
  }
  for (const handler of handlers) {
    if (await handler(request, response, url)) return
  }
  throw new HttpError(404, `there is no ${request.method} ${url.pathname}`)
}

function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = error instanceof HttpError ? error.status : 500
  // The rest of a refused body is not read, so this connection can't carry another request.
  if (status === 413) response.setHeader('connection', 'close')
  sendJson(response, status, { errCode: -1, errMsg: error instanceof Error ? error.message : String(error) })
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
