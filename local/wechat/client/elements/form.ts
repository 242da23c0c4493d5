import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { componentOf, element, property, textOf } from './element'
import { activateControl, resetFieldsIn, valuesIn } from './fields'

/** form and label. */
export const forms: ElementDefinition[] = [
  element(
    'form',
    {
      properties: {
        reportSubmit: property(Boolean, false),
        reportSubmitTimeout: property(Number, 0),
      },
      lifetimes: {
        attached() {
          hostOf(this).setAttribute('role', 'form')
        },
      },
    },
    'wx-form { display: block }',
  ),
  element(
    'label',
    {
      properties: { for: property(String, '') },
      listeners: {
        'this.tap'(event) {
          activateFrom(this, event)
          return undefined
        },
      },
    },
    'wx-label { display: inline }',
  ),
]

/** What a button with `form-type` does to the form around it. */
export function useForm(button: HTMLElement, formType: string): void {
  const form = button.closest('wx-form')
  if (!(form instanceof HTMLElement)) return
  const component = componentOf(form)
  if (formType === 'submit') {
    component?.triggerEvent('submit', {
      value: valuesIn(form),
      target: { id: button.id, dataset: { ...button.dataset } },
    })
  } else if (formType === 'reset') {
    resetFieldsIn(form)
    component?.triggerEvent('reset', { target: { id: button.id, dataset: { ...button.dataset } } })
  }
}

function activateFrom(label: ElementInstance, event: object): void {
  const dom = hostOf(label)
  const target = targetDom(Reflect.get(event, 'target'))
  const targetId = textOf(label.data.for)
  if (targetId !== '') {
    const control = label.ownerShadowRoot?.querySelector(`#${CSS.escape(targetId)}`)?.$$
    if (control instanceof HTMLElement && !control.contains(target)) activateControl(control)
    return
  }
  for (const candidate of dom.querySelectorAll<HTMLElement>(
    'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea',
  )) {
    // A tap on the control itself has already done it.
    if (candidate.contains(target) || activateControl(candidate)) return
  }
}

function targetDom(target: unknown): Node | null {
  const dom = (target as { $$?: unknown } | null)?.$$
  return dom instanceof Node ? dom : null
}
