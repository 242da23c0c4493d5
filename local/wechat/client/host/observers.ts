import { boxOf, pageRect, viewOf } from './boxes'
import { componentOf } from './instances-of'

interface Margins {
  left?: number
  top?: number
  right?: number
  bottom?: number
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/IntersectionObserver.html */
export function createIntersectionObserver(component: unknown, options: Record<string, unknown> = {}): object {
  const thresholds = Array.isArray(options.thresholds) ? options.thresholds.map(Number) : [0]
  const initialRatio = Number(options.initialRatio ?? 0)
  const observers: IntersectionObserver[] = []
  let root: Element | null = null
  let margins: Margins = {}
  const shadow = () => componentOf(component).getShadowRoot()
  const result = {
    relativeTo(selector: string, around: Margins = {}) {
      const found = shadow()?.querySelector(selector)
      root = found === null || found === undefined ? null : boxOf(found)
      margins = around
      return result
    },
    relativeToViewport(around: Margins = {}) {
      root = viewOf(component)?.viewport ?? null
      margins = around
      return result
    },
    observe(selector: string, callback: (result: unknown) => void) {
      const all = shadow()?.querySelectorAll(selector) ?? []
      for (const target of options.observeAll === true ? all : all.slice(0, 1)) {
        const settings = {
          root: root ?? viewOf(component)?.viewport ?? null,
          rootMargin: marginText(margins),
          threshold: thresholds,
        }
        let ratio = initialRatio
        const observer = new IntersectionObserver((entries) => {
          for (const entry of entries) {
            // WeChat is silent as long as nothing differs from the ratio that was assumed.
            if (entry.intersectionRatio === ratio && !entry.isIntersecting) continue
            ratio = entry.intersectionRatio
            callback({ id: target.id, dataset: { ...target.dataset }, ...report(entry) })
          }
        }, settings)
        observer.observe(boxOf(target))
        observers.push(observer)
      }
    },
    disconnect() {
      for (const observer of observers.splice(0)) observer.disconnect()
    },
  }
  return result
}

function report(entry: IntersectionObserverEntry): Record<string, unknown> {
  return {
    intersectionRatio: entry.intersectionRatio,
    boundingClientRect: pageRect(entry.boundingClientRect, entry.target),
    intersectionRect: pageRect(entry.intersectionRect, entry.target),
    relativeRect: entry.rootBounds === null ? null : pageRect(entry.rootBounds, entry.target),
    time: Date.now(),
  }
}

function marginText({ top = 0, right = 0, bottom = 0, left = 0 }: Margins): string {
  return `${top}px ${right}px ${bottom}px ${left}px`
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/MediaQueryObserver.html */
export function createMediaQueryObserver(): object {
  const ends: (() => void)[] = []
  return {
    observe(descriptor: Record<string, number | string>, callback: (result: { matches: boolean }) => void) {
      const parts = Object.entries(descriptor).map(([name, value]) => {
        const feature = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        return `(${feature}: ${typeof value === 'number' ? `${value}px` : value})`
      })
      const query = matchMedia(parts.join(' and '))
      const listener = (): void => callback({ matches: query.matches })
      query.addEventListener('change', listener)
      ends.push(() => query.removeEventListener('change', listener))
      listener()
    },
    disconnect() {
      for (const end of ends.splice(0)) end()
    },
  }
}
