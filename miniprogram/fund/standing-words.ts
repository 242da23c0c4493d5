import type { FundDetail, Gift } from '../../typings/funds'
import { failureWords } from '../format/errors'
import { money } from '../format/money'
import { CallFailure } from '../platform/cloud'
import { giftWords } from './gift-words'
import type { Standing } from './giving'

/** What a button under the outcome does. */
export type StandingAction = 'again' | 'edit' | 'check' | 'myGifts' | 'fund' | 'call'

export interface StandingWords {
  tone: 'waiting' | 'danger' | 'quiet'
  icon: string
  title: string
  /** Which gift, where the page does not show it otherwise. */
  about?: string
  /** What happened to the money comes first, then what to do. */
  advice: string
  main: { action: StandingAction; label: string }
  other: { action: StandingAction; label: string } | null
}

const myGifts = { action: 'myGifts', label: '看我的善款' } as const
const backToFund = { action: 'fund', label: '返回基金' } as const
const check = { action: 'check', label: '查一查付款结果' } as const
const call = { action: 'call', label: '打电话问一问' } as const
const again = { action: 'again', label: '再试一次' } as const

/** What the donor reads when the way did not end with a gift in the books. `paid` has its certificate instead. */
export function standingWords(standing: Exclude<Standing, { kind: 'paid' }>, fund: FundDetail): StandingWords {
  switch (standing.kind) {
    case 'cancelled':
      return {
        tone: 'quiet',
        icon: 'undo',
        title: '您没有付款，未扣钱',
        advice: '您填的内容还在，随时可以再来。',
        main: again,
        other: backToFund,
      }
    case 'unpaid':
      return {
        tone: 'waiting',
        icon: 'alert',
        title: '付款没有完成',
        advice: '微信没有完成这次付款。再试一次还是付这一笔，不会重复扣钱。',
        main: again,
        other: check,
      }
    case 'late':
      return {
        tone: 'waiting',
        icon: 'clock',
        title: '微信已收款，还在入账',
        advice: `这笔 ${money(standing.gift.amountFen)} 一般几分钟内记入账本，不用再付一次。您可以先离开，稍后在“我的善款”里看结果。`,
        main: myGifts,
        other: { action: 'check', label: '再查一次' },
      }
    case 'disputed':
      return {
        tone: 'danger',
        icon: 'alert',
        title: '这笔捐赠要请人核对',
        advice: `${giftWords.disputed.sentence}您也可以打电话问。`,
        main: call,
        other: myGifts,
      }
    case 'refused':
      return refusedWords(standing.code, fund)
    case 'unknown':
      return unknownWords(standing.code)
  }
}

function refusedWords(code: Extract<Standing, { kind: 'refused' }>['code'], fund: FundDetail): StandingWords {
  if (code === 'FUND_CLOSED') {
    return {
      tone: 'waiting',
      icon: 'info',
      title: '这个基金现在不接受捐赠',
      advice: `${fund.campaign.closedBecause ?? '请看基金页上的说明。'}您没有付款，未扣钱。`,
      main: backToFund,
      other: null,
    }
  }
  if (code === 'CONTENT_REFUSED') {
    return {
      tone: 'waiting',
      icon: 'edit',
      title: '称呼或心愿要换个说法',
      advice: '它们会公开显示，有的字词不能用。改一改再捐，您还没有付款。',
      main: { action: 'edit', label: '去改一改' },
      other: backToFund,
    }
  }
  const { title, advice } = failureWords(new CallFailure(code, '', false, ''))
  return {
    tone: 'waiting',
    icon: 'info',
    title,
    advice: `${advice}您没有付款，未扣钱。`,
    main: { action: 'edit', label: '回去看看' },
    other: backToFund,
  }
}

function unknownWords(code: Extract<Standing, { kind: 'unknown' }>['code']): StandingWords {
  if (code === 'OFFLINE') {
    return {
      tone: 'waiting',
      icon: 'offline',
      title: '网络断了，还没有付款',
      advice: '您填的内容还在。联网后点“再试一次”，不会重复扣钱。',
      main: again,
      other: backToFund,
    }
  }
  const { title, advice } = failureWords(new CallFailure(code, '', true, ''))
  return {
    tone: 'waiting',
    icon: 'alert',
    title,
    advice: `还没有付款。${advice}再试一次不会重复扣钱。`,
    main: again,
    other: backToFund,
  }
}

/** The same for a gift that is looked at later and is not in the books. */
export function openGiftWords(gift: Gift): StandingWords {
  const { sentence, icon, word } = giftWords[gift.status]
  const about = `${gift.fundName} ${money(gift.amountFen)}`
  switch (gift.status) {
    case 'awaitingPayment':
      return { tone: 'waiting', icon, title: word, about, advice: sentence, main: check, other: myGifts }
    case 'disputed':
      return { tone: 'danger', icon, title: word, about, advice: sentence, main: call, other: myGifts }
    default:
      return {
        tone: 'quiet',
        icon,
        title: word,
        about,
        advice: sentence,
        main: { action: 'again', label: '再捐一次' },
        other: myGifts,
      }
  }
}
