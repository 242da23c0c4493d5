import * as glassEasel from 'glass-easel'
import type { WithElement } from './backend'

const TAP_SLOP_PX = 10
const LONG_PRESS_MS = 350

interface Press {
  target: glassEasel.Element
  startX: number
  startY: number
  /** A tap is still possible. */
  still: boolean
  longPressed: boolean
  timer: ReturnType<typeof setTimeout>
}

/**
 * Turns the browser's touches (and, on a desk, the mouse) into WeChat's events: touchstart … touchcancel, tap, longpress,
 * longtap, canceltap. A mouse becomes a finger first, so that the product sees touches alone.
 */
export function installGestures(root: HTMLElement): void {
  const recognizer = new Recognizer(root)
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
    root.addEventListener(type, (event) => recognizer.touch(type, event), { capture: true, passive: false })
  }
  installMouseFinger(root)
}

class Recognizer {
  private readonly presses = new Map<number, Press>()

  constructor(private readonly root: HTMLElement) {}

  touch(type: 'touchstart' | 'touchmove' | 'touchend' | 'touchcancel', event: TouchEvent): void {
    const target = elementOf(event.target)
    if (target === null) return
    if (type === 'touchstart') this.start(event, target)
    if (type === 'touchmove') this.move(event)
    const prevented = this.dispatch(target, type, event)
    if (type === 'touchend') this.end(event)
    if (type === 'touchcancel') this.cancel(event)
    if (!event.cancelable) return
    // A browser makes a click of a finished tap; where the product took away what was tapped, it would hit what lies below.
    if (prevented || (type === 'touchend' && !isNativeControl(event.target))) event.preventDefault()
    if (type === 'touchend') this.blurOutside(event.target)
  }

  private start(event: TouchEvent, target: glassEasel.Element): void {
    for (const touch of event.changedTouches) {
      const press: Press = {
        target,
        startX: touch.clientX,
        startY: touch.clientY,
        still: true,
        longPressed: false,
        timer: setTimeout(() => this.longPress(press, event), LONG_PRESS_MS),
      }
      this.presses.set(touch.identifier, press)
    }
  }

  private move(event: TouchEvent): void {
    for (const touch of event.changedTouches) {
      const press = this.presses.get(touch.identifier)
      if (press === undefined || !press.still) continue
      if (Math.hypot(touch.clientX - press.startX, touch.clientY - press.startY) <= TAP_SLOP_PX) continue
      this.giveUp(press, event)
    }
  }

  private end(event: TouchEvent): void {
    for (const touch of event.changedTouches) {
      const press = this.presses.get(touch.identifier)
      if (press === undefined) continue
      clearTimeout(press.timer)
      this.presses.delete(touch.identifier)
      if (press.still && !press.longPressed) this.dispatch(press.target, 'tap', event)
    }
  }

  private cancel(event: TouchEvent): void {
    for (const touch of event.changedTouches) {
      const press = this.presses.get(touch.identifier)
      this.presses.delete(touch.identifier)
      if (press !== undefined) this.giveUp(press, event)
    }
  }

  private giveUp(press: Press, event: TouchEvent): void {
    clearTimeout(press.timer)
    if (press.still) this.dispatch(press.target, 'canceltap', event)
    press.still = false
  }

  /** Where somebody listens for a long press, the tap that would follow is left out, as on a phone. */
  private longPress(press: Press, event: TouchEvent): void {
    if (!press.still) return
    press.longPressed = listensUpwards(press.target, ['longpress', 'longtap'])
    this.dispatch(press.target, 'longpress', event)
    this.dispatch(press.target, 'longtap', event)
  }

  private dispatch(target: glassEasel.Element, type: string, original: TouchEvent): boolean {
    const origin = viewportOrigin(original.target)
    const changedTouches = [...original.changedTouches].map((touch) => wechatTouch(touch, origin))
    const touches = type === 'tap' ? changedTouches : [...original.touches].map((touch) => wechatTouch(touch, origin))
    const first = changedTouches[0]
    const isTouch = type.startsWith('touch')
    const detail = isTouch ? { ...original } : { x: first?.pageX ?? 0, y: first?.pageY ?? 0 }
    const event = new glassEasel.Event(type, detail, {
      originalEvent: original,
      bubbles: true,
      composed: true,
      capturePhase: true,
      extraFields: { touches, changedTouches },
    })
    glassEasel.Event.dispatchEvent(target, event)
    return event.defaultPrevented()
  }

  /** Tapping elsewhere closes the keyboard. */
  private blurOutside(target: EventTarget | null): void {
    const active = document.activeElement
    if (!(active instanceof HTMLElement) || !this.root.contains(active) || active === document.body) return
    if (target instanceof Node && (active.contains(target) || active.parentElement?.contains(target))) return
    if (active.matches('input, textarea')) active.blur()
  }
}

export interface WechatTouch {
  identifier: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
  force: number
}

interface Origin {
  left: number
  top: number
  scrollTop: number
}

function wechatTouch(touch: Touch, origin: Origin): WechatTouch {
  const clientX = touch.clientX - origin.left
  const clientY = touch.clientY - origin.top
  return {
    identifier: touch.identifier,
    clientX,
    clientY,
    pageX: clientX,
    pageY: clientY + origin.scrollTop,
    force: touch.force,
  }
}

/** A page counts from its own corner, below the navigation bar. */
export function viewportOrigin(target: EventTarget | null): Origin {
  const viewport = target instanceof Element ? target.closest('.wx-viewport') : null
  if (viewport === null) return { left: 0, top: 0, scrollTop: 0 }
  const { left, top } = viewport.getBoundingClientRect()
  return { left, top, scrollTop: viewport.querySelector(':scope > .wx-scroller')?.scrollTop ?? 0 }
}

function elementOf(target: EventTarget | null): glassEasel.Element | null {
  for (let node = target instanceof Node ? target : null; node !== null; node = node.parentNode) {
    const element = (node as WithElement).__wxElement
    if (element !== undefined) return element
  }
  return null
}

function listensUpwards(target: glassEasel.Element, types: readonly string[]): boolean {
  for (let dom: Node | null = target.$$ as unknown as Node; dom !== null; dom = dom.parentNode) {
    const listeners = (dom as WithElement).__wxElement
    const table = listeners === undefined ? undefined : listenersOf(listeners)
    if (table !== undefined && types.some((type) => type in table)) return true
  }
  return false
}

/** glass-easel has no public way to ask whether an element has a listener. */
function listenersOf(element: glassEasel.Element): object | undefined {
  const target: unknown = Reflect.get(element, '_$eventTarget')
  const listeners: unknown =
    typeof target === 'object' && target !== null ? Reflect.get(target, 'listeners') : undefined
  return typeof listeners === 'object' && listeners !== null ? listeners : undefined
}

function isNativeControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, video, audio, a, [contenteditable]') !== null
  )
}

/** Makes the left mouse button a finger. A mouse event that the browser derived from a real touch is not one. */
function installMouseFinger(root: HTMLElement): void {
  let pressed: EventTarget | null = null
  const send = (type: string, event: MouseEvent, target: EventTarget): void => {
    const touch = new Touch({ identifier: 0, target, clientX: event.clientX, clientY: event.clientY })
    const touches = type === 'touchend' ? [] : [touch]
    const init = {
      touches,
      targetTouches: touches,
      changedTouches: [touch],
      bubbles: true,
      cancelable: true,
      composed: true,
    }
    target.dispatchEvent(new TouchEvent(type, init))
  }
  root.addEventListener(
    'mousedown',
    (event) => {
      if (event.button !== 0 || isFromTouch(event) || event.target === null) return
      pressed = event.target
      send('touchstart', event, pressed)
    },
    { capture: true },
  )
  window.addEventListener('mousemove', (event) => {
    if (pressed !== null) send('touchmove', event, pressed)
  })
  window.addEventListener('mouseup', (event) => {
    if (pressed === null || event.button !== 0) return
    const target = pressed
    pressed = null
    send('touchend', event, target)
  })
  root.addEventListener('dragstart', (event) => event.preventDefault())
}

function isFromTouch(event: MouseEvent): boolean {
  const capabilities = (event as MouseEvent & { sourceCapabilities?: { firesTouchEvents?: boolean } | null })
    .sourceCapabilities
  return capabilities?.firesTouchEvents === true
}
