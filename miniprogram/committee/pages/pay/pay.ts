import type { RequestKey } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import type { SpendingDetail, SpendingId } from '../../../../typings/spending'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { money, yuan } from '../../../format/money'
import { parseYuan } from '../../../format/yuan-input'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { getSpending, paySpending, settleSpending } from '../../../services/spending'
import { type Paper, type Papers, papers } from '../../pictures'

type Mode = 'pay' | 'settle'

interface PayView {
  title: string
  payeeName: string
  amountFen: Fen
  paidFen: Fen
  leftFen: Fen
}

interface PayData {
  care: boolean
  mode: Mode
  request: Remote<PayView>
  amount: string
  note: string
  vouchers: readonly Paper[]
  gaps: { amount: string; vouchers: string; note: string }
  /** What becomes of the rest, in sentences. */
  rest: readonly string[]
  busy: boolean
  failed: string
}

const none = { amount: '', vouchers: '', note: '' }
const mostVouchers = 9
const data: PayData = {
  ...{ care: false, mode: 'pay', request: { status: 'loading' }, amount: '', note: '', vouchers: [], gaps: none },
  ...{ rest: [], busy: false, failed: '' },
}

/** One page for both: what was paid, and what it came to in the end. */
Page({
  behaviors: [careBehavior],
  data,
  spendingId: '' as SpendingId,
  /** Of this one payment: sent again, it is the same. */
  paymentKey: '' as RequestKey,
  papers: null as Papers | null,
  reader: null as RemoteReader<PayView> | null,
  ...readerHandlers,

  onLoad(query) {
    const mode: Mode = query.mode === 'settle' ? 'settle' : 'pay'
    this.paymentKey = newKey()
    this.papers = papers((vouchers) => this.setData({ vouchers }))
    this.setData({ mode })
    void wx.setNavigationBarTitle({ title: mode === 'pay' ? '登记付款' : '填报结清' })
    this.reader = remote({
      read: async () => {
        this.spendingId = idOf(query, 'spendingId', 'spend_')
        return viewOf(await getSpending(this.spendingId))
      },
      show: (request) => {
        this.setData({ request })
        if (request.status === 'ready' && this.data.amount === '') this.suggest(request.value)
      },
    })
    void this.reader.load()
  },

  suggest({ leftFen, paidFen }: PayView) {
    this.setData({ amount: yuan(this.data.mode === 'pay' ? leftFen : paidFen).replace(/,/g, '') })
    this.tellRest()
  },
  typeAmount({ detail }: WechatMiniprogram.Input) {
    this.setData({ amount: detail.value, gaps: { ...this.data.gaps, amount: '' } })
    this.tellRest()
  },
  typeNote({ detail }: WechatMiniprogram.Input) {
    this.setData({ note: detail.value, gaps: { ...this.data.gaps, note: '' } })
  },
  tellRest() {
    const { request, mode } = this.data
    const amountFen = this.amountFen()
    if (request.status !== 'ready' || amountFen === null) return this.setData({ rest: [] })
    const { leftFen, paidFen } = request.value
    const rest =
      mode === 'pay'
        ? [leftFen === amountFen ? '批准的钱就全部付清了' : `还有 ${money((leftFen - amountFen) as Fen)} 留着没付`]
        : [
            ...(leftFen > 0 ? [`没付的 ${money(leftFen)} 会放回基金`] : []),
            ...(paidFen > amountFen ? [`多付的 ${money((paidFen - amountFen) as Fen)} 要放回基金`] : []),
          ]
    this.setData({ rest })
  },
  /** Null when it can't be read or is more than there is. */
  amountFen(): Fen | null {
    const { request, mode, amount } = this.data
    if (request.status !== 'ready') return null
    const most = mode === 'pay' ? request.value.leftFen : request.value.paidFen
    const reading = parseYuan(amount, (mode === 'pay' ? 1 : 0) as Fen, most)
    return reading.ok ? reading.amountFen : null
  },

  async addVouchers() {
    try {
      await this.papers?.add(mostVouchers)
      this.setData({ gaps: { ...this.data.gaps, vouchers: '' } })
    } catch {
      tell('请在设置里允许使用相机或相册')
    }
  },
  voucherAgain({ detail }: Said<{ index: number }>) {
    return this.papers?.again(detail.index)
  },
  removeVoucher({ detail }: Said<{ index: number }>) {
    this.papers?.remove(detail.index)
  },

  async submit() {
    const { mode, busy, note } = this.data
    if (busy) return
    this.setData({ busy: true })
    const amountFen = this.amountFen()
    const gaps = this.gapsOf(amountFen, (await this.papers?.problem()) ?? '')
    const first = gaps.amount || gaps.vouchers || gaps.note
    this.setData({ gaps, failed: '', busy: first === '' })
    if (first !== '' || amountFen === null) return tell(first)
    const { spendingId, paymentKey } = this
    const voucherFileIds = this.papers?.fileIds() ?? []
    try {
      if (mode === 'pay') await paySpending({ spendingId, paymentKey, amountFen, voucherFileIds, note: note.trim() })
      else await settleSpending({ spendingId, actualFen: amountFen, voucherFileIds, note: note.trim() })
      tell(mode === 'pay' ? '付款已记下' : '已结清，谢谢您')
      void wx.navigateBack()
    } catch (error) {
      this.setData({ failed: failureLine(error) })
    } finally {
      this.setData({ busy: false })
    }
  },
  gapsOf(amountFen: Fen | null, problem: string): PayData['gaps'] {
    const { mode, note, vouchers } = this.data
    const most = mode === 'pay' ? '不能超过留出还没付的钱' : '不能超过已付的钱'
    return {
      amount: amountFen === null ? `请填金额，${most}` : '',
      vouchers: problem || (mode === 'pay' && vouchers.length === 0 ? '请拍一张付款凭证或发票' : ''),
      note: mode === 'settle' && note.trim().length < 2 ? '请写一句办得怎么样' : '',
    }
  },
})

function viewOf({ title, payeeName, amountFen, paidFen }: SpendingDetail): PayView {
  return { title, payeeName, amountFen, paidFen, leftFen: (amountFen - paidFen) as Fen }
}
