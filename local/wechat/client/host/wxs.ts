import * as glassEasel from 'glass-easel'
import type { ElementInstance } from './contract'
import { SEGMENT } from './segments'

/** What compiled templates and WXS modules find in `__wxs`. */
export const wxsRuntime = {
  /** The type's name: WXS compares `x.constructor` with a text. */
  constructorOf(value: unknown): unknown {
    if (value === null || value === undefined)
      throw new TypeError(`Cannot read property 'constructor' of ${String(value)}`)
    return Object.prototype.toString.call(value).slice(8, -1)
  },
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
  getDate: (...parts: number[]): Date => (parts.length === 0 ? new Date() : Reflect.construct(Date, parts)),
  /** Remembers which functions are WXS: a template may choose among them, and then does not say where they come from. */
  mark(exported: unknown): void {
    if (typeof exported !== 'object' || exported === null) return
    for (const value of Object.values(exported)) if (typeof value === 'function') wxsFunctions.add(value)
  },
  filter: changeListener,
  event: eventListener,
}

type ChangeListener = (newValue: unknown, oldValue: unknown, owner: Descriptor, instance: Descriptor) => void

/** `change:prop`: put off until the children exist, for a listener may look for them. */
function changeListener(listener: ChangeListener) {
  return (newValue: unknown, oldValue: unknown, host: ElementInstance, element: glassEasel.Element): void => {
    queueMicrotask(() => {
      glassEasel.safeCallback(
        'WXS change',
        listener,
        null,
        [newValue, oldValue, descriptorOf(host), descriptorOf(element)],
        host,
      )
    })
  }
}

const wxsFunctions = new WeakSet<object>()

type Handler = (event: unknown, owner?: Descriptor) => boolean | undefined

/** A handler in WXS gets its own kind of event and the owner; the page's gets its `this`. */
function eventListener(
  caller: unknown,
  event: glassEasel.ShadowedEvent<unknown>,
  handler: Handler,
): boolean | undefined {
  if (!wxsFunctions.has(handler)) {
    handler.call(caller, event) // what a page returns says nothing about bubbling
    return undefined
  }
  const current = elementOfCaller(event.currentTarget)
  const target = elementOfCaller(event.target)
  const host = current.ownerShadowRoot?.getHostNode()
  const owner = descriptorOf(host ?? current)
  const fields = event as unknown as Record<string, unknown>
  return handler.call(
    null,
    {
      type: event.type,
      timeStamp: event.timeStamp,
      detail: event.detail,
      touches: fields.touches,
      changedTouches: fields.changedTouches,
      target: { id: target.id, dataset: target.dataset },
      currentTarget: { id: current.id, dataset: current.dataset },
      instance: descriptorOf(current),
    },
    owner,
  )
}

/** A component's event target is its method caller; the element is behind it. */
function elementOfCaller(target: unknown): glassEasel.Element {
  if (target instanceof glassEasel.Element) return target
  const inner: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, '_$') : undefined
  if (inner instanceof glassEasel.Element) return inner
  throw new Error('not an element of a page')
}

const descriptors = new WeakMap<glassEasel.Element, Descriptor>()

function descriptorOf(element: glassEasel.Element): Descriptor {
  const known = descriptors.get(element)
  if (known !== undefined) return known
  const descriptor = new Descriptor(element)
  descriptors.set(element, descriptor)
  return descriptor
}

/** WXS's ComponentDescriptor: https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html */
class Descriptor {
  readonly #element: glassEasel.Element
  readonly #state: Record<string, unknown> = {}

  constructor(element: glassEasel.Element) {
    this.#element = element
  }

  selectComponent(selector: string): Descriptor | null {
    const found = shadowOf(this.#element)?.querySelector(selector)
    return found === null || found === undefined ? null : descriptorOf(found)
  }

  selectAllComponents(selector: string): Descriptor[] {
    return (shadowOf(this.#element)?.querySelectorAll(selector) ?? []).map((found) => descriptorOf(found))
  }

  setStyle(style: string | Record<string, string | number>): Descriptor {
    const text = typeof style === 'string' ? style : styleText(style)
    this.#element.setNodeStyle(text, SEGMENT.wxs)
    return this
  }

  addClass(names: string): Descriptor {
    this.#element.toggleNodeClass(names, true, SEGMENT.animation)
    return this
  }

  removeClass(names: string): Descriptor {
    this.#element.toggleNodeClass(names, false, SEGMENT.animation)
    return this
  }

  hasClass(name: string): boolean {
    const classes = this.#element.classList
    return classes?.contains(name) ?? false
  }

  getDataset(): Record<string, unknown> {
    return { ...this.#element.dataset }
  }

  getState(): Record<string, unknown> {
    return this.#state
  }

  callMethod(name: string, detail?: unknown): void {
    const element = this.#element
    if (!glassEasel.Component.isComponent(element)) return
    const method = glassEasel.Component.getMethod(element, name)
    if (method === undefined) throw new Error(`WXS called the method "${name}", which <${element.is}> does not have`)
    glassEasel.safeCallback(`WXS callMethod ${name}`, method, element.getMethodCaller(), [detail], element)
  }

  triggerEvent(name: string, detail?: unknown, options: glassEasel.EventOptions = {}): void {
    this.#element.triggerEvent(name, detail, options)
  }

  getComputedStyle(names: string[]): Record<string, string> {
    const style = getComputedStyle(domOf(this.#element))
    return Object.fromEntries(
      names.map((name) => [name, style.getPropertyValue(name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`))]),
    )
  }

  getBoundingClientRect(): DOMRect {
    return domOf(this.#element).getBoundingClientRect()
  }

  requestAnimationFrame(callback: () => void): Descriptor {
    requestAnimationFrame(callback)
    return this
  }

  setTimeout(callback: () => void, ms?: number): number {
    return window.setTimeout(callback, ms)
  }

  clearTimeout(timer: number): void {
    window.clearTimeout(timer)
  }
}

function shadowOf(element: glassEasel.Element): glassEasel.ShadowRoot | null {
  return glassEasel.Component.isComponent(element) ? element.getShadowRoot() : null
}

function domOf(element: glassEasel.Element): HTMLElement {
  const dom: unknown = element.$$
  if (!(dom instanceof HTMLElement)) throw new Error('this element has no box of its own')
  return dom
}

function styleText(style: Record<string, string | number>): string {
  return Object.entries(style)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}`)
    .join(';')
}
