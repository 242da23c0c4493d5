import type { GiftId } from '../../../../typings/ids'
import type { HeldName } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { listHeldNames, reviewName } from '../../../services/income'

interface Row extends HeldName {
  note: string
}
interface NamesData {
  care: boolean
  list: Remote<Listing<Row>>
  busy: boolean
}
const data: NamesData = { care: false, list: { status: 'loading' }, busy: false }

/** Names that content security was not sure of: a person lets them into the public book, or keeps them out. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listHeldNames,
      present: (row): Row => ({ ...row, note: `${row.fundName} · ${dayAndTime(row.paidAtMs, Date.now())}` }),
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },
  release({ currentTarget }: Tap<{ id: GiftId }>) {
    return this.review(currentTarget.dataset.id, true)
  },
  hide({ currentTarget }: Tap<{ id: GiftId }>) {
    return this.review(currentTarget.dataset.id, false)
  },
  async review(giftId: GiftId, release: boolean) {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await reviewName(giftId, release)
      tell(release ? '已公开显示' : '继续写“爱心人士”')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: false })
      await this.list?.load()
    }
  },
})
