import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** What RFC 6455 joins to the client's key. */
const HANDSHAKE_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 0x81
const CLOSE = 0x88
const PING = 0x89

/** The sending half of a WebSocket; what the page sends is dropped, except that it closes. */
export interface PushSocket {
  send(text: string): void
  ping(): void
  close(): void
  onClose(listener: () => void): void
}

/**
 * Accepts a WebSocket for pushing. A browser keeps at most six plain connections to a server, so that a desk of phones
 * that each held one for events would stop loading; sockets do not count among them. Null when it is no handshake.
 */
export function acceptSocket(request: IncomingMessage, socket: Duplex): PushSocket | null {
  const key = request.headers['sec-websocket-key']
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || key === undefined) return null
  const accept = createHash('sha1')
    .update(key + HANDSHAKE_SUFFIX)
    .digest('base64')
  const head = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  // A page that goes away without a word is no event to report.
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes: Buffer) => {
    if (((bytes[0] ?? 0) & 0x0f) === (CLOSE & 0x0f)) socket.end(frame(CLOSE, Buffer.alloc(0)))
  })
  socket.on('end', () => socket.end())
  return {
    send: (text) => void socket.write(frame(TEXT, Buffer.from(text))),
    ping: () => void socket.write(frame(PING, Buffer.alloc(0))),
    close() {
      socket.end(frame(CLOSE, Buffer.alloc(0)))
      // A page that is gone never answers, and the server must be able to end.
      setTimeout(() => socket.destroy(), 300).unref()
    },
    onClose: (listener) => void socket.on('close', listener),
  }
}

function frame(kind: number, body: Buffer): Buffer {
  if (body.length < 126) return Buffer.concat([Buffer.from([kind, body.length]), body])
  if (body.length < 65_536) {
    const head = Buffer.from([kind, 126, 0, 0])
    head.writeUInt16BE(body.length, 2)
    return Buffer.concat([head, body])
  }
  const head = Buffer.alloc(10)
  head.writeUInt8(kind, 0)
  head.writeUInt8(127, 1)
  head.writeBigUInt64BE(BigInt(body.length), 2)
  return Buffer.concat([head, body])
}
