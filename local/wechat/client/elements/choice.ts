import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { componentOf, element, OWN_SEGMENT, property, textOf } from './element'
import { onActivation, registerField } from './fields'

const unregisters = new WeakMap<object, () => void>()

/** checkbox, radio, their groups, and switch. */
export const choices: ElementDefinition[] = [
  group('checkbox-group', checkedValues),
  group('radio-group', (dom) => checkedValues(dom)[0] ?? ''),
  mark('checkbox', (box) => toggle(box)),
  mark('radio', (radio) => choose(radio)),
  element(
    'switch',
    {
      properties: {
        name: property(String, ''),
        checked: property(Boolean, false, function () {
          showSwitch(this)
        }),
        disabled: property(Boolean, false, function () {
          showSwitch(this)
        }),
        type: property(String, 'switch', function (type) {
          hostOf(this).setAttribute('type', type)
        }),
        color: property(String, '', function () {
          showSwitch(this)
        }),
      },
      lifetimes: {
        attached() {
          attachSwitch(this)
        },
        detached() {
          unregisters.get(this)?.()
        },
      },
      listeners: {
        'this.tap'() {
          flip(this)
          return undefined
        },
      },
    },
    `wx-switch { display: inline-block; position: relative; width: 52px; height: 32px; border-radius: 16px; background: #dfdfdf; cursor: pointer;
  transition: background-color .1s; vertical-align: middle; -webkit-tap-highlight-color: transparent }
wx-switch::after { content: ''; position: absolute; top: 1px; left: 1px; width: 30px; height: 30px; border-radius: 15px; background: #fff;
  box-shadow: 0 1px 3px rgba(0, 0, 0, .4); transition: transform .35s cubic-bezier(.4, .4, .25, 1.35) }
wx-switch[aria-checked=true] { background: var(--switch-color, #04be02) }
wx-switch[aria-checked=true]::after { transform: translateX(20px) }
wx-switch[aria-disabled=true] { opacity: .7; cursor: default }
wx-switch[type=checkbox] { width: 24px; height: 24px; border-radius: 3px; border: 1px solid #d1d1d1; background: #fff; box-sizing: border-box }
wx-switch[type=checkbox]::after { display: none }
wx-switch[type=checkbox][aria-checked=true] { background: var(--switch-color, #09bb07) }`,
  ),
]

function group(tag: string, read: (dom: HTMLElement) => unknown): ElementDefinition {
  return element(
    tag,
    {
      properties: { name: property(String, '') },
      lifetimes: {
        attached() {
          const dom = hostOf(this)
          if (!dom.hasAttribute('role')) dom.setAttribute('role', tag === 'radio-group' ? 'radiogroup' : 'group')
          const initial = new Set<Element>()
          requestAnimationFrame(() => {
            for (const item of itemsOf(dom)) if (componentOf(item)?.data.checked === true) initial.add(item)
          })
          const reset = () => {
            for (const item of itemsOf(dom)) componentOf(item)?.setData({ checked: initial.has(item) })
          }
          unregisters.set(
            this,
            registerField(dom, { name: () => textOf(this.data.name), value: () => read(dom), reset }),
          )
        },
        detached() {
          unregisters.get(this)?.()
        },
      },
    },
    `wx-${tag} { display: block }`,
  )
}

function mark(tag: 'checkbox' | 'radio', press: (item: ElementInstance) => void): ElementDefinition {
  const show = function (this: ElementInstance): void {
    const dom = hostOf(this)
    dom.setAttribute('aria-checked', String(this.data.checked === true))
    dom.setAttribute('aria-disabled', String(this.data.disabled === true))
    this.setNodeStyle(`--mark-color:${textOf(this.data.color) || '#09bb07'}`, OWN_SEGMENT)
  }
  return element(
    tag,
    {
      properties: {
        value: property(String, ''),
        checked: property(Boolean, false, show),
        disabled: property(Boolean, false, show),
        color: property(String, '#09BB07', show),
      },
      lifetimes: {
        attached() {
          const dom = hostOf(this)
          if (!dom.hasAttribute('role')) dom.setAttribute('role', tag)
          dom.tabIndex = 0
          show.call(this)
          onActivation(dom, () => press(this))
          onKey(dom, () => press(this))
        },
      },
      listeners: {
        'this.tap'() {
          press(this)
          return undefined
        },
      },
    },
    `wx-${tag} { display: inline-block; cursor: pointer; -webkit-tap-highlight-color: transparent }
wx-${tag}::before { content: ''; display: inline-block; width: 22px; height: 22px; margin-right: 5px; box-sizing: border-box; vertical-align: middle;
  border: 1px solid #d1d1d1; border-radius: ${tag === 'radio' ? '50%' : '3px'}; background: #fff center/14px no-repeat }
wx-${tag}[aria-checked=true]::before { border-color: var(--mark-color); background-color: ${tag === 'radio' ? 'var(--mark-color)' : '#fff'};
  background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Cpath d='M2 7.5 5.5 11 12 3.5' fill='none' stroke='${tag === 'radio' ? 'white' : '%2309bb07'}' stroke-width='2'/%3E%3C/svg%3E") }
wx-${tag}[aria-disabled=true] { opacity: .6; cursor: default }`,
  )
}

function toggle(box: ElementInstance): void {
  if (box.data.disabled === true) return
  box.setData({ checked: box.data.checked !== true })
  announce(box, 'wx-checkbox-group', checkedValues)
}

function choose(radio: ElementInstance): void {
  if (radio.data.disabled === true || radio.data.checked === true) return
  const dom = hostOf(radio).closest('wx-radio-group')
  if (dom instanceof HTMLElement) {
    for (const other of itemsOf(dom)) if (other !== hostOf(radio)) componentOf(other)?.setData({ checked: false })
  }
  radio.setData({ checked: true })
  announce(radio, 'wx-radio-group', () => textOf(radio.data.value))
}

function announce(item: ElementInstance, groupTag: string, read: (dom: HTMLElement) => unknown): void {
  const dom = hostOf(item).closest(groupTag)
  if (dom instanceof HTMLElement) componentOf(dom)?.triggerEvent('change', { value: read(dom) })
}

function itemsOf(groupDom: HTMLElement): Element[] {
  return [...groupDom.querySelectorAll('wx-checkbox, wx-radio')]
}

function checkedValues(groupDom: HTMLElement): string[] {
  return itemsOf(groupDom).flatMap((item) => {
    const data = componentOf(item)?.data
    return data?.checked === true ? [textOf(data.value)] : []
  })
}

function attachSwitch(element: ElementInstance): void {
  const dom = hostOf(element)
  const initial = element.data.checked === true
  if (!dom.hasAttribute('role')) dom.setAttribute('role', 'switch')
  dom.tabIndex = 0
  showSwitch(element)
  onActivation(dom, () => flip(element))
  onKey(dom, () => flip(element))
  const field = {
    name: () => textOf(element.data.name),
    value: () => element.data.checked === true,
    reset: () => element.setData({ checked: initial }),
  }
  unregisters.set(element, registerField(dom, field))
}

function showSwitch(element: ElementInstance): void {
  const dom = hostOf(element)
  dom.setAttribute('aria-checked', String(element.data.checked === true))
  dom.setAttribute('aria-disabled', String(element.data.disabled === true))
  const color = textOf(element.data.color)
  element.setNodeStyle(color === '' ? '' : `--switch-color:${color}`, OWN_SEGMENT)
}

function flip(element: ElementInstance): void {
  if (element.data.disabled === true) return
  element.setData({ checked: element.data.checked !== true })
  element.triggerEvent('change', { value: element.data.checked })
}

function onKey(dom: HTMLElement, press: () => void): void {
  dom.addEventListener('keydown', (event) => {
    if (event.target !== dom || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    press()
  })
}
