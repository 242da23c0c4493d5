import type { FundId } from '../../../../typings/ids'
import type { Difference, DifferenceId } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { differenceNames } from '../../../format/income'
import { money } from '../../../format/money'
import { dayAndTime, fullDate } from '../../../format/time'
import { tell } from '../../../platform/device'
import { getIncomeDesk, listDifferences, resolveDifference } from '../../../services/income'

interface Row extends Difference {
  name: string
  facts: readonly { name: string; value: string }[]
  resolved: string
}
type Status = Difference['status']

const views: readonly { key: Status; label: string }[] = [
  { key: 'open', label: '待核对' },
  { key: 'resolved', label: '已核对' },
]

interface Fund {
  fundId: FundId
  name: string
}
interface DifferencesData {
  care: boolean
  views: typeof views
  view: Status
  list: Remote<Listing<Row>>
  open: Row | null
  /** Funds to choose from: those that come into question, or what was searched for. */
  funds: readonly Fund[]
  search: string
  /** Empty: not a gift. */
  fundId: FundId | ''
  reason: string
  busy: boolean
}
const data: DifferencesData = {
  ...{ care: false, views, view: 'open', list: { status: 'loading' }, open: null, funds: [], search: '' },
  ...{ fundId: '', reason: '', busy: false },
}

/** What does not agree: a person looks at each and writes down why. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  /** Null while they are not there yet. */
  allFunds: null as readonly Fund[] | null,
  ...listHandlers,

  onLoad() {
    this.open('open')
    void this.readFunds()
  },
  /** Without a network the search asks again when something is typed. */
  async readFunds() {
    try {
      this.allFunds = (await getIncomeDesk()).funds
      if (this.data.search !== '') this.showFound()
    } catch {
      this.allFunds = null
    }
  },
  choose({ currentTarget }: Tap<{ view: Status }>) {
    if (currentTarget.dataset.view !== this.data.view) this.open(currentTarget.dataset.view)
  },
  open(view: Status) {
    this.list?.stop()
    this.setData({ view, list: { status: 'loading' } })
    this.list = paging({
      read: (cursor) => listDifferences(view, cursor),
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
    void this.list.load()
  },

  openOne({ currentTarget }: Tap<{ id: DifferenceId }>) {
    const { list, view } = this.data
    if (list.status !== 'ready' || view !== 'open') return
    const open = list.value.rows.find(({ differenceId }) => differenceId === currentTarget.dataset.id) ?? null
    this.setData({ open, funds: open?.candidates ?? [], search: '', fundId: '', reason: '' })
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.close()
  },
  close() {
    if (!this.data.busy) this.setData({ open: null })
  },
  typeSearch({ detail }: WechatMiniprogram.Input) {
    this.setData({ search: detail.value })
    this.showFound()
    if (this.allFunds === null) void this.readFunds()
  },
  showFound() {
    const search = this.data.search.trim()
    const all = this.allFunds ?? []
    const found = search === '' ? (this.data.open?.candidates ?? []) : all.filter(({ name }) => name.includes(search))
    this.setData({ funds: found.slice(0, 6) })
  },
  chooseFund({ currentTarget }: Tap<{ id: FundId }>) {
    const { id } = currentTarget.dataset
    this.setData({ fundId: this.data.fundId === id ? '' : id })
  },
  typeReason({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value })
  },
  async resolve() {
    const { open, reason, fundId, busy } = this.data
    if (open === null || busy) return
    if (reason.trim().length < 2) return tell('请写明核对的结果')
    this.setData({ busy: true })
    try {
      const { differenceId, version } = open
      await resolveDifference({ differenceId, version, reason: reason.trim(), fundId: fundId === '' ? null : fundId })
      this.setData({ open: null })
      tell(fundId === '' ? '已记下原因' : '已归到基金并入账')
      await this.list?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(`${title}，${advice}`)
      if (code === 'CONFLICT') {
        this.setData({ open: null })
        await this.list?.load()
      }
    } finally {
      this.setData({ busy: false })
    }
  },
})

function rowOf(difference: Difference): Row {
  const { kind, bookedFen, statedFen, day, orderNumber, remark, resolution } = difference
  const facts = [
    { name: '日期', value: fullDate(Date.parse(`${day}T12:00:00+08:00`)) },
    ...(statedFen === null
      ? []
      : [{ name: kind === 'unmatchedReceipt' ? '金额' : '账单金额', value: money(statedFen) }]),
    ...(bookedFen === null ? [] : [{ name: '账本金额', value: money(bookedFen) }]),
    ...(remark === '' ? [] : [{ name: '附言', value: remark }]),
    { name: '单号', value: orderNumber },
  ]
  const to = resolution?.fundName ? `，归到${resolution.fundName}` : ''
  const resolved = resolution
    ? `${resolution.byName} ${dayAndTime(resolution.atMs, Date.now())}：${resolution.reason}${to}`
    : ''
  return { ...difference, name: differenceNames[kind], facts, resolved }
}
