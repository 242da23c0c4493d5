import { shareFrom } from '../api/share'
import { button, openLayer } from '../overlays/kit'
import type { Phone } from './contract'

/** The sheet behind the capsule's dots. */
export function openMenu(phone: Phone): void {
  const page = phone.navigation.currentPages().at(-1) as { onShareAppMessage?: unknown } | undefined
  const layer = openLayer(phone, { label: '小程序菜单', placement: 'sheet', onDismiss: () => layer.close() })
  const item = (text: string, work: () => void): void => {
    const choose = (): void => {
      layer.close()
      work()
    }
    layer.root.append(button(text, choose, { class: 'wo-item' }))
  }
  if (typeof page?.onShareAppMessage === 'function') {
    item('发送给朋友', () => {
      shareFrom({ from: 'menu' }).catch((error: unknown) => phone.reportError(error))
    })
  }
  item('重新进入小程序', () => location.reload())
  item('取消', () => undefined)
}
