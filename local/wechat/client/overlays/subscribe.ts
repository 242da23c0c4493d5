import { button, h, type OverlayHost, openLayer } from './kit'

export interface SubscribeAnswer {
  /** For each template, in the order given. */
  accepted: boolean[]
  /** 总是保持以上选择，不再询问 */
  keep: boolean
}

/** WeChat's question about subscription messages: a box for each template. */
export function askSubscription(
  host: OverlayHost,
  appName: string,
  titles: readonly string[],
): Promise<SubscribeAnswer> {
  return new Promise((resolve) => {
    const boxes = titles.map((title) => checkbox(title, true))
    const keep = checkbox('总是保持以上选择，不再询问', false)
    const finish = (allowed: boolean) => {
      layer.close()
      resolve({ accepted: boxes.map((box) => allowed && box.input.checked), keep: keep.input.checked })
    }
    const layer = openLayer(host, { label: '订阅消息', placement: 'sheet', onDismiss: () => finish(false) })
    layer.root.append(
      h(
        'div',
        { class: 'wo-ask' },
        h('div', { class: 'wo-ask-from' }, h('i', { 'aria-hidden': 'true' }), `${appName} 申请`),
        h('h2', {}, '发送一次以下消息'),
        h('div', { class: 'wo-rows' }, ...boxes.map((box) => box.row)),
        keep.row,
        h(
          'div',
          { class: 'wo-pair' },
          button('取消', () => finish(false), { class: 'wo-plain' }),
          button('允许', () => finish(true), { class: 'wo-primary', 'data-first': true }),
        ),
      ),
    )
  })
}

function checkbox(text: string, checked: boolean): { row: HTMLElement; input: HTMLInputElement } {
  const input = document.createElement('input')
  input.type = 'checkbox'
  input.checked = checked
  return { row: h('label', { class: 'wo-row' }, h('span', {}, text), input), input }
}
