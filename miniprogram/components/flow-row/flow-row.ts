import type { Flow } from '../../../typings/funds'
import { fieldWords } from '../../format/fields'
import { grouped, money } from '../../format/money'
import { dayAndTime } from '../../format/time'

const ways: Record<Flow['direction'], string> = { in: '收到', out: '用出', within: '留出' }
/** What moves within the fund, or is not money, says so on its line. */
const kindWords: Readonly<Partial<Record<Flow['kind'], string>>> = {
  commitment: '批准后留出，还没付',
  release: '没用完，放回可用',
  // Goods and services are valued, and never part of the balance.
  inKind: '实物和服务，不计入余额',
  inKindUse: '实物和服务，不计入余额',
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
      const kind = kindWords[flow.kind]
      const parts = kind === undefined ? about : [kind, ...about]
      this.setData({
        note: parts.join(' · '),
        spoken: `${flow.title}，${ways[flow.direction]} ${money(flow.amountFen)}，${parts.join('，')}`,
      })
    },
  },
})
