import type { ElementDefinition, ElementInstance, ElementParams } from '../host/contract'
import { hostOf } from '../host/contract'

/** What WeChat passes on to screen readers. `aria-role` is its name for `role`. */
const ARIA_PROPERTIES = [
  'role',
  'ariaRole',
  'ariaLabel',
  'ariaHidden',
  'ariaDisabled',
  'ariaChecked',
  'ariaSelected',
  'ariaExpanded',
  'ariaPressed',
  'ariaLive',
  'ariaAtomic',
  'ariaBusy',
  'ariaModal',
  'ariaCurrent',
  'ariaHaspopup',
  'ariaControls',
  'ariaLabelledby',
  'ariaDescribedby',
  'ariaOwns',
  'ariaRoledescription',
  'ariaRequired',
  'ariaInvalid',
  'ariaReadonly',
  'ariaLevel',
  'ariaValuenow',
  'ariaValuemin',
  'ariaValuemax',
  'ariaValuetext',
] as const

/** Style and class segment that glass-easel keeps for temporary matters: the template's own classes stay untouched. */
export const OWN_SEGMENT = 3

/** Completes a built-in element with what every one of them has: accessibility attributes. */
export function element(tag: string, params: ElementParams, styles = ''): ElementDefinition {
  const properties = { ...ariaProperties(), ...params.properties }
  return { tag, definition: { ...params, properties }, styles }
}

/** A property as glass-easel takes it, with an observer that runs whenever its value changes. */
export function property<Value>(
  type: typeof String | typeof Number | typeof Boolean | typeof Array | typeof Object | null,
  value: Value,
  observer?: (this: ElementInstance, value: Value) => void,
): Record<string, unknown> {
  return observer === undefined ? { type, value } : { type, value, observer }
}

/** State that belongs to one element and is nobody's data. It goes when the element goes. */
export class StateOf<State> {
  readonly #states = new WeakMap<object, State>()
  constructor(private readonly make: (element: ElementInstance) => State) {}

  of(element: ElementInstance): State {
    let state = this.#states.get(element)
    if (state === undefined) {
      state = this.make(element)
      this.#states.set(element, state)
    }
    return state
  }
}

/** The glass-easel component of a built-in's DOM element. */
export function componentOf(dom: Element): ElementInstance | null {
  return (dom as Element & { __wxElement?: ElementInstance }).__wxElement ?? null
}

/** A text or number property, with its fallback when the product gave nothing usable. */
export function numberOf(value: unknown, fallback: number): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value ?? Number.NaN)
  return Number.isFinite(number) ? number : fallback
}

/** `12`, `'12'`, `'12px'` and `'12rpx'` in CSS px of this screen. */
export function lengthPxOf(value: unknown): number {
  const match = /^(-?[\d.]+)(rpx|px)?$/.exec(String(value ?? '').trim())
  if (match === null) return 0
  const number = Number(match[1])
  return match[2] === 'rpx' ? Math.floor((number * document.documentElement.clientWidth) / 750) : number
}

export function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}

/**
 * A plain DOM node that takes classes of the page or component that uses the element, as `placeholder-class` does:
 * glass-easel gives them that one's style scope.
 */
export class ClassedNode {
  readonly dom: HTMLElement
  readonly #setClass: (names: string) => void

  constructor(element: ElementInstance, tag: string) {
    const native = element.ownerShadowRoot?.createNativeNode(tag)
    const dom: unknown = native?.$$
    if (native !== undefined && dom instanceof HTMLElement) {
      this.dom = dom
      this.#setClass = (names) => native.setNodeClass(names)
    } else {
      const plain = document.createElement(tag)
      this.dom = plain
      this.#setClass = (names) => {
        plain.className = names
      }
    }
  }

  set(names: string, style: string): void {
    this.#setClass(names)
    this.dom.setAttribute('style', style)
  }
}

function ariaProperties(): Record<string, unknown> {
  return Object.fromEntries(ARIA_PROPERTIES.map((name) => [name, property(null, null, ariaObserver(name))]))
}

function ariaObserver(name: string): (this: ElementInstance, value: unknown) => void {
  const attribute = name === 'role' || name === 'ariaRole' ? 'role' : `aria-${name.slice(4).toLowerCase()}`
  return function (this: ElementInstance, value: unknown): void {
    const dom = hostOf(this)
    if (value === null || value === undefined || value === '') dom.removeAttribute(attribute)
    else dom.setAttribute(attribute, String(value))
  }
}
