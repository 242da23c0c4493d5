import type { FundRow, PlaceRow } from '../../../../typings/disclosure'
import type { FundId } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { countWords } from '../../../format/disclosure'
import { failureLine } from '../../../format/errors'
import { copy, tell } from '../../../platform/device'
import { getTableFile, listDistrictFunds } from '../../../services/disclosure'

type SortKey = 'balanceFen' | 'receivedFen' | 'spentFen' | 'spentPercent'

interface Line {
  key: string
  /** Empty for a street. */
  fundId: FundId | ''
  name: string
  note: string
  amountFen: Fen
  /** In place of the amount, where it is no money. */
  figure: string
  percent: number
}
interface Comparison {
  district: PlaceRow
  districtWords: string
  streets: readonly PlaceRow[]
  rows: readonly FundRow[]
}

const sorts: readonly { key: SortKey; label: string }[] = [
  { key: 'balanceFen', label: '余额' },
  { key: 'receivedFen', label: '收到' },
  { key: 'spentFen', label: '用出' },
  { key: 'spentPercent', label: '用出比例' },
]
const views = [
  { key: 'funds', label: '按社区' },
  { key: 'streets', label: '按街镇' },
] as const

Page({
  behaviors: [careBehavior],
  data: {
    comparison: { status: 'loading' } as Remote<Comparison>,
    ...{ sorts, sort: 'balanceFen' as SortKey, views, view: 'funds' as 'funds' | 'streets' },
    lines: [] as Line[],
    exporting: false,
  },
  reader: null as RemoteReader<Comparison> | null,
  districtCode: '',
  ...readerHandlers,

  onLoad(query: { districtCode?: string }) {
    this.districtCode = query.districtCode ?? ''
    this.reader = remote<Comparison>({
      read: async () => {
        const { district, streets, rows } = await listDistrictFunds(this.districtCode)
        const districtWords = `${district.fundCount} 只基金 · ${countWords(district.giftCount)}捐赠`
        return { district, districtWords, streets, rows }
      },
      isEmpty: ({ rows }) => rows.length === 0,
      show: (comparison) => {
        this.setData({ comparison })
        this.arrange()
      },
    })
    void this.reader.load()
  },
  onSort({ currentTarget }: Tap<{ key: SortKey }>) {
    this.setData({ sort: currentTarget.dataset.key })
    this.arrange()
  },
  onView({ currentTarget }: Tap<{ key: 'funds' | 'streets' }>) {
    this.setData({ view: currentTarget.dataset.key })
    this.arrange()
  },
  onOpen({ currentTarget }: Tap<{ fundId: FundId | '' }>) {
    const { fundId } = currentTarget.dataset
    if (fundId) void wx.navigateTo({ url: `/pages/fund/fund?fundId=${fundId}` })
  },
  async onExport() {
    if (this.data.exporting) return
    this.setData({ exporting: true })
    try {
      const { url } = await getTableFile({ kind: 'funds', districtCode: this.districtCode }, 'xlsx')
      await copy(url, '表格地址已复制，10 分钟内有效')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ exporting: false })
    }
  },
  /** Seventy-nine lines in the order that was asked for; the bar behind each compares them at a glance. */
  arrange() {
    const { comparison, sort, view } = this.data
    if (comparison.status !== 'ready') return
    const { rows, streets } = comparison.value
    this.setData({ lines: linesOf(view === 'funds' ? rows.map(fundLine) : streets.map(streetLine), sort) })
  },
})

interface Sortable extends Pick<Line, 'key' | 'fundId' | 'name' | 'note'> {
  balanceFen: Fen
  receivedFen: Fen
  spentFen: Fen
  spentPercent: number | null
}

function fundLine(row: FundRow): Sortable {
  const note = `${row.streetName} · ${countWords(row.giftCount)}`
  return { ...row, key: row.fundId, name: row.communityName, note }
}

function streetLine(row: PlaceRow): Sortable {
  const { territoryCode, name, fundCount, giftCount, receivedFen, spentFen, balanceFen } = row
  const spentPercent = receivedFen > 0 ? Math.round((spentFen / receivedFen) * 1000) / 10 : null
  const note = `${fundCount} 只基金 · ${countWords(giftCount)}`
  return { key: territoryCode, fundId: '', name, note, balanceFen, receivedFen, spentFen, spentPercent }
}

function linesOf(list: readonly Sortable[], sort: SortKey): Line[] {
  const most = Math.max(1, ...list.map((row) => row[sort] ?? 0))
  return [...list]
    .sort((a, b) => (b[sort] ?? -1) - (a[sort] ?? -1) || (a.key < b.key ? -1 : 1))
    .map((row) => ({
      ...{ key: row.key, fundId: row.fundId, name: row.name, note: row.note },
      amountFen: sort === 'spentPercent' ? (0 as Fen) : row[sort],
      figure: sort === 'spentPercent' ? (row.spentPercent === null ? '还没有收到' : `${row.spentPercent}%`) : '',
      percent: Math.max(0, Math.round(((row[sort] ?? 0) / most) * 1000) / 10),
    }))
}
