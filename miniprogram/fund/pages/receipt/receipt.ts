import type { EntryId, GiftId } from '../../../../typings/ids'
import type { Receipt, ReceiptOffer, ReceivableGift } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { toCapitalNumerals } from '../../../format/capital-numerals'
import { failureWords } from '../../../format/errors'
import { money } from '../../../format/money'
import { fullDate } from '../../../format/time'
import { CallFailure } from '../../../platform/cloud'
import { tell } from '../../../platform/device'
import { addReceipt, getReceipt, getReceivable, issueReceipt } from '../../../services/income'

type Holder = 'person' | 'company' | 'anonymous' | 'waived'

interface Paper {
  number: string
  lines: readonly { name: string; value: string }[]
  organisation: string
  date: string
  /** Void: across the paper. */
  stamp: string
}
interface ReceiptView {
  fundName: string
  amount: string
  paper: Paper | null
  waived: boolean
  /** Why none can be made out; empty when one can. */
  closed: string
}

const holders: readonly { key: Holder; name: string; note: string }[] = [
  { key: 'person', name: '个人', note: '写您的姓名' },
  { key: 'company', name: '单位', note: '名称和信用代码' },
  { key: 'anonymous', name: '匿名', note: '不写名字' },
  { key: 'waived', name: '不要收据', note: '只作记录' },
]

interface ReceiptData {
  care: boolean
  offer: Remote<ReceiptView>
  holders: typeof holders
  holder: Holder
  title: string
  creditCode: string
  problem: string
  busy: boolean
}
const data: ReceiptData = {
  ...{ care: false, offer: { status: 'loading' }, holders, holder: 'person', title: '', creditCode: '' },
  ...{ problem: '', busy: false },
}

/**
 * A donation receipt: made out once, in the donor's or the company's name, in nobody's, or not wanted. With `giftId` by the
 * donor; with `entryId` by the fund's clerk, for a gift that came by bank, on a platform or in kind.
 */
Page({
  behaviors: [careBehavior],
  data,
  giftId: '' as GiftId,
  entryId: '' as EntryId | '',
  reader: null as RemoteReader<ReceiptView> | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        if (query.entryId) {
          this.entryId = idOf(query, 'entryId', 'entry_')
          return viewOfReceivable(await getReceivable(this.entryId))
        }
        this.giftId = idOf(query, 'giftId', 'gift_')
        const offer = await getReceipt(this.giftId)
        if (this.data.title === '' && offer.gift.donorName !== null) this.setData({ title: offer.gift.donorName })
        return viewOf(offer)
      },
      show: (offer) => this.setData({ offer }),
    })
    void this.reader.load()
  },
  choose({ currentTarget }: Tap<{ key: Holder }>) {
    this.setData({ holder: currentTarget.dataset.key, problem: '' })
  },
  typeTitle({ detail }: WechatMiniprogram.Input) {
    this.setData({ title: detail.value, problem: '' })
  },
  typeCode({ detail }: WechatMiniprogram.Input) {
    this.setData({ creditCode: detail.value.toUpperCase().replace(/\s/g, ''), problem: '' })
  },
  async submit() {
    const { holder, busy } = this.data
    if (busy) return
    const named = holder === 'person' || holder === 'company'
    const title = named ? this.data.title.trim() : ''
    const creditCode = holder === 'company' ? this.data.creditCode : null
    if (named && [...title].length < 2) return this.complain(holder === 'company' ? '请填写单位全称' : '请填写姓名')
    if (creditCode !== null && creditCode.length !== 18) return this.complain('统一社会信用代码是 18 位')
    this.setData({ busy: true, problem: '' })
    try {
      const asked = { holder, title, creditCode }
      if (this.entryId === '') await addReceipt({ giftId: this.giftId, ...asked })
      else await issueReceipt({ entryId: this.entryId, ...asked })
      await this.reader?.load()
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } catch (error) {
      const wrong = error instanceof CallFailure && error.fields.some(({ path }) => path === 'creditCode')
      const { title: what, advice } = failureWords(error)
      this.complain(wrong ? '统一社会信用代码不对，请照营业执照核对一遍' : `${what}，${advice}`)
    } finally {
      this.setData({ busy: false })
    }
  },
  complain(problem: string) {
    this.setData({ problem })
    tell(problem)
  },
})

function viewOf({ gift, receipt }: ReceiptOffer): ReceiptView {
  const isOpen = gift.status === 'paid'
  return {
    fundName: gift.fundName,
    amount: money(gift.amountFen),
    paper: receipt === null || receipt.status === 'waived' ? null : paperOf(receipt),
    waived: receipt?.status === 'waived',
    closed:
      receipt !== null || isOpen
        ? ''
        : gift.status === 'refunded'
          ? '这笔善款已经退款，不能开收据。'
          : '善款入账后才能开收据。',
  }
}

function viewOfReceivable({ fundName, title, amountFen, corrected, receipt }: ReceivableGift): ReceiptView {
  return {
    fundName: `${title} · ${fundName}`,
    amount: money(amountFen),
    paper: receipt === null || receipt.status === 'waived' ? null : paperOf(receipt),
    waived: receipt?.status === 'waived',
    closed: receipt === null && corrected ? '这笔已经更正，不能开收据。' : '',
  }
}

const forms: Record<Receipt['form'], string> = { money: '货币资金', goods: '物资', service: '服务' }

function paperOf(receipt: Receipt): Paper {
  const { title, creditCode, amountFen, fundName, handlerName, givenAtMs } = receipt
  return {
    number: receipt.receiptNumber,
    lines: [
      { name: '捐赠人', value: title },
      ...(creditCode === null ? [] : [{ name: '信用代码', value: creditCode }]),
      { name: '捐赠种类', value: forms[receipt.form] },
      { name: receipt.form === 'money' ? '金额' : '估值', value: money(amountFen) },
      { name: '大写', value: toCapitalNumerals(amountFen) },
      { name: '捐给', value: fundName },
      { name: '捐赠日期', value: fullDate(givenAtMs) },
      { name: '经手人', value: handlerName },
    ],
    organisation: receipt.organisation,
    date: fullDate(receipt.issuedAtMs),
    stamp: receipt.status === 'void' ? (receipt.giftId === null ? '已更正作废' : '已退款作废') : '',
  }
}
