import type { CaseSummary } from '../../typings/cases'
import type { NeedId } from '../../typings/ids'
import type { Page as OnePage } from '../../typings/page'
import { type CaseRow, caseRow } from '../format/cases'
import { careBehavior } from './care'
import type { Said } from './events'
import { listHandlers } from './handlers'
import { type Listing, type Paging, paging, type Remote } from './remote'

interface HeadedRow extends CaseRow {
  head: string
}

interface CaseListData {
  care: boolean
  cases: Remote<Listing<HeadedRow>>
}

interface CaseList<Kase> {
  read: (cursor: string | null) => Promise<OnePage<Kase>>
  /** What stands over each case: why it is in this list, and since when. */
  headOf: (kase: Kase, nowMs: number) => string
  /** The page that a tap opens, with the need's id. */
  open: string
}

/** A page that is a list of cases: its template shows `cases`, and calls `open`, `more` and `retry`. */
export function caseListPage<Kase extends CaseSummary>({ read, headOf, open }: CaseList<Kase>): void {
  const data: CaseListData = { care: false, cases: { status: 'loading' } }

  Page({
    behaviors: [careBehavior],
    data,
    list: null as Paging | null,
    ...listHandlers,

    onLoad() {
      this.list = paging({
        read,
        present: (kase) => {
          const nowMs = Date.now()
          return { ...caseRow(kase, nowMs), head: headOf(kase, nowMs) }
        },
        show: (cases) => this.setData({ cases }),
      })
    },
    async onShow() {
      await this.list?.load()
    },
    open({ detail }: Said<{ id: NeedId }>) {
      void wx.navigateTo({ url: `${open}?needId=${detail.id}` })
    },
  })
}
