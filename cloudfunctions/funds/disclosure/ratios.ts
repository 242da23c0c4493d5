import type { Ratio } from '../../../typings/disclosure'
import { fen } from '../ledger/fen'
import type { MonthTotals } from '../ledger/model'

export interface RatioLimits {
  /** Yearly spending in percent of the income of the year before, at least. */
  spendingRatioLeast: number
  /** Management cost in percent of the year's spending, at most. */
  managementRatioMost: number
}

/**
 * A year's spending against the income of the year before. While the year runs, less than the limit is `onTheWay`; once it
 * is over, `outside`. A fund without income in the year before has no ratio.
 */
export function spendingRatio(
  months: readonly MonthTotals[],
  year: number,
  isOver: boolean,
  limits: RatioLimits,
): Ratio {
  const spent = sumOf(months, year, 'spentFen')
  const income = sumOf(months, year - 1, 'receivedFen')
  const limitPercent = limits.spendingRatioLeast
  const percent = percentOf(spent, income)
  const reached = percent !== null && percent >= limitPercent
  const short = isOver ? 'outside' : 'onTheWay'
  const verdict = percent === null ? 'unknown' : reached ? 'within' : short
  return { percent, limitPercent, verdict, partFen: fen(spent), wholeFen: fen(income) }
}

/** Management cost against the year's spending. */
export function managementRatio(managementFen: number, spentFen: number, limits: RatioLimits): Ratio {
  const limitPercent = limits.managementRatioMost
  const percent = percentOf(managementFen, spentFen)
  const verdict = percent === null ? 'unknown' : percent <= limitPercent ? 'within' : 'outside'
  return { percent, limitPercent, verdict, partFen: fen(managementFen), wholeFen: fen(spentFen) }
}

/** Whether a fund counts as idle: it holds money that came in long ago, and nothing was spent since. */
export function isIdle(
  fund: { balanceFen: number; firstReceivedMonth: string | null; lastSpentAtMs: number | null },
  /** The moment so many months ago as the policy names, and its Shanghai month. */
  since: { atMs: number; month: string },
): boolean {
  if (fund.balanceFen <= 0 || fund.firstReceivedMonth === null) return false
  return fund.firstReceivedMonth < since.month && (fund.lastSpentAtMs ?? 0) < since.atMs
}

export function yearOf(months: readonly MonthTotals[], year: number): { receivedFen: number; spentFen: number } {
  return { receivedFen: sumOf(months, year, 'receivedFen'), spentFen: sumOf(months, year, 'spentFen') }
}

function sumOf(months: readonly MonthTotals[], year: number, side: 'receivedFen' | 'spentFen'): number {
  return months.filter(({ month }) => month.startsWith(`${year}-`)).reduce((total, row) => total + row[side], 0)
}

/** To one decimal; null when there is nothing to divide by. */
function percentOf(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : null
}
