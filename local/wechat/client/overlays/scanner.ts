import jsQR from 'jsqr'
import { button, h, type Layer, type OverlayHost, openLayer } from './kit'

export interface WallTile {
  name: string
  imageUrl: string
}

/**
 * The scanner: the codes that hang on the wall stand before the lens, and any picture file can be read as well.
 * Resolves with the text in the code, or null when it is closed.
 */
export function openScanner(
  host: OverlayHost,
  tiles: readonly WallTile[],
  onlyCamera: boolean,
): Promise<string | null> {
  return new Promise((resolve) => {
    const finish = (text: string | null) => {
      layer.close()
      resolve(text)
    }
    const layer = openLayer(host, { label: '扫一扫', placement: 'full', dark: true, onDismiss: () => finish(null) })
    const hint = h('p', { role: 'status' }, '将码对准取景框：点一张墙上的码')
    const read = (image: Blob) => {
      decodeImage(image).then(
        (text) => (text === null ? complain(hint, '没有在图片里找到码，请换一张') : finish(text)),
        () => complain(hint, '这个文件打不开，请选一张图片'),
      )
    }
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar' },
        button('✕', () => finish(null), { 'aria-label': '关闭' }),
        h('strong', {}, '扫一扫'),
        h('span', { style: 'width:44px' }),
      ),
      h(
        'div',
        { class: 'wo-scan' },
        hint,
        h(
          'div',
          { class: 'wo-tiles' },
          ...tiles.map((tile) => wallTile(tile, read, () => complain(hint, '这张码没有加载出来'))),
        ),
        onlyCamera ? null : fileChooser(layer, read),
      ),
    )
  })
}

/** The text of the QR code in an image; null when there is none. Rejects when it is no image. */
async function decodeImage(image: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(image)
  const scale = Math.min(1, 1600 / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('no 2d context')
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  return jsQR(data, width, height)?.data ?? null
}

function wallTile(tile: WallTile, read: (image: Blob) => void, fail: () => void): HTMLElement {
  const look = () => {
    fetch(tile.imageUrl)
      .then((response) => response.blob())
      .then(read, fail)
  }
  const tileButton = button('', look, { class: 'wo-tile', 'aria-label': tile.name })
  tileButton.append(h('img', { src: tile.imageUrl, alt: '' }), tile.name)
  return tileButton
}

function fileChooser(layer: Layer, read: (image: Blob) => void): HTMLElement {
  const input = h('input', { type: 'file', accept: 'image/*', 'aria-label': '从相册选择图片' })
  input.addEventListener('change', () => {
    const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined
    if (file !== undefined && layer.root.isConnected) read(file)
  })
  return h('label', { class: 'wo-file' }, '从相册选择图片', input)
}

function complain(hint: HTMLElement, text: string): void {
  hint.textContent = text
  hint.classList.add('wo-error')
}
