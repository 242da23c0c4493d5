/** Files that live as long as the page, as a phone's temporary files live as long as the mini-program runs. */
const files = new Map<string, { blob: Blob; url: string }>()

/** Keeps a file and gives its `wxfile://tmp_…` path. */
export function keepTemporaryFile(blob: Blob, extension = extensionOf(blob.type)): string {
  const path = `wxfile://tmp_${crypto.randomUUID().replaceAll('-', '')}${extension}`
  files.set(path, { blob, url: URL.createObjectURL(blob) })
  return path
}

/** Where saved files lie in the browser's storage: they outlive the page, as a phone's outlive the mini-program. */
const SAVED = 'wechat-file:'

/** Moves a file to where it stays (`FileSystemManager.saveFile`) and gives its `wxfile://store_…` path. */
export async function saveFile(path: string): Promise<string> {
  const { blob } = fileAt(path)
  const bytes = new Uint8Array(await blob.arrayBuffer())
  const saved = path.replace('wxfile://tmp_', 'wxfile://store_')
  const text = bytes.reduce((letters, byte) => letters + String.fromCharCode(byte), '')
  localStorage.setItem(SAVED + saved, JSON.stringify({ type: blob.type, base64: btoa(text) }))
  if (saved !== path) removeTemporaryFile(path)
  return saved
}

/** The file behind a path; throws WeChat's words when it is gone. */
export function temporaryFile(path: string): Blob {
  return fileAt(path).blob
}

export function temporaryFileUrl(path: string): string {
  return fileAt(path).url
}

export function removeTemporaryFile(path: string): void {
  const { url } = fileAt(path)
  URL.revokeObjectURL(url)
  files.delete(path)
  localStorage.removeItem(SAVED + path)
}

function fileAt(path: string): { blob: Blob; url: string } {
  const file = files.get(path) ?? savedFile(path)
  if (file === undefined) throw new Error(`no such file or directory ${path}`)
  return file
}

function savedFile(path: string): { blob: Blob; url: string } | undefined {
  const text = localStorage.getItem(SAVED + path)
  if (text === null) return undefined
  const { type, base64 } = JSON.parse(text) as { type: string; base64: string }
  const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type })
  const file = { blob, url: URL.createObjectURL(blob) }
  files.set(path, file)
  return file
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
    'audio/wav': '.wav',
    'audio/mp4': '.m4a',
    'video/mp4': '.mp4',
    'application/pdf': '.pdf',
  }
  return known[type.split(';')[0] ?? ''] ?? ''
}
