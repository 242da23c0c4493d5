import type { EscalationLevel, RoutingPolicy, Term, WorkingCalendar } from '../../../typings/routing'
import type { Urgency } from '../../../typings/terms'
import { minuteMs } from '../../shared/time/spans'
import { builtInCaseTerms } from '../casework/policy'
import { termEndMs } from './calendar'
import type { Given, RoutedWorker } from './model'

/**
 * Office hours of public service in the district, with the public holidays and make-up days that the State Council's
 * notice set for 2026. A year that is not listed counts its weekdays; the district adds each year's when it is published.
 */
const calendar: WorkingCalendar = {
  hours: [{ fromMinute: 9 * 60, untilMinute: 17 * 60 + 30 }],
  weekdays: [1, 2, 3, 4, 5],
  holidays: [
    ...days('2026-01', 1, 3),
    ...days('2026-02', 15, 23),
    ...days('2026-04', 4, 6),
    ...days('2026-05', 1, 5),
    ...days('2026-06', 19, 21),
    ...days('2026-09', 25, 27),
    ...days('2026-10', 1, 7),
  ],
  extraWorkdays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
}

/** Only in case that the need which rings for them is gone: every batch takes them along. */
const OTHERS_MINUTES = 30

/** What a district has that has set nothing. */
export const builtInPolicy: RoutingPolicy = {
  weights: {
    sameCommunity: 100,
    sameStreet: 100,
    speciality: 100,
    freeCapacity: 200,
    fairness: 150,
    fittingLevel: 100,
    continuity: 100,
    wishedGender: 100,
    wishedLanguage: 100,
    likelyToAccept: 50,
    onShift: 100,
  },
  order: 'nearestFirst',
  calendar,
  answerWithin: {
    emergency: { minutes: 15, counts: 'clock' },
    urgent: { minutes: 120, counts: 'working' },
    // A working day: from Monday at ten to Tuesday at ten.
    normal: { minutes: 510, counts: 'working' },
  },
  escalation: {
    emergency: { toCentreMinutes: 5, toDutyMinutes: 5 },
    urgent: { toCentreMinutes: 60, toDutyMinutes: 60 },
    normal: { toCentreMinutes: 255, toDutyMinutes: 510 },
  },
  batchEveryMinutes: 5,
  casework: builtInCaseTerms,
}

/** Under the built-in policy, with nobody to compare with. */
export const builtIn: Given = { policy: builtInPolicy, usualShare: null }

/** How this urgency's minutes are counted. Whatever a policy says, an emergency is counted on the clock. */
function countingOf({ answerWithin }: RoutingPolicy, urgency: Urgency): Term['counts'] {
  return urgency === 'emergency' ? 'clock' : answerWithin[urgency].counts
}

/** Until when a worker who is asked now must answer. */
export function answerByMs(
  policy: RoutingPolicy,
  urgency: Urgency,
  nowMs: number,
  { shifts }: Pick<RoutedWorker, 'shifts'>,
): number {
  const { minutes } = policy.answerWithin[urgency]
  const term = { minutes, counts: countingOf(policy, urgency) }
  return termEndMs(term, nowMs, { calendar: policy.calendar, shifts })
}

/** When the next level hears of a need that this level has had since now; the person on duty is reminded again. */
export function escalateAtMs(policy: RoutingPolicy, urgency: Urgency, level: EscalationLevel, nowMs: number): number {
  const { toCentreMinutes, toDutyMinutes } = policy.escalation[urgency]
  const minutes = level === 'station' ? toCentreMinutes : toDutyMinutes
  const term = { minutes, counts: countingOf(policy, urgency) }
  return termEndMs(term, nowMs, { calendar: policy.calendar, shifts: [] })
}

export function nextLevel(level: EscalationLevel): EscalationLevel {
  return level === 'station' ? 'centre' : 'duty'
}

/** When the district's next batch is; null when it has none. Batches are at the same minutes for all its needs. */
export function nextBatchAtMs({ batchEveryMinutes }: RoutingPolicy, nowMs: number): number | null {
  if (batchEveryMinutes === null) return null
  const everyMs = batchEveryMinutes * minuteMs
  return (Math.floor(nowMs / everyMs) + 1) * everyMs
}

/**
 * When a need that nobody was found for is tried again: one need of the district `rings` at every batch; the others, which
 * it takes along, come due only now and then, in case that one is gone.
 */
export function nextTryAtMs(policy: RoutingPolicy, nowMs: number, rings: boolean): number {
  const batchAtMs = rings ? nextBatchAtMs(policy, nowMs) : null
  return batchAtMs ?? nowMs + OTHERS_MINUTES * minuteMs
}

function days(month: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, day) => `${month}-${String(first + day).padStart(2, '0')}`)
}
