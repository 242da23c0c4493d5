import type { FundId, RequestKey } from '../../../../typings/ids'
import type { InKindGift, InKindId } from '../../../../typings/income'
import type { Fen } from '../../../../typings/money'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { money } from '../../../format/money'
import { fullDate } from '../../../format/time'
import { mostSumFen, parseYuan } from '../../../format/yuan-input'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { addInKind, listInKind, useInKind } from '../../../services/income'

interface Row extends InKindGift {
  from: string
  left: string
  usedWords: readonly string[]
}
interface Form {
  what: string
  yuan: string
  valuation: string
  donorName: string
}

const emptyForm: Form = { what: '', yuan: '', valuation: '按市场价估值', donorName: '' }

interface InKindData {
  care: boolean
  list: Remote<Listing<Row>>
  heldFen: Fen
  canRecord: boolean
  /** add: a new gift; use: what of one was handed out. */
  sheet: 'add' | 'use' | ''
  form: Form
  goods: boolean
  using: Row | null
  problem: string
  busy: boolean
}
const data: InKindData = {
  ...{ care: false, list: { status: 'loading' }, heldFen: 0 as Fen, canRecord: false, sheet: '', form: emptyForm },
  ...{ goods: true, using: null, problem: '', busy: false },
}

/** What was given in kind and in service, for anybody; the community's people record it here. */
Page({
  behaviors: [careBehavior],
  data,
  fundId: '' as FundId,
  key: '' as RequestKey,
  list: null as Paging | null,
  ...listHandlers,

  onLoad(query) {
    this.list = paging({
      read: async (cursor) => {
        this.fundId = idOf(query, 'fundId', 'fund_')
        const page = await listInKind(this.fundId, cursor)
        this.setData({ heldFen: page.heldFen, canRecord: page.canRecord })
        return page
      },
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },

  /** The receipts of all that did not come through this mini-program. */
  openReceipts() {
    void wx.navigateTo({ url: `/fund/pages/receipts/receipts?fundId=${this.fundId}` })
  },
  startAdding() {
    this.key = newKey()
    this.setData({ sheet: 'add', form: emptyForm, goods: true, problem: '' })
  },
  startUsing({ currentTarget }: Tap<{ id: InKindId }>) {
    const { list } = this.data
    const using =
      list.status === 'ready' ? list.value.rows.find(({ inKindId }) => inKindId === currentTarget.dataset.id) : null
    if (!using) return
    this.key = newKey()
    this.setData({ sheet: 'use', using, form: { ...emptyForm, yuan: '' }, problem: '' })
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.close()
  },
  close() {
    if (!this.data.busy) this.setData({ sheet: '' })
  },
  chooseForm({ currentTarget }: Tap<{ goods: boolean }>) {
    this.setData({ goods: currentTarget.dataset.goods })
  },
  type({ detail, currentTarget }: WechatMiniprogram.Input) {
    const { field } = currentTarget.dataset as { field: keyof Form }
    this.setData({ form: { ...this.data.form, [field]: detail.value }, problem: '' })
  },
  async save() {
    const { sheet, form, goods, using, busy } = this.data
    if (busy) return
    const value = parseYuan(form.yuan, 100 as Fen, mostSumFen)
    const what = form.what.trim()
    const problem = [...what].length < 2 ? '请写是什么，两个字以上' : value.ok ? '' : '请填估值，1 元以上'
    this.setData({ problem })
    if (problem !== '' || !value.ok) return
    this.setData({ busy: true })
    try {
      if (sheet === 'use' && using) {
        await useInKind({ inKindId: using.inKindId, useKey: this.key, what, valueFen: value.amountFen })
      } else {
        await addInKind({
          ...{ inKindKey: this.key, fundId: this.fundId, form: goods ? 'goods' : 'service', what },
          ...{ valueFen: value.amountFen, valuation: form.valuation.trim() || '估值' },
          donorName: form.donorName.trim() === '' ? null : form.donorName.trim(),
        })
      }
      this.setData({ sheet: '' })
      tell('已记入公开账本')
      await this.list?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      this.setData({ problem: code === 'NOT_NOW' ? '不能超过还没发的价值' : `${title}，${advice}` })
    } finally {
      this.setData({ busy: false })
    }
  },
})

function rowOf(gift: InKindGift): Row {
  const leftFen = (gift.valueFen - gift.usedFen) as Fen
  return {
    ...gift,
    from: `${gift.donorName ?? '爱心人士'} · ${fullDate(gift.receivedAtMs)} · ${gift.valuation}`,
    left: gift.form === 'service' || leftFen === 0 ? '' : `还有价值 ${money(leftFen)} 的没有发`,
    usedWords: gift.uses.map((use) => `${fullDate(use.atMs)} ${use.what}，价值 ${money(use.valueFen)}`),
  }
}
