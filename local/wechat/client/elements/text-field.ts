import { type ElementInstance, hostOf } from '../host/contract'
import { ClassedNode, numberOf, property, StateOf, textOf } from './element'
import { onActivation, registerField } from './fields'

type Native = HTMLInputElement | HTMLTextAreaElement

const fields = new StateOf<{ field: TextField | null }>(() => ({ field: null }))

/** What input and textarea have in common. Each observer only tells the field to look again. */
export function textFieldProperties(): Record<string, unknown> {
  const refreshed = <Value>(type: typeof String | typeof Number | typeof Boolean, value: Value) =>
    property(type, value, function () {
      fieldOf(this)?.refresh()
    })
  return {
    name: property(String, ''),
    value: property(null, '' as unknown, function (value) {
      fieldOf(this)?.show(textOf(value))
    }),
    placeholder: refreshed(String, ''),
    placeholderStyle: refreshed(String, ''),
    placeholderClass: refreshed(String, ''),
    disabled: refreshed(Boolean, false),
    maxlength: refreshed(Number, 140),
    cursorSpacing: property(Number, 0),
    focus: property(Boolean, false, function (focus) {
      fieldOf(this)?.setFocus(focus)
    }),
    autoFocus: property(Boolean, false),
    confirmType: refreshed(String, ''),
    confirmHold: property(Boolean, false),
    cursor: property(Number, -1),
    cursorColor: property(String, ''),
    selectionStart: property(Number, -1),
    selectionEnd: property(Number, -1),
    adjustPosition: property(Boolean, true),
    holdKeyboard: property(Boolean, false),
  }
}

export function fieldOf(element: ElementInstance): TextField | null {
  return fields.of(element).field
}

export function attachTextField(element: ElementInstance, native: Native): TextField {
  const field = new TextField(element, native)
  fields.of(element).field = field
  return field
}

export function detachTextField(element: ElementInstance): void {
  fieldOf(element)?.detach()
  fields.of(element).field = null
}

/** The native control inside an input or textarea, kept in step with the element's properties. */
class TextField {
  readonly #placeholder: ClassedNode
  readonly #unregister: () => void
  #composing = false
  /** Runs after every change of the text or the properties (auto-height). */
  onRefresh: () => void = () => {}

  constructor(
    readonly element: ElementInstance,
    readonly native: Native,
  ) {
    const dom = hostOf(element)
    this.#placeholder = new ClassedNode(element, 'div')
    this.#placeholder.dom.setAttribute('aria-hidden', 'true')
    this.#placeholder.dom.setAttribute('wx-placeholder', '')
    dom.append(this.#placeholder.dom, native)
    this.native.value = this.#clipped(textOf(element.data.value))
    this.#unregister = registerField(dom, {
      name: () => textOf(element.data.name),
      value: () => this.native.value,
      reset: () => this.#commit(''),
    })
    onActivation(dom, () => this.native.focus())
    this.#listen()
    this.refresh()
    if (element.data.focus === true || element.data.autoFocus === true) this.setFocus(true)
  }

  detach(): void {
    this.#unregister()
    this.native.remove()
    this.#placeholder.dom.remove()
  }

  /** Shows a value that the product set. */
  show(value: string): void {
    if (this.#composing || this.native.value === value) return
    this.native.value = this.#clipped(value)
    this.refresh()
  }

  setFocus(focus: boolean): void {
    if (focus) {
      // The page may still be drawing itself.
      requestAnimationFrame(() => {
        this.native.focus({ preventScroll: false })
        this.#select()
      })
    } else {
      this.native.blur()
    }
  }

  refresh(): void {
    const { data } = this.element
    const { native } = this
    const longest = numberOf(data.maxlength, 140)
    if (longest >= 0) native.maxLength = longest
    else native.removeAttribute('maxlength')
    native.disabled = data.disabled === true
    native.placeholder = textOf(data.placeholder)
    native.enterKeyHint = textOf(data.confirmType) === 'return' ? 'enter' : textOf(data.confirmType)
    for (const name of ['aria-label', 'aria-invalid', 'aria-describedby', 'aria-labelledby', 'aria-required']) {
      const value = hostOf(this.element).getAttribute(name)
      if (value !== null) native.setAttribute(name, value)
    }
    this.#placeholder.dom.textContent = textOf(data.placeholder)
    const hidden = native.value === '' ? '' : 'display:none;'
    this.#placeholder.set(textOf(data.placeholderClass), hidden + textOf(data.placeholderStyle))
    this.onRefresh()
  }

  #listen(): void {
    const { native, element } = this
    native.addEventListener('compositionstart', () => {
      this.#composing = true
    })
    native.addEventListener('compositionend', () => {
      this.#composing = false
      this.#typed(0)
    })
    native.addEventListener('input', (event) => {
      event.stopPropagation()
      this.refresh()
      if (!this.#composing) this.#typed(0)
    })
    native.addEventListener('change', (event) => event.stopPropagation())
    native.addEventListener('focus', () => element.triggerEvent('focus', { value: native.value, height: 0 }))
    native.addEventListener('blur', () => {
      element.triggerEvent('blur', { value: native.value, cursor: native.selectionStart ?? native.value.length })
    })
    native.addEventListener('keydown', (event) => {
      const key = event as KeyboardEvent
      if (key.key !== 'Enter' || key.isComposing || !this.#confirmsOnEnter()) return
      event.preventDefault()
      element.triggerEvent('confirm', { value: native.value })
      if (element.data.confirmHold !== true) native.blur()
    })
  }

  /** The product's handler may return another text, which then stands in the field. */
  #typed(keyCode: number): void {
    const { native, element } = this
    const value = native.value
    const cursor = native.selectionStart ?? value.length
    element.setData({ value })
    const handleListenerReturn = (answer: unknown): undefined => {
      const replaced = typeof answer === 'object' && answer !== null ? (answer as { value?: unknown }).value : answer
      if (typeof replaced === 'string' && replaced !== native.value) this.#commit(replaced)
      return undefined
    }
    element.triggerEvent('input', { value, cursor, keyCode }, { handleListenerReturn })
  }

  #commit(value: string): void {
    this.native.value = this.#clipped(value)
    this.element.setData({ value: this.native.value })
    this.refresh()
  }

  #clipped(value: string): string {
    const longest = numberOf(this.element.data.maxlength, 140)
    return longest >= 0 ? value.slice(0, longest) : value
  }

  #confirmsOnEnter(): boolean {
    if (this.native instanceof HTMLInputElement) return true
    const type = textOf(this.element.data.confirmType)
    return type !== '' && type !== 'return'
  }

  #select(): void {
    const { cursor, selectionStart, selectionEnd } = this.element.data
    const start = numberOf(selectionStart, -1)
    const end = numberOf(selectionEnd, -1)
    const at = numberOf(cursor, -1)
    if (start >= 0 && end >= 0) this.native.setSelectionRange(start, end)
    else if (at >= 0) this.native.setSelectionRange(at, at)
  }
}
