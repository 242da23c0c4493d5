import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { type CaseRow, caseRow } from '../../../format/cases'
import { duration } from '../../../format/time'
import { listOverdue } from '../../../services/cases'

interface Row extends CaseRow {
  head: string
}

interface OverdueData {
  care: boolean
  board: Remote<Listing<Row>>
}

const data: OverdueData = { care: false, board: { status: 'loading' } }

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,

  onLoad() {
    this.list = paging({
      read: listOverdue,
      present: (row) => {
        const nowMs = Date.now()
        const who = row.awaits === null ? row.workerName : '督导'
        return { ...caseRow(row, nowMs), head: `超期 ${duration(nowMs - row.overdueSinceMs)} · 等${who}` }
      },
      show: (board) => this.setData({ board }),
    })
  },
  async onShow() {
    await this.list?.load()
  },
  onUnload() {
    this.list?.stop()
  },
  async onPullDownRefresh() {
    await this.list?.load()
    wx.stopPullDownRefresh()
  },
  async onReachBottom() {
    await this.list?.loadMore()
  },
  async more() {
    await this.list?.loadMore()
  },
  async retry() {
    await this.list?.load()
  },
  open({ detail }: Said<{ id: NeedId }>) {
    void wx.navigateTo({ url: `/station/pages/decide/decide?needId=${detail.id}` })
  },
})
