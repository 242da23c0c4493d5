import { button, h, type OverlayHost, openLayer } from './kit'

export interface ModalOptions {
  title: string
  content: string
  showCancel: boolean
  cancelText: string
  cancelColor: string
  confirmText: string
  confirmColor: string
  /** Shows a field, with `content` in it. */
  editable: boolean
  placeholderText: string
}

export interface ModalAnswer {
  confirm: boolean
  /** What stands in the field of an editable modal. */
  content: string
}

/** `wx.showModal`'s dialog. Resolves with the button tapped. */
export function showModal(host: OverlayHost, options: ModalOptions): Promise<ModalAnswer> {
  return new Promise((resolve) => {
    const layer = openLayer(host, { label: options.title || options.content || '提示', placement: 'center' })
    const field = options.editable
      ? h('input', { class: 'wo-field', placeholder: options.placeholderText, 'data-first': true })
      : null
    if (field instanceof HTMLInputElement) field.value = options.content
    const answer = (confirm: boolean) => {
      layer.close()
      resolve({ confirm, content: field instanceof HTMLInputElement ? field.value : '' })
    }
    const cancel = button(options.cancelText, () => answer(false), { style: `color:${options.cancelColor}` })
    const confirm = button(options.confirmText, () => answer(true), {
      style: `color:${options.confirmColor}`,
      'data-first': field === null,
    })
    layer.root.append(
      ...(options.title === '' ? [] : [h('h2', { class: 'wo-title' }, options.title)]),
      field ?? h('p', { class: 'wo-text' }, options.content),
      h('div', { class: 'wo-actions' }, options.showCancel ? cancel : null, confirm),
    )
  })
}
