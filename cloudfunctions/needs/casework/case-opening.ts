import type { IntakeRecord } from '../../../typings/cases'
import { invariant, require } from '../../shared/errors'
import type { NeedRecord } from '../records'
import { type CaseRecord, type CaseTimes, caseIdOf, type Stamp } from './case-record'
import { step } from './case-steps'
import { dueOf } from './due'
import { excerpt } from './views'

/** A case as it is before 接案: what an accepted need shows of the work ahead. It is stored with its first step. */
export function caseAhead(need: NeedRecord, times: CaseTimes): CaseRecord {
  invariant(need.offer && need.acceptedAtMs !== null, 'a need with a case was accepted')
  const { _id, residentOpenid, field, subSkill, urgency, territoryCode, communityName, streetCode, streetName } = need
  const fresh = {
    _id: caseIdOf(_id),
    needId: _id,
    residentOpenid,
    status: 'open' as const,
    stage: 'intake' as const,
    stageSinceMs: need.acceptedAtMs,
    field,
    subSkill,
    urgency,
    excerpt: excerpt(need),
    minor: field === 'childCare',
    territoryCode,
    communityName,
    streetCode,
    streetName,
    districtCode: need.districtCode,
    casePoints: need.casePoints,
    workerId: need.offer.workerId,
    workerOpenid: need.offer.workerOpenid,
    workerName: need.offer.workerName,
    workerSinceMs: need.acceptedAtMs,
    formerWorkers: [],
    acceptedAtMs: need.acceptedAtMs,
    closedAtMs: null,
    risk: null,
    awaits: null,
    awaitsSinceMs: null,
    intake: null,
    assessment: null,
    earlierAssessments: [],
    plan: null,
    visits: [],
    photos: [],
    nextVisit: null,
    evaluation: null,
    closure: null,
    referrals: [],
    referredTo: [],
    volunteerRequests: [],
    callsUntilMs: null,
    supervision: [],
    quality: null,
    events: [],
    reopenings: 0,
    version: 0,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
  return { ...fresh, dueAtMs: dueOf(fresh, times) }
}

type IntakeForm = Pick<IntakeRecord, 'firstContactAtMs' | 'way' | 'agreement' | 'summary'>

/** 接案: the first contact was made. `kase` is the case ahead of its need, or one that changed hands before. */
export function opened(kase: CaseRecord, form: IntakeForm, by: Stamp): CaseRecord {
  require(kase.stage === 'intake' && kase.status === 'open', 'NOT_NOW', '已经接过案了')
  return intakeTaken(kase, 'opened', form, by)
}

/**
 * The need came back after its case had closed and was accepted again: the case goes on where people and risk are looked at
 * anew. What was written stays; plan, evaluation and closure of the round before are in its events.
 */
export function openedAgain(kase: CaseRecord, need: NeedRecord, form: IntakeForm, by: Stamp): CaseRecord {
  require(kase.status === 'closed', 'NOT_NOW', '个案还没有结案')
  return intakeTaken(broughtBack(kase, need, by.nowMs, by.times), 'reopened', form, by)
}

/** The closed case of a need that came back, as it stands before its next 接案. */
export function broughtBack(kase: CaseRecord, need: NeedRecord, nowMs: number, times: CaseTimes): CaseRecord {
  const ahead = caseAhead(need, times)
  return {
    ...kase,
    status: 'open',
    stage: ahead.stage,
    stageSinceMs: ahead.stageSinceMs,
    workerId: ahead.workerId,
    workerOpenid: ahead.workerOpenid,
    workerName: ahead.workerName,
    workerSinceMs: ahead.workerSinceMs,
    formerWorkers: [
      ...kase.formerWorkers,
      {
        workerId: kase.workerId,
        openid: kase.workerOpenid,
        name: kase.workerName,
        fromMs: kase.workerSinceMs,
        untilMs: kase.closedAtMs ?? nowMs,
      },
    ],
    acceptedAtMs: ahead.acceptedAtMs,
    casePoints: ahead.casePoints,
    closedAtMs: null,
    plan: null,
    evaluation: null,
    closure: null,
    quality: null,
    reopenings: kase.reopenings + 1,
    dueAtMs: ahead.dueAtMs,
  }
}

/** The resident took the need back before 接案: the record of the work before stays, and is closed again. */
export function closedAgain(kase: CaseRecord, nowMs: number): CaseRecord {
  const nothingDue = { dueAtMs: null, nextVisit: null, awaits: null, awaitsSinceMs: null, callsUntilMs: null }
  const over = { status: 'closed', stage: 'closure', stageSinceMs: nowMs, closedAtMs: nowMs } as const
  return { ...kase, ...nothingDue, ...over, referredTo: [], version: kase.version + 1 }
}

/** Whether anything was ever done in it but handing it on. */
export function wasOpened({ events }: Pick<CaseRecord, 'events'>): boolean {
  return events.some(({ kind }) => kind === 'opened' || kind === 'reopened')
}

function intakeTaken(kase: CaseRecord, kind: 'opened' | 'reopened', form: IntakeForm, by: Stamp): CaseRecord {
  require(form.firstContactAtMs <= by.nowMs, 'NOT_NOW', '还没到的时间不能记成首次联系')
  return step(kase, by, kind, null, {
    intake: { ...form, atMs: by.nowMs, byName: by.name },
    stage: 'assessment',
    stageSinceMs: by.nowMs,
  })
}
