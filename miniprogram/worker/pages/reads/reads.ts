import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { type ReadRow, readRow } from '../../../format/reads'
import { listMyReads } from '../../../services/cases'

type View = 'clients' | 'mine'

interface ReadsData {
  care: boolean
  view: View
  reads: Remote<Listing<ReadRow>>
}

const data: ReadsData = { care: false, view: 'clients', reads: { status: 'loading' } }

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.follow()
  },
  async onShow() {
    await this.list?.load()
  },
  /** Each view is a list of its own: an answer for the other one is no longer waited for. */
  follow() {
    const { view } = this.data
    this.list?.stop()
    this.list = paging({
      read: (cursor) => listMyReads(view, cursor),
      present: (read) => readRow(read, read.atMs, Date.now(), true, view === 'clients'),
      show: (reads) => this.setData({ reads }),
    })
  },
  async turn({ currentTarget }: Tap<{ view: View }>) {
    if (currentTarget.dataset.view === this.data.view) return
    this.setData({ view: currentTarget.dataset.view, reads: { status: 'loading' } })
    this.follow()
    await this.list?.load()
  },
  open({ currentTarget }: Tap<{ id: NeedId | '' }>) {
    const { id } = currentTarget.dataset
    if (id !== '' && this.data.view === 'clients') void wx.navigateTo({ url: `/worker/pages/case/case?needId=${id}` })
  },
})
