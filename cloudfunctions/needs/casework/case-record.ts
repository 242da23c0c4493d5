import type {
  Approval,
  AssessmentRecord,
  CaseEventKind,
  CaseStage,
  CaseStatus,
  ClosureRecord,
  ContactWay,
  EvaluationRecord,
  IntakeRecord,
  PlanRecord,
  QualityReview,
  Referral,
  SupervisionNote,
  VisitPlace,
  VolunteerRequest,
} from '../../../typings/cases'
import type { NeedId, TerritoryCode, WorkerId } from '../../../typings/ids'
import type { RoutingPolicy } from '../../../typings/routing'
import type { Field, RiskLevel, SubSkill, Urgency } from '../../../typings/terms'
import type { Outboxed } from '../../shared/outbox/message'

export interface CaseEventRecord {
  kind: CaseEventKind
  atMs: number
  /** Null for the system. */
  actorName: string | null
  note: string | null
  /** Of the request that caused it: sent again, it is the same step. Null when no phone did. */
  key: string | null
  /** Hash of that request's input: the same key with other input is refused. */
  inputHash: string | null
}

export interface VisitRecord {
  /** From the request's key, so that one visit is one row. */
  visitId: string
  way: ContactWay
  startedAtMs: number
  minutes: number
  note: string
  place: VisitPlace | null
  /** How many pictures were promised. */
  photoCount: number
  byName: string
  late: boolean
  recordedAtMs: number
}

/** Appended only: a picture's place in the list is how content security's verdict finds it. */
export interface CasePhotoRecord {
  visitId: string
  fileId: string
  verdict: 'pending' | 'pass' | 'review' | 'risky'
}

export interface FormerWorker {
  workerId: WorkerId
  openid: string
  name: string
  fromMs: number
  untilMs: number
}

export type ReferralRecord = Omit<Referral, 'letterCode'> & {
  workerOpenid: string | null
  /** An organisation's: the secret of its link, and who answered with it first. */
  letter: { code: string; openid: string | null; name: string } | null
}

export type VolunteerRequestRecord = Omit<VolunteerRequest, 'helpers' | 'joined'> & {
  /** Absent on requests of before neighbours could say yes by themselves. */
  joined?: number
}

/**
 * Collection `cases`: the work on one need, from 接案 to 结案, in one document, so that one write carries a step. Who the
 * person is and where they live stays in the need alone, so that there is one place to guard, and one to erase.
 */
export interface CaseRecord extends Outboxed {
  /** The need's id with another beginning: one need, one case. */
  _id: `case_${string}`
  needId: NeedId
  residentOpenid: string
  status: CaseStatus
  stage: CaseStage
  /** When the present stage began. */
  stageSinceMs: number
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  /** The beginning of what was told, 40 characters. */
  excerpt: string
  /** 儿童关爱: whoever is not its worker needs a reason and an approval to read it. */
  minor: boolean
  territoryCode: TerritoryCode
  communityName: string
  streetCode: TerritoryCode
  streetName: string
  districtCode: TerritoryCode
  casePoints: number
  workerId: WorkerId
  workerOpenid: string
  workerName: string
  workerSinceMs: number
  /** Who had it before: what they did then they may still write down. */
  formerWorkers: readonly FormerWorker[]
  acceptedAtMs: number
  closedAtMs: number | null
  risk: RiskLevel | null
  /** What has to happen next, by policy; null when closed. */
  dueAtMs: number | null
  awaits: 'plan' | 'closure' | null
  awaitsSinceMs: number | null
  intake: IntakeRecord | null
  assessment: AssessmentRecord | null
  /** Those before, oldest first. */
  earlierAssessments: readonly AssessmentRecord[]
  plan: PlanRecord | null
  visits: readonly VisitRecord[]
  photos: readonly CasePhotoRecord[]
  /** Content security wants a person to look at a picture. */
  contentReview?: boolean
  nextVisit: { atMs: number; purpose: string } | null
  evaluation: EvaluationRecord | null
  closure: ClosureRecord | null
  referrals: readonly ReferralRecord[]
  /** Openids of colleagues whose answer to a referral is awaited. */
  referredTo: readonly string[]
  volunteerRequests: readonly VolunteerRequestRecord[]
  /** When the last of the requests is that are not over; null when there is none. The neighbourhood's list finds it. */
  callsUntilMs: number | null
  supervision: readonly SupervisionNote[]
  quality: QualityReview | null
  events: readonly CaseEventRecord[]
  reopenings: number
  /** Goes up with each step; guards the next. */
  version: number
}

export const caseIdOf = (needId: NeedId): CaseRecord['_id'] => `case_${needId.slice('need_'.length)}`

/** Whether the case is, or ever was, in this person's hands: what was written in it may be theirs. */
export function hadIt(kase: Pick<CaseRecord, 'workerOpenid' | 'formerWorkers'>, openid: string): boolean {
  return kase.workerOpenid === openid || kase.formerWorkers.some((former) => former.openid === openid)
}

/** What a district's policy says of time: how many days, and which days are worked. */
export type CaseTimes = Pick<RoutingPolicy, 'calendar' | 'casework'>

/** Who does a step, when, by which request. */
export interface Stamp {
  nowMs: number
  name: string
  key: string | null
  inputHash: string | null
  /** What the case's district says of time. */
  times: CaseTimes
}

export function waitingApproval(nowMs: number): Approval {
  return { state: 'waiting', submittedAtMs: nowMs, decidedAtMs: null, decidedByName: null, note: '' }
}
