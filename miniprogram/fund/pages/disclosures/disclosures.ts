import type { DisclosureId, DisclosureSummary } from '../../../../typings/disclosure'
import type { FundId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { kindWords, periodWords } from '../../../format/disclosure'
import { fullDate } from '../../../format/time'
import { listDisclosures } from '../../../services/disclosure'

interface Row {
  disclosureId: DisclosureId
  title: string
  icon: string
  note: string
  period: string
}

Page({
  behaviors: [careBehavior],
  data: { list: { status: 'loading' } as Remote<Listing<Row>> },
  list: null as Paging | null,
  ...listHandlers,

  /** Of one fund, or of the whole district where none is named. */
  onLoad(query: { fundId?: string; districtCode?: string }) {
    const fundId = query.fundId ? (query.fundId as FundId) : null
    const districtCode = query.districtCode ?? (fundId ?? '').slice('fund_'.length, 'fund_'.length + 6)
    this.list = paging({
      read: (cursor) => listDisclosures(districtCode, fundId, cursor),
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },
  onOpen({ currentTarget }: Tap<{ id: DisclosureId }>) {
    void wx.navigateTo({ url: `/fund/pages/disclosure/disclosure?disclosureId=${currentTarget.dataset.id}` })
  },
})

function rowOf(row: DisclosureSummary): Row {
  const { name, icon } = kindWords(row.kind)
  return {
    ...{ disclosureId: row.disclosureId, title: row.title, icon },
    note: `${name} · ${fullDate(row.publishedAtMs ?? row.dueAtMs)} 公布`,
    period: periodWords(row),
  }
}
