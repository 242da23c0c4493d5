import { batchView, confirmWords, itemsOf, type Row, withChoice } from '../../../miniprogram/station/pages/batch/view'
import type { BatchPreview, BatchRow } from '../../../typings/routing'

const nowMs = Date.UTC(2026, 2, 6, 2)
const minuteMs = 60_000

function row(number: number, changes: Partial<BatchRow> = {}): BatchRow {
  return {
    needId: `need_${number}`,
    version: 2,
    field: 'elderCare',
    subSkill: 'livingAlone',
    urgency: 'normal',
    communityName: '新山村社区',
    excerpt: '想请人常来看看',
    submittedAtMs: nowMs - 90 * minuteMs,
    casePoints: 2,
    worker: {
      workerId: 'worker_li',
      name: '李社工',
      level: 'certified',
      servicePointName: '新山村社区社工室',
      capPoints: 12,
      loadPoints: 4,
      loadAfterPoints: 6,
    },
    reasons: [{ rule: 'sameCommunity', points: 30, words: '就在您的社区社工室' }],
    why: '',
    oneByOneName: '李社工',
    changed: false,
    ...changes,
  }
}

function preview(rows: readonly BatchRow[], changes: Partial<BatchPreview> = {}): BatchPreview {
  const placedCount = rows.filter(({ worker }) => worker !== null).length
  return {
    atMs: nowMs,
    rows,
    waitingCount: rows.length,
    placedCount,
    oneByOnePlacedCount: placedCount,
    nextRunAtMs: nowMs + 4 * minuteMs,
    ...changes,
  }
}

const nobody = { worker: null, reasons: [], why: '3 人都满了', oneByOneName: null }

test('says how many wait, how many can go, what together is better for, and when the timer does it', () => {
  const rows = [row(1), row(2, { oneByOneName: null, changed: true }), row(3, nobody)]
  expect(batchView(preview(rows, { oneByOnePlacedCount: 1 }), nowMs)).toMatchObject({
    summary: '3 件在等，现在能派出 2 件',
    compared: '放在一起算，比一件一件派多派出 1 件',
    nextRun: '您不派，系统会在今天 10:04 这样派',
    rows: [
      { waiting: '已等 1 小时 30 分', change: '', choice: { load: '在手 4 → 6 / 12 分', words: '就在您的社区社工室' } },
      { change: '一件一件派，这件派不出去' },
      { choice: null, why: '3 人都满了', change: '' },
    ],
  })
})

test('the same as one by one claims nothing; as many with others says with how many', () => {
  expect(batchView(preview([row(1)], { nextRunAtMs: null }), nowMs)).toMatchObject({ compared: '', nextRun: '' })
  const other = row(1, { oneByOneName: '王社工', changed: true })
  const view = batchView(preview([other]), nowMs)
  expect(view.compared).toBe('放在一起算，有 1 件换了更合适的人')
  expect(view.rows[0]?.change).toBe('一件一件派，会派给王社工')
})

describe('what the supervisor changes', () => {
  const rows = batchView(preview([row(1), row(2), row(3, nobody)]), nowMs).rows
  const [first, second, third] = rows as [Row, Row, Row]
  const wang = {
    workerId: 'worker_wang',
    name: '王社工',
    initial: '王',
    about: '',
    load: '',
    fits: true,
    words: '',
  } as const

  test('one left to wait is not sent, and one that nobody could take is sent once somebody is chosen', () => {
    const changed = [{ ...first, skipped: true }, second, withChoice(third, wang)]
    expect(itemsOf(changed)).toEqual([
      { needId: 'need_2', version: 2, workerId: 'worker_li' },
      { needId: 'need_3', version: 2, workerId: 'worker_wang' },
    ])
    expect(confirmWords(changed)).toBe('派出这 2 件')
    expect(withChoice(third, wang)).toMatchObject({ mine: true, skipped: false })
  })

  test('the batch’s own choice taken again is no change', () => {
    expect(withChoice(first, { ...wang, workerId: 'worker_li' })).toEqual(first)
  })

  test('what was sent is not sent again, and no more than 20 go at once', () => {
    expect(itemsOf([{ ...first, outcome: '已派出，等社工答复' }])).toEqual([])
    expect(confirmWords([])).toBe('没有要派的')
    const many = Array.from({ length: 25 }, (_, number) => ({ ...first, needId: `need_${number}` as const }))
    expect(itemsOf(many)).toHaveLength(20)
  })
})
