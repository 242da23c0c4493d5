import type { GiftStatus } from '../../typings/funds'

export interface GiftWords {
  word: string
  tone: 'done' | 'waiting' | 'danger' | 'quiet'
  icon: string
  /** What happened to the money, and what to do next. */
  sentence: string
}

/** A gift's state as a donor reads it: a word and an icon for lists, a sentence for its own page. */
export const giftWords: Record<GiftStatus, GiftWords> = {
  paid: {
    word: '已入账',
    tone: 'done',
    icon: 'done',
    sentence: '善款已记入基金账本，谢谢您。',
  },
  awaitingPayment: {
    word: '等待入账',
    tone: 'waiting',
    icon: 'clock',
    sentence: '还没有收到微信的付款结果。如果您已付款，通常几分钟内入账，不用再付一次。',
  },
  cancelled: {
    word: '未付款',
    tone: 'quiet',
    icon: 'close',
    sentence: '您没有付款，未扣钱。',
  },
  expired: {
    word: '已失效',
    tone: 'quiet',
    icon: 'close',
    sentence: '这笔捐赠没有在规定时间内付款，已自动关闭，未扣钱。',
  },
  disputed: {
    word: '人工核对中',
    tone: 'danger',
    icon: 'alert',
    sentence: '微信的付款结果和这笔捐赠对不上，工作人员会核对。核对清楚之前，这笔钱不会动用。',
  },
  refunded: {
    word: '已退款',
    tone: 'quiet',
    icon: 'undo',
    sentence: '这笔善款已按您的申请退款，钱回到您的微信，账本里有记录。',
  },
}
