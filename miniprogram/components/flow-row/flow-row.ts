import type { Flow } from '../../../typings/funds'
import { fieldWords } from '../../format/fields'
import { grouped, money } from '../../format/money'
import { dayAndTime } from '../../format/time'

/** One line of a fund's public book. `nowMs` lets 今天 and 昨天 be told. */
Component({
  properties: {
    flow: { type: Object, value: {} },
    nowMs: { type: Number, value: 0 },
  },
  data: { note: '', spoken: '' },
  observers: {
    'flow, nowMs'(flow: Flow, nowMs: number) {
      if (flow.entryId === undefined) return
      const when = dayAndTime(flow.atMs, nowMs || Date.now())
      const number = flow.number === null ? '正在编号' : `第 ${grouped(flow.number)} 笔`
      const parts = flow.field === null ? [when, number] : [when, fieldWords(flow.field).name, number]
      this.setData({
        note: parts.join(' · '),
        spoken: `${flow.title}，${flow.direction === 'in' ? '收入' : '支出'} ${money(flow.amountFen)}，${parts.join('，')}`,
      })
    },
  },
})
