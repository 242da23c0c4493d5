import type { SpendingId, SpendingSummary, SpendingView } from '../../../../typings/spending'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { followMe, knownMe, readMe } from '../../../behaviors/session'
import { holds } from '../../../format/people'
import { askingRoles, pictureRoles, placesOf, type StatusWords, statusWords } from '../../../format/spending'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { askForMessages } from '../../../platform/subscription'
import { listHeldPictures, listSpending } from '../../../services/spending'

interface Row extends SpendingSummary {
  words: StatusWords
  note: string
}

const views = [
  { key: 'waiting', label: '等我处理' },
  { key: 'mine', label: '我申请的' },
  { key: 'all', label: '全部' },
] as const satisfies readonly { key: SpendingView; label: string }[]

const emptyWords: Record<SpendingView, readonly [title: string, advice: string]> = {
  waiting: ['现在没有等您处理的', '轮到您的时候，会有消息告诉您。'],
  mine: ['您还没有申请过', '居民有难处需要用钱，可以向社区基金申请。'],
  all: ['还没有支出申请', '申请、审批和付款都会记在这里。'],
}

interface QueueData {
  care: boolean
  views: readonly { key: SpendingView; label: string }[]
  view: SpendingView
  list: Remote<Listing<Row>>
  empty: readonly [title: string, advice: string]
  mayAsk: boolean
  fundId: string
  territoryCode: string
  /** How many WeChat messages of this person's part are left; below 0: not known yet. */
  messagesLeft: number
  /** Pictures that wait for this person's look. */
  heldCount: number
}

const data: QueueData = {
  ...{ care: false, views, view: 'waiting', list: { status: 'loading' }, empty: emptyWords.waiting },
  ...{ mayAsk: false, fundId: '', territoryCode: '', messagesLeft: -1, heldCount: 0 },
}

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  leave: null as (() => void) | null,
  ...listHandlers,

  onLoad(query) {
    const view = views.find(({ key }) => key === query.view)?.key ?? 'waiting'
    this.leave = followMe((me) => {
      const { fundTask, fundProgress } = me.messageCredits
      const mayAsk = holds(me.duties, ...askingRoles)
      this.setData({ ...placesOf(me), mayAsk, messagesLeft: mayAsk ? Math.min(fundTask, fundProgress) : fundTask })
      if (holds(me.duties, ...pictureRoles)) void this.countPictures()
    })
    readMe().catch(() => undefined)
    this.open(view)
  },
  async onShow() {
    await this.list?.load()
  },
  /** Only a hint: without it the list is as it was. */
  async countPictures() {
    try {
      this.setData({ heldCount: (await listHeldPictures()).length })
    } catch {
      this.setData({ heldCount: 0 })
    }
  },
  /** WeChat gives one message of each kind for one tap. */
  async tellMe() {
    const me = knownMe()
    if (me === null) return
    const allowed = await askForMessages(me, this.data.mayAsk ? ['fundTask', 'fundProgress'] : ['fundTask'])
    if (allowed.length === 0) return tell('没关系，消息里随时能看到')
    await readMe(true).catch(() => undefined)
    tell('加好了，轮到您时微信告诉您')
  },
  openPictures() {
    void wx.navigateTo({ url: '/committee/pages/pictures/pictures' })
  },
  onUnload() {
    this.list?.stop()
    this.leave?.()
  },

  open(view: SpendingView) {
    this.list?.stop()
    this.setData({ view, list: { status: 'loading' }, empty: emptyWords[view] })
    this.list = paging({
      read: (cursor) => listSpending(view, cursor),
      present: (row): Row => ({
        ...row,
        words: statusWords(row.status, row.step),
        note: `${row.communityName} · ${row.authorName} · ${dayAndTime(row.submittedAtMs, Date.now())}`,
      }),
      show: (list) => this.setData({ list }),
    })
  },
  choose({ currentTarget }: Tap<{ view: SpendingView }>) {
    const { view } = currentTarget.dataset
    if (view === this.data.view) return
    this.open(view)
    void this.list?.load()
  },
  openRequest({ currentTarget }: Tap<{ id: SpendingId }>) {
    void wx.navigateTo({ url: `/committee/pages/request/request?spendingId=${currentTarget.dataset.id}` })
  },
  ask() {
    const { fundId } = this.data
    void wx.navigateTo({ url: `/committee/pages/new/new${fundId === '' ? '' : `?fundId=${fundId}`}` })
  },
  openPolicy() {
    void wx.navigateTo({ url: `/committee/pages/policy/policy?territoryCode=${this.data.territoryCode}` })
  },
  openRoster() {
    void wx.navigateTo({ url: `/committee/pages/roster/roster?fundId=${this.data.fundId}` })
  },
})
