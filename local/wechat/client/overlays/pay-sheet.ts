import type { PayAction, PayOrder } from '../../../contract'
import { appNameOf } from './app-name'
import { button, h, type Layer, type OverlayHost, openLayer } from './kit'

/** How long the tick stays when nobody taps 完成. */
const TICK_MS = 1600

export interface PaySheetHost extends OverlayHost {
  readonly appConfig: Readonly<Record<string, unknown>>
}

/**
 * WeChat Pay's sheet: who is paid, how much, and with what. There is no password; a card without money makes it fail.
 * `settle` is called with what the person did and must resolve before the sheet goes on.
 */
export function openPaySheet(
  host: PaySheetHost,
  order: PayOrder,
  settle: (action: PayAction) => Promise<void>,
): Promise<PayAction> {
  return new Promise((resolve, reject) => {
    let busy = false
    const act = (action: PayAction) => {
      if (busy) return
      busy = true
      for (const control of layer.root.querySelectorAll('button, input')) control.setAttribute('disabled', '')
      settle(action).then(
        () => (action === 'confirm' ? tick(layer, order, () => resolve(action)) : close(layer, () => resolve(action))),
        (error: unknown) => close(layer, () => reject(error)),
      )
    }
    const layer = openLayer(host, { label: '微信支付', placement: 'sheet', onDismiss: () => act('cancel') })
    const balance = method('零钱', '余额充足，免密支付', true)
    const empty = method('储蓄卡', '余额不足，支付会失败', false)
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar' },
        button('✕', () => act('cancel'), { 'aria-label': '关闭' }),
        h('strong', {}, '微信支付'),
        h('span', { style: 'width:44px' }),
      ),
      h(
        'div',
        { class: 'wo-pay' },
        h('p', { class: 'wo-pay-name' }, appNameOf(host.appConfig)),
        amountOf(order),
        h('p', { class: 'wo-note' }, order.body),
        h('div', { class: 'wo-rows' }, balance.row, empty.row),
        button('确认支付', () => act(empty.input.checked ? 'fail' : 'confirm'), {
          class: 'wo-primary',
          'data-first': true,
        }),
        h('p', { class: 'wo-note' }, '本机演示，不会动用真实的钱'),
      ),
    )
  })
}

function tick(layer: Layer, order: PayOrder, done: () => void): void {
  let finished = false
  const finish = () => {
    if (finished) return
    finished = true
    close(layer, done)
  }
  const svg =
    '<svg viewBox="0 0 40 40" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"><path d="M8 21 17 30 33 12"/></svg>'
  const mark = h('div', { class: 'wo-tick', 'aria-hidden': 'true' })
  mark.innerHTML = svg
  layer.root.replaceChildren(
    h(
      'div',
      { class: 'wo-pay', role: 'status' },
      mark,
      h('p', { class: 'wo-pay-name' }, '支付成功'),
      amountOf(order),
      h('p', { class: 'wo-note' }, order.body),
      h('p', {}, ''),
      button('完成', finish, { class: 'wo-primary', 'data-first': true }),
    ),
  )
  setTimeout(finish, TICK_MS)
}

function close(layer: Layer, then: () => void): void {
  layer.close()
  then()
}

function amountOf(order: PayOrder): HTMLElement {
  return h('p', { class: 'wo-amount' }, h('small', {}, '¥'), yuan(order.totalFeeFen))
}

/** 123456 fen → 1,234.56 */
function yuan(fen: number): string {
  const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${whole}.${String(fen % 100).padStart(2, '0')}`
}

function method(name: string, note: string, checked: boolean): { row: HTMLElement; input: HTMLInputElement } {
  const input = document.createElement('input')
  input.type = 'radio'
  input.name = 'wo-pay-method'
  input.checked = checked
  const row = h('label', { class: 'wo-row' }, h('span', {}, name, h('small', {}, note)), input)
  return { row, input }
}
