import { overlayStyles } from './styles'

/** Where overlays are drawn; a `Phone` is one. */
export interface OverlayHost {
  readonly overlayRoot: HTMLElement
}

export interface Layer {
  /** Put the content here. */
  readonly root: HTMLElement
  /** Takes the layer away and gives the focus back. Calling it again does nothing. */
  close(): void
}

export interface LayerOptions {
  /** What screen readers (and tests) call it. */
  label: string
  /** `sheet` comes from below, `center` stands in the middle, `full` covers the phone. */
  placement: 'sheet' | 'center' | 'full'
  role?: 'dialog' | 'alertdialog'
  /** Runs on Escape and on a tap beside it; without it neither does anything. */
  onDismiss?: () => void
  /** Dark pages: scanner, preview. */
  dark?: boolean
}

type Child = Node | string | null
type Attributes = Record<string, string | number | boolean | null | ((event: Event) => void)>

/** Opens a dialog over the phone. The focus moves into it and stays there until it is closed. */
export function openLayer(host: OverlayHost, options: LayerOptions): Layer {
  useStyles()
  const before = document.activeElement
  const root = h('div', {
    class: `wo-panel wo-${options.placement}${options.dark === true ? ' wo-dark' : ''}`,
    role: options.role ?? 'dialog',
    'aria-modal': 'true',
    'aria-label': options.label,
    tabindex: -1,
  })
  const mask = h('div', { class: `wo-mask wo-mask-${options.placement}` }, root)
  let open = true
  const layer: Layer = {
    root,
    close() {
      if (!open) return
      open = false
      mask.remove()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    },
  }
  mask.addEventListener('click', (event) => {
    if (event.target === mask) options.onDismiss?.()
  })
  mask.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') options.onDismiss?.()
    if (event.key === 'Tab') keepFocus(root, event)
  })
  host.overlayRoot.append(mask)
  queueMicrotask(() => firstFocus(root).focus({ preventScroll: true }))
  return layer
}

/** A DOM element with attributes, listeners (`onclick: …`) and children. False and null attributes are left out. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const dom = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') dom.addEventListener(name.slice(2), value)
    else if (value !== false && value !== null) dom.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) if (child !== null) dom.append(child)
  return dom
}

export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLElement {
  return h('button', { type: 'button', onclick: onClick, ...attributes }, text)
}

/** Shows the style sheet of all overlays, once a document. */
export function useStyles(): void {
  if (document.getElementById('wo-styles') !== null) return
  const style = h('style', { id: 'wo-styles' })
  style.textContent = overlayStyles
  document.head.append(style)
}

let usesKeyboard = false
for (const type of ['keydown', 'pointerdown'] as const) {
  window.addEventListener(
    type,
    () => {
      usesKeyboard = type === 'keydown'
    },
    { capture: true },
  )
}

/** A field is ready to be typed in at once; a button is marked only for who came by keyboard. */
function firstFocus(root: HTMLElement): HTMLElement {
  const first = root.querySelector<HTMLElement>('[data-first]')
  return first !== null && (usesKeyboard || first instanceof HTMLInputElement) ? first : root
}

function keepFocus(root: HTMLElement, event: KeyboardEvent): void {
  const stops = [...root.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href], [tabindex="0"]')]
  const first = stops[0]
  const last = stops.at(-1)
  if (first === undefined || last === undefined) return
  const active = document.activeElement
  if (event.shiftKey && (active === first || active === root)) {
    event.preventDefault()
    last.focus()
  } else if (!event.shiftKey && active === last) {
    event.preventDefault()
    first.focus()
  }
}
