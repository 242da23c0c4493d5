import type { FundDetail, Gift } from '../../../../typings/funds'
import type { Fen } from '../../../../typings/money'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { knownMe, readMe } from '../../../behaviors/session'
import { money, shortMoney } from '../../../format/money'
import { dial, tell } from '../../../platform/device'
import { getFund } from '../../../services/funds'
import { getCommunity } from '../../../services/people'
import { earmarks, type GiftForm, readForm, type SummaryLine, summaryLines } from '../../gift-form'
import { giftWords } from '../../gift-words'
import { type GiftChoice, give, recover, type Standing, settle } from '../../giving'
import { givingOnPhone } from '../../giving-on-phone'
import { type StandingAction, type StandingWords, standingWords } from '../../standing-words'

type Phase = 'form' | 'settling' | 'outcome'
type Typed = WechatMiniprogram.CustomEvent<{ value: string }>
type Tapped<Dataset extends object> = WechatMiniprogram.TouchEvent<object, object, Dataset>

const settlingTitle = '微信已收款，正在入账'
const emptyForm: GiftForm = { chosen: 0, yuanText: '', earmark: '', anonymous: true, name: '', message: '' }

Page({
  behaviors: [careBehavior],
  data: {
    ...emptyForm,
    fund: { status: 'loading' } as Remote<FundDetail>,
    earmarks,
    ownFocused: false,
    problem: '',
    nameProblem: '',
    nextWords: '下一步',
    /** A gift of a former visit that is not at its end, or ended while nobody looked. */
    left: null as { gift: Gift; words: string } | null,
    amountFen: 0 as Fen,
    lines: [] as SummaryLine[],
    summaryShown: false,
    ordering: false,
    phase: 'form' as Phase,
    busyTitle: settlingTitle,
    outcome: null as StandingWords | null,
  },
  reader: null as RemoteReader<FundDetail> | null,
  choice: null as GiftChoice | null,
  standing: null as Standing | null,
  gone: false,

  onLoad(query: { fundId?: string; amountFen?: string; earmark?: string }) {
    this.prefill(query.amountFen, query.earmark)
    this.reader = remote({
      read: async () => getFund(idOf(query, 'fundId', 'fund_')),
      show: (fund) => this.setData({ fund }),
    })
    void this.reader.load()
    void this.lookBack()
    // Known before the tap: WeChat opens its subscription sheet only within one.
    void readMe().catch(() => null)
  },
  onUnload() {
    this.gone = true
    this.reader?.stop()
  },
  retry() {
    void this.reader?.load()
  },

  onChoose(event: WechatMiniprogram.CustomEvent<{ yuan: number }>) {
    this.setForm({ chosen: event.detail.yuan, yuanText: '' })
  },
  onYuan(event: Typed) {
    this.setForm({ chosen: 0, yuanText: event.detail.value })
  },
  onYuanFocus() {
    this.setData({ ownFocused: true })
  },
  onYuanBlur() {
    this.setData({ ownFocused: false })
    const reading = this.read()
    if (this.data.yuanText !== '' && reading && !reading.ok) this.setData({ problem: reading.problem })
  },
  onEarmark(event: Tapped<{ key: Field | '' }>) {
    this.setForm({ earmark: event.currentTarget.dataset.key })
  },
  onAnonymous() {
    this.setForm({ anonymous: true })
  },
  onNamed() {
    this.setForm({ anonymous: false, name: this.data.name || (knownMe()?.name ?? '') })
  },
  onName(event: Typed) {
    this.setForm({ name: event.detail.value })
  },
  onMessage(event: Typed) {
    this.setForm({ message: event.detail.value })
  },
  onNext() {
    const { fund } = this.data
    const reading = this.read()
    if (fund.status !== 'ready' || !reading) return
    if (!reading.ok) {
      this.setData({ problem: reading.problem, nameProblem: reading.nameProblem })
      tell(reading.problem || reading.nameProblem)
      void wx.pageScrollTo({ selector: reading.problem ? '#amount' : '#name', offsetTop: -24 })
      return
    }
    this.choice = reading.choice
    this.setData({
      amountFen: reading.choice.amountFen,
      lines: summaryLines(reading.choice, fund.value),
      summaryShown: true,
    })
  },
  onSummaryChange(event: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!this.data.ordering) this.setData({ summaryShown: event.detail.visible })
  },
  onSummaryClose() {
    if (!this.data.ordering) this.setData({ summaryShown: false })
  },
  async onPay() {
    if (this.choice === null || this.data.ordering) return
    this.setData({ ordering: true })
    // Nothing stands between this tap and the pay sheet: messages are asked for when the gift is made.
    const standing = await give(this.choice, givingOnPhone(), (step) => {
      if (step === 'settling') this.setData({ phase: 'settling', busyTitle: settlingTitle, summaryShown: false })
    })
    await this.arrive(standing)
  },
  onAct(event: WechatMiniprogram.CustomEvent<{ action: StandingAction }>) {
    void this.act(event.detail.action)
  },
  onLeft() {
    if (this.data.left) void wx.navigateTo({ url: certificateOf(this.data.left.gift) })
  },

  /** What a reminder brings along; the person can change it. */
  prefill(amountFen: string | undefined, earmark: string | undefined) {
    const yuan = Number(amountFen) / 100
    const known = earmarks.find(({ key }) => key === earmark)
    if (Number.isInteger(yuan) && yuan > 0) this.setData(givenAmount(yuan))
    if (known) this.setData({ earmark: known.key })
  },
  setForm(change: Partial<GiftForm>) {
    this.setData({ ...change, problem: '', nameProblem: '' })
    const reading = this.read()
    const amount = reading?.ok ? reading.choice.amountFen : null
    this.setData({ nextWords: amount === null ? '下一步' : `下一步，捐 ${shortMoney(amount).slice(1)} 元` })
  },
  read() {
    const { fund } = this.data
    return fund.status === 'ready' ? readForm(this.data, fund.value) : null
  },
  /** A gift that was paid, or may still be, must not be overlooked when the donor comes back. */
  async lookBack() {
    const gift = await recover(givingOnPhone())
    if (!gift || this.gone) return
    this.setData({ left: { gift, words: leftWords(gift) } })
  },
  async arrive(standing: Standing) {
    this.standing = standing
    if (this.gone) return
    if (standing.kind === 'paid') {
      await wx.redirectTo({ url: `${certificateOf(standing.gift)}&${standing.earlier ? 'earlier' : 'thanks'}=1` })
      return
    }
    if (standing.kind === 'refused' && standing.code === 'FUND_CLOSED') await this.reader?.load()
    const { fund } = this.data
    if (fund.status !== 'ready') return
    this.setData({
      phase: 'outcome',
      outcome: standingWords(standing, fund.value),
      summaryShown: false,
      ordering: false,
    })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  async act(action: StandingAction) {
    switch (action) {
      case 'again':
        this.setData({ phase: 'form', outcome: null, summaryShown: true })
        return
      case 'edit':
        this.setData({ phase: 'form', outcome: null })
        return
      case 'check':
        return this.checkAgain()
      case 'myGifts':
        await wx.redirectTo({ url: '/fund/pages/my-gifts/my-gifts' })
        return
      case 'fund':
        if (getCurrentPages().length > 1) await wx.navigateBack()
        else await wx.redirectTo({ url: `/pages/fund/fund?fundId=${this.choice?.fundId ?? ''}` })
        return
      case 'call':
        return this.callServicePoint()
    }
  },
  async checkAgain() {
    const { standing } = this
    if (!standing || !('gift' in standing)) return
    this.setData({ phase: 'settling', busyTitle: standing.kind === 'late' ? settlingTitle : '正在查付款结果' })
    const next = await settle(standing.gift, givingOnPhone())
    // Not in the books and not closed: it stays what it was, late or unpaid.
    if (next.kind === 'late') tell('还没有查到结果，请过几分钟再查')
    await this.arrive(next.kind === 'late' ? standing : next)
  },
  async callServicePoint() {
    const { fund } = this.data
    if (fund.status !== 'ready') return
    try {
      await dial((await getCommunity(fund.value.territoryCode)).servicePoint.phone)
    } catch {
      tell('暂时查不到电话，请稍后再试')
    }
  },
})

/** As a chip where there is one, else as the person's own amount. */
function givenAmount(yuan: number): Pick<GiftForm, 'chosen' | 'yuanText'> {
  return [10, 20, 50, 100, 200, 500].includes(yuan)
    ? { chosen: yuan, yuanText: '' }
    : { chosen: 0, yuanText: String(yuan) }
}

function certificateOf(gift: Gift): string {
  return `/fund/pages/certificate/certificate?giftId=${gift.giftId}`
}

function leftWords(gift: Gift): string {
  const amount = money(gift.amountFen)
  if (gift.status === 'paid') return `您上一笔 ${amount} 已经入账，点这里看证书`
  if (gift.status === 'disputed') return `您上一笔 ${amount}：${giftWords.disputed.word}`
  return `您有一笔 ${amount} 还没有结果，点这里看看`
}
