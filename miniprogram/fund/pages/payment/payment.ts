import type { PaymentTrace } from '../../../../typings/disclosure'
import type { EntryId } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { purposeName } from '../../../format/disclosure'
import { failureLine } from '../../../format/errors'
import { grouped } from '../../../format/money'
import { dayAndTime, fullDate } from '../../../format/time'
import { tell } from '../../../platform/device'
import { showPictures } from '../../../platform/files'
import { getPaymentTrace, removeThanks } from '../../../services/disclosure'

interface PaymentView extends Pick<PaymentTrace, 'fundId' | 'fundName' | 'thanks' | 'canThank'> {
  entryId: EntryId
  title: string
  amountFen: Fen
  field: Field | ''
  note: string
  sourceWords: string
  sources: { entryId: EntryId; title: string; amountFen: Fen; note: string }[]
}

Page({
  behaviors: [careBehavior],
  data: { payment: { status: 'loading' } as Remote<PaymentView> },
  reader: null as RemoteReader<PaymentView> | null,
  wasHidden: false,
  ...readerHandlers,

  onLoad(query: { entryId?: string }) {
    this.reader = remote({
      read: async () => paymentView(await getPaymentTrace(idOf(query, 'entryId', 'entry_'))),
      show: (payment) => this.setData({ payment }),
    })
    void this.reader.load()
  },
  onShow() {
    if (this.wasHidden) void this.reader?.load()
    this.wasHidden = false
  },
  onHide() {
    this.wasHidden = true
  },
  onShareAppMessage() {
    const { payment } = this.data
    if (payment.status !== 'ready') return { title: '社区基金用出的一笔善款' }
    const { title, entryId } = payment.value
    return { title: `善款用在了：${title}`, path: `/fund/pages/payment/payment?entryId=${entryId}` }
  },
  onFund() {
    const { payment } = this.data
    if (payment.status === 'ready') void wx.navigateTo({ url: `/pages/fund/fund?fundId=${payment.value.fundId}` })
  },
  onPhoto({ currentTarget }: Tap<{ url: string }>) {
    const { payment } = this.data
    if (payment.status === 'ready') showPictures(payment.value.thanks?.photoUrls ?? [], currentTarget.dataset.url)
  },
  onThank() {
    const { payment } = this.data
    if (payment.status === 'ready') {
      void wx.navigateTo({ url: `/fund/pages/thanks/thanks?entryId=${payment.value.entryId}` })
    }
  },
  async onWithdraw() {
    const { payment } = this.data
    if (payment.status !== 'ready' || !payment.value.thanks) return
    const { confirm } = await wx.showModal({
      title: '撤下这份感谢？',
      content: '受助人不再同意公开时，请撤下。文字和照片会马上看不到。',
      confirmText: '撤下',
    })
    if (!confirm) return
    try {
      await removeThanks(payment.value.thanks.thanksId)
      tell('已经撤下')
      await this.reader?.load()
    } catch (error) {
      tell(failureLine(error))
    }
  },
})

function paymentView({ payment, sources, sourceCount, ...trace }: PaymentTrace): PaymentView {
  const nowMs = Date.now()
  const { entryId, title, amountFen, field, atMs, number } = payment
  const place = number === null ? '正在编号' : `账本第 ${grouped(number)} 笔`
  return {
    ...trace,
    ...{ entryId, title, amountFen, field: field ?? '' },
    note: [dayAndTime(atMs, nowMs), purposeName(field), place].join(' · '),
    sourceWords:
      sourceCount > sources.length
        ? `由 ${grouped(sourceCount)} 笔善款一起付的，最早的 ${sources.length} 笔在这里`
        : `由 ${grouped(sourceCount)} 笔善款一起付的`,
    sources: sources.map((source) => ({
      ...{ entryId: source.entryId, title: source.title, amountFen: source.amountFen },
      note: `${fullDate(source.atMs)} · 账本第 ${grouped(source.number)} 笔`,
    })),
  }
}
