import { addMonths, obligationsOf, type Subject } from '../../../../cloudfunctions/funds/disclosure/calendar'
import { shanghaiDateMs, shanghaiDay } from '../../../../cloudfunctions/shared/time/shanghai'
import { hourMs } from '../../../../cloudfunctions/shared/time/spans'

const fundId = 'fund_500110001003'
const at = shanghaiDateMs
const forEver = at('2030-01-01')

/** `kind from–to, draft, last day in time`. */
function owed(subject: Subject, untilMs = forEver): string[] {
  return obligationsOf(subject, untilMs).map(
    ({ kind, fromMs, toMs, draftAtMs, dueAtMs }) =>
      `${kind} ${shanghaiDay(fromMs)}–${shanghaiDay(toMs - 1)}, draft ${shanghaiDay(draftAtMs)}, by ${shanghaiDay(dueAtMs - 1)}`,
  )
}
const lasting = (kind: 'campaign' | 'project' | 'disaster', from: string, to: string): Subject => ({
  ...{ kind, cause: 'c', fundId, name: '新山村', fromMs: at(from), toMs: at(to) },
})

test('a campaign over 6 months: every 3 months, and in full within 3 months of its end', () => {
  expect(owed(lasting('campaign', '2025-01-15', '2025-11-15'))).toEqual([
    'progress 2025-01-15–2025-04-05, draft 2025-04-06, by 2025-04-15',
    'progress 2025-04-06–2025-07-05, draft 2025-07-06, by 2025-07-15',
    'progress 2025-07-06–2025-10-05, draft 2025-10-06, by 2025-10-15',
    'final 2025-01-15–2025-11-14, draft 2025-11-15, by 2026-02-15',
  ])
})

test('one of just 6 months owes the full account alone', () => {
  expect(owed(lasting('project', '2025-01-15', '2025-07-15'))).toEqual([
    'final 2025-01-15–2025-07-14, draft 2025-07-15, by 2025-10-15',
  ])
})

test('gifts for a disaster: every 5 days while it lasts', () => {
  expect(owed(lasting('disaster', '2025-07-01', '2025-07-12'))).toEqual([
    'disaster 2025-07-01–2025-07-05, draft 2025-07-06, by 2025-07-06',
    'disaster 2025-07-06–2025-07-10, draft 2025-07-11, by 2025-07-11',
    'final 2025-07-01–2025-07-11, draft 2025-07-12, by 2025-10-12',
  ])
})

test('a large dealing, or one with a related party: within 30 days; the year: by 31 May', () => {
  const atMs = at('2025-03-10') + 14 * 3_600_000
  expect(owed({ kind: 'payment', cause: 'e', fundId, name: '雨棚', atMs })).toEqual([
    'major 2025-03-10–2025-03-10, draft 2025-03-10, by 2025-04-09',
  ])
  expect(owed({ kind: 'relatedParty', cause: 'e', fundId, name: '物业', fromMs: atMs, toMs: atMs })).toEqual([
    'relatedParty 2025-03-10–2025-03-10, draft 2025-03-10, by 2025-04-09',
  ])
  expect(owed({ kind: 'year', cause: '500110 2025', name: '綦江区', year: 2025 })).toEqual([
    'yearly 2025-01-01–2025-12-31, draft 2026-01-01, by 2026-05-31',
  ])
})

test('what does not end goes on, as far as one looks; each cause is its own', () => {
  const project: Subject = { kind: 'project', cause: 'p', fundId, name: '课堂', fromMs: at('2025-01-01'), toMs: null }
  const found = obligationsOf(project, at('2026-01-01'))
  expect(found.map(({ kind }) => kind)).toEqual(['progress', 'progress', 'progress', 'progress'])
  expect(new Set(found.map(({ cause }) => cause)).size).toBe(4)
})

test('the periods of a campaign follow one another without a gap', () => {
  const found = obligationsOf(lasting('campaign', '2025-01-31', '2027-06-30'), forEver)
  const periods = found.filter(({ kind }) => kind === 'progress')
  expect(periods.length).toBeGreaterThan(6)
  for (const [index, { fromMs }] of periods.entries()) {
    expect(fromMs).toBe(index === 0 ? at('2025-01-31') : periods[index - 1]?.toMs)
  }
})

test('months are added as people do: the 31st becomes the last day of a short month, the time of day stays', () => {
  expect(addMonths(at('2025-01-31') + hourMs, 1)).toBe(at('2025-02-28') + hourMs)
  expect(addMonths(at('2023-11-30'), 3)).toBe(at('2024-02-29'))
  expect(addMonths(at('2025-11-15'), 3)).toBe(at('2026-02-15'))
})
