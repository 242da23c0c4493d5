import { extname } from 'node:path'

const byExtension: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.aac': 'audio/aac',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
  '.webm': 'audio/webm',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const byFirstBytes: readonly (readonly [hex: string, type: string])[] = [
  ['89504e47', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['25504446', 'application/pdf'],
]

/** Type by the path's extension, else by the first bytes, else plain bytes. */
export function contentTypeOf(path: string, bytes: Uint8Array): string {
  const named = byExtension[extname(path).toLowerCase()]
  if (named) return named
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  return byFirstBytes.find(([hex]) => start.startsWith(hex))?.[1] ?? 'application/octet-stream'
}
