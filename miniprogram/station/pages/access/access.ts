import type { AccessId, AccessRequest, SensitiveRead } from '../../../../typings/cases'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { decisionWords } from '../../../format/cases'
import { failureLine } from '../../../format/errors'
import type { StatusWords } from '../../../format/needs'
import { ago, dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { decideAccess, listAccessRequests, listSensitiveReads } from '../../../services/cases'

type View = 'wishes' | 'reads'

interface WishRow {
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

interface AccessData {
  care: boolean
  view: View
  wishes: Remote<Listing<WishRow>>
  reads: Remote<Listing<{ key: string; words: string; time: string }>>
  notes: Record<string, string>
  missing: AccessId | ''
  busy: AccessId | ''
}

const data: AccessData = {
  care: false,
  view: 'wishes',
  wishes: { status: 'loading' },
  reads: { status: 'loading' },
  notes: {},
  missing: '',
  busy: '',
}

Page({
  behaviors: [careBehavior],
  data,
  wishes: null as Paging | null,
  reads: null as Paging | null,

  onLoad() {
    this.wishes = paging({
      read: listAccessRequests,
      present: (wish) => wishRow(wish, Date.now()),
      show: (wishes) => this.setData({ wishes }),
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
    this.wishes?.stop()
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
    await (this.data.view === 'wishes' ? this.wishes : this.reads)?.load()
  },
  async more() {
    await (this.data.view === 'wishes' ? this.wishes : this.reads)?.loadMore()
  },
  async retry() {
    await this.load()
  },
  async turn({ currentTarget }: Tap<{ view: View }>) {
    this.setData({ view: currentTarget.dataset.view })
    await this.load()
  },
  type({ detail, currentTarget }: Said<{ value: string }, { id: AccessId }>) {
    this.setData({ notes: { ...this.data.notes, [currentTarget.dataset.id]: detail.value }, missing: '' })
  },
  async decide({ currentTarget }: Tap<{ id: AccessId; approved: boolean }>) {
    const { id, approved } = currentTarget.dataset
    const note = (this.data.notes[id] ?? '').trim()
    if (this.data.busy !== '') return
    if (!approved && note === '') return this.setData({ missing: id })
    this.setData({ busy: id })
    try {
      await decideAccess(id, approved, note)
      tell(approved ? '批准了，七天内有效' : '已告诉申请人')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.load()
    }
  },
})

function wishRow(wish: AccessRequest, nowMs: number): WishRow {
  const { accessId, askerName, communityName, reason, askedAtMs, state, decidedByName, note, untilMs, mine } = wish
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
