import { PhoneError } from './contract'

export interface PageUrl {
  /** Without a leading slash. */
  path: string
  query: Record<string, string>
}

/** `../detail/detail?id=1`, seen from a page. */
export function parsePageUrl(url: string, from: string): PageUrl {
  const [rawPath = '', rawQuery = ''] = splitOnce(url, '?')
  const path = rawPath === '' ? from : new URL(rawPath, `http://app/${from}`).pathname.slice(1)
  return { path: decodeURI(path).replace(/\.html$/, ''), query: parseQuery(rawQuery) }
}

/** Values stay encoded as the product wrote them: WeChat decodes none of them for `onLoad`. */
export function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const part of text.split('&')) {
    if (part === '') continue
    const [name = '', value = ''] = splitOnce(part, '=')
    query[name] = value
  }
  return query
}

export function formatUrl({ path, query }: PageUrl): string {
  const text = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  return text.length === 0 ? path : `${path}?${text.join('&')}`
}

export function notFound(api: string, path: string): PhoneError {
  return new PhoneError(-1, `${api}:fail page "${path}" is not found`)
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
