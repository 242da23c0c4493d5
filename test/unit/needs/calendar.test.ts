import {
  type Hours,
  isAtWork,
  isWorkday,
  termEndMs,
  untilAtWorkMs,
  workdaysLaterMs,
} from '../../../cloudfunctions/needs/routing/calendar'
import { answerByMs, builtInPolicy, escalateAtMs, nextBatchAtMs } from '../../../cloudfunctions/needs/routing/policy'

const { calendar } = builtInPolicy
const office: Hours = { calendar, shifts: [] }

/** A moment in Shanghai, as `2026-03-06 16:00`. */
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const shown = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

test.each([
  ['2026-03-06 12:00', true, 'a Friday'],
  ['2026-03-07 12:00', false, 'a Saturday'],
  ['2026-03-08 23:59', false, 'a Sunday'],
  ['2026-03-09 00:00', true, 'a Monday, from midnight'],
  ['2026-10-01 12:00', false, 'a Thursday that is National Day'],
  ['2026-10-10 12:00', true, 'a Saturday that is worked instead'],
  ['2026-02-14 12:00', true, 'the Saturday before Spring Festival'],
])('%s is a workday: %s (%s)', (moment, worked) => {
  expect(isWorkday(at(moment), calendar)).toBe(worked)
})

test.each([
  ['2026-03-06 10:00', 1, '2026-03-09 10:00', 'over a weekend'],
  ['2026-09-30 10:00', 2, '2026-10-09 10:00', 'over National Day'],
  ['2026-10-09 10:00', 1, '2026-10-10 10:00', 'a Saturday that is worked'],
  ['2026-03-06 10:00', 0, '2026-03-06 10:00', 'none'],
])('%s and %d working days is %s (%s)', (from, days, then) => {
  expect(shown(workdaysLaterMs(at(from), days, calendar))).toBe(then)
})

test('whose calendar has no working day in sight is counted on the clock', () => {
  const never = { ...calendar, weekdays: [], extraWorkdays: [] }
  expect(shown(workdaysLaterMs(at('2026-03-06 10:00'), 3, never))).toBe('2026-03-09 10:00')
})

describe('a term in working time', () => {
  test.each([
    [120, '2026-03-06 10:00', '2026-03-06 12:00', 'within the day'],
    [120, '2026-03-06 16:30', '2026-03-09 10:00', 'over the weekend'],
    [120, '2026-03-06 20:00', '2026-03-09 11:00', 'begun after hours'],
    [120, '2026-03-09 06:00', '2026-03-09 11:00', 'begun before hours'],
    [510, '2026-03-06 10:00', '2026-03-09 10:00', 'a working day later is the same time of day'],
    [510, '2026-03-06 09:00', '2026-03-06 17:30', 'exactly a day ends with it'],
    [60, '2026-09-30 17:00', '2026-10-08 09:30', 'over the holiday week'],
    [60, '2026-10-09 17:00', '2026-10-10 09:30', 'into a Saturday that is worked'],
  ])('%d minutes from %s end at %s: %s', (minutes, from, until) => {
    expect(shown(termEndMs({ minutes, counts: 'working' }, at(from), office))).toBe(until)
  })

  test('counts in the worker’s own hours where they have any', () => {
    const shifts = [
      { weekday: 6, fromMinute: 8 * 60, untilMinute: 12 * 60 },
      { weekday: 0, fromMinute: 20 * 60, untilMinute: 24 * 60 },
    ]
    expect(shown(termEndMs({ minutes: 300, counts: 'working' }, at('2026-03-06 16:00'), { calendar, shifts }))).toBe(
      '2026-03-08 21:00',
    )
  })

  test('is counted on the clock for who never works, rather than never ending', () => {
    const never: Hours = { calendar: { ...calendar, weekdays: [], extraWorkdays: [] }, shifts: [] }
    expect(termEndMs({ minutes: 60, counts: 'working' }, 0, never)).toBe(3_600_000)
    expect(untilAtWorkMs(at('2026-03-06 16:00'), never)).toBeNull()
  })
})

test('at work from the first minute to the last', () => {
  const moments = ['08:59', '09:00', '17:29', '17:30'].map((time) => isAtWork(at(`2026-03-06 ${time}`), office))
  expect(moments).toEqual([false, true, true, false])
  expect(untilAtWorkMs(at('2026-03-06 18:00'), office)).toBe(63 * 3_600_000)
})

describe('terms of the policy', () => {
  const worker = { shifts: [] }
  test('an emergency is counted on the clock, whatever the policy says', () => {
    const odd = {
      ...builtInPolicy,
      answerWithin: { ...builtInPolicy.answerWithin, emergency: { minutes: 15, counts: 'working' as const } },
    }
    expect(shown(answerByMs(odd, 'emergency', at('2026-03-07 23:00'), worker))).toBe('2026-03-07 23:15')
    expect(shown(escalateAtMs(odd, 'emergency', 'station', at('2026-03-07 23:00')))).toBe('2026-03-07 23:05')
  })

  test('urgent has two working hours, normal a working day', () => {
    expect(shown(answerByMs(builtInPolicy, 'urgent', at('2026-03-06 16:30'), worker))).toBe('2026-03-09 10:00')
    expect(shown(answerByMs(builtInPolicy, 'normal', at('2026-03-06 16:30'), worker))).toBe('2026-03-09 16:30')
  })

  test('batches are at the same minutes for everyone, and none where the policy has none', () => {
    expect(shown(nextBatchAtMs(builtInPolicy, at('2026-03-06 16:32')) ?? 0)).toBe('2026-03-06 16:35')
    expect(shown(nextBatchAtMs(builtInPolicy, at('2026-03-06 16:35')) ?? 0)).toBe('2026-03-06 16:40')
    expect(nextBatchAtMs({ ...builtInPolicy, batchEveryMinutes: null }, 0)).toBeNull()
  })
})
