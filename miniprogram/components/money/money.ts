import type { Fen } from '../../../typings/money'
import { yuan } from '../../format/money'

type Sign = 'none' | 'plus' | 'minus'
const marks: Record<Sign, string> = { none: '', plus: '+', minus: '−' }
const spokenMarks: Record<Sign, string> = { none: '', plus: '收到', minus: '用出' }

/** An amount as figures in one width, its yuan larger than its cents. `size`: body, title, head or figure; `tone`: plain, soft, gift. */
Component({
  properties: {
    amountFen: { type: Number, value: 0 },
    size: { type: String, value: 'body' },
    tone: { type: String, value: 'plain' },
    sign: { type: String, value: 'none' },
  },
  data: { mark: '', whole: '0', cents: '.00', spoken: '' },
  observers: {
    'amountFen, sign'(amountFen: Fen, sign: Sign) {
      const text = yuan(amountFen)
      const point = text.length - 3
      this.setData({
        mark: marks[sign],
        whole: text.slice(0, point),
        cents: text.slice(point),
        spoken: `${spokenMarks[sign]}${text} 元`,
      })
    },
  },
})
