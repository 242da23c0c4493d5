import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LocalStorage } from '../../contract'
import { WireError } from '../errors'
import { readBody, respond } from '../gateway'
import type { Store, Table } from '../store'
import { Blobs } from './blobs'
import { contentTypeOf } from './content-type'

export interface StorageOptions {
  dir: string
  envId: string
  /** The gateway's origin. */
  url: string
  store: Store
  nowMs(): number
}

interface StoredFile {
  blob: string
  bytes: number
  contentType: string
  ownerOpenid: string
  atMs: number
}

interface Ticket {
  path: string
  ownerOpenid: string
  expiresAtMs: number
}

/** COS hands out upload credentials for half an hour. */
const ticketMs = 30 * 60_000
/** `getTempFileURL` without `maxAge` gives a day. */
const defaultMaxAgeS = 86_400
const mostFilesARequest = 50

/** Cloud storage: files on disk, named `cloud://<env>.<bucket>/<path>`, reached by addresses that expire. */
export class StorageService implements LocalStorage {
  readonly #options: StorageOptions
  readonly #blobs: Blobs
  readonly #files: Table<StoredFile>
  readonly #secret: string
  readonly #tickets = new Map<string, Ticket>()

  private constructor(options: StorageOptions, blobs: Blobs, files: Table<StoredFile>, secret: string) {
    this.#options = options
    this.#blobs = blobs
    this.#files = files
    this.#secret = secret
  }

  static async open(options: StorageOptions): Promise<StorageService> {
    const files = options.store.table<StoredFile>('files')
    const secrets = options.store.table<string>('secrets')
    const secret = secrets.get('storage') ?? randomBytes(24).toString('hex')
    await secrets.put('storage', secret)
    const blobs = await Blobs.open(options.dir, new Set([...files.values()].map(({ blob }) => blob)))
    return new StorageService(options, blobs, files, secret)
  }

  async upload(cloudPath: string, bytes: Uint8Array, ownerOpenid: string): Promise<string> {
    checkPath(cloudPath)
    const before = this.#files.get(cloudPath)
    const blob = await this.#blobs.write(bytes)
    await this.#files.put(cloudPath, {
      blob,
      bytes: bytes.byteLength,
      contentType: contentTypeOf(cloudPath, bytes),
      ownerOpenid,
      atMs: this.#options.nowMs(),
    })
    if (before) await this.#blobs.remove(before.blob)
    return this.#fileId(cloudPath)
  }

  async download(fileId: string): Promise<{ bytes: Uint8Array; contentType: string }> {
    const file = this.#files.get(this.#path(fileId))
    if (!file) throw new WireError('STORAGE_FILE_NONEXIST', `${fileId} does not exist`)
    return { bytes: await this.#blobs.read(file.blob), contentType: file.contentType }
  }

  tempUrl(fileId: string, maxAgeS: number = defaultMaxAgeS): string {
    const path = this.#path(fileId)
    if (!this.#files.has(path)) throw new WireError('STORAGE_FILE_NONEXIST', `${fileId} does not exist`)
    const expiresS = Math.floor(this.#options.nowMs() / 1000) + maxAgeS
    // The SDK runs encodeURI over the address: only characters that it leaves alone may stand in it.
    const name = Buffer.from(path).toString('base64url')
    return `${this.#options.url}/storage/file/${name}?t=${expiresS}&sign=${this.#sign(name, expiresS)}`
  }

  async remove(fileId: string): Promise<void> {
    const path = this.#path(fileId)
    const file = this.#files.get(path)
    if (!file) throw new WireError('STORAGE_FILE_NONEXIST', `${fileId} does not exist`)
    await this.#files.remove(path)
    await this.#blobs.remove(file.blob)
  }

  /** The path of a file of ours behind one of its addresses, expired or not; null for any other address. */
  pathOfUrl(address: string): string | null {
    const prefix = `${this.#options.url}/storage/file/`
    if (!address.startsWith(prefix)) return null
    const path = Buffer.from(address.slice(prefix.length).split('?')[0] ?? '', 'base64url').toString()
    return this.#files.has(path) ? path : null
  }

  async readPath(path: string): Promise<Uint8Array> {
    return (await this.download(this.#fileId(path))).bytes
  }

  /** The `storage.*` actions of the wire protocol. */
  async handle(request: Record<string, unknown>, ownerOpenid: string): Promise<Record<string, unknown>> {
    switch (request.action) {
      case 'storage.getUploadMetadata':
        return { data: this.#uploadMetadata(request.path, ownerOpenid) }
      case 'storage.batchGetDownloadUrl':
        return { data: { download_list: listOf(request.file_list).map((each) => this.#downloadEntry(each)) } }
      case 'storage.batchDeleteFile': {
        const entries = listOf(request.fileid_list).map((each) => this.#deleteEntry(each))
        return { data: { delete_list: await Promise.all(entries) } }
      }
      default:
        throw new WireError('INVALID_ACTION', `the local cloud does not support ${String(request.action)}`)
    }
  }

  /** PUT with an upload ticket, GET and HEAD with a signed address; any page may read. */
  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    response.setHeader('access-control-allow-origin', '*')
    const [, , kind, name = ''] = url.pathname.split('/')
    if (request.method === 'PUT' && kind === 'upload') return this.#put(request, response, name)
    if ((request.method === 'GET' || request.method === 'HEAD') && kind === 'file') {
      return this.#get(response, name, url.searchParams, request.method === 'HEAD')
    }
    refuse(response, 405, 'MethodNotAllowed', `${request.method} ${url.pathname}`)
  }

  async #put(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const ticket = this.#tickets.get(name)
    this.#tickets.delete(name)
    if (!ticket || ticket.expiresAtMs < this.#options.nowMs()) {
      return refuse(response, 403, 'AccessDenied', 'Request has expired')
    }
    await this.upload(ticket.path, await readBody(request), ticket.ownerOpenid)
    respond(response, 200, 'application/xml', new Uint8Array())
  }

  async #get(response: ServerResponse, name: string, query: URLSearchParams, headOnly: boolean): Promise<void> {
    const expiresS = Number(query.get('t'))
    const expected = Buffer.from(this.#sign(name, expiresS))
    const given = Buffer.from(query.get('sign') ?? '')
    if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) {
      return refuse(response, 403, 'SignatureDoesNotMatch', 'The signature does not match')
    }
    if (expiresS * 1000 <= this.#options.nowMs()) return refuse(response, 403, 'AccessDenied', 'Request has expired')
    const file = this.#files.get(Buffer.from(name, 'base64url').toString())
    if (!file) return refuse(response, 404, 'NoSuchKey', 'The specified key does not exist.')
    if (headOnly) {
      response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes })
      response.end()
    } else respond(response, 200, file.contentType, await this.#blobs.read(file.blob))
  }

  #uploadMetadata(path: unknown, ownerOpenid: string): Record<string, string> {
    if (typeof path !== 'string') throw new WireError('INVALID_PARAM', 'path must be a text')
    checkPath(path)
    const nowMs = this.#options.nowMs()
    for (const [name, ticket] of this.#tickets) if (ticket.expiresAtMs < nowMs) this.#tickets.delete(name)
    const name = randomUUID()
    this.#tickets.set(name, { path, ownerOpenid, expiresAtMs: nowMs + ticketMs })
    return {
      url: `${this.#options.url}/storage/upload/${name}`,
      token: name,
      authorization: name,
      fileId: this.#fileId(path),
      cosFileId: name,
    }
  }

  #downloadEntry(entry: unknown): Record<string, unknown> {
    const { fileid: fileID, max_age: maxAge } = entry as { fileid?: unknown; max_age?: unknown }
    if (typeof fileID !== 'string') throw new WireError('INVALID_PARAM', 'fileid must be a text')
    try {
      const tempFileURL = this.tempUrl(fileID, typeof maxAge === 'number' && maxAge > 0 ? maxAge : defaultMaxAgeS)
      return { code: 'SUCCESS', fileID, tempFileURL, ...(maxAge === undefined ? {} : { maxAge }) }
    } catch (error) {
      return { code: codeOf(error), fileID, tempFileURL: '' }
    }
  }

  async #deleteEntry(fileID: unknown): Promise<Record<string, unknown>> {
    if (typeof fileID !== 'string') throw new WireError('INVALID_PARAM', 'fileid must be a text')
    try {
      await this.remove(fileID)
      return { code: 'SUCCESS', fileID }
    } catch (error) {
      return { code: codeOf(error), fileID }
    }
  }

  #fileId(path: string): string {
    return `cloud://${this.#bucket}${path}`
  }

  #path(fileId: string): string {
    const prefix = `cloud://${this.#bucket}`
    if (!fileId.startsWith(prefix)) throw new WireError('INVALID_PARAM', `${fileId} is no file of this environment`)
    return fileId.slice(prefix.length)
  }

  get #bucket(): string {
    return `${this.#options.envId}.6c6f-${this.#options.envId}-1250000000/`
  }

  #sign(name: string, expiresS: number): string {
    return createHmac('sha256', this.#secret).update(`${name}:${expiresS}`).digest('hex').slice(0, 32)
  }
}

/** CloudBase's rules for a path: no slash at its start, none doubled, no control characters, 850 bytes when encoded. */
function checkPath(path: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the rule forbids
  const wrong = path === '' || path.startsWith('/') || path.includes('//') || /[\x00-\x1f\x7f]/.test(path)
  if (wrong || encodeURIComponent(path).length > 850) {
    throw new WireError('INVALID_PARAM', `«${path.slice(0, 80)}» is not a valid cloudPath`)
  }
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new WireError('INVALID_PARAM', 'a list of files is expected')
  if (value.length > mostFilesARequest) {
    throw new WireError('INVALID_PARAM', `a request takes ${mostFilesARequest} files at most`)
  }
  return value
}

function codeOf(error: unknown): string {
  if (error instanceof WireError) return error.code
  throw error
}

/** COS answers with XML, which the SDK reads. */
function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = `<?xml version='1.0' encoding='utf-8' ?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`
  respond(response, status, 'application/xml', Buffer.from(body))
}
