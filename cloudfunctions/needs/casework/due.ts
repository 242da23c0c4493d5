import type { CaseRecord } from './case-record'
import {
  approvalDays,
  assessmentDays,
  closureDays,
  DAY_MS,
  evaluationDays,
  intakeDays,
  planningDays,
  visitEveryDays,
  visitGraceDays,
} from './policy'

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
export function dueOf(kase: Timed): number | null {
  if (kase.status === 'closed') return null
  if (kase.awaitsSinceMs !== null) return kase.awaitsSinceMs + approvalDays * DAY_MS
  const risk = kase.risk ?? 'low'
  switch (kase.stage) {
    case 'intake':
      return kase.acceptedAtMs + intakeDays[kase.urgency] * DAY_MS
    case 'assessment':
      return kase.stageSinceMs + assessmentDays[kase.urgency] * DAY_MS
    case 'planning':
      return kase.stageSinceMs + planningDays[risk] * DAY_MS
    case 'intervention':
      return visitDueOf(kase, visitEveryDays[risk])
    case 'evaluation':
      return kase.stageSinceMs + evaluationDays * DAY_MS
    case 'closure':
      return kase.stageSinceMs + closureDays * DAY_MS
  }
}

/** The agreed visit, but no later than plan and risk allow after the one before. */
function visitDueOf({ nextVisit, visits, plan, stageSinceMs }: Timed, mostDays: number): number {
  const lastMs = visits.reduce((latest, { startedAtMs }) => Math.max(latest, startedAtMs), stageSinceMs)
  const latestMs = lastMs + (Math.min(mostDays, plan?.everyDays ?? mostDays) + visitGraceDays) * DAY_MS
  return nextVisit ? Math.min(nextVisit.atMs + visitGraceDays * DAY_MS, latestMs) : latestMs
}
