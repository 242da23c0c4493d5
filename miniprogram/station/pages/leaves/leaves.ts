import type { HandOver, Leave, LeaveId } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { type Listing, type Paging, paging, type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type CaseRow, caseRow, decisionWords } from '../../../format/cases'
import type { StatusWords } from '../../../format/needs'
import { ago, fullDate } from '../../../format/time'
import { decideLeave, listHandOvers, listLeaves } from '../../../services/cases'
import { type Decisions, deciding } from '../../deciding'

type View = 'leaves' | 'handOvers'

interface LeaveRow {
  leaveId: LeaveId
  name: string
  dates: string
  reason: string
  asked: string
  state: StatusWords
  said: string
  waiting: boolean
}

interface HandOverRow extends CaseRow {
  head: string
}

interface LeavesData extends Decisions<LeaveId> {
  care: boolean
  view: View
  leaves: Remote<Listing<LeaveRow>>
  handOvers: Remote<readonly HandOverRow[]>
}

const data: LeavesData = {
  care: false,
  view: 'leaves',
  leaves: { status: 'loading' },
  handOvers: { status: 'loading' },
  notes: {},
  missing: '',
  busy: '',
}

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  reader: null as RemoteReader<readonly HandOverRow[]> | null,
  ...deciding<LeaveId>({ send: decideLeave, approved: '批准了，没答复的任务已转给同事', declined: '已告诉社工' }),

  onLoad(query) {
    if (query.view === 'handOvers') this.setData({ view: 'handOvers' })
    this.list = paging({
      read: listLeaves,
      present: (leave) => leaveRow(leave, Date.now()),
      show: (leaves) => this.setData({ leaves }),
    })
    this.reader = remote({
      read: async () => (await listHandOvers()).map((row) => handOverRow(row, Date.now())),
      show: (handOvers) => this.setData({ handOvers }),
      isEmpty: (rows) => rows.length === 0,
    })
  },
  async onShow() {
    await this.load()
  },
  onUnload() {
    this.list?.stop()
    this.reader?.stop()
  },
  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },
  async onReachBottom() {
    if (this.data.view === 'leaves') await this.list?.loadMore()
  },
  async load() {
    await Promise.all([this.list?.load(), this.reader?.load()])
  },
  async more() {
    await this.list?.loadMore()
  },
  async retry() {
    await this.load()
  },
  turn({ currentTarget }: Tap<{ view: View }>) {
    this.setData({ view: currentTarget.dataset.view })
  },
  reassign({ detail }: Said<{ id: NeedId }>) {
    void wx.navigateTo({ url: `/station/pages/reassign/reassign?needId=${detail.id}` })
  },
})

function leaveRow(leave: Leave, nowMs: number): LeaveRow {
  const { leaveId, workerName, fromMs, untilMs, reason, state, askedAtMs, decidedByName, note } = leave
  return {
    leaveId,
    name: workerName,
    dates: `${fullDate(fromMs)} 至 ${fullDate(untilMs)}`,
    reason,
    asked: ago(askedAtMs, nowMs),
    state: decisionWords(state),
    said: decidedByName === null ? '' : [decidedByName, note].filter((part) => part !== '').join('：'),
    waiting: state === 'waiting',
  }
}

function handOverRow(row: HandOver, nowMs: number): HandOverRow {
  return { ...caseRow(row, nowMs), head: `${row.workerName}不在，到 ${fullDate(row.leaveUntilMs)}` }
}
