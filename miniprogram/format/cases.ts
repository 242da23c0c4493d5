import type {
  AccessState,
  ApprovalState,
  CaseAction,
  CaseEvent,
  CaseEventKind,
  CaseStage,
  CaseSummary,
  ContactWay,
  GoalResult,
  LeaveState,
  Outcome,
  QualityItem,
  ReferralState,
  VolunteerRequestState,
} from '../../typings/cases'
import type { NeedId } from '../../typings/ids'
import type { Field, RiskLevel } from '../../typings/terms'
import { fieldAndSkill } from './fields'
import type { StatusWords, TimelineItem, Tone } from './needs'
import { dayAndTime, duration } from './time'

/** The words of casework: the official term, and what people would say. */

export const stages: readonly { stage: CaseStage; name: string; plain: string }[] = [
  { stage: 'intake', name: '接案', plain: '第一次联系' },
  { stage: 'assessment', name: '预估', plain: '了解情况' },
  { stage: 'planning', name: '计划', plain: '定目标' },
  { stage: 'intervention', name: '介入', plain: '上门服务' },
  { stage: 'evaluation', name: '评估', plain: '看成效' },
  { stage: 'closure', name: '结案', plain: '办结' },
]

export function stageName(stage: CaseStage): string {
  return stages.find((each) => each.stage === stage)?.name ?? ''
}

export const risks: readonly { value: RiskLevel; name: string; hint: string; tone: Tone }[] = [
  { value: 'low', name: '低', hint: '没有伤害的迹象', tone: 'quiet' },
  { value: 'medium', name: '中', hint: '有苗头，要留意', tone: 'waiting' },
  { value: 'high', name: '高', hint: '可能受伤害，要有安全计划', tone: 'danger' },
  { value: 'critical', name: '极高', hint: '眼下就有危险，马上报告督导', tone: 'danger' },
]

export function riskWords(risk: RiskLevel | null): { word: string; tone: Tone } | null {
  const known = risks.find(({ value }) => value === risk)
  return known === undefined ? null : { word: `风险${known.name}`, tone: known.tone }
}

export const ways: readonly { value: ContactWay; name: string }[] = [
  { value: 'home', name: '上门' },
  { value: 'phone', name: '电话' },
  { value: 'office', name: '来社工室' },
  { value: 'online', name: '微信' },
]

export function wayName(way: ContactWay): string {
  return ways.find(({ value }) => value === way)?.name ?? ''
}

export const outcomes: readonly { value: Outcome; name: string; hint: string; early: boolean }[] = [
  { value: 'goalsMet', name: '目标都达到了', hint: '先做完评估', early: false },
  { value: 'partlyMet', name: '达到了一部分', hint: '先做完评估', early: false },
  { value: 'referred', name: '转介到别处', hint: '别的机构接着服务', early: true },
  { value: 'residentEnded', name: '居民不想继续', hint: '尊重本人意愿', early: true },
  { value: 'movedAway', name: '搬离本地', hint: '', early: true },
  { value: 'unreachable', name: '一直联系不上', hint: '写明联系了几次', early: true },
  { value: 'deceased', name: '离世', hint: '', early: true },
]

export function outcomeName(outcome: Outcome): string {
  return outcomes.find(({ value }) => value === outcome)?.name ?? ''
}

const goalResults: Record<GoalResult, { word: string; tone: Tone; icon: string }> = {
  open: { word: '进行中', tone: 'moving', icon: 'clock' },
  met: { word: '达到了', tone: 'done', icon: 'check' },
  partly: { word: '部分达到', tone: 'waiting', icon: 'check' },
  dropped: { word: '没有达到', tone: 'quiet', icon: 'close' },
}

export function goalResultWords(result: GoalResult): StatusWords {
  return goalResults[result]
}

const approvals: Record<ApprovalState, StatusWords> = {
  waiting: { word: '等督导审批', tone: 'waiting', icon: 'clock' },
  approved: { word: '督导已批准', tone: 'done', icon: 'check' },
  returned: { word: '退回修改', tone: 'danger', icon: 'undo' },
}

export function approvalWords(state: ApprovalState): StatusWords {
  return approvals[state]
}

const referralStates: Record<ReferralState, StatusWords> = {
  sent: { word: '等答复', tone: 'waiting', icon: 'clock' },
  accepted: { word: '已接受', tone: 'moving', icon: 'check' },
  declined: { word: '没接受', tone: 'quiet', icon: 'close' },
  done: { word: '已办完', tone: 'done', icon: 'done' },
}

export function referralWords(state: ReferralState): StatusWords {
  return referralStates[state]
}

const volunteerStates: Record<VolunteerRequestState, StatusWords> = {
  open: { word: '在找人', tone: 'waiting', icon: 'clock' },
  filled: { word: '人已找齐', tone: 'moving', icon: 'users' },
  done: { word: '已办完', tone: 'done', icon: 'done' },
  cancelled: { word: '已取消', tone: 'quiet', icon: 'close' },
}

export function volunteerWords(state: VolunteerRequestState): StatusWords {
  return volunteerStates[state]
}

const decisions: Record<LeaveState | AccessState, StatusWords> = {
  waiting: { word: '等审批', tone: 'waiting', icon: 'clock' },
  approved: { word: '已批准', tone: 'done', icon: 'check' },
  declined: { word: '没批准', tone: 'quiet', icon: 'close' },
  cancelled: { word: '已撤回', tone: 'quiet', icon: 'undo' },
}

export function decisionWords(state: LeaveState | AccessState): StatusWords {
  return decisions[state]
}

export const qualityItems: readonly { item: QualityItem; name: string; hint: string }[] = [
  { item: 'assessment', name: '接案与预估', hint: '情况写清、风险判断有依据' },
  { item: 'planning', name: '计划', hint: '目标具体、看得出是否达到' },
  { item: 'recording', name: '服务记录', hint: '及时、完整、有居民自己的话' },
  { item: 'outcome', name: '成效', hint: '对照目标说清变化' },
  { item: 'ethics', name: '伦理与保密', hint: '知情同意、尊重、保密' },
]

/** The one step that comes next, as a button says it. */
const nextSteps: readonly { action: CaseAction; button: string; say: string }[] = [
  { action: 'recordIntake', button: '记录第一次联系', say: '先打个电话或上门，把第一次联系记下来。' },
  { action: 'recordAssessment', button: '写预估', say: '了解情况和风险，写下来。' },
  { action: 'submitPlan', button: '写服务计划', say: '和居民一起定下目标，交督导审批。' },
  { action: 'recordEvaluation', button: '写评估', say: '对照目标，看看有什么变化。' },
  { action: 'submitClosure', button: '申请结案', say: '写好总结，交督导审批。' },
]

/** What the worker does next at this stage, and how it is said; null when it waits for somebody else. */
export function nextStep(
  kase: Pick<CaseSummary, 'stage' | 'awaits' | 'status'>,
  can: readonly CaseAction[],
): { action: CaseAction; button: string; say: string } | null {
  if (kase.status === 'closed' || kase.awaits !== null) return null
  if (kase.stage === 'intervention') {
    return { action: 'recordVisit', button: '记一次服务', say: '每次服务后随手记下，没有网络也能写。' }
  }
  const wanted: Record<CaseStage, CaseAction> = {
    intake: 'recordIntake',
    assessment: 'recordAssessment',
    planning: 'submitPlan',
    intervention: 'recordVisit',
    evaluation: 'recordEvaluation',
    closure: 'submitClosure',
  }
  const action = wanted[kase.stage]
  return can.includes(action) ? (nextSteps.find((each) => each.action === action) ?? null) : null
}

/** A case in a list, ready for the template. */
export interface CaseRow {
  needId: NeedId
  field: Field
  about: string
  excerpt: string
  place: string
  worker: string
  stage: string
  risk: { word: string; tone: Tone } | null
  due: string
  late: boolean
  version: number
}

export function caseRow(kase: CaseSummary, nowMs: number): CaseRow {
  return {
    needId: kase.needId,
    field: kase.field,
    about: fieldAndSkill(kase.field, kase.subSkill),
    excerpt: kase.excerpt === '' && kase.field === 'childCare' ? '儿童档案，列表里不显示内容' : kase.excerpt,
    place: kase.communityName,
    worker: kase.workerName,
    stage: kase.status === 'closed' ? '已结案' : stageName(kase.stage),
    risk: riskWords(kase.risk),
    due: dueWords(kase.dueAtMs, nowMs),
    late: kase.dueAtMs !== null && kase.dueAtMs < nowMs,
    version: kase.version,
  }
}

/** 3 天内完成, 超期 2 天; empty when nothing is due. */
export function dueWords(dueAtMs: number | null, nowMs: number): string {
  if (dueAtMs === null) return ''
  const leftMs = dueAtMs - nowMs
  return leftMs >= 0 ? `${duration(leftMs)}内完成` : `超期 ${duration(-leftMs)}`
}

const eventLook: Record<CaseEventKind, readonly [title: string, icon: string, tone: Tone]> = {
  opened: ['接案', 'phone', 'moving'],
  assessed: ['完成预估', 'paper', 'moving'],
  planSubmitted: ['提交服务计划', 'send', 'waiting'],
  planApproved: ['服务计划批准了', 'check', 'done'],
  planReturned: ['服务计划退回修改', 'undo', 'danger'],
  visitPlanned: ['约好下次服务', 'calendar', 'moving'],
  visited: ['记录一次服务', 'pin', 'moving'],
  evaluationStarted: ['开始评估', 'list', 'moving'],
  interventionResumed: ['继续服务', 'refresh', 'moving'],
  evaluated: ['完成评估', 'paper', 'moving'],
  closureSubmitted: ['申请结案', 'send', 'waiting'],
  closureApproved: ['结案批准了', 'done', 'done'],
  closureReturned: ['结案退回修改', 'undo', 'danger'],
  referred: ['转介', 'swap', 'waiting'],
  referralAnswered: ['转介有答复', 'swap', 'moving'],
  volunteersAsked: ['请志愿者帮忙', 'hands', 'waiting'],
  volunteersSettled: ['志愿者请求了结', 'hands', 'moving'],
  supervised: ['督导留话', 'edit', 'moving'],
  reassigned: ['换社工', 'users', 'moving'],
  reviewed: ['质量评查', 'star', 'moving'],
  reopened: ['重新打开', 'refresh', 'waiting'],
}

/** `events` come newest first. */
export function caseTimeline(events: readonly CaseEvent[], nowMs: number): TimelineItem[] {
  return events.map(({ kind, atMs, actorName, note }, index) => {
    const [title, icon, tone] = eventLook[kind]
    return {
      key: `${kind}-${atMs}-${index}`,
      title: actorName === null ? title : `${title} · ${actorName}`,
      note: note ?? '',
      time: dayAndTime(atMs, nowMs),
      icon,
      tone,
      latest: index === 0,
    }
  })
}
