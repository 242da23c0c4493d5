import type { CaseTerms } from '../../../typings/routing'
import { dayMs, minuteMs } from '../../shared/time/spans'

/** How long each part of a case may take, in a district that has set nothing. The station's overdue board goes by it. */
export const builtInCaseTerms: CaseTerms = {
  counts: 'calendar',
  intakeDays: { emergency: 1, urgent: 2, normal: 3 },
  assessmentDays: { emergency: 1, urgent: 3, normal: 5 },
  planningDays: { critical: 1, high: 3, medium: 7, low: 7 },
  visitEveryDays: { critical: 3, high: 7, medium: 14, low: 30 },
  approvalDays: 2,
  evaluationDays: 10,
  closureDays: 7,
}
/** An agreed visit is overdue from the day after. */
export const visitGraceDays = 1
/** What took place before a case closed or moved may still be written down for so long. */
export const lateRecordDays = 14
/** A visit recorded later than this is marked so. */
export const lateAfterMs = dayMs
/** How long an approved request to read a child's file lasts. */
export const accessDays = 7
/** A supervisor's claim on a triage row. */
export const CLAIM_MS = 10 * minuteMs
/** Cases of a worker who is away from within so long are listed for hand-over. */
export const handOverAheadDays = 3
/** Of a month's closed cases, and at least so many, are reviewed. */
export const qualityShare = 0.1
export const qualityLeast = 3
