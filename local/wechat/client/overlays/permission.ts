import { button, h, type OverlayHost, openLayer } from './kit'

export interface PermissionQuestion {
  /** 申请获取您的位置信息 */
  title: string
  /** What it is for, in the mini-program's words. */
  purpose: string
  /** Who asks. */
  appName: string
  allowText?: string
  denyText?: string
}

/** WeChat's question before something private. True when the person allows it. */
export function askPermission(host: OverlayHost, question: PermissionQuestion): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (allowed: boolean) => {
      layer.close()
      resolve(allowed)
    }
    const layer = openLayer(host, { label: question.title, placement: 'sheet', onDismiss: () => finish(false) })
    layer.root.append(
      h(
        'div',
        { class: 'wo-ask' },
        h('div', { class: 'wo-ask-from' }, h('i', { 'aria-hidden': 'true' }), `${question.appName} 申请`),
        h('h2', {}, question.title),
        h('p', {}, question.purpose),
        h(
          'div',
          { class: 'wo-pair' },
          button(question.denyText ?? '拒绝', () => finish(false), { class: 'wo-plain' }),
          button(question.allowText ?? '允许', () => finish(true), { class: 'wo-primary', 'data-first': true }),
        ),
      ),
    )
  })
}
