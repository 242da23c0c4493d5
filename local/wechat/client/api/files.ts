/** Files that live as long as the page, as a phone's temporary files live as long as the mini-program runs. */
const files = new Map<string, { blob: Blob; url: string }>()

/** Keeps a file and gives its `wxfile://tmp_…` path. */
export function keepTemporaryFile(blob: Blob, extension = extensionOf(blob.type)): string {
  const path = `wxfile://tmp_${crypto.randomUUID().replaceAll('-', '')}${extension}`
  files.set(path, { blob, url: URL.createObjectURL(blob) })
  return path
}

/** The file behind a path; throws WeChat's words when it is gone. */
export function temporaryFile(path: string): Blob {
  const file = files.get(path)
  if (file === undefined) throw new Error(`no such file or directory ${path}`)
  return file.blob
}

export function temporaryFileUrl(path: string): string {
  const file = files.get(path)
  if (file === undefined) throw new Error(`no such file or directory ${path}`)
  return file.url
}

export function removeTemporaryFile(path: string): void {
  const file = files.get(path)
  if (file === undefined) throw new Error(`no such file or directory ${path}`)
  URL.revokeObjectURL(file.url)
  files.delete(path)
}

function extensionOf(type: string): string {
  const known: Record<string, string> = {
    'image/jpeg': '.jpg',
    'image/png': '.png',
    'image/gif': '.gif',
    'image/webp': '.webp',
    'image/svg+xml': '.svg',
    'audio/webm': '.webm',
    'audio/mpeg': '.mp3',
    'video/mp4': '.mp4',
    'application/pdf': '.pdf',
  }
  return known[type.split(';')[0] ?? ''] ?? ''
}
