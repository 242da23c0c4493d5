import { CanvasNode } from '../elements/canvas-node'
import type { Phone } from '../host/contract'
import { showActionSheet } from '../overlays/action-sheet'
import { openAlbum } from '../overlays/album'
import { openChatFiles } from '../overlays/chat-file'
import { openPreview } from '../overlays/preview'
import { takePhoto } from '../overlays/sample-photos'
import { asynchronous, Failure, immediate, type Options, requiredText } from './call'
import { keepTemporaryFile, removeTemporaryFile, saveFile, temporaryFile } from './files'
import { allowed } from './permissions'
import { resolvedSource } from './sources'

/** The longest side that WeChat's compression leaves. */
const COMPRESSED_SIDE_PX = 1280

/** Pictures and files: choose, preview, compress, save, read. */
export function mediaApis(phone: Phone): Record<string, unknown> {
  return {
    chooseMedia: immediate('chooseMedia', (options) => chooseMedia(phone, options)),
    chooseImage: immediate('chooseImage', async (options) => {
      const files = await pictures(phone, { ...options, mediaType: ['image'] })
      return {
        tempFilePaths: files.map((file) => file.tempFilePath),
        tempFiles: files.map(({ tempFilePath, size }) => ({ path: tempFilePath, size })),
      }
    }),
    chooseMessageFile: immediate('chooseMessageFile', (options) => chooseMessageFile(phone, options)),
    previewImage: immediate('previewImage', (options) => previewImage(phone, options)),
    previewMedia: immediate('previewMedia', (options) => {
      const sources = Array.isArray(options.sources) ? (options.sources as { url: string; type?: string }[]) : []
      if (sources.some(({ type }) => type === 'video')) throw new Failure('video is not supported by the local WeChat')
      const urls = sources.map(({ url }) => url)
      return previewImage(phone, { urls, current: urls[typeof options.current === 'number' ? options.current : 0] })
    }),
    getImageInfo: asynchronous('getImageInfo', async (options) => {
      const blob = await fileOf(requiredText(options, 'src'))
      const { width, height } = await sizeOf(blob)
      return { width, height, path: keepTemporaryFile(blob), type: blob.type.replace('image/', ''), orientation: 'up' }
    }),
    compressImage: asynchronous('compressImage', async (options) => {
      const quality = typeof options.quality === 'number' ? options.quality : 80
      const blob = await compressed(await fileOf(requiredText(options, 'src')), quality / 100)
      return { tempFilePath: keepTemporaryFile(blob) }
    }),
    saveImageToPhotosAlbum: immediate('saveImageToPhotosAlbum', async (options) => {
      const blob = await fileOf(requiredText(options, 'filePath'))
      if (!(await allowed(phone, 'scope.writePhotosAlbum'))) throw new Failure('auth deny')
      download(blob)
      return undefined
    }),
    canvasToTempFilePath: asynchronous('canvasToTempFilePath', async (options) => {
      if (!(options.canvas instanceof CanvasNode)) throw new Failure('parameter error: canvas of type 2d is needed')
      const type = options.fileType === 'jpg' ? 'image/jpeg' : 'image/png'
      return {
        tempFilePath: keepTemporaryFile(
          await blobOf(part(CanvasNode.domOf(options.canvas), options), type, options.quality),
        ),
      }
    }),
    getFileSystemManager: () => fileSystem,
  }
}

const fileSystem = {
  readFile: asynchronous('readFile', async (options) => {
    const blob = readable(requiredText(options, 'filePath'))
    if (options.encoding === undefined) return { data: await blob.arrayBuffer() }
    if (options.encoding === 'utf8' || options.encoding === 'utf-8') return { data: await blob.text() }
    if (options.encoding !== 'base64')
      throw new Failure(`encoding "${String(options.encoding)}" is not supported by the local WeChat`)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return { data: btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), '')) }
  }),
  saveFile: asynchronous('saveFile', async (options) => {
    const path = requiredText(options, 'tempFilePath')
    readable(path)
    try {
      return { savedFilePath: await saveFile(path) }
    } catch {
      throw new Failure('the maximum size of the file storage limit is exceeded')
    }
  }),
  getFileInfo: asynchronous('getFileInfo', (options) => ({ size: readable(requiredText(options, 'filePath')).size })),
  unlink: asynchronous('unlink', (options) => {
    const path = requiredText(options, 'filePath')
    readable(path)
    removeTemporaryFile(path)
    return undefined
  }),
}

async function chooseMedia(phone: Phone, options: Options): Promise<object> {
  const tempFiles = await pictures(phone, options)
  return { type: 'image', tempFiles }
}

async function pictures(phone: Phone, options: Options) {
  const kinds = Array.isArray(options.mediaType) ? options.mediaType : ['image', 'video']
  if (!kinds.includes('image') && !kinds.includes('mix'))
    throw new Failure('mediaType video is not supported by the local WeChat')
  const most = Math.min(20, typeof options.count === 'number' ? options.count : 9)
  const sources = Array.isArray(options.sourceType) ? options.sourceType : ['album', 'camera']
  const chosen = await chooseSource(phone, sources, most)
  if (chosen === null || chosen.length === 0) throw new Failure('cancel')
  const sizes = Array.isArray(options.sizeType) ? options.sizeType : ['original', 'compressed']
  const files = []
  for (const original of chosen) {
    if (!original.type.startsWith('image/')) throw new Failure('file type is not supported')
    const file = sizes.includes('compressed') ? await compressed(original, 0.8) : original
    const { width, height } = await sizeOf(file)
    files.push({ tempFilePath: keepTemporaryFile(file), size: file.size, fileType: 'image', width, height })
  }
  return files
}

/** A document from a chat; pictures and films are chosen elsewhere in this product. */
async function chooseMessageFile(phone: Phone, options: Options): Promise<object> {
  const { type = 'all', count, extension } = options
  if (type !== 'all' && type !== 'file') {
    throw new Failure(`chooseMessageFile of type ${String(type)} is not supported by the local WeChat`)
  }
  if (typeof count !== 'number' || count < 1 || count > 100) throw new Failure('parameter error: count is 1 to 100')
  const endings = Array.isArray(extension)
    ? extension.map((each) => String(each).replace(/^\.?/, '.').toLowerCase())
    : []
  const chosen = await openChatFiles(phone, count, endings.join(','))
  if (chosen === null) throw new Failure('cancel')
  const wrong = chosen.find(
    ({ name }) => endings.length > 0 && !endings.some((each) => name.toLowerCase().endsWith(each)),
  )
  if (wrong) throw new Failure(`file ${wrong.name} has none of the extensions`)
  const tempFiles = chosen.map((file) => ({
    ...{ name: file.name, size: file.size, type: 'file', time: Math.floor(file.lastModified / 1000) },
    path: keepTemporaryFile(file, /\.[0-9A-Za-z]{1,8}$/.exec(file.name)?.[0] ?? ''),
  }))
  return { tempFiles }
}

async function chooseSource(phone: Phone, sources: readonly unknown[], most: number): Promise<Blob[] | null> {
  const both = sources.includes('album') && sources.includes('camera')
  const index = both
    ? await showActionSheet(phone, { items: ['拍摄', '从手机相册选择'] })
    : sources.includes('camera')
      ? 0
      : 1
  if (index === null) return null
  if (index === 1) return await openAlbum(phone, most, 'image/*')
  return [await takePhoto()]
}

async function previewImage(phone: Phone, options: Options): Promise<undefined> {
  const urls: unknown = options.urls
  if (!Array.isArray(urls) || urls.length === 0)
    throw new Failure('parameter error: parameter.urls should not be empty')
  const current = typeof options.current === 'number' ? options.current : urls.indexOf(options.current)
  const addresses = await Promise.all(urls.map((url: unknown) => resolvedSource(String(url))))
  void openPreview(phone, addresses, Math.max(0, current))
  return undefined
}

function readable(path: string): Blob {
  try {
    return temporaryFile(path)
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), 1300002)
  }
}

async function fileOf(source: string): Promise<Blob> {
  if (source.startsWith('wxfile://')) return readable(source)
  const response = await fetch(await resolvedSource(source))
  if (!response.ok) throw new Failure(`download image fail. ${response.status}`)
  return await response.blob()
}

async function sizeOf(file: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await createImageBitmap(file)
  const { width, height } = bitmap
  bitmap.close()
  return { width, height }
}

async function compressed(file: Blob, quality: number): Promise<Blob> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, COMPRESSED_SIDE_PX / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const smaller = await blobOf(canvas, file.type === 'image/png' ? 'image/png' : 'image/jpeg', quality)
  return smaller.size < file.size ? smaller : file
}

function part(canvas: HTMLCanvasElement, options: Options): HTMLCanvasElement {
  const number = (name: string, fallback: number) => (typeof options[name] === 'number' ? options[name] : fallback)
  const ratio = canvas.width / Math.max(1, canvas.clientWidth)
  const width = number('width', canvas.width / ratio) * ratio
  const height = number('height', canvas.height / ratio) * ratio
  const copy = document.createElement('canvas')
  copy.width = number('destWidth', width)
  copy.height = number('destHeight', height)
  copy
    .getContext('2d')
    ?.drawImage(canvas, number('x', 0) * ratio, number('y', 0) * ratio, width, height, 0, 0, copy.width, copy.height)
  return copy
}

async function blobOf(canvas: HTMLCanvasElement, type: string, quality: unknown): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, type, typeof quality === 'number' ? quality : undefined)
  })
  if (blob === null) throw new Failure('the canvas is empty')
  return blob
}

/** The machine's download folder is this phone's album. */
function download(blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `wechat-${Date.now()}.${blob.type === 'image/jpeg' ? 'jpg' : 'png'}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
