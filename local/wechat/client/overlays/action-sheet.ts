import { button, h, type OverlayHost, openLayer } from './kit'

/** A list of things to do, from below. Resolves with the index of the one tapped, or null when cancelled. */
export function showActionSheet(
  host: OverlayHost,
  options: { items: readonly string[]; itemColor?: string; alertText?: string; label?: string },
): Promise<number | null> {
  return new Promise((resolve) => {
    const finish = (index: number | null) => {
      layer.close()
      resolve(index)
    }
    const label = options.label ?? options.alertText ?? '请选择'
    const layer = openLayer(host, { label, placement: 'sheet', onDismiss: () => finish(null) })
    const items = options.items.map((text, index) =>
      button(text, () => finish(index), { style: `color:${options.itemColor ?? '#000'}`, 'data-first': index === 0 }),
    )
    layer.root.append(
      ...(options.alertText === undefined ? [] : [h('p', { class: 'wo-hint' }, options.alertText)]),
      h('div', { class: 'wo-sheet-list' }, ...items),
      h('div', { class: 'wo-sheet-gap' }),
      h(
        'div',
        { class: 'wo-sheet-list' },
        button('取消', () => finish(null)),
      ),
    )
  })
}
