import type { EndWish } from './aftercare'
import type { NeedId, TerritoryCode, WorkerId } from './ids'
import type { Field, RiskLevel, SubSkill, Urgency } from './terms'

/** 接案, 预估, 计划, 介入, 评估, 结案: the six stages of a case (MZ/T 094-2017). The stage is the one being worked at. */
export type CaseStage = 'intake' | 'assessment' | 'planning' | 'intervention' | 'evaluation' | 'closure'

export type CaseStatus = 'open' | 'closed'

/** What a supervisor said to a plan or a closure. */
export type ApprovalState = 'waiting' | 'approved' | 'returned'

export interface Approval {
  state: ApprovalState
  submittedAtMs: number
  decidedAtMs: number | null
  decidedByName: string | null
  /** The supervisor's words; must be there when it is returned. */
  note: string
}

export type ContactWay = 'phone' | 'home' | 'office' | 'online'

export interface IntakeRecord {
  firstContactAtMs: number
  way: ContactWay
  /** 服务协议: signed, or agreed to by word of mouth and to be signed at the first visit. */
  agreement: 'signed' | 'spoken'
  /** 1 to 500 characters. */
  summary: string
  atMs: number
  byName: string
}

export interface AssessmentRecord {
  /** What the person and their surroundings are like. */
  situation: string
  /** What they can build on; may be empty. */
  strengths: string
  /** What has to change. */
  problems: string
  risk: RiskLevel
  /** What keeps the person safe; must be there from `high` on. */
  safetyPlan: string
  atMs: number
  byName: string
}

export type GoalResult = 'open' | 'met' | 'partly' | 'dropped'

export interface Goal {
  goalId: string
  /** 1 to 100 characters. */
  text: string
  /** How one will see that it is reached. */
  measure: string
  result: GoalResult
}

export interface PlanRecord {
  goals: readonly Goal[]
  /** How often the worker means to come. */
  everyDays: number
  untilMs: number
  measures: string
  approval: Approval
  byName: string
}

export interface VisitPlace {
  latitude: number
  longitude: number
  /** How far off it may be, in metres. */
  accuracyM: number
}

export interface Visit {
  visitId: string
  way: ContactWay
  startedAtMs: number
  minutes: number
  note: string
  place: VisitPlace | null
  /** Addresses good for 10 minutes, of pictures that content security passed. */
  photoUrls: readonly string[]
  /** Pictures that were promised and have not come or not passed yet. */
  photosAwaited: number
  byName: string
  /** Written down later than a day after it took place. */
  late: boolean
}

export interface EvaluationRecord {
  results: readonly { goalId: string; result: Exclude<GoalResult, 'open'>; note: string }[]
  /** What changed for the person, in their words where possible. */
  change: string
  /** 1 to 5; null when they did not say. */
  residentSatisfaction: number | null
  atMs: number
  byName: string
}

/**
 * goalsMet and partlyMet come after an evaluation; the others may end a case at any stage after intake: referred elsewhere,
 * the person wants no more, moved away, died, cannot be reached.
 */
export type Outcome = 'goalsMet' | 'partlyMet' | 'referred' | 'residentEnded' | 'movedAway' | 'deceased' | 'unreachable'

export interface ClosureRecord {
  outcome: Outcome
  summary: string
  /** What is agreed for afterwards; may be empty. */
  followUp: string
  approval: Approval
  byName: string
}

export type ReferralState = 'sent' | 'accepted' | 'declined' | 'done'

export interface Referral {
  referralId: string
  to: { kind: 'worker'; workerId: WorkerId; name: string } | { kind: 'organisation'; name: string; phone: string }
  reason: string
  state: ReferralState
  sentAtMs: number
  byName: string
  answer: string
  /** Opens the letter that an organisation answers; for the case's worker alone, null for a colleague's. */
  letterCode: string | null
}

export type VolunteerRequestState = 'open' | 'filled' | 'done' | 'cancelled'

export interface VolunteerRequest {
  requestId: string
  what: string
  count: number
  onMs: number
  minutes: number
  state: VolunteerRequestState
  createdAtMs: number
  /** How many have said yes by themselves. */
  joined: number
  /** Who; for the case's worker alone. */
  helpers: readonly { name: string; phone: string; atMs: number }[]
}

export interface SupervisionNote {
  noteId: string
  text: string
  byName: string
  atMs: number
}

export type CaseEventKind =
  | 'opened'
  | 'assessed'
  | 'planSubmitted'
  | 'planApproved'
  | 'planReturned'
  | 'visitPlanned'
  | 'visited'
  | 'evaluationStarted'
  | 'interventionResumed'
  | 'evaluated'
  | 'closureSubmitted'
  | 'closureApproved'
  | 'closureReturned'
  | 'referred'
  | 'referralAnswered'
  | 'volunteersAsked'
  | 'volunteersSettled'
  | 'supervised'
  | 'reassigned'
  | 'reviewed'
  | 'reopened'

export interface CaseEvent {
  kind: CaseEventKind
  atMs: number
  actorName: string | null
  note: string | null
}

/** What the viewer can do now; the screen shows these and no others. */
export type CaseAction =
  | 'recordIntake'
  | 'recordAssessment'
  | 'submitPlan'
  | 'recordVisit'
  | 'planVisit'
  | 'startEvaluation'
  | 'resumeIntervention'
  | 'recordEvaluation'
  | 'submitClosure'
  | 'refer'
  | 'askVolunteers'
  | 'askFund'
  | 'decidePlan'
  | 'decideClosure'
  | 'supervise'
  | 'reassign'
  | 'askAccess'

export interface CaseSummary {
  needId: NeedId
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  communityName: string
  excerpt: string
  stage: CaseStage
  status: CaseStatus
  risk: RiskLevel | null
  workerName: string
  casePoints: number
  /** When the present stage has to be done, or the next visit made; null when closed. */
  dueAtMs: number | null
  /** A plan or closure waits for the supervisor. */
  awaits: 'plan' | 'closure' | null
  version: number
}

export interface CaseDetail extends CaseSummary {
  description: string
  /** A child's file: whoever is not its worker needs a reason and an approval. */
  minor: boolean
  /** True: records that name or show the person are left out for this viewer. */
  sealed: boolean
  /** Null while sealed. Each time it is given leaves a trace. */
  contact: { name: string; phone: string; address: string } | null
  territoryCode: TerritoryCode
  closedAtMs: number | null
  intake: IntakeRecord | null
  assessment: AssessmentRecord | null
  plan: PlanRecord | null
  visits: readonly Visit[]
  nextVisit: { atMs: number; purpose: string } | null
  evaluation: EvaluationRecord | null
  closure: ClosureRecord | null
  /** The resident asked that it end; null when they did not, or want it to go on after all. */
  endAsked: EndWish | null
  referrals: readonly Referral[]
  volunteerRequests: readonly VolunteerRequest[]
  /** Messages with the resident; null for whoever is not its worker. */
  talk: { canTalk: boolean; unreadNotes: number } | null
  supervision: readonly SupervisionNote[]
  quality: QualityReview | null
  /** Newest first. */
  events: readonly CaseEvent[]
  /** How often it was reopened. */
  reopenings: number
  can: readonly CaseAction[]
}

export interface QualityReview {
  scores: Readonly<Record<QualityItem, number>>
  /** Of 25. */
  total: number
  comment: string
  byName: string
  atMs: number
}

/** 接案预估, 计划, 服务记录, 成效, 伦理保密; 0 to 5 points each. */
export type QualityItem = 'assessment' | 'planning' | 'recording' | 'outcome' | 'ethics'

export interface QualityRow extends CaseSummary {
  closedAtMs: number
  quality: QualityReview | null
}

/** A day's errand: an agreed visit, a stage that falls due, a first contact to make. */
export interface Errand {
  needId: NeedId
  kind: 'visit' | 'deadline' | 'firstContact'
  field: Field
  subSkill: SubSkill
  territoryCode: TerritoryCode
  communityName: string
  /** Metres as the crow flies from the stop before (the first: from where the day begins); null in the same place, or unknown. */
  metres: number | null
  /** Street and number, where the worker may see it. */
  address: string
  contactName: string
  atMs: number
  overdue: boolean
  /** What is to be done, in words: 上门探访：看看药量. */
  words: string
  stage: CaseStage
}

export interface Day {
  /** The nearest place next, beginning where the day begins; within a community by doors that are known, else by address. */
  errands: readonly Errand[]
  /** Where the way begins: where the phone is, or the worker's own point. Null when nobody has said where that is. */
  start: { here: boolean; name: string } | null
  openCases: number
  /** Referrals from colleagues that wait for this worker's answer. */
  referrals: readonly IncomingReferral[]
  leave: { fromMs: number; untilMs: number } | null
}

export interface IncomingReferral {
  needId: NeedId
  referralId: string
  field: Field
  subSkill: SubSkill
  communityName: string
  excerpt: string
  casePoints: number
  reason: string
  byName: string
  sentAtMs: number
}

export type LeaveState = 'waiting' | 'approved' | 'declined' | 'cancelled'
export type LeaveId = `leave_${string}`

export interface Leave {
  leaveId: LeaveId
  workerId: WorkerId
  workerName: string
  fromMs: number
  untilMs: number
  reason: string
  state: LeaveState
  askedAtMs: number
  decidedByName: string | null
  note: string
}

/** An open case whose worker is away, or will be within three days. */
export interface HandOver extends CaseSummary {
  leaveUntilMs: number
}

export interface OverdueRow extends CaseSummary {
  /** Since when. */
  overdueSinceMs: number
}

export type AccessId = `access_${string}`
export type AccessState = 'waiting' | 'approved' | 'declined'

/** A request to read a child's file. */
export interface AccessRequest {
  accessId: AccessId
  needId: NeedId
  communityName: string
  askerName: string
  reason: string
  state: AccessState
  askedAtMs: number
  decidedByName: string | null
  note: string
  /** Until when the file is open to the asker; null unless approved. */
  untilMs: number | null
  mine: boolean
}

/** Who looked at what a person could ask about. */
export interface SensitiveRead {
  atMs: number
  readerName: string
  /** In words: 查看联系方式. */
  what: string
  needId: NeedId | null
}

/** What waits for a station, by kind; 21 stands for more than 20. */
export interface StationDesk {
  triage: number
  approvals: number
  overdue: number
  leaves: number
  handOvers: number
  accessRequests: number
  qualityLeft: number
  /** Content that waits for a person. */
  reviews: number
  /** Messages that nobody got. */
  deadLetters: number
}

/** Who has taken a triage row, and until when. */
export interface TriageClaim {
  name: string
  untilMs: number
  mine: boolean
}
