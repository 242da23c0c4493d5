import type { ServerResponse } from 'node:http'
import type { ServiceNotice, WireEvent } from '../../contract'

/** What the server tells the pages that listen. A phone hears of its own notices; the wire is the desk's alone. */
export type PushEvent =
  | { type: 'clock'; offsetMs: number }
  | { type: 'notice'; notice: ServiceNotice }
  | { type: 'wire'; event: WireEvent }
  | { type: 'problem'; openid: string; text: string; where: string }
  | { type: 'reload'; paths: readonly string[] }

/** The listening pages. `openid` null is the desk. */
export class EventHub {
  readonly #listeners = new Map<ServerResponse, string | null>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(heartbeatMs = 25_000) {
    this.#heartbeat = setInterval(() => {
      for (const response of this.#listeners.keys()) response.write(': still here\n\n')
    }, heartbeatMs)
    this.#heartbeat.unref()
  }

  add(response: ServerResponse, openid: string | null, hello: PushEvent): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    response.write('retry: 1000\n\n')
    response.write(frame(hello))
    this.#listeners.set(response, openid)
    response.on('close', () => this.#listeners.delete(response))
  }

  publish(event: PushEvent): void {
    for (const [response, openid] of this.#listeners) {
      if (concerns(event, openid)) response.write(frame(event))
    }
  }

  listenerCount(): number {
    return this.#listeners.size
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const response of this.#listeners.keys()) response.end()
    this.#listeners.clear()
  }
}

function concerns(event: PushEvent, openid: string | null): boolean {
  if (openid === null) return true
  switch (event.type) {
    case 'clock':
    case 'reload':
      return true
    case 'notice':
      return event.notice.openid === openid
    case 'wire':
    case 'problem':
      return false
  }
}

function frame(event: PushEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
