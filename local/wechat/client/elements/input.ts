import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, property, textOf } from './element'
import { attachTextField, detachTextField, fieldOf, textFieldProperties } from './text-field'

/** Which keys the phone's keyboard has for each type; what it has not, can't be typed. */
const KEYBOARDS: Record<string, { inputMode: string; allowed?: RegExp }> = {
  number: { inputMode: 'numeric', allowed: /^\d*$/ },
  digit: { inputMode: 'decimal', allowed: /^\d*\.?\d*$/ },
  idcard: { inputMode: 'text', allowed: /^[\dXx]*$/ },
  tel: { inputMode: 'tel', allowed: /^[\d+*#]*$/ },
}

/** input and textarea. */
export const inputs: ElementDefinition[] = [
  element(
    'input',
    {
      properties: {
        ...textFieldProperties(),
        confirmType: property(String, 'done', function () {
          fieldOf(this)?.refresh()
        }),
        type: property(String, 'text', function () {
          chooseKeyboard(this)
        }),
        password: property(Boolean, false, function () {
          chooseKeyboard(this)
        }),
        safePasswordCertPath: property(String, ''),
        alwaysEmbed: property(Boolean, false),
      },
      lifetimes: {
        attached() {
          attachInput(this)
        },
        detached() {
          detachTextField(this)
        },
      },
    },
    `wx-input { display: block; position: relative; height: 1.4em; min-height: 1.4em; overflow: hidden; text-overflow: clip;
  white-space: nowrap; cursor: text }
wx-input > input { position: relative; display: block; width: 100%; height: 100%; min-height: 1.4em; margin: 0; padding: 0; border: 0;
  outline: 0; background: transparent; color: inherit; opacity: 1; font: inherit; letter-spacing: inherit; text-align: inherit;
  text-transform: inherit; box-sizing: border-box; border-radius: 0; -webkit-appearance: none }
wx-input > input::placeholder, wx-textarea > textarea::placeholder { color: transparent; opacity: 0 }
wx-input > :where([wx-placeholder]) { position: absolute; inset: 0; display: flex; align-items: center; justify-content: inherit; color: gray;
  overflow: hidden; white-space: nowrap; pointer-events: none; text-align: inherit }`,
  ),
  element(
    'textarea',
    {
      properties: {
        ...textFieldProperties(),
        autoHeight: property(Boolean, false, function (auto) {
          hostOf(this).toggleAttribute('auto-height', auto)
          fieldOf(this)?.refresh()
        }),
        fixed: property(Boolean, false),
        showConfirmBar: property(Boolean, true),
        disableDefaultPadding: property(Boolean, false),
        adjustKeyboardTo: property(String, 'cursor'),
      },
      lifetimes: {
        attached() {
          attachTextarea(this)
        },
        detached() {
          detachTextField(this)
        },
      },
    },
    `wx-textarea { display: block; position: relative; width: 300px; height: 150px; overflow: hidden; cursor: text }
wx-textarea[auto-height] { height: auto !important }
wx-textarea > textarea { position: relative; display: block; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; outline: 0; resize: none;
  background: transparent; color: inherit; font: inherit; letter-spacing: inherit; text-align: inherit; box-sizing: border-box;
  border-radius: 0; -webkit-appearance: none }
wx-textarea[auto-height] > textarea { overflow: hidden; height: auto }
wx-textarea > :where([wx-placeholder]) { position: absolute; top: 0; left: 0; right: 0; color: gray; pointer-events: none; white-space: pre-wrap;
  word-break: break-word }`,
  ),
]

function attachInput(input: ElementInstance): void {
  const native = document.createElement('input')
  native.autocomplete = 'off'
  attachTextField(input, native)
  native.addEventListener('beforeinput', (event) => {
    const allowed = KEYBOARDS[textOf(input.data.type)]?.allowed
    if (allowed === undefined || event.data === null || event.isComposing) return
    const start = native.selectionStart ?? native.value.length
    const next = native.value.slice(0, start) + event.data + native.value.slice(native.selectionEnd ?? start)
    if (!allowed.test(next)) event.preventDefault()
  })
  chooseKeyboard(input)
}

function chooseKeyboard(input: ElementInstance): void {
  const native = fieldOf(input)?.native
  if (native === undefined) return
  const type = textOf(input.data.type)
  native.setAttribute('type', input.data.password === true || type === 'safe-password' ? 'password' : 'text')
  native.inputMode = KEYBOARDS[type]?.inputMode ?? 'text'
}

function attachTextarea(textarea: ElementInstance): void {
  const native = document.createElement('textarea')
  native.rows = 1
  const field = attachTextField(textarea, native)
  let lineCount = 0
  field.onRefresh = () => {
    const style = getComputedStyle(native)
    const lineHeight = Number.parseFloat(style.lineHeight) || Number.parseFloat(style.fontSize) * 1.2 || 20
    if (textarea.data.autoHeight === true) {
      native.style.height = 'auto'
      native.style.height = `${Math.max(native.scrollHeight, lineHeight)}px`
    }
    const lines = Math.max(1, Math.round(native.scrollHeight / lineHeight))
    if (lines === lineCount) return
    lineCount = lines
    const height = native.scrollHeight
    textarea.triggerEvent('linechange', {
      height,
      heightRpx: (height * 750) / document.documentElement.clientWidth,
      lineCount,
      lineHeight,
    })
  }
  requestAnimationFrame(() => {
    if (native.isConnected) field.refresh()
  })
}
