/** How long after a break the page knocks again. */
const RETRY_MS = 1000

/**
 * Listens to the server's events at `path` (such as `/wechat/events?as=…`) by a WebSocket, and connects again whenever it
 * breaks. Each is dispatched under its `type` as a MessageEvent with the JSON text in `data`, as an EventSource does.
 */
export class EventStream extends EventTarget {
  #socket: WebSocket | null = null
  #closed = false

  constructor(private readonly path: string) {
    super()
    this.#connect()
    // A page that is left must not hold its socket in the browser's page cache.
    window.addEventListener('pagehide', () => this.#socket?.close())
    window.addEventListener('pageshow', (event) => event.persisted && this.#connect())
  }

  close(): void {
    this.#closed = true
    this.#socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${this.path}`)
    this.#socket = socket
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const { type } = JSON.parse(data) as { type: string }
      this.dispatchEvent(new MessageEvent(type, { data }))
    })
    socket.addEventListener('close', () => {
      if (!this.#closed && socket === this.#socket)
        setTimeout(() => socket === this.#socket && this.#connect(), RETRY_MS)
    })
  }
}
