import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import busboy from 'busboy'
import { messageOf, WireError } from './errors'

/** An answer that is not JSON: protobuf, a bill, a file. */
export interface RawAnswer {
  raw: Uint8Array
}

export type Answer = Record<string, unknown> | RawAnswer

/** A request to /admin: its fields, whichever way they were encoded. Binary fields are buffers. */
export type AdminRequest = Record<string, unknown> & { action: string }

export interface GatewayHandlers {
  admin(request: AdminRequest): Promise<Answer>
  /** Files: PUT and GET below /storage/. */
  storage(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>
}

const mostBytes = 64 * 1024 * 1024

/** The HTTP side of the local cloud, on the loopback interface alone. */
export class Gateway {
  readonly #server: Server
  #handlers: GatewayHandlers | undefined

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** Begins to listen; requests wait in the socket until `handle` was given the handlers. Resolves with the origin. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  handle(handlers: GatewayHandlers): void {
    this.#handlers = handlers
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    setTimeout(() => this.#server.closeAllConnections(), 500).unref()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      if (!this.#handlers) respond(response, 503, 'text/plain', Buffer.from('starting'))
      else if (request.method === 'POST' && url.pathname === '/admin') await this.#adminOfSdk(request, response)
      else if (url.pathname.startsWith('/storage/')) await this.#handlers.storage(request, response, url)
      else respond(response, 404, 'text/plain', Buffer.from(`nothing at ${url.pathname}`))
    } catch (error) {
      console.error('[cloud]', error)
      if (!response.headersSent) respond(response, 500, 'text/plain', Buffer.from(messageOf(error)))
    }
  }

  /** A web page on this machine could post here too, but not with a header of its own: the browser would ask first. */
  async #adminOfSdk(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['x-sdk-version'] === undefined) respond(response, 403, 'text/plain', Buffer.from('for the SDK'))
    else await this.#admin(request, response)
  }

  async #admin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID()
    let fields: AdminRequest | undefined
    let answer: Answer
    try {
      fields = await readFields(request)
      answer = await (this.#handlers as GatewayHandlers).admin(fields)
    } catch (error) {
      if (!(error instanceof WireError)) console.error('[cloud]', fields?.action, error)
      answer = { code: error instanceof WireError ? error.code : 'SYS_ERR', message: messageOf(error) }
    }
    if ('raw' in answer) return respond(response, 200, 'application/octet-stream', answer.raw as Uint8Array)
    // The SDK reads openApi and pay answers as bytes, errors included, unless they are marked as JSON.
    respond(response, 200, 'application/json; charset=utf-8', Buffer.from(JSON.stringify({ requestId, ...answer })))
  }
}

export function respond(response: ServerResponse, status: number, type: string, body: Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.byteLength })
  response.end(body)
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new WireError('EXCEED_REQUEST_SIZE_LIMIT', `a request may hold ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function readFields(request: IncomingMessage): Promise<AdminRequest> {
  const type = request.headers['content-type'] ?? ''
  const fields: Record<string, unknown> = type.startsWith('multipart/form-data')
    ? await readMultipart(request)
    : JSON.parse((await readBody(request)).toString('utf8'))
  const { action } = fields
  if (typeof action !== 'string') throw new WireError('INVALID_COMMON_PARAM', 'the request has no action')
  return { ...fields, action }
}

function readMultipart(request: IncomingMessage): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, unknown> = {}
    const parser = busboy({ headers: request.headers, limits: { fieldSize: mostBytes, fileSize: mostBytes } })
    parser.on('field', (name, value) => {
      fields[name] = value
    })
    // A part with a type of its own is binary: busboy calls it a file, with or without a name.
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        fields[name] = Buffer.concat(chunks)
      })
    })
    parser.on('close', () => resolve(fields))
    parser.on('error', reject)
    request.pipe(parser)
  })
}
