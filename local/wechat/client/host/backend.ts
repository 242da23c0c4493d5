import * as glassEasel from 'glass-easel'
import { BUILT_IN_TAGS } from './tags'
import { type ScreenUnits, toScreenCss } from './units'

/** DOM events that a component may listen to by name; everything else comes from the host or the elements themselves. */
const NATIVE_EVENTS = new Set(['transitionend', 'animationstart', 'animationiteration', 'animationend'])

type BackendElement = glassEasel.domlikeBackend.Element

/** glass-easel's DOM back end with the phone's ways: tags of its own, rpx in inline styles, one sheet a path. */
export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  private readonly sheets = new Map<string, { source: string; style: HTMLStyleElement | null }>()
  private readonly listening = new WeakMap<BackendElement, Set<string>>()

  constructor(private readonly units: () => ScreenUnits) {
    super()
    this.document = {
      createElement: (tag) => this.createElement(tag),
      createTextNode: (content) => document.createTextNode(content) as unknown as BackendElement,
      createDocumentFragment: () => document.createDocumentFragment() as unknown as BackendElement,
    }
  }

  override registerStyleSheetContent(path: string, content: unknown): void {
    this.sheets.set(path, { source: String(content), style: null })
  }

  /** Appends a sheet the first time that something needs it. */
  override appendStyleSheetPath(path: string): number {
    const sheet = this.sheets.get(path)
    if (sheet !== undefined && sheet.style === null && sheet.source !== '') {
      sheet.style = document.createElement('style')
      sheet.style.dataset.path = path
      sheet.style.textContent = toScreenCss(sheet.source, this.units())
      document.head.append(sheet.style)
    }
    return 0
  }

  /** The screen has another width now: every length in rpx is another one. */
  restyle(): void {
    for (const { source, style } of this.sheets.values()) {
      if (style !== null) style.textContent = toScreenCss(source, this.units())
    }
  }

  override setListenerStats(element: BackendElement, type: string): void {
    if (!NATIVE_EVENTS.has(type) || element === null) return
    const known = this.listening.get(element) ?? new Set()
    this.listening.set(element, known)
    if (known.has(type)) return
    known.add(type)
    const dom = element as unknown as HTMLElement
    dom.addEventListener(type, (event) => {
      if (event.target !== dom) return
      const target = (dom as WithElement).__wxElement
      if (target !== undefined)
        glassEasel.Event.triggerEvent(target, type, nativeDetail(event), { bubbles: true, composed: true })
    })
  }

  private createElement(tag: string): BackendElement {
    const dom = document.createElement(BUILT_IN_TAGS.has(tag) ? `wx-${tag}` : tag)
    dom.setAttribute = (name: string, value: string): void => {
      const text = name === 'style' ? toScreenCss(String(value), this.units()) : value
      Element.prototype.setAttribute.call(dom, name, text)
    }
    return dom as unknown as BackendElement
  }
}

export type WithElement = HTMLElement & { __wxElement?: glassEasel.Element }

function nativeDetail(event: Event): Record<string, unknown> {
  const { elapsedTime, propertyName, animationName } = event as Event & Record<string, unknown>
  return { elapsedTime, propertyName, animationName }
}
