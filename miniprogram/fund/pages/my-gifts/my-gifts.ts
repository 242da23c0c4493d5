import type { Gift, GiftStatus } from '../../../../typings/funds'
import type { GiftId } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import { careBehavior } from '../../../behaviors/care'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { fieldWords } from '../../../format/fields'
import { dayAndTime } from '../../../format/time'
import { listMyGifts } from '../../../services/funds'
import { type GiftWords, giftWords } from '../../gift-words'

interface GiftRow {
  giftId: GiftId
  fundName: string
  amountFen: Fen
  status: GiftWords
  purpose: string
  when: string
  /** What opens at a tap. */
  way: string
  /** It is in the books, and so is what became of it. */
  traced: boolean
}

const ways: Record<GiftStatus, string> = {
  paid: '看证书',
  awaitingPayment: '查付款结果',
  cancelled: '看详情',
  expired: '看详情',
  disputed: '看怎么处理',
  refunded: '看退款',
}

Page({
  behaviors: [careBehavior],
  data: {
    list: { status: 'loading' } as Remote<Listing<GiftRow>>,
    totalFen: 0 as Fen,
  },
  list: null as Paging | null,
  wasHidden: false,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: async (cursor) => {
        const page = await listMyGifts(cursor)
        this.setData({ totalFen: page.totalFen })
        return page
      },
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },
  /** A certificate may have come into being meanwhile. */
  onShow() {
    if (this.wasHidden) void this.list?.load()
    this.wasHidden = false
  },
  onHide() {
    this.wasHidden = true
  },
  onOpen(event: WechatMiniprogram.TouchEvent<object, object, { giftId: GiftId }>) {
    void wx.navigateTo({ url: `/fund/pages/certificate/certificate?giftId=${event.currentTarget.dataset.giftId}` })
  },
  onTrace(event: WechatMiniprogram.TouchEvent<object, object, { giftId: GiftId }>) {
    void wx.navigateTo({ url: `/fund/pages/trace/trace?giftId=${event.currentTarget.dataset.giftId}` })
  },
  onMonthly() {
    void wx.navigateTo({ url: '/fund/pages/monthly/monthly' })
  },
  onFunds() {
    void wx.switchTab({ url: '/pages/funds/funds' })
  },
})

function rowOf(gift: Gift): GiftRow {
  return {
    giftId: gift.giftId,
    fundName: gift.fundName,
    amountFen: gift.amountFen,
    status: giftWords[gift.status],
    purpose: gift.earmark === null ? '哪里需要用哪里' : fieldWords(gift.earmark).name,
    when: dayAndTime(gift.paidAtMs ?? gift.createdAtMs, Date.now()),
    way: ways[gift.status],
    traced: gift.status === 'paid',
  }
}
