import type { Flow } from '../../../typings/funds'
import { fieldWords } from '../../format/fields'
import { grouped, money } from '../../format/money'
import { dayAndTime } from '../../format/time'

const ways: Record<Flow['direction'], string> = { in: '收入', out: '支出', within: '留出' }
/** Money that moves within the fund is neither: its line says what happened to it. */
const withinWords: Readonly<Partial<Record<Flow['kind'], string>>> = {
  commitment: '批准后留出，还没付',
  release: '没用完，放回可用',
}

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
      const number = flow.number === null ? '正在编号' : `第\u00a0${grouped(flow.number)}\u00a0笔`
      const about = [when, ...(flow.field === null ? [] : [fieldWords(flow.field).name]), number]
      const parts = flow.direction === 'within' ? [withinWords[flow.kind] ?? '', ...about] : about
      this.setData({
        note: parts.join(' · '),
        spoken: `${flow.title}，${ways[flow.direction]} ${money(flow.amountFen)}，${parts.join('，')}`,
      })
    },
  },
})
