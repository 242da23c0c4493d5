import type { CaseAction, CaseStage } from '../../../typings/cases'
import type { CaseRecord } from './case-record'

/** Steps of a case that was opened; `recordIntake` opens it and has its gate in the need's state. */
export type CaseStep = Exclude<CaseAction, 'recordIntake' | 'askAccess' | 'askFund' | 'askVolunteers'> | 'askVolunteers'

type Gated = Pick<CaseRecord, 'status' | 'stage' | 'awaits' | 'plan' | 'visits' | 'referrals'>

/** In which stages a step is possible at all. */
const stagesOf: Readonly<Record<CaseStep, readonly CaseStage[]>> = {
  recordAssessment: ['assessment', 'planning', 'intervention'],
  submitPlan: ['planning', 'intervention'],
  recordVisit: ['assessment', 'planning', 'intervention', 'evaluation', 'closure'],
  planVisit: ['assessment', 'planning', 'intervention', 'evaluation'],
  startEvaluation: ['intervention'],
  resumeIntervention: ['evaluation', 'closure'],
  recordEvaluation: ['evaluation'],
  submitClosure: ['assessment', 'planning', 'intervention', 'evaluation', 'closure'],
  refer: ['assessment', 'planning', 'intervention', 'evaluation', 'closure'],
  askVolunteers: ['planning', 'intervention'],
  decidePlan: ['planning'],
  decideClosure: ['assessment', 'planning', 'intervention', 'evaluation', 'closure'],
  supervise: ['assessment', 'planning', 'intervention', 'evaluation', 'closure'],
  // Before 接案 too: whoever accepted may be away.
  reassign: ['intake', 'assessment', 'planning', 'intervention', 'evaluation', 'closure'],
}

/** While a plan or a closure is with the supervisor, these go on. */
const whileWaiting: readonly CaseStep[] = ['recordVisit', 'planVisit', 'askVolunteers', 'supervise', 'reassign']

/** Why a step is not possible now, in words for the person who tried; null when it is. */
export function whyNot(kase: Gated, step: CaseStep): string | null {
  if (kase.status === 'closed') return '个案已经结案'
  if (!stagesOf[step].includes(kase.stage)) return `${stageWords[kase.stage]}阶段不能做这一步`
  if (step === 'decidePlan') return kase.awaits === 'plan' ? null : '没有待审批的计划'
  if (step === 'decideClosure') return kase.awaits === 'closure' ? null : '没有待审批的结案'
  if (kase.awaits !== null && !whileWaiting.includes(step)) return '正在等督导审批'
  if (step === 'startEvaluation') return servedSincePlan(kase) ? null : '计划批准后至少服务一次，才能评估'
  if (step === 'refer' && kase.referrals.some(({ state }) => state === 'sent')) return '上一次转介还没有答复'
  return null
}

export function isPossibleNow(kase: Gated, step: CaseStep): boolean {
  return whyNot(kase, step) === null
}

function servedSincePlan({ plan, visits }: Gated): boolean {
  const sinceMs = plan?.approval.state === 'approved' ? plan.approval.decidedAtMs : null
  return (
    sinceMs !== null && visits.some(({ startedAtMs, recordedAtMs }) => Math.max(startedAtMs, recordedAtMs) >= sinceMs)
  )
}

export const stageWords: Readonly<Record<CaseStage, string>> = {
  intake: '接案',
  assessment: '预估',
  planning: '计划',
  intervention: '介入',
  evaluation: '评估',
  closure: '结案',
}
