import type { FundFigures } from '../../../../typings/disclosure'
import type { Fen } from '../../../../typings/money'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { purposeName } from '../../../format/disclosure'
import { money } from '../../../format/money'
import { dayAndTime, fullDate } from '../../../format/time'
import { getFigures } from '../../../services/disclosure'

interface Share {
  label: string
  amountFen: Fen
}
interface FiguresView extends FundFigures {
  monthWords: string
  spentWords: string
  spent: Share[]
  givenWords: string
  given: Share[]
  lastWords: string
  asOf: string
}

Page({
  behaviors: [careBehavior],
  data: { figures: { status: 'loading' } as Remote<FiguresView> },
  reader: null as RemoteReader<FiguresView> | null,
  ...readerHandlers,

  onLoad(query: { fundId?: string }) {
    this.reader = remote({
      read: async () => figuresView(await getFigures(idOf(query, 'fundId', 'fund_'))),
      show: (figures) => this.setData({ figures }),
    })
    void this.reader.load()
  },
})

function figuresView(figures: FundFigures): FiguresView {
  const { months, purposes, lastSpentAtMs, atMs } = figures
  const sum = (side: 'receivedFen' | 'spentFen') => months.reduce((total, row) => total + row[side], 0) as Fen
  const spent = sharesOf(purposes, 'spentFen')
  const given = sharesOf(purposes, 'receivedFen')
  return {
    ...figures,
    monthWords: `近 12 个月收到 ${money(sum('receivedFen'))}，用出 ${money(sum('spentFen'))}。点一个月份，看那个月的数。`,
    ...{ spent, given },
    spentWords: spent[0] ? `用得最多的是${spent[0].label}。` : '还没有用出。每用一笔，都会记在这里。',
    givenWords: given[0] ? '捐赠时指定了用途的，只用在那个方面。' : '还没有收到善款。',
    lastWords: lastSpentAtMs === null ? '还没有用出过善款。' : `最近一次用出是 ${fullDate(lastSpentAtMs)}。`,
    asOf: `数字到 ${dayAndTime(atMs, atMs)}`,
  }
}

/** Money spent on no one field: mostly the fees of banks and platforms. */
function labelOf(field: Field | null, side: 'receivedFen' | 'spentFen'): string {
  return field === null && side === 'spentFen' ? '不分方面' : purposeName(field)
}

function sharesOf(purposes: FundFigures['purposes'], side: 'receivedFen' | 'spentFen'): Share[] {
  return purposes
    .filter((row) => row[side] > 0)
    .map((row) => ({ label: labelOf(row.field, side), amountFen: row[side] }))
    .sort((a, b) => b.amountFen - a.amountFen)
}
