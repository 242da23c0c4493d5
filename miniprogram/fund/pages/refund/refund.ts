import type { GiftId } from '../../../../typings/ids'
import type { RefundOffer } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Poll, poll } from '../../../behaviors/poll'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { refundWords, type StateWords } from '../../../format/income'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { askRefund, getRefundOffer } from '../../../services/income'

interface RefundView extends RefundOffer {
  chip: StateWords | null
  /** How far it is, in a sentence. */
  sentence: string
  until: string
}

const reasons = ['按错了金额', '重复捐了', '改了主意', '家人不知情']

interface RefundData {
  care: boolean
  offer: Remote<RefundView>
  reasons: readonly string[]
  reason: string
  busy: boolean
}
const data: RefundData = { care: false, offer: { status: 'loading' }, reasons, reason: '', busy: false }

/** A donor asks for a gift back, and sees how far that is. */
Page({
  behaviors: [careBehavior],
  data,
  giftId: '' as GiftId,
  reader: null as RemoteReader<RefundView> | null,
  poll: null as Poll | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        this.giftId = idOf(query, 'giftId', 'gift_')
        return viewOf(await getRefundOffer(this.giftId))
      },
      show: (offer) => this.setData({ offer }),
    })
    void this.reader.load()
    this.poll = poll({
      ask: async () => {
        const { offer } = this.data
        if (offer.status === 'ready' && offer.value.refund?.status === 'sending') await this.reader?.load()
        return false
      },
    })
  },
  onShow() {
    this.poll?.start()
  },
  onHide() {
    this.poll?.stop()
  },
  onUnload() {
    this.poll?.stop()
    this.reader?.stop()
  },
  choose({ currentTarget }: Tap<{ reason: string }>) {
    this.setData({ reason: currentTarget.dataset.reason })
  },
  typeReason({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value })
  },
  async ask() {
    const { reason, busy } = this.data
    if (busy) return
    if ([...reason.trim()].length < 2) return tell('请选一个原因，或写两个字以上')
    this.setData({ busy: true })
    try {
      await askRefund(this.giftId, reason.trim())
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'NOT_NOW') tell(`${title}，${advice}`)
    } finally {
      this.setData({ busy: false })
      await this.reader?.load()
    }
  },
  openFund() {
    const { offer } = this.data
    if (offer.status === 'ready') void wx.navigateTo({ url: `/pages/fund/fund?fundId=${offer.value.gift.fundId}` })
  },
})

function viewOf(offer: RefundOffer): RefundView {
  const { refund, untilMs } = offer
  const nowMs = Date.now()
  return {
    ...offer,
    chip: refund && refundWords[refund.status],
    sentence: refund ? sentenceOf(refund.status, refund.words) : '',
    until: untilMs !== null && untilMs > nowMs ? `${dayAndTime(untilMs, nowMs)} 之前可以申请` : '',
  }
}

function sentenceOf(status: NonNullable<RefundOffer['refund']>['status'], words: string | null): string {
  switch (status) {
    case 'asked':
      return '金额较大，区慈善会的工作人员看过后退款，会用消息告诉您。'
    case 'sending':
      return '已经从基金账本里划出，微信正在退款，一般几分钟到账。'
    case 'done':
      return '已经退款，钱回到了您的微信。基金的账本里有这笔记录。'
    case 'failed':
      return '微信这次没有退成，钱还在基金里，没有丢。工作人员会联系处理，您不用再申请。'
    case 'declined':
      return words ?? '按本基金的规定不能退款。'
  }
}
