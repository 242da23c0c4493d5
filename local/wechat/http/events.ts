import type { ServerResponse } from 'node:http'
import type { ServiceNotice, WireEvent } from '../../contract'
import type { PushSocket } from './socket'

/** What the server tells the pages that listen. A phone hears of its own notices; the wire is the desk's alone. */
export type PushEvent =
  | { type: 'clock'; offsetMs: number }
  | { type: 'notice'; notice: ServiceNotice }
  | { type: 'wire'; event: WireEvent }
  | { type: 'problem'; openid: string; text: string; where: string }
  | { type: 'reload'; paths: readonly string[] }

/** A page that listens, by socket or by event stream. */
interface Listener {
  /** Null is the desk. */
  openid: string | null
  send(event: PushEvent): void
  stayAwake(): void
  close(): void
}

/** The listening pages. */
export class EventHub {
  readonly #listeners = new Set<Listener>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(heartbeatMs = 25_000) {
    this.#heartbeat = setInterval(() => {
      for (const listener of this.#listeners) listener.stayAwake()
    }, heartbeatMs)
    this.#heartbeat.unref()
  }

  /** Listens by server-sent events (tests, curl). */
  addStream(response: ServerResponse, openid: string | null, hello: PushEvent): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    response.write('retry: 1000\n\n')
    const end = this.#add(
      {
        openid,
        send: (event) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
        stayAwake: () => response.write(': still here\n\n'),
        close: () => response.end(),
      },
      hello,
    )
    response.on('close', end)
  }

  addSocket(socket: PushSocket, openid: string | null, hello: PushEvent): void {
    const end = this.#add(
      {
        openid,
        send: (event) => socket.send(JSON.stringify(event)),
        stayAwake: () => socket.ping(),
        close: () => socket.close(),
      },
      hello,
    )
    socket.onClose(end)
  }

  publish(event: PushEvent): void {
    for (const listener of this.#listeners) {
      if (concerns(event, listener.openid)) listener.send(event)
    }
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const listener of this.#listeners) listener.close()
    this.#listeners.clear()
  }

  #add(listener: Listener, hello: PushEvent): () => void {
    listener.send(hello)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
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
