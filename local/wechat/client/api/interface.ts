import type { Phone } from '../host/contract'
import { showActionSheet } from '../overlays/action-sheet'
import { showModal } from '../overlays/modal'
import { showToast, type ToastIcon } from '../overlays/toast'
import { asynchronous, Failure, immediate, type Options, optionalText } from './call'
import { resolvedSource } from './sources'

const ICONS: readonly ToastIcon[] = ['success', 'error', 'loading', 'none']

/** Toast, loading, modal and action sheet. */
export function interfaceApis(phone: Phone): Record<string, unknown> {
  let hide: () => void = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let visible: 'toast' | 'loading' | null = null
  const put = (kind: 'toast' | 'loading', shown: { title: string; icon: ToastIcon; image?: string; mask: boolean }) => {
    clearTimeout(timer)
    hide = showToast(phone, shown)
    visible = kind
  }
  const takeAway = (kind: 'toast' | 'loading') => {
    if (visible !== kind) return
    clearTimeout(timer)
    hide()
    visible = null
  }
  return {
    showToast: asynchronous('showToast', async (options) => {
      const icon = ICONS.find((known) => known === (options.icon ?? 'success'))
      if (icon === undefined) throw new Failure(`parameter error: icon "${String(options.icon)}" is not supported`)
      const image = typeof options.image === 'string' ? { image: await resolvedSource(options.image) } : {}
      put('toast', { title: optionalText(options, 'title', ''), icon, mask: options.mask === true, ...image })
      const durationMs = typeof options.duration === 'number' ? options.duration : 1500
      timer = setTimeout(() => takeAway('toast'), durationMs)
      return undefined
    }),
    hideToast: asynchronous('hideToast', () => {
      takeAway('toast')
      return undefined
    }),
    showLoading: asynchronous('showLoading', (options) => {
      put('loading', { title: optionalText(options, 'title', ''), icon: 'loading', mask: options.mask === true })
      return undefined
    }),
    hideLoading: asynchronous('hideLoading', () => {
      takeAway('loading')
      return undefined
    }),
    showModal: immediate('showModal', (options) => modal(phone, options)),
    showActionSheet: immediate('showActionSheet', (options) => actionSheet(phone, options)),
  }
}

async function modal(phone: Phone, options: Options): Promise<object> {
  const editable = options.editable === true
  const cancelText = optionalText(options, 'cancelText', '取消')
  const confirmText = optionalText(options, 'confirmText', '确定')
  for (const [name, text] of [
    ['cancelText', cancelText],
    ['confirmText', confirmText],
  ] as const) {
    if ([...text].length > 4) throw new Failure(`${name} length should not larger than 4 Chinese characters`)
  }
  const answer = await showModal(phone, {
    title: optionalText(options, 'title', ''),
    content: optionalText(options, 'content', ''),
    showCancel: options.showCancel !== false,
    cancelText,
    cancelColor: optionalText(options, 'cancelColor', '#000000'),
    confirmText,
    confirmColor: optionalText(options, 'confirmColor', '#576B95'),
    editable,
    placeholderText: optionalText(options, 'placeholderText', ''),
  })
  return {
    confirm: answer.confirm,
    cancel: !answer.confirm,
    content: editable && answer.confirm ? answer.content : null,
  }
}

async function actionSheet(phone: Phone, options: Options): Promise<object> {
  const items: unknown = options.itemList
  if (!Array.isArray(items) || items.length === 0) throw new Failure('parameter error: itemList should not be empty')
  if (items.length > 6) throw new Failure('parameter error: itemList should not be large than 6')
  const index = await showActionSheet(phone, {
    items: items.map(String),
    itemColor: optionalText(options, 'itemColor', '#000000'),
    ...(typeof options.alertText === 'string' ? { alertText: options.alertText } : {}),
  })
  if (index === null) throw new Failure('cancel')
  return { tapIndex: index }
}
