import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { type CaseRow, caseRow } from '../../../format/cases'
import { duration } from '../../../format/time'
import { listApprovals } from '../../../services/cases'

interface Row extends CaseRow {
  head: string
}

interface ApprovalsData {
  care: boolean
  queue: Remote<Listing<Row>>
}

const data: ApprovalsData = { care: false, queue: { status: 'loading' } }

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,

  onLoad() {
    this.list = paging({
      read: listApprovals,
      present: (row) => {
        const nowMs = Date.now()
        const what = row.awaits === 'plan' ? '服务计划' : '结案'
        return { ...caseRow(row, nowMs), head: `${what} · 等了 ${duration(nowMs - row.submittedAtMs)}` }
      },
      show: (queue) => this.setData({ queue }),
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
