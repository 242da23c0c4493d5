import { builtInPolicy } from '../../../cloudfunctions/needs/routing/policy'
import { dayKey, forgonePoints, shareOf } from '../../../cloudfunctions/needs/routing/recent'
import { mayLieLong, turnsForAbsence, turnsForDoubt, turnsForShare } from '../../../cloudfunctions/needs/routing/route'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import { worker } from '../../contract/needs/scene'
import { nowMs } from './builders'

const days = (asked: number, declined: number, lapsed: number, points: number) => ({ asked, declined, lapsed, points })

describe('what was handed back or left lying counts as carried', () => {
  test.each([
    ['nothing was asked', days(0, 0, 0, 0), 0],
    ['all was taken', days(10, 0, 0, 15), 0],
    ['one of ten was declined: hardly', days(10, 1, 0, 18), 0.3],
    ['half was left lying: three quarters of it', days(10, 0, 5, 10), 7.5],
    ['two of three: all of it', days(9, 2, 4, 6), 12],
    ['nothing was ever taken: as a usual case weighs', days(4, 0, 4, 0), 6],
    ['one offer says little', days(1, 0, 1, 0), 0.75],
    ['passed over on a day that is still counted, asked on one that is not', days(0, 1, 1, 0), 3],
  ] as const)('%s', (_what, given, points) => {
    expect(forgonePoints(given)).toBeCloseTo(points)
  })
})

describe('a worker’s share', () => {
  const share = (capPoints: number, points: number, declined = 0, asked = 4) =>
    shareOf(worker('li', { capPoints, recent: { [dayKey(nowMs)]: { asked, declined, lapsed: 0, points } } }), nowMs)

  test('who can carry four times as much has the same share with twice as much', () => {
    expect(share(16, 8)).toBeCloseTo(share(4, 4))
  })

  test('leaving work to others does not make the share small: taking it weighs no more', () => {
    expect(share(8, 1, 3)).toBeCloseTo(share(8, 4))
    expect(share(8, 0, 4)).toBeGreaterThan(share(8, 4))
  })
})

test.each([
  [0, 0],
  [0.4, 0],
  [0.5, 1],
  [1, 5],
  [1.5, 9],
  [9, 12],
])('who was given %d of the usual share gives way for %d turns', (share, turns) => {
  expect(turnsForShare(share)).toBe(turns)
})

test.each([
  ['never asked: like most', days(0, 0, 0, 0), 1],
  ['takes nearly everything', days(20, 1, 0, 30), 0],
  ['hands back every third', days(21, 7, 0, 20), 1],
  ['leaves every third lying', days(21, 0, 7, 20), 3],
  ['never takes anything', days(20, 0, 20, 0), 6],
] as const)('%s: who seldom takes what they are asked gives way, for %j', (_what, given, turns) => {
  expect(turnsForDoubt({ recent: { [dayKey(nowMs)]: given } }, nowMs)).toBe(turns)
})

describe('days off', () => {
  const [friday, monday] = [Date.UTC(2026, 10, 20, 2), Date.UTC(2026, 10, 23, 2)]
  const office = worker('office', { shifts: [] })
  const always = worker('always', {
    shifts: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinute: 540, untilMinute: 1050 })),
  })

  test('an offer of a Friday may lie until Monday with who has the weekend off, and with nobody else', () => {
    expect(mayLieLong(office, 'normal', friday, builtInPolicy)).toBe(true)
    expect(mayLieLong(office, 'urgent', friday, builtInPolicy)).toBe(false)
    expect(mayLieLong(office, 'normal', monday, builtInPolicy)).toBe(false)
    expect(mayLieLong(always, 'normal', friday, builtInPolicy)).toBe(false)
  })

  test('who is away over the weekend gives way for a turn, who is away for the night does not', () => {
    expect(turnsForAbsence(office, friday + dayMs, builtInPolicy)).toBe(1)
    expect(turnsForAbsence(office, monday + dayMs / 2, builtInPolicy)).toBe(0)
    expect(turnsForAbsence(always, friday + dayMs, builtInPolicy)).toBe(0)
  })
})
