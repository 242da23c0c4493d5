import { runOpenType } from '../api/open-type'
import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, property, textOf } from './element'
import { onActivation } from './fields'
import { useForm } from './form'
import { hoverProperties, watchHover } from './hover'

export const buttons: ElementDefinition[] = [
  element(
    'button',
    {
      properties: {
        ...hoverProperties('button-hover', 20, 70),
        size: property(String, 'default', mirror('size')),
        type: property(String, 'default', mirror('type')),
        plain: property(Boolean, false, mirror('plain')),
        loading: property(Boolean, false, mirror('loading')),
        disabled: property(Boolean, false, function (disabled) {
          const dom = hostOf(this)
          dom.toggleAttribute('disabled', disabled)
          dom.setAttribute('aria-disabled', String(disabled))
          dom.tabIndex = disabled ? -1 : 0
        }),
        formType: property(String, ''),
        openType: property(String, ''),
        lang: property(String, 'en'),
        sessionFrom: property(String, ''),
        sendMessageTitle: property(String, ''),
        sendMessagePath: property(String, ''),
        sendMessageImg: property(String, ''),
        showMessageCard: property(Boolean, false),
        appParameter: property(String, ''),
        phoneNumberNoQuotaToast: property(Boolean, true),
      },
      lifetimes: {
        attached() {
          prepare(this)
        },
      },
      listeners: {
        'this.tap'() {
          press(this)
          return undefined
        },
      },
    },
    `wx-button { position: relative; display: block; margin-left: auto; margin-right: auto; padding: 0 14px; box-sizing: border-box;
  font-size: 18px; text-align: center; text-decoration: none; line-height: 2.55555556; border-radius: 5px;
  -webkit-tap-highlight-color: transparent; overflow: hidden; color: #000; background-color: #f8f8f8; cursor: pointer;
  user-select: none; outline-offset: -2px }
wx-button::after { content: ' '; width: 200%; height: 200%; position: absolute; top: 0; left: 0; border: 1px solid rgba(0, 0, 0, .2);
  transform: scale(.5); transform-origin: 0 0; box-sizing: border-box; border-radius: 10px; pointer-events: none !important }
wx-button[type=primary] { color: #fff; background-color: #07c160 }
wx-button[type=warn] { color: #fff; background-color: #e64340 }
wx-button[size=mini] { display: inline-block; line-height: 2.3; font-size: 13px; padding: 0 1.34em }
wx-button[plain] { color: #353535; border: 1px solid #353535; background-color: transparent }
wx-button[plain]::after { border-width: 0 }
wx-button[plain][type=primary] { color: #07c160; border-color: #07c160 }
wx-button[plain][type=warn] { color: #e64340; border-color: #e64340 }
wx-button[disabled]:not([type]), wx-button[disabled][type=default] { color: rgba(0, 0, 0, .3); background-color: #f7f7f7 }
wx-button[disabled][type=primary] { color: rgba(255, 255, 255, .6); background-color: #9be6be }
wx-button:where([button-hover]) { color: rgba(0, 0, 0, .6); background-color: #dedede }
wx-button[type=primary]:where([button-hover]) { color: rgba(255, 255, 255, .6); background-color: #06ad56 }
wx-button[loading]::before { content: ' '; display: inline-block; width: 18px; height: 18px; margin-right: 6px; vertical-align: middle;
  border: 2px solid currentColor; border-right-color: transparent; border-radius: 50%; box-sizing: border-box;
  animation: wx-button-loading 1s linear infinite }
@keyframes wx-button-loading { to { transform: rotate(360deg) } }`,
  ),
]

/** Writes a property on the DOM element, where the style sheet above finds it. */
function mirror(attribute: string): (this: ElementInstance, value: string | boolean) => void {
  return function (this: ElementInstance, value: string | boolean): void {
    const dom = hostOf(this)
    if (typeof value === 'boolean') dom.toggleAttribute(attribute, value)
    else dom.setAttribute(attribute, value)
  }
}

function prepare(button: ElementInstance): void {
  const dom = hostOf(button)
  watchHover(button, () => button.data.disabled === true)
  if (!dom.hasAttribute('role')) dom.setAttribute('role', 'button')
  if (button.data.disabled !== true) dom.tabIndex = 0
  onActivation(dom, () => press(button))
  dom.addEventListener('keydown', (event) => {
    if (event.target !== dom || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    const { left, top, width, height } = dom.getBoundingClientRect()
    button.triggerEvent('tap', { x: left + width / 2, y: top + height / 2 }, { bubbles: true, composed: true })
  })
}

function press(button: ElementInstance): void {
  if (button.data.disabled === true) return
  const formType = textOf(button.data.formType)
  if (formType !== '') useForm(hostOf(button), formType)
  const openType = textOf(button.data.openType)
  if (openType !== '') runOpenType(button, openType)
}
