import type { Flow } from '../../../../typings/funds'
import type { EntryId, FundId, RequestKey } from '../../../../typings/ids'
import type { ProposalBody } from '../../../../typings/income'
import type { Fen } from '../../../../typings/money'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { fields } from '../../../format/fields'
import { money } from '../../../format/money'
import { parseYuan } from '../../../format/yuan-input'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { listFlows } from '../../../services/funds'
import { getIncomeDesk, proposeIncome } from '../../../services/income'

type Kind = ProposalBody['kind']
interface Fund {
  fundId: FundId
  name: string
  on: boolean
}

const titles: Record<Kind, string> = { seedGrants: '拨付启动资金', transfer: '基金划转', correction: '更正一笔账' }
const correctable: ReadonlySet<Flow['kind']> = new Set([
  ...(['seedGrant', 'platformGift', 'bankReceipt', 'fee', 'payment', 'inKind', 'inKindUse'] as const),
])
const mostShown = 12
const mostFen = 100_000_000 as Fen

interface ProposeData {
  care: boolean
  kind: Kind
  funds: Remote<readonly Fund[]>
  /** Of all, those that match what was searched for, the chosen first. */
  shown: readonly Fund[]
  search: string
  chosenWords: string
  title: string
  amount: string
  reason: string
  /** Of a transfer: from the community's fund up to its pool, or down. */
  down: boolean
  /** Of a transfer: money earmarked for this field; empty: the usual money. */
  earmark: Field | ''
  fields: typeof fields
  flows: Remote<readonly Flow[]>
  entryId: EntryId | ''
  nowMs: number
  problem: string
  busy: boolean
}
const data: ProposeData = {
  ...{ care: false, kind: 'seedGrants', funds: { status: 'loading' }, shown: [], search: '', chosenWords: '' },
  ...{ title: '区民政局试点启动资金', amount: '10000', reason: '', down: false, flows: { status: 'empty' } },
  ...{ earmark: '', fields },
  ...{ entryId: '', nowMs: 0, problem: '', busy: false },
}

/** One page for what takes two people: written here, decided by a colleague. */
Page({
  behaviors: [careBehavior],
  data,
  key: '' as RequestKey,
  reader: null as RemoteReader<readonly Fund[]> | null,
  flows: null as RemoteReader<readonly Flow[]> | null,

  onLoad(query) {
    const kind: Kind = query.kind === 'transfer' || query.kind === 'correction' ? query.kind : 'seedGrants'
    this.key = newKey()
    this.setData({ kind, amount: kind === 'seedGrants' ? '10000' : '' })
    void wx.setNavigationBarTitle({ title: titles[kind] })
    this.reader = remote<readonly Fund[]>({
      read: async () =>
        (await getIncomeDesk()).funds.map(({ fundId, name }) => ({ fundId, name: shortName(name), on: false })),
      show: (funds) => {
        this.setData({ funds })
        this.list()
      },
    })
    void this.reader.load()
  },
  onUnload() {
    this.reader?.stop()
    this.flows?.stop()
  },
  retry() {
    return this.reader?.load()
  },

  typeSearch({ detail }: WechatMiniprogram.Input) {
    this.setData({ search: detail.value })
    this.list()
  },
  choose({ currentTarget }: Tap<{ id: FundId }>) {
    const { funds, kind } = this.data
    if (funds.status !== 'ready') return
    const { id } = currentTarget.dataset
    const many = kind === 'seedGrants'
    const value = funds.value.map((fund) =>
      fund.fundId === id ? { ...fund, on: !fund.on } : many ? fund : { ...fund, on: false },
    )
    this.setData({ funds: { ...funds, value }, problem: '' })
    this.list()
    if (kind === 'correction') this.readFlows(value.find(({ on }) => on)?.fundId ?? null)
  },
  /** A pool has a short code: a community's fund is chosen from the rest. */
  list() {
    const { funds, search, kind } = this.data
    if (funds.status !== 'ready') return
    const isPool = (fund: Fund) => fund.fundId.length < 'fund_'.length + 12
    const some = kind === 'correction' ? funds.value : funds.value.filter((fund) => !isPool(fund))
    const found = some.filter(({ name, on }) => !on && name.includes(search.trim()))
    const on = some.filter((fund) => fund.on)
    const chosenWords = on.length === 0 ? '还没有选' : `已选 ${on.length} 个`
    this.setData({ shown: [...on, ...found.slice(0, mostShown)], chosenWords })
  },
  readFlows(fundId: FundId | null) {
    this.flows?.stop()
    this.setData({ entryId: '', flows: { status: fundId === null ? 'empty' : 'loading' }, nowMs: Date.now() })
    if (fundId === null) return
    this.flows = remote<readonly Flow[]>({
      read: async () => (await listFlows(fundId, null, null)).rows.filter(({ kind }) => correctable.has(kind)),
      show: (flows) => this.setData({ flows }),
      isEmpty: (rows) => rows.length === 0,
    })
    void this.flows.load()
  },
  chooseEntry({ currentTarget }: Tap<{ id: EntryId }>) {
    this.setData({ entryId: currentTarget.dataset.id, problem: '' })
  },
  typeTitle({ detail }: WechatMiniprogram.Input) {
    this.setData({ title: detail.value, problem: '' })
  },
  typeAmount({ detail }: WechatMiniprogram.Input) {
    this.setData({ amount: detail.value, problem: '' })
  },
  typeReason({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value, problem: '' })
  },
  chooseEarmark({ currentTarget }: Tap<{ field: Field | '' }>) {
    this.setData({ earmark: currentTarget.dataset.field, problem: '' })
  },
  turn() {
    this.setData({ down: !this.data.down })
  },

  async submit() {
    if (this.data.busy) return
    const body = this.body()
    if (typeof body === 'string') {
      this.setData({ problem: body })
      return tell(body)
    }
    this.setData({ busy: true })
    try {
      await proposeIncome(this.key, body)
      tell('已提交，请另一位同事批准')
      await wx.redirectTo({ url: '/district/pages/proposals/proposals' })
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code === 'INVALID_INPUT' || code === 'NOT_NOW') this.key = newKey()
      this.setData({
        problem: code === 'NOT_NOW' ? '这类账不能这样更正：捐赠请走退款，划转请反向划转' : `${title}，${advice}`,
      })
    } finally {
      this.setData({ busy: false })
    }
  },
  /** The proposal, or what has to be mended. */
  body(): ProposalBody | string {
    const { funds, kind, title, amount, reason, down, earmark, entryId } = this.data
    const chosen = funds.status === 'ready' ? funds.value.filter(({ on }) => on) : []
    const [first] = chosen
    if (!first) return '请先选基金'
    if (kind !== 'seedGrants' && [...reason.trim()].length < 4) return '请写明原因，四个字以上，会公开'
    if (kind === 'correction') return entryId === '' ? '请选要更正的那一笔' : { kind, entryId, reason: reason.trim() }
    const reading = parseYuan(amount, 100 as Fen, mostFen)
    if (!reading.ok) return `金额不对，请填 1 元到 ${money(mostFen)}`
    const { amountFen } = reading
    if (kind === 'transfer') {
      const poolId = first.fundId.slice(0, 'fund_'.length + 9) as FundId
      const [fromFundId, toFundId] = down ? [poolId, first.fundId] : [first.fundId, poolId]
      return { kind, fromFundId, toFundId, amountFen, earmark: earmark === '' ? null : earmark, reason: reason.trim() }
    }
    if ([...title.trim()].length < 4) return '请写明名目，四个字以上，会公开'
    return { kind, title: title.trim(), grants: chosen.map(({ fundId }) => ({ fundId, amountFen })) }
  },
})

/** A fund is called by its community where all of them are funds. */
function shortName(name: string): string {
  return name.replace('治理专项基金', '')
}
