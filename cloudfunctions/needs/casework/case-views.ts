import type {
  CaseAction,
  CaseDetail,
  CaseSummary,
  IncomingReferral,
  Referral,
  Visit,
  VolunteerRequest,
} from '../../../typings/cases'
import { endAskedOf } from '../aftercare/rules'
import type { NeedRecord } from '../records'
import type { CaseRecord, ReferralRecord } from './case-record'
import { type CaseStep, isPossibleNow } from './gates'

/** What each viewer may see of a case. Whoever is neither its worker nor its station sees nothing. */

export type CaseViewer =
  | { kind: 'worker' }
  /** `open` is false while a child's file is closed to them; `own` when they have, or had, the case themselves. */
  | { kind: 'station'; open: boolean; own: boolean }
  /** A colleague whose request to read a child's file was approved, or to whom it is referred. */
  | { kind: 'reader'; open: boolean }

export function caseSummary(kase: CaseRecord): CaseSummary {
  const { needId, field, subSkill, urgency, communityName, excerpt, stage, status, risk, workerName } = kase
  const { casePoints, dueAtMs, awaits, version } = kase
  // What a child's family wrote is part of the file.
  const shown = kase.minor ? '' : excerpt
  return {
    needId,
    field,
    subSkill,
    urgency,
    communityName,
    excerpt: shown,
    stage,
    status,
    risk,
    workerName,
    casePoints,
    dueAtMs,
    awaits,
    version,
  }
}

/** What else is read for the case's own worker. */
export interface CaseReadings {
  helpersOf(request: Pick<VolunteerRequest, 'requestId'>): VolunteerRequest['helpers']
  talk: CaseDetail['talk']
}
const nothingRead: CaseReadings = { helpersOf: () => [], talk: null }

/** `urlOf` has the addresses of pictures that content security passed. */
export function caseDetail(
  kase: CaseRecord,
  need: NeedRecord,
  viewer: CaseViewer,
  urlOf: ReadonlyMap<string, string>,
  read: CaseReadings = nothingRead,
): CaseDetail {
  const sealed = isSealed(kase, viewer)
  const { contactName: name, contactPhone: phone, address } = need
  return {
    ...caseSummary(kase),
    excerpt: sealed ? '' : kase.excerpt,
    description: sealed ? '' : need.description,
    minor: kase.minor,
    sealed,
    contact: showsContactOf(kase, viewer) ? { name, phone, address } : null,
    territoryCode: kase.territoryCode,
    closedAtMs: kase.closedAtMs,
    intake: kase.intake && (sealed ? { ...kase.intake, summary: '' } : kase.intake),
    assessment: kase.assessment && (sealed ? { ...kase.assessment, situation: '', strengths: '' } : kase.assessment),
    plan: kase.plan,
    visits: sealed ? [] : [...kase.visits].reverse().map((visit) => visitView(kase, visit, urlOf)),
    nextVisit: kase.nextVisit,
    evaluation: kase.evaluation,
    closure: kase.closure,
    // Another wrote it: to whom the file is closed it is closed too.
    endAsked: sealed ? null : endAskedOf(need),
    referrals: kase.referrals.map((referral) => referralView(referral, viewer)),
    volunteerRequests: kase.volunteerRequests.map((request) => ({
      ...request,
      joined: request.joined ?? 0,
      helpers: read.helpersOf(request),
    })),
    talk: read.talk,
    supervision: kase.supervision,
    quality: viewer.kind === 'reader' ? null : kase.quality,
    events: [...kase.events].reverse().map(({ kind, atMs, actorName, note }) => ({ kind, atMs, actorName, note })),
    reopenings: kase.reopenings,
    can: actionsOf(kase, viewer, sealed),
  }
}

export function isSealed(kase: Pick<CaseRecord, 'minor'>, viewer: CaseViewer): boolean {
  return kase.minor && viewer.kind !== 'worker' && !viewer.open
}

/** A closed case gives nobody's phone number away any more; whoever gives one out leaves the trace. */
export function showsContactOf(kase: Pick<CaseRecord, 'minor' | 'status'>, viewer: CaseViewer): boolean {
  return kase.status === 'open' && !isSealed(kase, viewer) && viewer.kind !== 'reader'
}

/** Pictures that others may see. */
export function shownPhotos(kase: Pick<CaseRecord, 'photos'>): string[] {
  return kase.photos.filter(({ verdict }) => verdict === 'pass').map(({ fileId }) => fileId)
}

export function incomingReferral(kase: CaseRecord, referral: ReferralRecord): IncomingReferral {
  const { needId, field, subSkill, communityName, casePoints } = kase
  const { referralId, reason, byName, sentAtMs } = referral
  return {
    needId,
    referralId,
    field,
    subSkill,
    communityName,
    excerpt: kase.minor ? '' : kase.excerpt,
    casePoints,
    reason,
    byName,
    sentAtMs,
  }
}

const workerSteps: readonly CaseStep[] = [
  'recordAssessment',
  'submitPlan',
  'recordVisit',
  'planVisit',
  'startEvaluation',
  'resumeIntervention',
  'recordEvaluation',
  'submitClosure',
  'refer',
  'askVolunteers',
]
const deciding: readonly CaseStep[] = ['decidePlan', 'decideClosure']

function actionsOf(kase: CaseRecord, viewer: CaseViewer, sealed: boolean): CaseAction[] {
  const seal: CaseAction[] = sealed ? ['askAccess'] : []
  if (viewer.kind === 'reader') return seal
  if (viewer.kind === 'worker') {
    if (kase.status === 'closed') return []
    if (kase.stage === 'intake') return ['recordIntake']
    const money: CaseAction[] = kase.stage === 'intervention' || kase.stage === 'planning' ? ['askFund'] : []
    return [...workerSteps.filter((each) => isPossibleNow(kase, each)), ...money]
  }
  // Before it is opened there is nothing to decide, but it can be given to a colleague.
  if (kase.stage === 'intake') return ['reassign', ...seal]
  const steps: readonly CaseStep[] = viewer.own ? ['supervise', 'reassign'] : [...deciding, 'supervise', 'reassign']
  return [...steps.filter((each) => isPossibleNow(kase, each)), ...seal]
}

export function visitView(
  kase: CaseRecord,
  visit: CaseRecord['visits'][number],
  urlOf: ReadonlyMap<string, string>,
): Visit {
  const { visitId, way, startedAtMs, minutes, note, place, photoCount, byName, late } = visit
  const mine = kase.photos.filter((photo) => photo.visitId === visitId && photo.verdict !== 'risky')
  const photoUrls = mine.flatMap(({ fileId }) => urlOf.get(fileId) ?? [])
  const photosAwaited = Math.max(photoCount, mine.length) - photoUrls.length
  return { visitId, way, startedAtMs, minutes, note, place, photoUrls, photosAwaited, byName, late }
}

function referralView({ workerOpenid: _, letter, ...referral }: ReferralRecord, viewer: CaseViewer): Referral {
  return { ...referral, letterCode: viewer.kind === 'worker' ? (letter?.code ?? null) : null }
}
