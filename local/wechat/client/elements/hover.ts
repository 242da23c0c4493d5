import { type ElementInstance, hostOf } from '../host/contract'
import { numberOf, OWN_SEGMENT, property } from './element'

/** Presses that a `hover-stop-propagation` below has kept to itself. */
const stopped = new WeakSet<Event>()

/** The properties of WeChat's pressed look. */
export function hoverProperties(hoverClass = 'none', startMs = 50, stayMs = 400): Record<string, unknown> {
  return {
    hoverClass: property(String, hoverClass),
    hoverStopPropagation: property(Boolean, false),
    hoverStartTime: property(Number, startMs),
    hoverStayTime: property(Number, stayMs),
  }
}

/** Shows `hover-class` while the element is pressed. `isIdle` true means that it does not answer presses now. */
export function watchHover(element: ElementInstance, isIdle: () => boolean = () => false): void {
  const dom = hostOf(element)
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = ''

  const set = (names: string): void => {
    if (names === shown) return
    if (shown !== '') element.toggleNodeClass(shown, false, OWN_SEGMENT)
    if (names !== '') element.toggleNodeClass(names, true, OWN_SEGMENT)
    shown = names
    // The default look of a pressed button or navigator is in a style sheet without scope, so it goes by attribute.
    dom.toggleAttribute('button-hover', names === 'button-hover')
    dom.toggleAttribute('navigator-hover', names === 'navigator-hover')
  }
  const end = (): void => {
    clearTimeout(timer)
    if (shown !== '') timer = setTimeout(() => set(''), numberOf(element.data.hoverStayTime, 400))
  }
  dom.addEventListener('pointerdown', (event) => {
    if (stopped.has(event)) return
    if (element.data.hoverStopPropagation === true) stopped.add(event)
    const names = String(element.data.hoverClass ?? 'none')
    if (names === 'none' || names === '' || isIdle()) return
    clearTimeout(timer)
    timer = setTimeout(() => set(names), numberOf(element.data.hoverStartTime, 50))
  })
  dom.addEventListener('pointerup', end)
  dom.addEventListener('pointercancel', end)
  dom.addEventListener('pointerleave', end)
}
