import { shanghaiDayNumber } from '../../shared/time/shanghai'
import type { DayOfWork, WorkerRecord } from '../records'

/** Fairness and reliability look back so far. */
const WINDOW_DAYS = 30

/** What a case weighs as a rule, for who has taken none. */
const USUAL_POINTS = 1.5
/** Of fewer offers nothing is said. */
const FEW = 3

/** The key of a Shanghai day in `WorkerRecord.recent`, such as `d20780`. */
export function dayKey(atMs: number): string {
  return `d${shanghaiDayNumber(atMs)}`
}

/** Sums over the last 30 days. */
function lastDays({ recent }: Pick<WorkerRecord, 'recent'>, nowMs: number): DayOfWork {
  const sum = { asked: 0, declined: 0, lapsed: 0, points: 0 }
  const oldest = oldestDay(nowMs)
  for (const [key, day] of Object.entries(recent)) {
    if (Number(key.slice(1)) < oldest) continue
    sum.asked += day.asked ?? 0
    sum.declined += day.declined ?? 0
    sum.lapsed += day.lapsed ?? 0
    sum.points += day.points ?? 0
  }
  return sum
}

/** Days that have left the window; the next offer drops them. */
export function pastDays({ recent }: Pick<WorkerRecord, 'recent'>, nowMs: number): string[] {
  const oldest = oldestDay(nowMs)
  return Object.keys(recent).filter((key) => Number(key.slice(1)) < oldest)
}

/**
 * What a worker was given in the last 30 days, to be compared with others': case points, by the square root of what they can
 * carry, which lies between equal numbers for all and equally full hands. What they did not take counts with it
 * (`forgonePoints`).
 */
export function shareOf(worker: Pick<WorkerRecord, 'recent' | 'capPoints'>, nowMs: number): number {
  const days = lastDays(worker, nowMs)
  return (Math.max(0, days.points) + forgonePoints(days)) / Math.sqrt(Math.max(1, worker.capPoints))
}

/**
 * Case points of what a worker was asked and did not take, as far as they count as carried: hardly for who hands one back
 * now and then, in full from two of three on. Else whoever never answers would always look idle, be asked before all
 * others, and each of those residents would wait a whole term for nothing.
 */
export function forgonePoints({ asked, declined, lapsed, points }: DayOfWork): number {
  const passed = declined + lapsed
  const taken = asked - passed
  const each = taken > 0 ? Math.max(0, points) / taken : USUAL_POINTS
  return Math.min(1, (1.5 * passed) / Math.max(FEW, asked)) * passed * each
}

/**
 * How likely they take what they are offered, 0 to 1, from the last 30 days: a lapse costs the resident a whole term, so it
 * weighs twice. Who was hardly asked is believed to be like most.
 */
export function likelihoodOf(worker: Pick<WorkerRecord, 'recent'>, nowMs: number): number {
  const { asked, declined, lapsed } = lastDays(worker, nowMs)
  const [usualAsked, usualPassed] = [5, 1]
  return Math.max(0, 1 - (declined + 2 * lapsed + usualPassed) / (Math.max(asked, declined + lapsed) + usualAsked))
}

function oldestDay(nowMs: number): number {
  return Number(dayKey(nowMs).slice(1)) - WINDOW_DAYS + 1
}
