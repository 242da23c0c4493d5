import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { type CaseRow, caseRow } from '../../../format/cases'
import { listMyCases } from '../../../services/cases'

interface HistoryData {
  care: boolean
  cases: Remote<Listing<CaseRow>>
}

const data: HistoryData = { care: false, cases: { status: 'loading' } }

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,

  onLoad() {
    this.list = paging({
      read: (cursor) => listMyCases('closed', cursor),
      present: (row) => caseRow(row, Date.now()),
      show: (cases) => this.setData({ cases }),
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
    void wx.navigateTo({ url: `/worker/pages/case/case?needId=${detail.id}` })
  },
})
