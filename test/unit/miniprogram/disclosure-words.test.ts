import {
  calendarWords,
  countWords,
  periodWords,
  ratioSentence,
  traceSentence,
} from '../../../miniprogram/format/disclosure'
import type { DisclosureSummary, GiftTrace, Ratio, TracePiece } from '../../../typings/disclosure'
import type { Fen } from '../../../typings/money'

const dayMs = 86_400_000
const noonMs = Date.parse('2026-03-07T04:00:00Z')
const fen = (amount: number) => amount as Fen

function piece(state: TracePiece['state'], amountFen: number): TracePiece {
  return {
    state,
    amountFen: fen(amountFen),
    entryId: null,
    title: '',
    field: null,
    atMs: null,
    number: null,
    thanks: null,
  }
}
function trace(number: number | null, ...pieces: TracePiece[]): GiftTrace {
  const amountFen = fen(pieces.reduce((total, each) => total + each.amountFen, 0))
  const gift = { giftId: 'gift_1', fundId: 'fund_1', fundName: '', earmark: null, paidAtMs: 0 } as const
  return { ...gift, amountFen, number, pieces }
}

test('a gift’s way in one sentence: all of it, some of it, or not folded yet', () => {
  expect(traceSentence(trace(3, piece('spent', 5_000)))).toBe('您的 ¥50.00 全部用上了。')
  expect(traceSentence(trace(3, piece('waiting', 5_000)))).toBe('您的 ¥50.00 都还在基金里，等着用在居民需要的地方。')
  expect(traceSentence(trace(3, piece('spent', 1_000), piece('waiting', 500), piece('spent', 500)))).toBe(
    '您的 ¥20.00：¥15.00 已经用上，¥5.00 还在基金里。',
  )
  expect(traceSentence(trace(null, piece('waiting', 100)))).toMatch(/刚刚到账，正在编进账本/)
})

test('a disclosure is due on the last day that is still in time, and late from the next', () => {
  const dueAtMs = Date.parse('2026-03-10T16:00:00Z')
  const summary = (state: DisclosureSummary['state']) =>
    ({ state, dueAtMs, publishedAtMs: noonMs, fromMs: noonMs, toMs: noonMs + dayMs }) as DisclosureSummary
  expect(calendarWords(summary('draft'), noonMs).due).toBe('2026年3月10日前公布，还有 4 天')
  expect(calendarWords(summary('late'), dueAtMs).due).toBe('应在 2026年3月10日前公布，晚了 1 天')
  expect(calendarWords(summary('ahead'), noonMs)).toMatchObject({ word: '未到时间', tone: 'quiet' })
  expect(calendarWords(summary('published'), noonMs).due).toBe('2026年3月7日 公布')
  expect(periodWords({ fromMs: noonMs, toMs: noonMs + 1 })).toBe('2026年3月7日')
})

test('a ratio says what it is measured against and whether that is enough', () => {
  const ratio = (percent: number | null, verdict: Ratio['verdict'], limitPercent: number): Ratio => ({
    ...{ percent, verdict, limitPercent, partFen: fen(percent === 0 ? 0 : 5_000), wholeFen: fen(10_000) },
  })
  expect(ratioSentence('spending', ratio(50, 'onTheWay', 70))).toBe(
    '今年用出 ¥50.00，是去年收到 ¥100.00 的 50%，年底前要达到 70%。',
  )
  expect(ratioSentence('spending', ratio(75, 'within', 70))).toMatch(/达到了规定的 70%。$/)
  expect(ratioSentence('management', ratio(50, 'outside', 10))).toMatch(/超过了规定的 10%。$/)
  expect(ratioSentence('management', ratio(0, 'within', 10))).toMatch(/没有花管理费/)
  expect(ratioSentence('management', ratio(null, 'unknown', 10))).toMatch(/还没有用出/)
})

test('a suppressed count says that it is small, not how small', () => {
  expect([countWords('<5'), countWords(0), countWords(12_804)]).toEqual(['少于 5 笔', '0 笔', '12,804 笔'])
})
