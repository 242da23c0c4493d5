import type { Fen } from '../../../typings/money'
import { money } from '../../format/money'

/** Two bars on one scale, named and figured beside them; the whole of it in words above. Of this month. */
Component({
  properties: {
    inFen: { type: Number, value: 0 },
    outFen: { type: Number, value: 0 },
  },
  data: { words: '', rows: [] as { key: 'in' | 'out'; label: string; amount: string; percent: number }[] },
  observers: {
    'inFen, outFen'(inFen: Fen, outFen: Fen) {
      const most = Math.max(inFen, outFen, 1)
      this.setData({
        words: wordsFor(inFen, outFen),
        // Two empty bars would say nothing that the sentence does not.
        rows:
          inFen === 0 && outFen === 0
            ? []
            : [
                { key: 'in', label: '收到', amount: money(inFen), percent: percentOf(inFen, most) },
                { key: 'out', label: '用出', amount: money(outFen), percent: percentOf(outFen, most) },
              ],
      })
    },
  },
})

function wordsFor(inFen: Fen, outFen: Fen): string {
  if (inFen === 0 && outFen === 0) return '本月还没有收到，也没有用出。'
  if (outFen === 0) return `本月收到 ${money(inFen)}，还没有用出。`
  if (inFen === 0) return `本月用出 ${money(outFen)}，还没有收到新的善款。`
  return `本月收到 ${money(inFen)}，用出 ${money(outFen)}。`
}

/** To one decimal of a percent: a bar's length, not money. */
function percentOf(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 10
}
