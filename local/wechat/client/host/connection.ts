import type { ServiceNotice } from '../../../contract'
import { EventStream } from '../api/event-stream'
import type { LocalPhone } from './phone'
import { parsePageUrl } from './urls'

/**
 * Listens to the server: the clock, service notices, a new build. An offline phone hears no notice until it is back, and
 * the browser reconnects by itself. The desk switches the network by a message.
 */
export function connect(phone: LocalPhone, onClock: (offsetMs: number) => void): void {
  const source = new EventStream(`/wechat/events?as=${encodeURIComponent(phone.openid)}`)
  const listen = (type: string, work: (data: Record<string, unknown>) => void): void => {
    source.addEventListener(type, (event) => {
      try {
        work(JSON.parse(String((event as MessageEvent<unknown>).data)) as Record<string, unknown>)
      } catch (error) {
        phone.reportError(error)
      }
    })
  }
  listen('clock', (data) => onClock(Number(data.offsetMs)))
  listen('reload', () => {
    reloadIfChanged(phone).catch((error: unknown) => phone.reportError(error))
  })
  let missed: ServiceNotice[] = []
  listen('notice', (data) => {
    const notice = data.notice as ServiceNotice
    if (phone.isOnline()) phone.emit('notice', notice)
    else missed.push(notice)
  })
  phone.on('network', ({ isConnected }) => {
    if (!isConnected) return
    for (const notice of missed) phone.emit('notice', notice)
    missed = []
  })
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== location.origin || event.source !== window.parent) return
    const message = event.data as Record<string, unknown> | null
    if (message?.type === 'network') phone.setOnline(message.online === true)
    if (message?.type === 'enter') {
      const { path, query } = parsePageUrl(`/${String(message.path).replace(/^\/+/, '')}`, '')
      const more = (message.query ?? {}) as Record<string, string>
      const options = { path, query: { ...query, ...more }, scene: Number(message.scene ?? 1001) }
      phone.enter(options).catch((error: unknown) => phone.reportError(error))
    }
  })
}

/** A build that made nothing new (a test's file was saved, say) leaves the person where they are. */
async function reloadIfChanged(phone: LocalPhone): Promise<void> {
  const response = await fetch('/app/_built/manifest.json', { cache: 'no-store' })
  const { version } = (await response.json()) as { version: string }
  if (version === phone.version) return
  phone.emit('reload', undefined)
  location.replace(phone.address())
}
