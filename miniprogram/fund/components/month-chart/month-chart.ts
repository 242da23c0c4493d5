import type { FundFigures } from '../../../../typings/disclosure'
import type { Tap } from '../../../behaviors/events'
import { money } from '../../../format/money'

interface Column {
  month: string
  /** 3: the words below the chart say the year. */
  label: string
  inPercent: number
  outPercent: number
  /** For a screen reader, and below the chart when it is chosen. */
  words: string
}

/** Twelve months on one scale: what came in goes up, what was spent goes down. A tap on a month says its figures. */
Component({
  properties: {
    months: { type: Array, value: [] as unknown as FundFigures['months'] },
  },
  data: { columns: [] as Column[], chosen: '', words: '' },
  observers: {
    months(months: FundFigures['months']) {
      const most = Math.max(1, ...months.flatMap(({ receivedFen, spentFen }) => [receivedFen, spentFen]))
      const columns = months.map(({ month, receivedFen, spentFen }) => ({
        month,
        // The number alone: twelve of them have to fit on a small phone.
        label: String(Number(month.slice(5))),
        inPercent: percentOf(receivedFen, most),
        outPercent: percentOf(spentFen, most),
        words: `${monthName(month)}：收到 ${money(receivedFen)}，用出 ${money(spentFen)}`,
      }))
      const last = columns[columns.length - 1]
      this.setData({ columns, chosen: last?.month ?? '', words: last?.words ?? '' })
    },
  },
  methods: {
    choose({ currentTarget }: Tap<{ month: string }>) {
      const column = this.data.columns.find(({ month }) => month === currentTarget.dataset.month)
      if (column) this.setData({ chosen: column.month, words: column.words })
    },
  },
})

function monthName(month: string): string {
  return `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`
}

/** A bar that stands for something is never too short to be seen. */
function percentOf(part: number, whole: number): number {
  return part <= 0 ? 0 : Math.max(3, Math.round((part / whole) * 1000) / 10)
}
