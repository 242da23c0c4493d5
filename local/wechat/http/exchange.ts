import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request with its address parsed, and the ways to answer it. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
}

/** Serves what it knows and says whether it did; the server tries the next one when it did not. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>

/** A request that cannot be served, with its HTTP status. Its message goes to the caller. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
    this.name = 'HttpError'
  }
}

/** Reads a whole body; above `limitBytes` it stops and throws 413. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads a body that must be a JSON object sent as `application/json` (which no foreign form can send). */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new HttpError(415, 'the body must be application/json')
  }
  const text = (await readBody(request, limitBytes)).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'the body is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError(400, 'the body must be a JSON object')
  }
  return value as Record<string, unknown>
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value ?? null))
}

export function send(response: ServerResponse, status: number, contentType: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
}

/** A required text field of a JSON body. */
export function textField(body: Record<string, unknown>, name: string, longest = 512): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '' || value.length > longest) {
    throw new HttpError(400, `${name} must be a text of 1 to ${longest} characters`)
  }
  return value
}

/** A required list of texts of a JSON body. */
export function textListField(body: Record<string, unknown>, name: string, mostItems: number): string[] {
  const value = body[name]
  const isList = Array.isArray(value) && value.length <= mostItems && value.every((item) => typeof item === 'string')
  if (!isList) throw new HttpError(400, `${name} must be a list of at most ${mostItems} texts`)
  return value as string[]
}

/**
 * Who holds the phone that asks: the header `x-openid`, or `as` in the body or the query. Any well-formed openid may: the
 * desk decides whom it offers.
 */
export function openidIn({ request, query }: Exchange, body?: Record<string, unknown>): string {
  return openidOf(request.headers['x-openid'] ?? body?.as ?? query.get('as'))
}

export function isOpenid(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{6,64}$/.test(value)
}

function openidOf(value: unknown): string {
  if (!isOpenid(value)) throw new HttpError(400, 'as must be an openid: 6 to 64 letters, digits, - or _')
  return value
}

function tooLarge(limitBytes: number): HttpError {
  return new HttpError(413, `the body is over ${limitBytes} bytes`)
}
