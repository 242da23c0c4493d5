import type { Alert, AlertId } from '../../../../typings/disclosure'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { alertWords } from '../../../format/disclosure'
import { failureWords } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { listAlerts, settleAlert } from '../../../services/disclosure'

interface Row {
  alertId: AlertId
  kind: { name: string; icon: string }
  title: string
  body: string
  when: string
  page: string
  isOpen: boolean
  /** Who explained it, and how. */
  settled: string
  version: number
}
type Status = Alert['status']

const views: readonly { key: Status; label: string }[] = [
  { key: 'open', label: '要处理的' },
  { key: 'settled', label: '处理过的' },
]

Page({
  behaviors: [careBehavior],
  data: {
    list: { status: 'loading' } as Remote<Listing<Row>>,
    ...{ views, view: 'open' as Status },
    /** The one that is being explained; null when the sheet is closed. */
    open: null as Row | null,
    explanation: '',
    sending: false,
  },
  list: null as Paging | null,
  ...listHandlers,

  onShow() {
    this.start()
  },
  onView({ currentTarget }: Tap<{ key: Status }>) {
    this.setData({ view: currentTarget.dataset.key, list: { status: 'loading' } })
    this.start()
  },
  start() {
    this.list?.stop()
    const { view } = this.data
    this.list = paging({
      read: (cursor) => listAlerts(view, cursor),
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },
  onGo({ currentTarget }: Tap<{ page: string }>) {
    const { page } = currentTarget.dataset
    if (page) void wx.navigateTo({ url: page })
  },
  onExplain({ currentTarget }: Tap<{ id: AlertId }>) {
    const { list } = this.data
    const row =
      list.status === 'ready' ? list.value.rows.find(({ alertId }) => alertId === currentTarget.dataset.id) : null
    this.setData({ open: row ?? null, explanation: '' })
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.setData({ open: null })
  },
  close() {
    this.setData({ open: null })
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ explanation: detail.value })
  },
  async settle() {
    const { open, explanation, sending } = this.data
    if (open === null || sending) return
    if ([...explanation.trim()].length < 4) {
      tell('请写明是怎么回事，至少 4 个字')
      return
    }
    this.setData({ sending: true })
    try {
      await settleAlert(open.alertId, open.version, explanation.trim())
      this.setData({ open: null })
      tell('记下了')
      await this.list?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(`${title}，${advice}`)
      if (code === 'CONFLICT') {
        this.setData({ open: null })
        await this.list?.load()
      }
    } finally {
      this.setData({ sending: false })
    }
  },
})

function rowOf(alert: Alert): Row {
  const nowMs = Date.now()
  const { alertId, kind, title, body, page, raisedAtMs, status, settledAtMs, settledByName, explanation, version } =
    alert
  const by = settledByName === null ? '自动消除' : `${settledByName}处理`
  return {
    ...{ alertId, title, body, page, version, kind: alertWords(kind), when: dayAndTime(raisedAtMs, nowMs) },
    isOpen: status === 'open',
    settled: status === 'open' ? '' : `${dayAndTime(settledAtMs ?? raisedAtMs, nowMs)} ${by}：${explanation}`,
  }
}
