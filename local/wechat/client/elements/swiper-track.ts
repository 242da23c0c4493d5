import { type ElementInstance, hostOf } from '../host/contract'
import { componentOf, lengthPxOf, numberOf, OWN_SEGMENT, textOf } from './element'

type Source = '' | 'autoplay' | 'touch'

/** A drag shorter than this is a tap. */
const DRAG_START_PX = 6
/** A release faster than this turns the page, however short the way. */
const FLING_PX_PER_MS = 0.3

const EASINGS: Record<string, (t: number) => number> = {
  linear: (t) => t,
  easeInCubic: (t) => t ** 3,
  easeOutCubic: (t) => 1 - (1 - t) ** 3,
  easeInOutCubic: (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2),
  default: (t) => 1 - (1 - t) ** 3,
}

/** Where the items of a swiper stand, how they move, and the finger that moves them. */
export class SwiperTrack {
  readonly #dom: HTMLElement
  readonly #dots = document.createElement('div')
  readonly #observers: (MutationObserver | ResizeObserver)[] = []
  /** The position shown, in items; whole when at rest. */
  #offset = 0
  #current = 0
  #frame = 0
  #autoplay: ReturnType<typeof setInterval> | undefined
  #drag: { id: number; fromPx: number; offset: number; atMs: number; moved: boolean } | null = null

  constructor(private readonly swiper: ElementInstance) {
    this.#dom = hostOf(swiper)
    this.#dots.setAttribute('wx-dots', '')
    this.#dots.setAttribute('aria-hidden', 'true')
    this.#dom.append(this.#dots)
    this.#current = Math.max(0, numberOf(swiper.data.current, 0))
    this.#offset = this.#current
    const items = new MutationObserver(() => this.refresh())
    items.observe(this.#dom, { childList: true })
    const size = new ResizeObserver(() => requestAnimationFrame(() => this.#place()))
    size.observe(this.#dom)
    this.#observers.push(items, size)
    this.#listen()
    this.refresh()
  }

  stop(): void {
    for (const observer of this.#observers) observer.disconnect()
    cancelAnimationFrame(this.#frame)
    clearInterval(this.#autoplay)
  }

  /** Looks again at items and properties. */
  refresh(): void {
    const { data } = this.swiper
    this.#dom.toggleAttribute('vertical', data.vertical === true)
    const last = this.#lastIndex()
    if (this.#items().length > 0 && this.#current > last) {
      this.#current = last
      this.#offset = last
    }
    this.#restartAutoplay()
    this.#place()
  }

  show(index: number, source: Source): void {
    const count = this.#items().length
    const target = numberOf(index, 0)
    if (count === 0) {
      this.#current = Math.max(0, target)
      this.#offset = this.#current
      return
    }
    this.#goTo(Math.min(Math.max(0, target), this.#lastIndex()), source)
  }

  showItemId(id: string): void {
    const index = this.#items().findIndex((item) => textOf(componentOf(item)?.data.itemId) === id)
    if (id !== '' && index >= 0) this.show(index, '')
  }

  #items(): HTMLElement[] {
    return [...this.#dom.children].filter((child): child is HTMLElement => child.localName === 'wx-swiper-item')
  }

  #circular(): boolean {
    return this.swiper.data.circular === true && this.#items().length > this.#shownAtOnce()
  }

  #shownAtOnce(): number {
    return Math.max(1, numberOf(this.swiper.data.displayMultipleItems, 1))
  }

  #lastIndex(): number {
    const count = this.#items().length
    return Math.max(0, this.#circular() ? count - 1 : count - this.#shownAtOnce())
  }

  #itemPx(): number {
    const { data } = this.swiper
    const whole = data.vertical === true ? this.#dom.clientHeight : this.#dom.clientWidth
    return Math.max(1, (whole - lengthPxOf(data.previousMargin) - lengthPxOf(data.nextMargin)) / this.#shownAtOnce())
  }

  /** Writes every item's place. Circular items stand in the turn from one before the shown one on. */
  #place(): void {
    const { data } = this.swiper
    const items = this.#items()
    const px = this.#itemPx()
    const vertical = data.vertical === true
    const side = vertical ? `height:${px}px` : `width:${px}px`
    items.forEach((item, index) => {
      let rank = index - this.#offset
      if (this.#circular()) rank = mod(rank + 1, items.length) - 1
      const at = lengthPxOf(data.previousMargin) + rank * px
      const move = vertical ? `translate(0, ${at}px)` : `translate(${at}px, 0)`
      const hidden = Math.round(rank) < 0 || Math.round(rank) >= this.#shownAtOnce()
      item.setAttribute('aria-hidden', String(hidden))
      componentOf(item)?.setNodeStyle(`${side};transform:${move} translateZ(0)`, OWN_SEGMENT)
    })
    this.#placeDots(items.length)
  }

  #placeDots(count: number): void {
    const { data } = this.swiper
    this.#dots.hidden = data.indicatorDots !== true
    this.#dots.style.display = data.indicatorDots === true ? '' : 'none'
    while (this.#dots.childElementCount < count) this.#dots.append(document.createElement('i'))
    while (this.#dots.childElementCount > count) this.#dots.lastElementChild?.remove()
    ;[...this.#dots.children].forEach((dot, index) => {
      const color = index === this.#current ? data.indicatorActiveColor : data.indicatorColor
      if (dot instanceof HTMLElement) dot.style.background = textOf(color)
    })
  }

  /** Moves to an index (which may lie outside for a circular turn) and tells the product. */
  #goTo(target: number, source: Source): void {
    const count = this.#items().length
    const index = this.#circular() ? mod(target, count) : target
    const changed = index !== this.#current
    this.#current = index
    if (changed) {
      // The property follows, so that the product's next value counts as a change.
      this.swiper.setData({ current: index })
      this.swiper.triggerEvent('change', { ...this.#detail(), source })
    }
    this.#animate(target, source)
  }

  #animate(target: number, source: Source): void {
    cancelAnimationFrame(this.#frame)
    const from = this.#offset
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const durationMs = calm ? 0 : Math.max(0, numberOf(this.swiper.data.duration, 500))
    const ease = EASINGS[textOf(this.swiper.data.easingFunction)] ?? ((t: number) => t)
    const startMs = performance.now()
    const step = (nowMs: number): void => {
      const t = durationMs === 0 ? 1 : Math.min(1, Math.max(0, (nowMs - startMs) / durationMs))
      this.#offset = from + (target - from) * ease(t)
      this.#place()
      if (t < 1) {
        this.#frame = requestAnimationFrame(step)
        return
      }
      this.#offset = this.#current
      this.#place()
      if (from !== target) this.swiper.triggerEvent('animationfinish', { ...this.#detail(), source })
    }
    if (durationMs === 0) step(startMs)
    else this.#frame = requestAnimationFrame(step)
  }

  #detail(): { current: number; currentItemId: string } {
    const item = this.#items()[this.#current]
    return { current: this.#current, currentItemId: item === undefined ? '' : textOf(componentOf(item)?.data.itemId) }
  }

  #restartAutoplay(): void {
    clearInterval(this.#autoplay)
    if (this.swiper.data.autoplay !== true) return
    this.#autoplay = setInterval(
      () => {
        if (this.#drag !== null || document.hidden || this.#dom.offsetParent === null || this.#items().length < 2)
          return
        const next = this.#current + 1
        this.#goTo(!this.#circular() && next > this.#lastIndex() ? 0 : next, 'autoplay')
      },
      Math.max(200, numberOf(this.swiper.data.interval, 5000)),
    )
  }

  #listen(): void {
    const dom = this.#dom
    dom.addEventListener('pointerdown', (event) => {
      if (this.#items().length < 2 || this.swiper.data.disableTouch === true) return
      cancelAnimationFrame(this.#frame)
      const fromPx = this.#along(event)
      this.#drag = { id: event.pointerId, fromPx, offset: this.#offset, atMs: event.timeStamp, moved: false }
    })
    dom.addEventListener('pointermove', (event) => this.#dragTo(event))
    dom.addEventListener('pointerup', (event) => this.#release(event))
    dom.addEventListener('pointercancel', (event) => this.#release(event))
  }

  #along(event: PointerEvent): number {
    return this.swiper.data.vertical === true ? event.clientY : event.clientX
  }

  #dragTo(event: PointerEvent): void {
    const drag = this.#drag
    if (drag === null || drag.id !== event.pointerId) return
    const movedPx = this.#along(event) - drag.fromPx
    if (!drag.moved && Math.abs(movedPx) < DRAG_START_PX) return
    if (!drag.moved) this.#dom.setPointerCapture(event.pointerId)
    drag.moved = true
    const wanted = drag.offset - movedPx / this.#itemPx()
    this.#offset = this.#circular() ? wanted : Math.min(Math.max(wanted, -0.3), this.#lastIndex() + 0.3)
    this.#place()
    const way = {
      dx: this.swiper.data.vertical === true ? 0 : -movedPx,
      dy: this.swiper.data.vertical === true ? -movedPx : 0,
    }
    this.swiper.triggerEvent('transition', way)
  }

  #release(event: PointerEvent): void {
    const drag = this.#drag
    if (drag === null || drag.id !== event.pointerId) return
    this.#drag = null
    const movedPx = drag.moved ? this.#along(event) - drag.fromPx : 0
    const speed = Math.abs(movedPx) / Math.max(1, event.timeStamp - drag.atMs)
    const turned = Math.abs(movedPx) > this.#itemPx() / 2 || (speed > FLING_PX_PER_MS && drag.moved)
    const steps = turned ? -Math.sign(movedPx) * Math.max(1, Math.round(Math.abs(movedPx) / this.#itemPx())) : 0
    const target = this.#current + steps
    this.#goTo(this.#circular() ? target : Math.min(Math.max(0, target), this.#lastIndex()), 'touch')
  }
}

function mod(value: number, count: number): number {
  return ((value % count) + count) % count
}
