import type { DisclosureContent } from '../../../typings/disclosure'
import type { Fen } from '../../../typings/money'
import { countWords, purposeName } from '../../format/disclosure'
import { grouped } from '../../format/money'
import { fullDate } from '../../format/time'

interface Row {
  label: string
  note: string
  amountFen: Fen
}

/** What a disclosure says: its figures, by field, each payment, each correction, and every fund where it is about many. */
Component({
  properties: {
    content: { type: Object, value: {} },
  },
  data: {
    figures: [] as Row[],
    gifts: '',
    purposes: [] as { label: string; receivedFen: Fen; spentFen: Fen }[],
    payments: [] as Row[],
    corrections: [] as Row[],
    funds: [] as DisclosureContent['funds'],
  },
  observers: {
    content(content: DisclosureContent) {
      if (content.figures === undefined) return
      const { figures, giftCount, purposes, payments, corrections, funds } = content
      this.setData({
        figures: figures.map(({ label, amountFen }) => ({ label, note: '', amountFen })),
        gifts: giftCount === 0 ? '本期没有捐赠' : `本期捐赠 ${countWords(giftCount)}`,
        purposes: purposes.map((row) => ({ ...row, label: purposeName(row.field) })),
        payments: payments.map(({ title, atMs, field, number, amountFen }) => ({
          ...{ label: title, amountFen },
          note: [fullDate(atMs), purposeName(field), ...(number === null ? [] : [`第 ${grouped(number)} 笔`])].join(
            ' · ',
          ),
        })),
        corrections: corrections.map(({ title, atMs, amountFen }) => ({
          label: title,
          note: fullDate(atMs),
          amountFen,
        })),
        funds,
      })
    },
  },
})
