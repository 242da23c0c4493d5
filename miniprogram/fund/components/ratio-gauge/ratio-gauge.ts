import type { Ratio } from '../../../../typings/disclosure'
import { ratioSentence } from '../../../format/disclosure'

const verdicts: Record<Ratio['verdict'], { icon: string; word: string }> = {
  within: { icon: 'done', word: '符合规定' },
  onTheWay: { icon: 'clock', word: '还在路上' },
  outside: { icon: 'alert', word: '超出规定' },
  unknown: { icon: 'info', word: '还没有可比的' },
}

/** A ratio as a filled line with the limit marked on it; the sentence above says the same. `which`: spending or management. */
Component({
  properties: {
    ratio: { type: Object, value: {} },
    which: { type: String, value: 'spending' },
  },
  data: { words: '', verdict: 'unknown', icon: '', word: '', filled: 0, limit: 0, limitWords: '', shown: false },
  observers: {
    'ratio, which'(ratio: Ratio, which: 'spending' | 'management') {
      if (ratio.verdict === undefined) return
      // The line is as long as the larger of twice the limit and the ratio itself, so that both have their place on it.
      const end = Math.max(which === 'spending' ? 100 : ratio.limitPercent * 2, ratio.percent ?? 0)
      this.setData({
        words: ratioSentence(which, ratio),
        verdict: ratio.verdict,
        ...verdicts[ratio.verdict],
        filled: Math.min(100, ((ratio.percent ?? 0) / end) * 100),
        limit: (ratio.limitPercent / end) * 100,
        limitWords: `${which === 'spending' ? '至少' : '最多'} ${ratio.limitPercent}%`,
        shown: ratio.percent !== null,
      })
    },
  },
})
