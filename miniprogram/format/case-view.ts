import type { CaseAction, CaseDetail, CaseStage, CaseStatus, Visit } from '../../typings/cases'
import type { NeedId } from '../../typings/ids'
import type { Field } from '../../typings/terms'
import {
  approvalWords,
  caseTimeline,
  dueWords,
  goalResultWords,
  nextStep,
  outcomeName,
  referralWords,
  riskWords,
  stageName,
  volunteerWords,
  wayName,
} from './cases'
import { fieldAndSkill } from './fields'
import type { StatusWords, TimelineItem, Tone } from './needs'
import { phoneInGroups } from './people'
import { dayAndTime, fullDate } from './time'

/** A labelled line of a record. */
export interface Line {
  label: string
  text: string
}

export interface VisitView {
  visitId: string
  head: string
  by: string
  note: string
  place: string
  late: boolean
  photos: { url: string; state: 'uploaded' }[]
  awaited: string
}

/** A case with its records, ready for the template; for its worker and its station. */
export interface CaseView {
  needId: NeedId
  version: number
  field: Field
  about: string
  place: string
  worker: string
  stage: CaseStage
  status: CaseStatus

  closed: boolean
  risk: { word: string; tone: Tone } | null
  due: string
  late: boolean
  waits: string
  description: string
  minor: boolean
  sealed: boolean
  contact: { name: string; phone: string; phoneWords: string; address: string } | null
  next: { action: CaseAction; button: string; say: string } | null
  intake: Line[]
  assessment: Line[]
  plan: {
    goals: { goalId: string; text: string; measure: string; result: StatusWords }[]
    lines: Line[]
    approval: StatusWords
    said: string
  } | null
  visits: VisitView[]
  nextVisit: string
  evaluation: Line[]
  /** The resident wants it to end: their words, and when. */
  endAsked: { note: string; when: string } | null
  closure: { lines: Line[]; approval: StatusWords; said: string } | null
  referrals: {
    referralId: string
    name: string
    reason: string
    state: StatusWords
    answer: string
    phone: string
    letterCode: string
  }[]
  /** An answer that this worker may note: an organisation's, or that it is done. */
  referralSteps: { referralId: string; name: string; accepted: boolean }[]
  volunteers: {
    requestId: string
    what: string
    when: string
    /** How many have said yes by themselves, in words. */
    joined: string
    helpers: { name: string; phone: string; phoneWords: string }[]
    state: StatusWords
    open: boolean
  }[]
  /** Messages with the resident, when they may write to each other. */
  talk: { unreadNotes: number } | null
  supervision: { noteId: string; text: string; by: string }[]
  quality: string
  items: TimelineItem[]
  can: readonly CaseAction[]
}

export function caseView(kase: CaseDetail, nowMs: number): CaseView {
  const closed = kase.status === 'closed'
  return {
    needId: kase.needId,
    version: kase.version,
    field: kase.field,
    about: fieldAndSkill(kase.field, kase.subSkill),
    place: kase.communityName,
    worker: kase.workerName,
    stage: kase.stage,
    status: kase.status,
    closed,
    risk: riskWords(kase.risk),
    due: dueLine(kase, nowMs),
    late: kase.dueAtMs !== null && kase.dueAtMs < nowMs,
    waits: kase.awaits === 'plan' ? '服务计划等督导审批' : kase.awaits === 'closure' ? '结案等督导审批' : '',
    description: kase.description,
    minor: kase.minor,
    sealed: kase.sealed,
    contact: kase.contact && { ...kase.contact, phoneWords: phoneInGroups(kase.contact.phone) },
    next: nextStep(kase, kase.can),
    intake: intakeLines(kase, nowMs),
    assessment: assessmentLines(kase),
    plan: planOf(kase, nowMs),
    visits: kase.visits.map((visit) => visitView(visit, nowMs)),
    nextVisit: kase.nextVisit === null ? '' : `${dayAndTime(kase.nextVisit.atMs, nowMs)} ${kase.nextVisit.purpose}`,
    evaluation: evaluationLines(kase),
    endAsked: kase.endAsked && { note: kase.endAsked.note, when: dayAndTime(kase.endAsked.atMs, nowMs) },
    closure: closureOf(kase, nowMs),
    referrals: kase.referrals.map(({ referralId, to, reason, state, answer, letterCode }) => ({
      referralId,
      name: to.name,
      reason,
      state: referralWords(state),
      answer,
      phone: to.kind === 'organisation' ? to.phone : '',
      letterCode: letterCode ?? '',
    })),
    referralSteps: kase.referrals.flatMap(({ referralId, to, state }) =>
      state === 'accepted' || (state === 'sent' && to.kind === 'organisation')
        ? [{ referralId, name: to.name, accepted: state === 'accepted' }]
        : [],
    ),
    volunteers: kase.volunteerRequests.map(({ requestId, what, count, onMs, state, joined, helpers }) => ({
      requestId,
      what: `${what}（${count} 人）`,
      when: dayAndTime(onMs, nowMs),
      joined: joined === 0 ? '' : ` · 已报名 ${joined} 人`,
      helpers: helpers.map(({ name, phone }) => ({ name, phone, phoneWords: phoneInGroups(phone) })),
      state: volunteerWords(state),
      open: state === 'open' || state === 'filled',
    })),
    talk: kase.talk?.canTalk ? { unreadNotes: kase.talk.unreadNotes } : null,
    supervision: kase.supervision.map(({ noteId, text, byName, atMs }) => ({
      noteId,
      text,
      by: `${byName} · ${dayAndTime(atMs, nowMs)}`,
    })),
    quality: kase.quality === null ? '' : `${kase.quality.total} / 25 分 ${kase.quality.comment}`,
    items: caseTimeline(kase.events, nowMs),
    can: kase.can,
  }
}

function dueLine(kase: CaseDetail, nowMs: number): string {
  const words = kase.awaits === null ? dueWords(kase.dueAtMs, nowMs) : ''
  if (words === '') return ''
  return kase.stage === 'intervention' ? `下次服务：${words}` : `${stageName(kase.stage)}：${words}`
}

function intakeLines({ intake }: CaseDetail, nowMs: number): Line[] {
  if (intake === null) return []
  const agreed = intake.agreement === 'signed' ? '服务协议已签' : '口头同意，协议待签'
  return lines([
    ['首次联系', `${dayAndTime(intake.firstContactAtMs, nowMs)} · ${wayName(intake.way)} · ${agreed}`],
    ['情况', intake.summary],
  ])
}

function assessmentLines({ assessment }: CaseDetail): Line[] {
  if (assessment === null) return []
  return lines([
    ['现状', assessment.situation],
    ['优势', assessment.strengths],
    ['问题', assessment.problems],
    ['安全计划', assessment.safetyPlan],
  ])
}

function planOf({ plan }: CaseDetail, nowMs: number): CaseView['plan'] {
  if (plan === null) return null
  return {
    goals: plan.goals.map(({ goalId, text, measure, result }) => ({
      goalId,
      text,
      measure,
      result: goalResultWords(result),
    })),
    lines: lines([
      ['多久一次', `每 ${plan.everyDays} 天`],
      ['到什么时候', fullDate(plan.untilMs)],
      ['怎么做', plan.measures],
    ]),
    approval: approvalWords(plan.approval.state),
    said: saidBy(plan.approval, nowMs),
  }
}

function closureOf({ closure }: CaseDetail, nowMs: number): CaseView['closure'] {
  if (closure === null) return null
  return {
    lines: lines([
      ['结果', outcomeName(closure.outcome)],
      ['总结', closure.summary],
      ['后续', closure.followUp],
    ]),
    approval: approvalWords(closure.approval.state),
    said: saidBy(closure.approval, nowMs),
  }
}

function saidBy(
  { decidedByName, decidedAtMs, note }: NonNullable<CaseDetail['plan']>['approval'],
  nowMs: number,
): string {
  if (decidedByName === null || decidedAtMs === null) return ''
  return [decidedByName, dayAndTime(decidedAtMs, nowMs), note].filter((part) => part !== '').join(' · ')
}

function evaluationLines({ evaluation }: CaseDetail): Line[] {
  if (evaluation === null) return []
  const satisfied = evaluation.residentSatisfaction
  return lines([
    ['变化', evaluation.change],
    ['居民满意度', satisfied === null ? '' : `${satisfied} 分（满分 5 分）`],
  ])
}

function visitView(visit: Visit, nowMs: number): VisitView {
  const { visitId, way, startedAtMs, minutes, note, byName, late, place, photoUrls, photosAwaited } = visit
  return {
    visitId,
    head: `${dayAndTime(startedAtMs, nowMs)} · ${wayName(way)} · ${minutes} 分钟`,
    by: byName,
    note,
    place: place === null ? '' : `已定位，误差约 ${Math.round(place.accuracyM)} 米`,
    late,
    photos: photoUrls.map((url) => ({ url, state: 'uploaded' })),
    awaited: photosAwaited === 0 ? '' : `还有 ${photosAwaited} 张照片在上传或检查`,
  }
}

/** Lines with something to say. */
function lines(pairs: readonly (readonly [string, string])[]): Line[] {
  return pairs.filter(([, text]) => text !== '').map(([label, text]) => ({ label, text }))
}
