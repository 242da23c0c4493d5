import type { FundSummary } from '../../../typings/funds'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { Territory } from '../../../typings/territory'
import { careBehavior } from '../../behaviors/care'
import { listHandlers } from '../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { readMe } from '../../behaviors/session'
import { showTab } from '../../behaviors/tab'
import { failureLine } from '../../format/errors'
import { tell } from '../../platform/device'
import { scan } from '../../platform/scan'
import { listFunds } from '../../services/funds'
import { getCommunity, searchCommunities } from '../../services/people'

type Found = readonly (Territory & { streetName: string })[]
type Tapped<Dataset extends object> = WechatMiniprogram.TouchEvent<object, object, Dataset>

/** Time to stop typing before the search goes out. */
const typingPauseMs = 350

Page({
  behaviors: [careBehavior],
  data: {
    /** The funds but the person's own. */
    funds: { status: 'loading' } as Remote<Listing<FundSummary>>,
    own: null as FundSummary | null,
    /** Name of the person's community; empty until it is chosen. */
    community: '',
    text: '',
    found: { status: 'loading' } as Remote<Found>,
  },
  list: null as Paging | null,
  search: null as RemoteReader<Found> | null,
  typing: null as ReturnType<typeof setTimeout> | null,
  near: null as TerritoryCode | null,
  ...listHandlers,

  onLoad() {
    this.list = paging<FundSummary, FundSummary>({
      read: async (cursor) => {
        if (cursor !== null) return listFunds(this.near, cursor)
        return this.readFirst()
      },
      present: (fund) => fund,
      show: (funds) => this.show(funds),
    })
    this.search = remote<Found>({
      read: () => searchCommunities(this.data.text.trim()),
      show: (found) => this.setData({ found }),
      isEmpty: (found) => found.length === 0,
    })
  },
  onShow() {
    showTab(this, 'pages/funds/funds')
    void this.list?.load()
  },
  onUnload() {
    this.list?.stop()
    this.search?.stop()
    if (this.typing !== null) clearTimeout(this.typing)
  },
  onReachBottom() {
    if (this.data.text === '') void this.list?.loadMore()
  },
  onShareAppMessage() {
    return { title: '社区基金：每一笔都看得见', path: '/pages/funds/funds' }
  },

  onOpen(event: WechatMiniprogram.CustomEvent<{ fundId: FundId }>) {
    openFund(event.detail.fundId)
  },
  onMyGifts() {
    void wx.navigateTo({ url: '/fund/pages/my-gifts/my-gifts' })
  },
  /** All funds of the district that is shown. */
  onCompare() {
    const { funds, own } = this.data
    const first = own ?? (funds.status === 'ready' ? funds.value.rows[0] : undefined)
    if (!first) return
    const districtCode = first.territoryCode.slice(0, 6)
    void wx.navigateTo({ url: `/fund/pages/districts/districts?districtCode=${districtCode}` })
  },
  onChooseCommunity() {
    void wx.navigateTo({ url: '/pages/community/community' })
  },
  onType(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const text = event.detail.value
    this.setData({ text })
    if (this.typing !== null) clearTimeout(this.typing)
    if (text.trim() === '') return
    this.setData({ found: { status: 'loading' } })
    this.typing = setTimeout(() => this.onSearch(), typingPauseMs)
  },
  onSearch() {
    if (this.data.text.trim() !== '') void this.search?.load()
  },
  onClear() {
    this.setData({ text: '' })
  },
  onPlace(event: Tapped<{ territoryCode: TerritoryCode; name: string }>) {
    const { territoryCode, name } = event.currentTarget.dataset
    void this.openCommunity(territoryCode, name)
  },
  async onScan() {
    const target = await scan()
    if (target === 'cancelled') return
    if (target === 'unknown') tell('这不是社区的码，请扫公告栏或海报上的社区码')
    else if (target.kind === 'fund') openFund(target.fundId)
    else await this.openCommunity(target.territoryCode, '这个社区')
  },

  /** The first page puts the person's own fund in its own place. Without knowing the person the list still comes. */
  async readFirst() {
    const community = await readMe()
      .then((me) => me.community)
      .catch(() => null)
    this.near = community?.territoryCode ?? null
    const page = await listFunds(this.near, null)
    const own = page.rows.find((fund) => fund.fundId === community?.fundId) ?? null
    this.setData({ own, community: community?.name ?? '' })
    return { ...page, rows: page.rows.filter((fund) => fund !== own) }
  },
  /** One fund alone, the person's own, is no empty page. */
  show(funds: Remote<Listing<FundSummary>>) {
    if (funds.status === 'empty' && this.data.own) {
      this.setData({ funds: { status: 'ready', value: { rows: [], more: 'end' }, notice: '' } })
    } else this.setData({ funds })
  },
  async openCommunity(territoryCode: TerritoryCode, name: string) {
    try {
      const { fundId } = await getCommunity(territoryCode)
      if (fundId === null) tell(`${name}还没有设立基金`)
      else openFund(fundId)
    } catch (error) {
      tell(failureLine(error))
    }
  },
})

function openFund(fundId: string): void {
  void wx.navigateTo({ url: `/pages/fund/fund?fundId=${fundId}` })
}
