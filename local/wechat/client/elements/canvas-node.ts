import { resolvedSource } from '../api/sources'

/**
 * What `SelectorQuery.node()` gives for a canvas. The DOM node stays private: a product may keep this object in its data,
 * and a copy of the data must not walk through the whole document.
 */
export class CanvasNode {
  readonly #canvas: HTMLCanvasElement

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
  }

  /** The browser's canvas, for `wx.canvasToTempFilePath`. */
  static domOf(node: CanvasNode): HTMLCanvasElement {
    return node.#canvas
  }

  get width(): number {
    return this.#canvas.width
  }

  set width(px: number) {
    this.#canvas.width = px
  }

  get height(): number {
    return this.#canvas.height
  }

  set height(px: number) {
    this.#canvas.height = px
  }

  getContext(type: string): CanvasRenderingContext2D {
    const context = type === '2d' ? this.#canvas.getContext('2d') : null
    if (context === null) throw new Error(`a canvas context of type ${type} is not supported by the local WeChat`)
    return context
  }

  /** An image whose `src` may be any source of a mini-program. */
  createImage(): HTMLImageElement {
    const image = new Image()
    const native = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
    Object.defineProperty(image, 'src', {
      get: () => native?.get?.call(image) as unknown,
      set: (source: unknown) => {
        resolvedSource(String(source)).then(
          (address) => native?.set?.call(image, address),
          () => image.dispatchEvent(new Event('error')),
        )
      },
    })
    return image
  }

  createPath2D(path?: Path2D): Path2D {
    return new Path2D(path)
  }

  requestAnimationFrame(callback: (timeMs: number) => void): number {
    return requestAnimationFrame(callback)
  }

  cancelAnimationFrame(id: number): void {
    cancelAnimationFrame(id)
  }

  toDataURL(type?: string, quality?: number): string {
    return this.#canvas.toDataURL(type, quality)
  }
}
