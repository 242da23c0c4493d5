import type { AccessId, AccessRequest, SensitiveRead } from '../../../../typings/cases'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { decisionWords } from '../../../format/cases'
import type { StatusWords } from '../../../format/needs'
import { ago, dayAndTime } from '../../../format/time'
import { decideAccess, listAccessRequests, listSensitiveReads } from '../../../services/cases'
import { type Decisions, deciding } from '../../deciding'

type View = 'requests' | 'reads'

interface RequestRow {
  accessId: AccessId
  who: string
  place: string
  reason: string
  asked: string
  state: StatusWords
  said: string
  /** Waits, and was not asked by this very person. */
  open: boolean
  mine: boolean
}

interface AccessData extends Decisions<AccessId> {
  care: boolean
  view: View
  requests: Remote<Listing<RequestRow>>
  reads: Remote<Listing<{ key: string; words: string; time: string }>>
}

const data: AccessData = {
  care: false,
  view: 'requests',
  requests: { status: 'loading' },
  reads: { status: 'loading' },
  notes: {},
  missing: '',
  busy: '',
}

Page({
  behaviors: [careBehavior],
  data,
  requests: null as Paging | null,
  reads: null as Paging | null,
  ...deciding<AccessId>({ send: decideAccess, approved: '批准了，七天内有效', declined: '已告诉申请人' }),

  onLoad() {
    this.requests = paging({
      read: listAccessRequests,
      present: (request) => requestRow(request, Date.now()),
      show: (requests) => this.setData({ requests }),
    })
    this.reads = paging({
      read: (cursor) => listSensitiveReads(null, cursor),
      present: (read) => readRow(read, Date.now()),
      show: (reads) => this.setData({ reads }),
    })
  },
  async onShow() {
    await this.load()
  },
  onUnload() {
    this.requests?.stop()
    this.reads?.stop()
  },
  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },
  async onReachBottom() {
    await this.more()
  },
  async load() {
    await (this.data.view === 'requests' ? this.requests : this.reads)?.load()
  },
  async more() {
    await (this.data.view === 'requests' ? this.requests : this.reads)?.loadMore()
  },
  async retry() {
    await this.load()
  },
  async turn({ currentTarget }: Tap<{ view: View }>) {
    this.setData({ view: currentTarget.dataset.view })
    await this.load()
  },
})

function requestRow(request: AccessRequest, nowMs: number): RequestRow {
  const { accessId, askerName, communityName, reason, askedAtMs, state, decidedByName, note, untilMs, mine } = request
  const until = untilMs === null ? '' : `有效到 ${dayAndTime(untilMs, nowMs)}`
  return {
    accessId,
    who: askerName,
    place: communityName,
    reason,
    asked: ago(askedAtMs, nowMs),
    state: decisionWords(state),
    said: [decidedByName ?? '', note, until].filter((part) => part !== '').join(' · '),
    open: state === 'waiting' && !mine,
    mine: mine && state === 'waiting',
  }
}

function readRow({ atMs, readerName, what, needId }: SensitiveRead, nowMs: number) {
  const which = needId === null ? '（当天安排）' : `（尾号 ${needId.slice(-4)}）`
  return {
    key: `${atMs}-${readerName}-${needId ?? ''}`,
    words: `${readerName} ${what}${which}`,
    time: dayAndTime(atMs, nowMs),
  }
}
