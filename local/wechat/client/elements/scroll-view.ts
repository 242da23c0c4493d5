import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, lengthPxOf, numberOf, property, StateOf, textOf } from './element'
import { Refresher } from './refresher'

interface ScrollState {
  left: number
  top: number
  /** Edges that were announced and not left since. */
  near: Set<string>
  refresher: Refresher | null
}

const states = new StateOf<ScrollState>(() => ({ left: 0, top: 0, near: new Set(), refresher: null }))

export const scrollViews: ElementDefinition[] = [
  element(
    'scroll-view',
    {
      properties: {
        scrollX: property(Boolean, false, mirror('scroll-x')),
        scrollY: property(Boolean, false, mirror('scroll-y')),
        enableFlex: property(Boolean, false, mirror('enable-flex')),
        showScrollbar: property(Boolean, true),
        pagingEnabled: property(Boolean, false, mirror('paging')),
        upperThreshold: property(null, 50 as unknown),
        lowerThreshold: property(null, 50 as unknown),
        scrollTop: property(null, 0 as unknown, function (value) {
          scrollSoon(this, { top: lengthPxOf(value) })
        }),
        scrollLeft: property(null, 0 as unknown, function (value) {
          scrollSoon(this, { left: lengthPxOf(value) })
        }),
        scrollIntoView: property(String, '', function (id) {
          if (id !== '') intoViewSoon(this, id)
        }),
        scrollIntoViewOffset: property(Number, 0),
        scrollWithAnimation: property(Boolean, false),
        enableBackToTop: property(Boolean, false),
        scrollAnchoring: property(Boolean, false),
        enhanced: property(Boolean, false),
        bounces: property(Boolean, true),
        fastDeceleration: property(Boolean, false),
        enablePassive: property(null, false as unknown),
        type: property(String, 'list'),
        refresherEnabled: property(Boolean, false, function () {
          states.of(this).refresher?.refresh()
        }),
        refresherThreshold: property(Number, 45),
        refresherDefaultStyle: property(String, 'black', function () {
          states.of(this).refresher?.refresh()
        }),
        refresherBackground: property(String, '#fff', function () {
          states.of(this).refresher?.refresh()
        }),
        refresherTriggered: property(Boolean, false, function (triggered) {
          states.of(this).refresher?.setTriggered(triggered)
        }),
      },
      lifetimes: {
        attached() {
          attach(this)
        },
      },
      methods: {
        /** The host's queries ask for it. */
        queryNode() {
          return new ScrollViewContext(this)
        },
      },
    },
    `wx-scroll-view { display: block; position: relative; width: 100%; overflow: hidden; overscroll-behavior: contain;
  -webkit-overflow-scrolling: touch; box-sizing: border-box }
wx-scroll-view[scroll-x] { overflow-x: auto }
wx-scroll-view[scroll-y] { overflow-y: auto }
wx-scroll-view[enable-flex] { display: flex }
wx-scroll-view[paging] { scroll-snap-type: both mandatory }
wx-scroll-view { scrollbar-width: none }
wx-scroll-view::-webkit-scrollbar { display: none }
wx-scroll-view > [wx-refresher] { height: 0; overflow: hidden; display: flex; align-items: center; justify-content: center; gap: 6px }
wx-scroll-view > [wx-refresher] i { width: 6px; height: 6px; border-radius: 50%; background: currentColor; opacity: .3 }
wx-scroll-view > [wx-refresher][busy] i { animation: wx-refresher-dot 1s infinite }
wx-scroll-view > [wx-refresher] i:nth-child(2) { animation-delay: .2s }
wx-scroll-view > [wx-refresher] i:nth-child(3) { animation-delay: .4s }
@keyframes wx-refresher-dot { 30% { opacity: 1 } }`,
  ),
]

/** What `SelectorQuery.node()` gives for a scroll-view that is `enhanced`. */
class ScrollViewContext {
  readonly #view: ElementInstance

  constructor(view: ElementInstance) {
    this.#view = view
  }

  scrollTo({ top, left, animated }: { top?: number; left?: number; animated?: boolean }): void {
    const dom = hostOf(this.#view)
    const behavior = animated === true ? 'smooth' : 'instant'
    dom.scrollTo({ top: top ?? dom.scrollTop, left: left ?? dom.scrollLeft, behavior })
  }

  /** `selector` is `#id` of something inside. */
  scrollIntoView(selector: string): void {
    intoViewSoon(this.#view, selector.replace(/^#/, ''))
  }
}

function mirror(attribute: string): (this: ElementInstance, value: boolean) => void {
  return function (this: ElementInstance, value: boolean): void {
    hostOf(this).toggleAttribute(attribute, value)
  }
}

function attach(view: ElementInstance): void {
  const dom = hostOf(view)
  const state = states.of(view)
  state.refresher = new Refresher(view)
  dom.addEventListener('scroll', () => scrolled(view, dom, state), { passive: true })
  dom.addEventListener('touchstart', () => view.data.enhanced === true && view.triggerEvent('dragstart', offset(dom)), {
    passive: true,
  })
  dom.addEventListener('touchend', () => view.data.enhanced === true && view.triggerEvent('dragend', offset(dom)), {
    passive: true,
  })
  const top = lengthPxOf(view.data.scrollTop)
  const left = lengthPxOf(view.data.scrollLeft)
  if (top !== 0 || left !== 0) scrollSoon(view, { top, left })
  const id = textOf(view.data.scrollIntoView)
  if (id !== '') intoViewSoon(view, id)
}

function scrolled(view: ElementInstance, dom: HTMLElement, state: ScrollState): void {
  const { scrollLeft, scrollTop, scrollHeight, scrollWidth } = dom
  const deltaX = state.left - scrollLeft
  const deltaY = state.top - scrollTop
  if (deltaX === 0 && deltaY === 0) return
  state.left = scrollLeft
  state.top = scrollTop
  const detail = { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX, deltaY }
  view.triggerEvent('scroll', detail)
  if (view.data.enhanced === true) view.triggerEvent('dragging', detail)
  const upper = numberOf(lengthPxOf(view.data.upperThreshold), 50)
  const lower = numberOf(lengthPxOf(view.data.lowerThreshold), 50)
  if (view.data.scrollY === true) {
    edge(view, state, 'top', scrollTop <= upper && deltaY > 0, scrollTop > upper)
    const rest = scrollHeight - dom.clientHeight - scrollTop
    edge(view, state, 'bottom', rest <= lower && deltaY < 0, rest > lower)
  }
  if (view.data.scrollX === true) {
    edge(view, state, 'left', scrollLeft <= upper && deltaX > 0, scrollLeft > upper)
    const rest = scrollWidth - dom.clientWidth - scrollLeft
    edge(view, state, 'right', rest <= lower && deltaX < 0, rest > lower)
  }
}

/** An edge is announced once until it is left again. */
function edge(view: ElementInstance, state: ScrollState, direction: string, reached: boolean, left: boolean): void {
  if (left) state.near.delete(direction)
  if (!reached || state.near.has(direction)) return
  state.near.add(direction)
  view.triggerEvent(direction === 'top' || direction === 'left' ? 'scrolltoupper' : 'scrolltolower', { direction })
}

/** After the page has drawn what it set together with the position. */
function scrollSoon(view: ElementInstance, target: ScrollToOptions): void {
  requestAnimationFrame(() => {
    hostOf(view).scrollTo({ ...target, behavior: view.data.scrollWithAnimation === true ? 'smooth' : 'instant' })
  })
}

function intoViewSoon(view: ElementInstance, id: string): void {
  requestAnimationFrame(() => {
    const dom = hostOf(view)
    const name = CSS.escape(id)
    const target = dom.querySelector(`[id="${name}"], [id$="--${name}"]`)
    if (target === null) return
    const from = dom.getBoundingClientRect()
    const to = target.getBoundingClientRect()
    const shift = numberOf(view.data.scrollIntoViewOffset, 0)
    dom.scrollTo({
      left: view.data.scrollX === true ? dom.scrollLeft + to.left - from.left + shift : dom.scrollLeft,
      top: view.data.scrollY === true ? dom.scrollTop + to.top - from.top + shift : dom.scrollTop,
      behavior: view.data.scrollWithAnimation === true ? 'smooth' : 'instant',
    })
  })
}

function offset(dom: HTMLElement): { scrollLeft: number; scrollTop: number } {
  return { scrollLeft: dom.scrollLeft, scrollTop: dom.scrollTop }
}
