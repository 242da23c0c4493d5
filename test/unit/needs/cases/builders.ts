import { caseAhead, opened } from '../../../../cloudfunctions/needs/casework/case-opening'
import type { CaseRecord, CaseTimes, Stamp } from '../../../../cloudfunctions/needs/casework/case-record'
import {
  assessed,
  closureDecided,
  closureSubmitted,
  evaluated,
  planDecided,
  planSubmitted,
  stageSet,
  visitRecorded,
} from '../../../../cloudfunctions/needs/casework/case-steps'
import { accepted, offered } from '../../../../cloudfunctions/needs/casework/steps'
import type { NeedRecord } from '../../../../cloudfunctions/needs/records'
import { builtInPolicy } from '../../../../cloudfunctions/needs/routing/policy'
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import { need, nowMs, offer } from '../builders'

export const workerOpenid = 'o-li'

export const times: CaseTimes = builtInPolicy

let made = 0
export function stamp(atMs: number, name = '李社工'): Stamp {
  made += 1
  return { nowMs: atMs, name, key: `key-${made}`, inputHash: `hash-${made}`, times }
}

export function acceptedNeed(changes: Partial<NeedRecord> = {}): NeedRecord {
  return accepted(offered(need(changes), offer(), nowMs), nowMs)
}

export const intakeForm = {
  firstContactAtMs: nowMs,
  way: 'phone' as const,
  agreement: 'spoken' as const,
  summary: '电话里约好周三上门',
}
export const assessmentForm = {
  situation: '独居，行动不便',
  strengths: '邻居热心',
  problems: '买菜做饭困难',
  risk: 'low' as const,
  safetyPlan: '',
}
export const planForm = {
  goals: [
    { text: '每天吃上热饭', measure: '连续两周送餐' },
    { text: '有人常来看看', measure: '每周一次探访' },
  ],
  everyDays: 7,
  untilMs: nowMs + 90 * dayMs,
  measures: '对接社区食堂',
}
export function visitForm(atMs: number) {
  const place = null
  return {
    visitId: `visit_${atMs}`,
    way: 'home' as const,
    startedAtMs: atMs,
    minutes: 40,
    note: '送餐已对接',
    place,
    photoCount: 0,
  }
}
export const evaluationForm = {
  results: [
    { goalId: 'goal_1', result: 'met' as const, note: '' },
    { goalId: 'goal_2', result: 'partly' as const, note: '隔周' },
  ],
  change: '气色好多了',
  residentSatisfaction: 5,
}
export const closureForm = { outcome: 'goalsMet' as const, summary: '目标基本达成', followUp: '' }

/** A case at each point of its way, two days apart. */
export function caseStates() {
  const at = (day: number) => nowMs + day * dayMs
  const by = (day: number, name?: string) => stamp(at(day), name)
  const ahead = caseAhead(acceptedNeed(), times)
  const assessing = opened(ahead, intakeForm, by(0))
  const planning = assessed(assessing, assessmentForm, by(2))
  const planWaits = planSubmitted(planning, planForm, by(4))
  const serving = planDecided(planWaits, true, '', by(5, '王督导'))
  const served = visitRecorded(serving, visitForm(at(6)), workerOpenid, by(6))
  const evaluating = stageSet(served, 'evaluation', by(8))
  const closing = evaluated(evaluating, evaluationForm, by(10))
  const closureWaits = closureSubmitted(closing, closureForm, by(11))
  const closed = closureDecided(closureWaits, true, '办得好', by(12, '王督导'))
  return { ahead, assessing, planning, planWaits, serving, served, evaluating, closing, closureWaits, closed }
}

export type CaseStateName = keyof ReturnType<typeof caseStates>
export const later = nowMs + 13 * dayMs
export type { CaseRecord }
