import { appNameOf } from '../overlays/app-name'
import { button, h, openLayer } from '../overlays/kit'
import { currentPhone } from './current'
import { resolvedSource } from './sources'

interface ShareCard {
  title?: string
  path?: string
  imageUrl?: string
  promise?: Promise<ShareCard>
}

interface SharingPage {
  route?: string
  onShareAppMessage?: (options: Record<string, unknown>) => ShareCard | undefined
}

/** WeChat waits this long for a promise that `onShareAppMessage` gave. */
const PROMISE_LIMIT_MS = 3000

/** Asks the page on top for its card and shows it as it would reach a friend. The desk is told when it is sent. */
export async function shareFrom(options: Record<string, unknown>): Promise<void> {
  const phone = currentPhone()
  const page = phone.navigation.currentPages().at(-1) as SharingPage | undefined
  if (page === undefined) return
  const given = page.onShareAppMessage?.(options)
  const card = given?.promise === undefined ? given : await withinLimit(given.promise, given)
  const title = card?.title ?? appNameOf(phone.appConfig)
  const path = card?.path ?? `/${page.route ?? ''}`
  const picture = card?.imageUrl === undefined ? null : h('img', { src: await resolvedSource(card.imageUrl), alt: '' })
  const layer = openLayer(phone, { label: '发送给朋友', placement: 'sheet', onDismiss: () => layer.close() })
  const sent = () => {
    layer.close()
    phone.tellDesk({ type: 'share', title, path })
  }
  layer.root.append(
    h(
      'div',
      { class: 'wo-bar' },
      button('取消', () => layer.close()),
      h('strong', {}, '发送给朋友'),
      button('发送', sent, { class: 'wo-green', 'data-first': true }),
    ),
    h('div', { class: 'wo-card' }, h('strong', {}, title), h('small', {}, appNameOf(phone.appConfig)), picture),
  )
}

async function withinLimit(
  promise: Promise<ShareCard>,
  fallback: ShareCard | undefined,
): Promise<ShareCard | undefined> {
  return await Promise.race([
    promise,
    new Promise<ShareCard | undefined>((resolve) => setTimeout(() => resolve(fallback), PROMISE_LIMIT_MS)),
  ])
}
