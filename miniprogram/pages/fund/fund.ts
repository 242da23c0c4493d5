import type { CommitteeView } from '../../../typings/committee'
import type { Flow, FundDetail } from '../../../typings/funds'
import type { FundId } from '../../../typings/ids'
import type { Role } from '../../../typings/people'
import { careBehavior } from '../../behaviors/care'
import { isIdOf } from '../../behaviors/query'
import { type Listing, type Paging, paging, type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { readMe } from '../../behaviors/session'
import { countWords } from '../../format/disclosure'
import { fieldWords } from '../../format/fields'
import { grouped, money } from '../../format/money'
import { shortDigest } from '../../format/proof'
import { decisionWords } from '../../format/spending'
import { dayAndTime, fullDate } from '../../format/time'
import { CallFailure } from '../../platform/cloud'
import { copy } from '../../platform/device'
import { targetOfScene } from '../../platform/scan'
import { getFund, getFundByTerritory, listFlows } from '../../services/funds'
import { getCommittee } from '../../services/spending'

interface Story extends Flow {
  note: string
}
/** The fund with its dates and digest in words. */
interface FundView extends FundDetail {
  stories: Story[]
  digestWords: string
  proofWords: string
  giftsWords: string
  /** Empty: nothing is set apart. */
  committedWords: string
  campaignWords: string
}
/** Who decides, as a page shows it. */
interface CommitteeShown {
  members: Seat[]
  supervisors: Seat[]
  /** Why it can't vote now. */
  faults: readonly string[]
  rules: readonly string[]
}
interface Seat {
  name: string
  note: string
}
type Filter = 'all' | 'in' | 'out'

const filters: readonly { key: Filter; label: string }[] = [
  { key: 'all', label: '全部' },
  { key: 'in', label: '收到' },
  { key: 'out', label: '用出' },
]
const noFlows: Record<Filter, string> = {
  all: '账本还是空的，第一笔可以由您开始。',
  in: '还没有收到善款。',
  out: '还没有用出。每用一笔，都会写在这里。',
}
interface Way {
  name: string
  icon: string
  page: string
}
const everybodysWays: readonly Way[] = [
  { name: '每月提醒我捐', icon: 'calendar', page: 'monthly' },
  { name: '捐物和义务服务', icon: 'hands', page: 'in-kind' },
]
/** For those who may print the fund's code (`funds.getCode`). */
const posterRoles: ReadonlySet<Role> = new Set(['communityStaff', 'socialWorker', 'stationSupervisor', 'districtStaff'])
const postersWay: Way = { name: '打印海报', icon: 'scan', page: 'poster' }
/** `funds.get` brings this many of the latest flows. */
const flowsInDetail = 5

Page({
  behaviors: [careBehavior],
  data: {
    fund: { status: 'loading' } as Remote<FundView>,
    book: { status: 'loading' } as Remote<Listing<Flow>>,
    committee: { status: 'loading' } as Remote<CommitteeShown>,
    filters,
    filter: 'all' as Filter,
    noFlows: noFlows.all,
    nowMs: 0,
    ways: everybodysWays,
  },
  fundId: null as FundId | null,
  reader: null as RemoteReader<FundView | null> | null,
  paging: null as Paging | null,
  committee: null as RemoteReader<CommitteeShown> | null,
  wasHidden: false,

  onLoad(query: Record<string, string | undefined>) {
    this.reader = remote<FundView | null>({
      read: async () => {
        const fund = await this.readFund(query)
        if (!fund) return null
        this.fundId = fund.fundId
        return viewOf(fund)
      },
      isEmpty: (fund) => fund === null,
      show: (state) => {
        const fund = state as Remote<FundView>
        this.setData({ fund, nowMs: Date.now() })
        if (fund.status !== 'ready') return
        void wx.setNavigationBarTitle({ title: fund.value.communityName })
        if (this.data.filter === 'all' && this.paging === null) this.showLatest(fund.value)
        if (this.committee === null) this.openCommittee(fund.value.fundId)
      },
    })
    void this.reader.load()
    void readMe()
      .then(({ duties }) => {
        if (duties.some(({ role }) => posterRoles.has(role))) this.setData({ ways: [...everybodysWays, postersWay] })
      })
      .catch(() => undefined)
  },
  /** A gift may have been made meanwhile: what is shown stays until the newer books are here. */
  onShow() {
    if (this.wasHidden) void this.reload()
    this.wasHidden = false
  },
  onHide() {
    this.wasHidden = true
  },
  onUnload() {
    this.reader?.stop()
    this.paging?.stop()
    this.committee?.stop()
  },
  async onPullDownRefresh() {
    await this.reload()
    await wx.stopPullDownRefresh()
  },
  onShareAppMessage() {
    const { fund } = this.data
    const title = fund.status === 'ready' ? `${fund.value.name}：每一笔都看得见` : '社区基金：每一笔都看得见'
    return { title, path: `/pages/fund/fund?fundId=${this.fundId ?? ''}` }
  },

  retry() {
    void this.reader?.load()
  },
  onCommitteeRetry() {
    void this.committee?.load()
  },
  onFilter(event: WechatMiniprogram.TouchEvent<object, object, { key: Filter }>) {
    const filter = event.currentTarget.dataset.key
    if (filter === this.data.filter) return
    this.setData({ filter, noFlows: noFlows[filter] })
    const { fund } = this.data
    if (filter === 'all' && fund.status === 'ready') this.showLatest(fund.value)
    else this.openBook(filter)
  },
  onMoreFlows() {
    const { book } = this.data
    if (this.paging) void (book.status === 'failed' ? this.paging.load() : this.paging.loadMore())
    else this.openBook(this.data.filter)
  },
  onCopyDigest() {
    const { fund } = this.data
    if (fund.status === 'ready') void copy(fund.value.proof.digest, '已复制数字指纹')
  },
  onCopyFiling() {
    const { fund } = this.data
    if (fund.status === 'ready') void copy(fund.value.campaign.filingNumber, '已复制备案编号')
  },
  onPolicy() {
    const { fund } = this.data
    if (fund.status !== 'ready') return
    void wx.navigateTo({ url: `/committee/pages/policy/policy?territoryCode=${fund.value.territoryCode}` })
  },
  /** Charts, proof, disclosures of this fund; all funds of its district. */
  onPage(event: WechatMiniprogram.TouchEvent<object, object, { page: string }>) {
    const { page } = event.currentTarget.dataset
    const districtCode = (this.fundId ?? '').slice('fund_'.length, 'fund_'.length + 6)
    const query = page === 'districts' ? `districtCode=${districtCode}` : `fundId=${this.fundId ?? ''}`
    void wx.navigateTo({ url: `/fund/pages/${page}/${page}?${query}` })
  },
  onStory(event: WechatMiniprogram.TouchEvent<object, object, { entryId: string }>) {
    void wx.navigateTo({ url: `/fund/pages/payment/payment?entryId=${event.currentTarget.dataset.entryId}` })
  },
  onGive() {
    if (this.fundId) void wx.navigateTo({ url: `/fund/pages/give/give?fundId=${this.fundId}` })
  },
  async reload() {
    await Promise.all([this.reader?.load(), this.paging?.load(), this.committee?.load()])
  },
  onWay(event: WechatMiniprogram.TouchEvent<object, object, { page: string }>) {
    const { page } = event.currentTarget.dataset
    if (this.fundId) void wx.navigateTo({ url: `/fund/pages/${page}/${page}?fundId=${this.fundId}` })
  },
  onAllFunds() {
    void wx.switchTab({ url: '/pages/funds/funds' })
  },

  /** By `fundId`, or by the scene of a scanned code, which names a community or a fund; null: it has none. */
  async readFund(query: Record<string, string | undefined>): Promise<FundDetail | null> {
    const target = targetOfScene(query.scene)
    if (this.fundId === null && target?.kind === 'community') {
      return getFundByTerritory(target.territoryCode).catch((error: unknown) => {
        if (error instanceof CallFailure && error.code === 'NOT_FOUND') return null
        throw error
      })
    }
    const named = isIdOf(query.fundId, 'fund_') ? query.fundId : null
    const fundId = this.fundId ?? (target?.kind === 'fund' ? target.fundId : named)
    return fundId && getFund(fundId)
  },
  /** A reading of its own: the fund is there before the people who decide on it are. */
  openCommittee(fundId: FundId) {
    this.committee = remote({
      read: async () => committeeView(await getCommittee(fundId)),
      show: (committee) => this.setData({ committee }),
    })
    void this.committee.load()
  },
  /** The few flows that came with the fund, until the person asks for more. */
  showLatest(fund: FundDetail) {
    this.paging?.stop()
    this.paging = null
    const more = fund.flows.length < flowsInDetail ? 'end' : 'more'
    this.setData({
      book:
        fund.flows.length === 0
          ? { status: 'empty' }
          : { status: 'ready', value: { rows: fund.flows, more }, notice: '' },
    })
  },
  /** The book from its newest entry; of the whole book, what is shown stays while it is read. */
  openBook(filter: Filter) {
    const { fundId } = this
    if (!fundId) return
    const { book } = this.data
    if (filter === 'all' && book.status === 'ready')
      this.setData({ book: { ...book, value: { ...book.value, more: 'loading' } } })
    else this.setData({ book: { status: 'loading' } })
    this.paging?.stop()
    this.paging = paging({
      read: (cursor) => listFlows(fundId, filter === 'all' ? null : filter, cursor),
      present: (flow) => flow,
      show: (state) => this.setData({ book: state }),
    })
    void this.paging.load()
  },
})

function viewOf(fund: FundDetail): FundView {
  const nowMs = Date.now()
  return {
    ...fund,
    stories: fund.bought.map((flow) => ({ ...flow, note: storyNote(flow, nowMs) })),
    digestWords: shortDigest(fund.proof.digest),
    committedWords: fund.committedFen > 0 ? `其中 ${money(fund.committedFen)} 已批准留出，还没付` : '',
    giftsWords: countWords(fund.giftCount),
    proofWords: `到第 ${grouped(fund.proof.entryCount)} 笔 · ${dayAndTime(fund.proof.atMs, nowMs)}`,
    campaignWords: `${fullDate(fund.campaign.opensAtMs)} 至 ${fullDate(fund.campaign.closesAtMs)}`,
  }
}

function committeeView({ seats, faults, rules }: CommitteeView): CommitteeShown {
  const of = (wanted: string) =>
    seats
      .filter(({ seat }) => seat === wanted)
      .map(({ name, termUntilMs, relatedParties }) => ({
        name,
        note: [
          `任期到 ${fullDate(termUntilMs)}`,
          ...(relatedParties.length > 0 ? [`要回避的关联方：${relatedParties.join('、')}`] : []),
        ].join('；'),
      }))
  return { members: of('member'), supervisors: of('supervisor'), faults, rules: decisionWords(rules) }
}

function storyNote(flow: Flow, nowMs: number): string {
  const when = dayAndTime(flow.atMs, nowMs)
  return flow.field === null ? when : `${fieldWords(flow.field).name} · ${when}`
}
