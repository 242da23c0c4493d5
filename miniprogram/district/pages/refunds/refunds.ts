import type { Refund, RefundId } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { refundWords, type StateWords } from '../../../format/income'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { decideRefund, listRefunds } from '../../../services/income'

interface Row extends Refund {
  chip: StateWords
  note: string
}

interface RefundsData {
  care: boolean
  list: Remote<Listing<Row>>
  /** Which one is being declined, and why. */
  declining: RefundId | ''
  reason: string
  busy: RefundId | ''
}
const data: RefundsData = { care: false, list: { status: 'loading' }, declining: '', reason: '', busy: '' }

/** Refunds above the sum that is given back by itself, and those that WeChat refused. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listRefunds,
      present: (refund): Row => ({
        ...refund,
        chip: refundWords[refund.status],
        note: `${refund.fundName} · ${dayAndTime(refund.askedAtMs, Date.now())} 申请`,
      }),
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },
  agree({ currentTarget }: Tap<{ id: RefundId }>) {
    return this.decide(currentTarget.dataset.id, true)
  },
  startDeclining({ currentTarget }: Tap<{ id: RefundId }>) {
    this.setData({ declining: currentTarget.dataset.id, reason: '' })
  },
  typeReason({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value })
  },
  decline({ currentTarget }: Tap<{ id: RefundId }>) {
    return this.data.reason.trim() === '' ? tell('请写明不能退的原因') : this.decide(currentTarget.dataset.id, false)
  },
  async decide(id: RefundId, agreed: boolean) {
    const { list, busy, reason } = this.data
    const refund = list.status === 'ready' ? list.value.rows.find(({ refundId }) => refundId === id) : undefined
    if (!refund || busy !== '') return
    this.setData({ busy: id })
    try {
      const decided = await decideRefund(id, refund.version, agreed, agreed ? '' : reason.trim())
      tell(
        decided.status === 'failed'
          ? `微信没有退成：${decided.words ?? ''}`
          : agreed
            ? '已交给微信退款'
            : '已告诉捐赠人',
      )
      this.setData({ declining: '' })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.list?.load()
    }
  },
})
