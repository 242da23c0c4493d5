import type { Rect, ScreenMetrics } from './contract'

/** A phone with a notch is taller than this many widths. */
const TALL = 1.9
const CAPSULE = { width: 87, height: 32, right: 7 }
const BAR_CONTENT_HEIGHT = 44

/** The sizes of this phone. A tall screen has a notch and a home indicator, a short one neither. */
export class Screen {
  constructor(
    private readonly root: HTMLElement,
    /** The page's area now; null before the first page. */
    private readonly viewport: () => DOMRect | null,
  ) {}

  get width(): number {
    return this.root.clientWidth
  }

  get height(): number {
    return this.root.clientHeight
  }

  get isTall(): boolean {
    return this.height / this.width > TALL
  }

  get statusBarHeight(): number {
    return this.isTall ? 47 : 20
  }

  get safeBottom(): number {
    return this.isTall ? 34 : 0
  }

  get navigationBarHeight(): number {
    return this.statusBarHeight + BAR_CONTENT_HEIGHT
  }

  metrics(): ScreenMetrics {
    const { width, height, statusBarHeight, navigationBarHeight, safeBottom } = this
    const viewport = this.viewport()
    const top = statusBarHeight + (BAR_CONTENT_HEIGHT - CAPSULE.height) / 2
    return {
      screenWidth: width,
      screenHeight: height,
      windowWidth: width,
      windowHeight: Math.round(viewport?.height ?? height - navigationBarHeight),
      statusBarHeight,
      navigationBarHeight,
      pixelRatio: window.devicePixelRatio,
      safeArea: rect(0, statusBarHeight, width, height - statusBarHeight - safeBottom),
      menuButton: rect(width - CAPSULE.right - CAPSULE.width, top, CAPSULE.width, CAPSULE.height),
    }
  }
}

function rect(left: number, top: number, width: number, height: number): Rect {
  return { left, top, width, height, right: left + width, bottom: top + height }
}
