import type { Fen } from '../../../../typings/money'
import { money } from '../../../format/money'

export interface Share {
  label: string
  amountFen: Fen
}

/** One bar for each name, on one scale, its amount beside it. The largest comes first as the list is given. */
Component({
  properties: {
    shares: { type: Array, value: [] as Share[] },
    /** gift for what came in, ink for what was spent. */
    tone: { type: String, value: 'ink' },
  },
  data: { rows: [] as { label: string; amount: string; percent: number; spoken: string }[] },
  observers: {
    shares(shares: readonly Share[]) {
      const most = Math.max(1, ...shares.map(({ amountFen }) => amountFen))
      const total = Math.max(
        1,
        shares.reduce((sum, { amountFen }) => sum + amountFen, 0),
      )
      this.setData({
        rows: shares.map(({ label, amountFen }) => ({
          label,
          amount: money(amountFen),
          percent: Math.max(1, Math.round((amountFen / most) * 1000) / 10),
          spoken: `${label} ${money(amountFen)}，占 ${Math.round((amountFen / total) * 100)}%`,
        })),
      })
    },
  },
})
