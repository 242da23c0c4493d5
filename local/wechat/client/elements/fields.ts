import type * as glassEasel from 'glass-easel'
import type { ElementInstance } from '../host/contract'

/** What a form knows of a field inside it. */
export interface FormField {
  name(): string
  value(): unknown
  reset(): void
}

const fields = new Map<HTMLElement, FormField>()
const activations = new WeakMap<HTMLElement, () => void>()
const customFields = new Set<ElementInstance>()

/** Makes a built-in element's value part of the form around it until the returned function is called. */
export function registerField(dom: HTMLElement, field: FormField): () => void {
  fields.set(dom, field)
  return () => fields.delete(dom)
}

/** What a tap on the label around (or for) this element does. */
export function onActivation(dom: HTMLElement, activate: () => void): void {
  activations.set(dom, activate)
}

/** Activates the control; false when the element is none. */
export function activateControl(dom: HTMLElement): boolean {
  const activate = activations.get(dom)
  activate?.()
  return activate !== undefined
}

/** A component of the product with the behavior `wx://form-field`: its `name` and `value` belong to the form around it. */
export function registerCustomField(component: ElementInstance): () => void {
  customFields.add(component)
  return () => customFields.delete(component)
}

/** Name and value of every field inside, in no order that matters. */
export function valuesIn(form: HTMLElement): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [dom, field] of fields) {
    if (form.contains(dom) && field.name() !== '') values[field.name()] = field.value()
  }
  for (const component of customFields) {
    const name: unknown = component.data.name
    if (typeof name === 'string' && name !== '' && isInside(form, component)) values[name] = component.data.value
  }
  return values
}

export function resetFieldsIn(form: HTMLElement): void {
  for (const [dom, field] of fields) {
    if (form.contains(dom)) field.reset()
  }
}

/** A component with a virtual host has no DOM of its own: what it holds tells where it stands. */
function isInside(form: HTMLElement, component: ElementInstance): boolean {
  const shadow = component.getShadowRoot()
  const first = shadow === null ? null : firstDom(shadow.childNodes)
  const dom: unknown = component.$$ ?? first
  return dom instanceof Node && form.contains(dom)
}

function firstDom(nodes: readonly glassEasel.Node[]): unknown {
  for (const node of nodes) {
    const dom = node.$$ ?? ('childNodes' in node ? firstDom(node.childNodes) : null)
    if (dom !== null) return dom
  }
  return null
}
