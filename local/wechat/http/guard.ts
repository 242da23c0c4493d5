import type { IncomingMessage } from 'node:http'

/**
 * Why a request may not come in, or null when it may. Only pages that this server itself gave out talk to it: a foreign
 * site open in the same browser must neither steer a phone nor, by pointing its own name at 127.0.0.1, read from one.
 */
export function refusal(request: IncomingMessage, port: number): string | null {
  const allowed = loopbackAuthorities(port)
  const host = request.headers.host?.toLowerCase()
  if (host === undefined || !allowed.has(host)) return 'only a loopback Host is served'
  const origin = request.headers.origin
  if (origin !== undefined && !isOwnOrigin(origin, allowed)) return 'a foreign Origin is not served'
  const site = request.headers['sec-fetch-site']
  const navigates = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET'
  if (site === 'cross-site' && !navigates) return 'a request from another site is not served'
  return null
}

function isOwnOrigin(origin: string, allowed: ReadonlySet<string>): boolean {
  const match = /^http:\/\/(.+)$/i.exec(origin)
  return match?.[1] !== undefined && allowed.has(match[1].toLowerCase())
}

function loopbackAuthorities(port: number): ReadonlySet<string> {
  return new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => (port === 80 ? name : `${name}:${port}`)))
}
