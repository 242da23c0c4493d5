import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, resolve, sep } from 'node:path'
import { buildPhoneClient } from './client-build'
import { iconSvg } from './compiler/icons'

export interface PhoneHandlerOptions {
  /** Where `compileMiniprogram` put the mini-program. */
  distDir: string
  appId?: string
  /** The clock's offset at the time of the request, in milliseconds. */
  clockOffsetMs?: () => number
}

export type PhoneHandler = (request: IncomingMessage, response: ServerResponse, url?: URL) => boolean

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.mp3': 'audio/mpeg',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/**
 * Serves a phone: `/phone?as=<openid>&path=<page?query>`, the built mini-program below `/app/` and the phone's own code.
 * Returns false for every other address. Resolves when the phone's code is built, in about 0.2 s.
 */
export async function createPhoneHandler(options: PhoneHandlerOptions): Promise<PhoneHandler> {
  const distDir = resolve(options.distDir)
  const client = await buildPhoneClient()
  const clientName = `phone-${createHash('sha1').update(client.code).digest('hex').slice(0, 10)}.js`
  return (request, response, given) => {
    const url = given ?? new URL(request.url ?? '/', 'http://127.0.0.1')
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    if (url.pathname === '/phone') {
      sendText(response, 'text/html; charset=utf-8', phonePage(distDir, clientName, options))
      return true
    }
    if (url.pathname === `/app/_client/${clientName}`) {
      sendText(response, TYPES['.js'] ?? '', client.code, true)
      return true
    }
    const icon = /^\/app\/_icons\/([\w-]+)\.svg$/.exec(url.pathname)?.[1]
    if (icon !== undefined) {
      const svg = iconSvg(icon)
      if (svg === null) sendNotFound(response)
      else sendText(response, 'image/svg+xml', svg, true)
      return true
    }
    if (!url.pathname.startsWith('/app/')) return false
    sendFile(response, fileOf(distDir, url.pathname), /^\/app\/_built\/.*\.js$/.test(url.pathname))
    return true
  }
}

/** `/app/_built/…` is what the compiler made, any other path a file of the mini-program's package. */
function fileOf(distDir: string, pathname: string): string | null {
  const path = decoded(pathname.slice('/app/'.length))
  if (path === null) return null
  const folder = path.startsWith('_built/') ? distDir : join(distDir, 'files')
  const file = normalize(join(folder, path.replace(/^_built\//, '')))
  return file.startsWith(folder + sep) ? file : null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null // not an address that this server ever gave out
  }
}

function phonePage(distDir: string, clientName: string, options: PhoneHandlerOptions): string {
  const manifest = readFileSync(join(distDir, 'manifest.json'), 'utf8')
  const { packages } = JSON.parse(manifest) as { packages: Record<string, { resources: string; code: string }> }
  const main = packages['']
  const preload =
    main === undefined || main.code === ''
      ? ''
      : `<link rel="modulepreload" href="/app/_built/${main.code}">
<link rel="preload" as="script" href="/app/_built/${main.resources}">`
  const setup = `{manifest:${manifest},clockOffsetMs:${options.clockOffsetMs?.() ?? 0},appId:${JSON.stringify(options.appId ?? 'touristappid')}}`
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no, viewport-fit=cover">
<title>微信</title>
<link rel="icon" href="data:,">
${preload}
<script>window.__phone=${setup.replaceAll('</', '<\\/')}</script>
<script type="module" src="/app/_client/${clientName}"></script>
</head>
<body></body>
</html>
`
}

function sendText(response: ServerResponse, type: string, text: string, keep = false): void {
  response.writeHead(200, headers(type, keep))
  response.end(text)
}

function sendFile(response: ServerResponse, file: string | null, keep: boolean): void {
  if (file === null || !existsSync(file) || !statSync(file).isFile()) {
    sendNotFound(response)
    return
  }
  response.writeHead(200, headers(TYPES[extname(file)] ?? 'application/octet-stream', keep))
  createReadStream(file).pipe(response)
}

function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, headers('text/plain; charset=utf-8', false))
  response.end('not found')
}

/** What has its content's hash in its name may be kept for ever. */
function headers(type: string, keep: boolean): Record<string, string> {
  const cache = keep ? 'public, max-age=31536000, immutable' : 'no-cache'
  return { 'content-type': type, 'cache-control': cache, 'x-content-type-options': 'nosniff' }
}
