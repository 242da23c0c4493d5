import type { EntryId } from '../../../../typings/ids'
import type { ReceivableGift } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { fullDate } from '../../../format/time'
import { listReceivable } from '../../../services/income'

interface Row extends ReceivableGift {
  note: string
  /** How it stands: what was made out, or why nothing is; empty when a receipt can be made out. */
  standing: string
  way: string
}
interface ReceiptsData {
  care: boolean
  list: Remote<Listing<Row>>
}
const data: ReceiptsData = { care: false, list: { status: 'loading' } }

const kindNames: Record<ReceivableGift['kind'], string> = {
  ...{ platformGift: '公益平台', bankReceipt: '银行转账', inKind: '捐物或服务' },
}

/** For the fund's clerk: gifts that did not come through this mini-program, and their receipts. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  seen: false,
  ...listHandlers,

  onLoad(query) {
    this.list = paging({
      read: async (cursor) => listReceivable(idOf(query, 'fundId', 'fund_'), cursor),
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },
  onShow() {
    // Back from a receipt that was made out meanwhile.
    if (this.seen) void this.list?.load()
    this.seen = true
  },
  open({ currentTarget }: Tap<{ id: EntryId }>) {
    void wx.navigateTo({ url: `/fund/pages/receipt/receipt?entryId=${currentTarget.dataset.id}` })
  },
})

function rowOf(gift: ReceivableGift): Row {
  const { receipt, corrected } = gift
  const made = receipt && { issued: `已开给${receipt.title}`, waived: '捐赠人不要收据', void: '已更正，收据作废' }
  const standing = receipt && made ? made[receipt.status] : corrected ? '已更正，不能开收据' : ''
  return {
    ...gift,
    note: `${kindNames[gift.kind]} · ${fullDate(gift.atMs)}`,
    standing,
    way: standing === '' ? '开收据' : receipt ? '看收据' : '',
  }
}
