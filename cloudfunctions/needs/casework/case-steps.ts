import type {
  AssessmentRecord,
  ClosureRecord,
  EvaluationRecord,
  GoalResult,
  Outcome,
  PlanRecord,
  SupervisionNote,
} from '../../../typings/cases'
import type { RiskLevel } from '../../../typings/terms'
import { require } from '../../shared/errors'
import { dayMs } from '../../shared/time/spans'
import type { CaseEventRecord, CaseRecord, FormerWorker, Stamp, VisitRecord } from './case-record'
import { waitingApproval } from './case-record'
import { dueOf } from './due'
import { type CaseStep, whyNot } from './gates'
import { lateAfterMs, lateRecordDays } from './policy'

/**
 * The six stages as a state machine (MZ/T 094-2017). Each step returns the case as it is afterwards, or is NOT_NOW with
 * the gate's words; nothing else changes a case.
 */

const grave: readonly RiskLevel[] = ['high', 'critical']
const goalOutcomes: readonly Outcome[] = ['goalsMet', 'partlyMet']

/** 预估. Again later: the one before is kept, and the stage stays. From `high` on a safety plan is needed. */
export function assessed(
  kase: CaseRecord,
  form: Pick<AssessmentRecord, 'situation' | 'strengths' | 'problems' | 'risk' | 'safetyPlan'>,
  by: Stamp,
): CaseRecord {
  gate(kase, 'recordAssessment')
  const needsSafety = grave.includes(form.risk) && form.safetyPlan === ''
  require(!needsSafety, 'NOT_NOW', '风险高的个案要写明怎样保证安全')
  return step(kase, by, 'assessed', `风险${riskWords[form.risk]}`, {
    assessment: { ...form, atMs: by.nowMs, byName: by.name },
    earlierAssessments: kase.assessment ? [...kase.earlierAssessments, kase.assessment] : kase.earlierAssessments,
    risk: form.risk,
    ...(kase.stage === 'assessment' ? toStage('planning', by) : {}),
  })
}

/** 计划, or a new one in the middle of the work: it waits for the supervisor. */
export function planSubmitted(
  kase: CaseRecord,
  form: Omit<PlanRecord, 'goals' | 'approval' | 'byName'> & { goals: readonly { text: string; measure: string }[] },
  by: Stamp,
): CaseRecord {
  gate(kase, 'submitPlan')
  const goals = form.goals.map((goal, index) => ({ ...goal, goalId: `goal_${index + 1}`, result: 'open' as const }))
  return step(kase, by, 'planSubmitted', null, {
    plan: { ...form, goals, approval: waitingApproval(by.nowMs), byName: by.name },
    ...(kase.stage === 'planning' ? {} : toStage('planning', by)),
    ...waiting('plan', by),
  })
}

export function planDecided(kase: CaseRecord, approved: boolean, note: string, by: Stamp): CaseRecord {
  gate(kase, 'decidePlan')
  const plan = kase.plan && { ...kase.plan, approval: decided(kase.plan.approval, approved, note, by) }
  return step(kase, by, approved ? 'planApproved' : 'planReturned', note || null, {
    plan,
    ...nobodyWaits,
    ...(approved ? toStage('intervention', by) : {}),
  })
}

/**
 * A visit took place. It may be written down late, even after the case moved to a colleague or closed, as long as it was
 * this worker's case at the time: `openid` says whose it is.
 */
export function visitRecorded(
  kase: CaseRecord,
  form: Pick<VisitRecord, 'visitId' | 'way' | 'startedAtMs' | 'minutes' | 'note' | 'place' | 'photoCount'>,
  openid: string,
  by: Stamp,
): CaseRecord {
  require(kase.stage !== 'intake', 'NOT_NOW', '先完成接案')
  require(wasTheirs(kase, openid, form.startedAtMs, by.nowMs), 'NOT_NOW', '那时这件个案不在您手上')
  require(form.startedAtMs <= by.nowMs, 'NOT_NOW', '还没到的时间不能记成服务')
  const visit: VisitRecord = {
    ...form,
    byName: by.name,
    late: by.nowMs - form.startedAtMs > lateAfterMs,
    recordedAtMs: by.nowMs,
  }
  const answersPlan = kase.nextVisit !== null && form.startedAtMs >= kase.nextVisit.atMs - dayMs
  return step(kase, by, 'visited', null, {
    visits: [...kase.visits, visit],
    ...(answersPlan ? { nextVisit: null } : {}),
  })
}

export function visitPlanned(kase: CaseRecord, atMs: number, purpose: string, by: Stamp): CaseRecord {
  gate(kase, 'planVisit')
  require(atMs > by.nowMs - dayMs, 'NOT_NOW', '约定的时间已经过去')
  return step(kase, by, 'visitPlanned', purpose, { nextVisit: { atMs, purpose } })
}

/** 介入 → 评估, or back to 介入 because there is more to do. */
export function stageSet(kase: CaseRecord, stage: 'evaluation' | 'intervention', by: Stamp): CaseRecord {
  if (stage === 'evaluation') {
    gate(kase, 'startEvaluation')
    return step(kase, by, 'evaluationStarted', null, toStage('evaluation', by))
  }
  gate(kase, 'resumeIntervention')
  return step(kase, by, 'interventionResumed', null, toStage('intervention', by))
}

/** 评估: every goal has its result. */
export function evaluated(
  kase: CaseRecord,
  form: Pick<EvaluationRecord, 'results' | 'change' | 'residentSatisfaction'>,
  by: Stamp,
): CaseRecord {
  gate(kase, 'recordEvaluation')
  const results = new Map<string, GoalResult>(form.results.map(({ goalId, result }) => [goalId, result]))
  const goals = (kase.plan?.goals ?? []).map((goal) => ({ ...goal, result: results.get(goal.goalId) ?? 'open' }))
  require(goals.every(({ result }) => result !== 'open') &&
    results.size === goals.length, 'NOT_NOW', '每个目标都要有结果')
  return step(kase, by, 'evaluated', null, {
    plan: kase.plan && { ...kase.plan, goals },
    evaluation: { ...form, atMs: by.nowMs, byName: by.name },
    ...toStage('closure', by),
  })
}

/** 结案 waits for the supervisor. Goals can only be said to be met after the evaluation. */
export function closureSubmitted(
  kase: CaseRecord,
  form: Pick<ClosureRecord, 'outcome' | 'summary' | 'followUp'>,
  by: Stamp,
): CaseRecord {
  gate(kase, 'submitClosure')
  const early = !goalOutcomes.includes(form.outcome)
  require(early || kase.stage === 'closure', 'NOT_NOW', '先做完评估，才能按目标达成结案')
  const leftAlone = form.outcome === 'residentEnded' || form.outcome === 'unreachable'
  const grim = kase.risk !== null && grave.includes(kase.risk)
  require(!(leftAlone && grim && form.followUp === ''), 'NOT_NOW', '风险高的个案结案，要写明后续由谁跟进')
  return step(kase, by, 'closureSubmitted', null, {
    closure: { ...form, approval: waitingApproval(by.nowMs), byName: by.name },
    ...waiting('closure', by),
  })
}

export function closureDecided(kase: CaseRecord, approved: boolean, note: string, by: Stamp): CaseRecord {
  gate(kase, 'decideClosure')
  const closure = kase.closure && { ...kase.closure, approval: decided(kase.closure.approval, approved, note, by) }
  return step(kase, by, approved ? 'closureApproved' : 'closureReturned', note || null, {
    closure,
    ...nobodyWaits,
    ...(approved
      ? {
          status: 'closed',
          closedAtMs: by.nowMs,
          nextVisit: null,
          referredTo: [],
          callsUntilMs: null,
          ...toStage('closure', by),
        }
      : {}),
  })
}

/** Another worker has the case from now on; what they were asked to approve or answer stays as it is. */
export function moved(
  kase: CaseRecord,
  to: Pick<CaseRecord, 'workerId' | 'workerOpenid' | 'workerName'>,
  reason: string,
  by: Stamp,
): CaseRecord {
  gate(kase, 'reassign')
  const former: FormerWorker = {
    workerId: kase.workerId,
    openid: kase.workerOpenid,
    name: kase.workerName,
    fromMs: kase.workerSinceMs,
    untilMs: by.nowMs,
  }
  return step(kase, by, 'reassigned', `${kase.workerName} → ${to.workerName}：${reason}`, {
    ...to,
    workerSinceMs: by.nowMs,
    formerWorkers: [...kase.formerWorkers, former],
  })
}

export function supervised(kase: CaseRecord, note: SupervisionNote, by: Stamp): CaseRecord {
  gate(kase, 'supervise')
  return step(kase, by, 'supervised', null, { supervision: [...kase.supervision, note] })
}

/** One step: its patch, its event, the next due date, the version counted up. */
export function step(
  kase: CaseRecord,
  by: Stamp,
  kind: CaseEventRecord['kind'],
  note: string | null,
  patch: Partial<CaseRecord>,
): CaseRecord {
  const { nowMs, name, key, inputHash } = by
  const event: CaseEventRecord = { kind, atMs: nowMs, actorName: name || null, note, key, inputHash }
  const after = { ...kase, ...patch, events: [...kase.events, event], version: kase.version + 1 }
  return { ...after, dueAtMs: dueOf(after, by.times) }
}

export function gate(kase: CaseRecord, action: CaseStep): void {
  const words = whyNot(kase, action)
  require(words === null, 'NOT_NOW', words ?? '')
}

const riskWords: Readonly<Record<RiskLevel, string>> = { low: '低', medium: '中', high: '高', critical: '极高' }
const nobodyWaits = { awaits: null, awaitsSinceMs: null } as const

function waiting(what: 'plan' | 'closure', { nowMs }: Stamp) {
  return { awaits: what, awaitsSinceMs: nowMs }
}

function toStage(stage: CaseRecord['stage'], { nowMs }: Stamp) {
  return { stage, stageSinceMs: nowMs }
}

function decided(approval: PlanRecord['approval'], approved: boolean, note: string, by: Stamp): PlanRecord['approval'] {
  const state = approved ? ('approved' as const) : ('returned' as const)
  return { ...approval, state, decidedAtMs: by.nowMs, decidedByName: by.name, note }
}

function wasTheirs(kase: CaseRecord, openid: string, atMs: number, nowMs: number): boolean {
  const own = kase.workerOpenid === openid && atMs >= kase.workerSinceMs
  if (own && kase.status === 'open') return true
  const stillMay = (untilMs: number) => atMs <= untilMs && nowMs <= untilMs + lateRecordDays * dayMs
  if (own && kase.closedAtMs !== null) return stillMay(kase.closedAtMs)
  return kase.formerWorkers.some(
    (former) => former.openid === openid && atMs >= former.fromMs && stillMay(former.untilMs),
  )
}
