import type { Shift, Term, WorkingCalendar } from '../../../typings/routing'
import { shanghaiDay, shanghaiDayNumber, shanghaiDayStartMs } from '../../shared/time/shanghai'
import { dayMs, minuteMs } from '../../shared/time/spans'

/** Longer than any row of holidays; whoever never works within it is counted on the clock. */
const MOST_DAYS = 60

/** When somebody works: the district's calendar, or their own hours of the week where they have any. */
export interface Hours {
  calendar: WorkingCalendar
  shifts: readonly Shift[]
}

/** The moment at which the term has run out: on the clock, or when that much of their working time has passed. */
export function termEndMs(term: Term, fromMs: number, hours: Hours): number {
  const lengthMs = term.minutes * minuteMs
  if (term.counts === 'clock') return fromMs + lengthMs
  let leftMs = lengthMs
  for (const [startMs, endMs] of spans(fromMs, hours)) {
    const beginMs = Math.max(startMs, fromMs)
    if (endMs - beginMs >= leftMs) return beginMs + leftMs
    leftMs -= endMs - beginMs
  }
  return fromMs + lengthMs
}

/** Whether they are at work at this moment. */
export function isAtWork(atMs: number, hours: Hours): boolean {
  const [next] = spans(atMs, hours, 1)
  return next !== undefined && next[0] <= atMs
}

/** Milliseconds until they are at work; 0 when they are, null when that is not in sight. */
export function untilAtWorkMs(atMs: number, hours: Hours): number | null {
  const [next] = spans(atMs, hours)
  return next === undefined ? null : Math.max(0, next[0] - atMs)
}

/** Whether the district works on the Shanghai day of this moment: make-up days before holidays before days of the week. */
export function isWorkday(atMs: number, { weekdays, holidays, extraWorkdays }: WorkingCalendar): boolean {
  const day = shanghaiDay(atMs)
  if (extraWorkdays.includes(day)) return true
  return !holidays.includes(day) && weekdays.includes(weekdayOf(atMs))
}

/**
 * The same time of day so many working days later: a Friday and one day is the Monday after. On the clock when the calendar
 * has no working days in sight.
 */
export function workdaysLaterMs(fromMs: number, days: number, calendar: WorkingCalendar): number {
  let [atMs, left] = [fromMs, days]
  for (let passed = 0; left > 0; passed += 1) {
    if (passed > MOST_DAYS + 2 * days) return fromMs + days * dayMs
    atMs += dayMs
    if (isWorkday(atMs, calendar)) left -= 1
  }
  return atMs
}

/** Working spans that have not ended at `fromMs`, in order. */
function* spans(
  fromMs: number,
  hours: Hours,
  mostDays = MOST_DAYS,
): Generator<readonly [startMs: number, endMs: number]> {
  const firstDayMs = shanghaiDayStartMs(fromMs)
  for (let day = 0; day < mostDays; day += 1) {
    const dayStartMs = firstDayMs + day * dayMs
    for (const { fromMinute, untilMinute } of hoursOn(dayStartMs, hours)) {
      const endMs = dayStartMs + untilMinute * minuteMs
      if (endMs > fromMs) yield [dayStartMs + fromMinute * minuteMs, endMs]
    }
  }
}

function hoursOn(dayStartMs: number, { calendar, shifts }: Hours) {
  if (shifts.length > 0) return shifts.filter(({ weekday }) => weekday === weekdayOf(dayStartMs))
  return isWorkday(dayStartMs, calendar) ? calendar.hours : []
}

/** 0 is Sunday; the first day of the epoch was a Thursday. */
function weekdayOf(atMs: number): number {
  return (shanghaiDayNumber(atMs) + 4) % 7
}
