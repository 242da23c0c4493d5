import { dayMs } from '../../shared/time/spans'
import { workdaysLaterMs } from '../routing/calendar'
import type { CaseRecord, CaseTimes } from './case-record'
import { visitGraceDays } from './policy'

type Timed = Pick<
  CaseRecord,
  | 'status'
  | 'stage'
  | 'stageSinceMs'
  | 'urgency'
  | 'risk'
  | 'awaitsSinceMs'
  | 'nextVisit'
  | 'visits'
  | 'plan'
  | 'acceptedAtMs'
>

/** When the next thing has to be done (by whoever it waits for), epoch milliseconds; null when the case is closed. */
export function dueOf(kase: Timed, { casework, calendar }: CaseTimes): number | null {
  if (kase.status === 'closed') return null
  const risk = kase.risk ?? 'low'
  const after = (fromMs: number, days: number): number => {
    const pressing = kase.urgency === 'emergency' || risk === 'critical'
    return casework.counts === 'working' && !pressing ? workdaysLaterMs(fromMs, days, calendar) : fromMs + days * dayMs
  }
  if (kase.awaitsSinceMs !== null) return after(kase.awaitsSinceMs, casework.approvalDays)
  switch (kase.stage) {
    case 'intake':
      return after(kase.acceptedAtMs, casework.intakeDays[kase.urgency])
    case 'assessment':
      return after(kase.stageSinceMs, casework.assessmentDays[kase.urgency])
    case 'planning':
      return after(kase.stageSinceMs, casework.planningDays[risk])
    case 'intervention':
      return visitDueOf(kase, casework.visitEveryDays[risk])
    case 'evaluation':
      return after(kase.stageSinceMs, casework.evaluationDays)
    case 'closure':
      return after(kase.stageSinceMs, casework.closureDays)
  }
}

/** The agreed visit, but no later than plan and risk allow after the one before. */
function visitDueOf({ nextVisit, visits, plan, stageSinceMs }: Timed, mostDays: number): number {
  const lastMs = visits.reduce((latest, { startedAtMs }) => Math.max(latest, startedAtMs), stageSinceMs)
  const latestMs = lastMs + (Math.min(mostDays, plan?.everyDays ?? mostDays) + visitGraceDays) * dayMs
  return nextVisit ? Math.min(nextVisit.atMs + visitGraceDays * dayMs, latestMs) : latestMs
}
