import type { Aftercare, TaskAside } from './aftercare'
import type { AskingInput } from './asking'
import type { TriageClaim } from './cases'
import type { NeedId, OfferId, RequestKey, TerritoryCode, WorkerId } from './ids'
import type { Page } from './page'
import type { CareWishes, Field, LicenceLevel, NeedStatus, PublicCount, RouteReason, SubSkill, Urgency } from './terms'

export interface SubmitNeedInput extends AskingInput {
  needKey: RequestKey
  field: Field
  subSkill: SubSkill
  /** 5 to 500 characters; may be shorter where there is a recording. */
  description: string
  /** Cloud file ids that this person uploaded, 4 at most. */
  photoFileIds: readonly string[]
  /** A community or village: 12 digits. */
  territoryCode: TerritoryCode
  /** Up to 100 characters. */
  address: string
  /** Up to 20 characters. */
  contactName: string
  /** A mainland mobile number or landline. */
  contactPhone: string
  urgency: Urgency
  /** Version of the consent text on address and phone that the person ticked. */
  consentVersion: string
  /** Of the person who comes. */
  wishes?: CareWishes | null
}

/** What became of it at once. */
export interface SubmittedNeed {
  needId: NeedId
  status: NeedStatus
  /** Until when the worker who was asked answers; null while nobody is asked. */
  deadlineMs: number | null
}

/** The worker as the resident sees them. */
export interface HelperCard {
  name: string
  level: LicenceLevel
  servicePointName: string
  reasons: readonly RouteReason[]
}

export type NeedEventKind =
  | 'submitted'
  | 'offered'
  | 'declined'
  | 'timedOut'
  | 'triaged'
  /** Nobody came for too long: the next level was told. */
  | 'escalated'
  | 'assigned'
  | 'accepted'
  | 'withdrawn'
  // From the case, as far as the resident follows it.
  | 'serving'
  | 'planApproved'
  | 'visited'
  | 'reassigned'
  | 'closed'
  // From the resident and the community, before and after.
  | 'personAsked'
  | 'verified'
  | 'rated'
  | 'reopened'
  | 'rewritten'
  | 'endAsked'
  | 'endDropped'
  | 'erased'

export interface NeedEvent {
  kind: NeedEventKind
  atMs: number
  /** Who, as the reader may see it: 李社工, 古南街道社工站; null for the system. */
  actorName: string | null
  /** What they wrote with it (a decline's reason is for the station alone). */
  note: string | null
}

export interface NeedSummary {
  needId: NeedId
  field: Field
  subSkill: SubSkill
  /** First 40 characters. */
  excerpt: string
  status: NeedStatus
  urgency: Urgency
  submittedAtMs: number
  /** Until when the present step has to be answered; null when nothing is running. */
  deadlineMs: number | null
  /** Whom it is for, where that is someone else: 为母亲周桂芬; null for oneself. */
  forName: string | null
}

/** A need as the resident who submitted it sees it. */
export interface NeedDetail extends NeedSummary {
  description: string
  /** Addresses of the pictures, good for 10 minutes. */
  photoUrls: readonly string[]
  territoryCode: TerritoryCode
  communityName: string
  address: string
  /** Masked: 138****1234. */
  contactPhoneMasked: string
  helper: HelperCard | null
  /** The point that answers when the app does not: name and phone. */
  servicePoint: { name: string; phone: string }
  events: readonly NeedEvent[]
  canWithdraw: boolean
  aftercare: Aftercare
  version: number
}

export type DeclineReason = 'noTime' | 'notMySkill' | 'conflictOfInterest' | 'onLeave' | 'other'

/** A row of the worker's list: an offer that waits for an answer, or a case that was accepted. */
export interface TaskSummary {
  needId: NeedId
  /** Set while the offer waits for this worker's answer. */
  offerId: OfferId | null
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  status: NeedStatus
  communityName: string
  excerpt: string
  submittedAtMs: number
  deadlineMs: number | null
  casePoints: number
}

/** A case as the worker may see it: who and exactly where only after accepting; that read is logged. */
export interface TaskDetail extends TaskSummary {
  description: string
  photoUrls: readonly string[]
  reasons: readonly RouteReason[]
  contact: { name: string; phone: string; address: string } | null
  events: readonly NeedEvent[]
  aside: TaskAside
  version: number
}

export interface WorkerLoad {
  loadPoints: number
  capPoints: number
}

/** A row of the station's triage queue, oldest first. */
export interface TriageRow {
  needId: NeedId
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  communityName: string
  excerpt: string
  submittedAtMs: number
  /** Why nobody was found: how many declined or let it lapse, and which hard rule left the fewest. */
  why: string
  /** Who looks after it at the moment; null when nobody does. */
  claim: TriageClaim | null
  version: number
}

export interface Candidate {
  workerId: WorkerId
  name: string
  level: LicenceLevel
  servicePointName: string
  load: WorkerLoad
  score: number
  reasons: readonly RouteReason[]
  /** Hard rules it breaks, in words; the supervisor may not override them. Empty when it fits. */
  obstacles: readonly string[]
  /** What a person who chooses should know first, and may overrule: an earlier offer that went unanswered. */
  notes: readonly string[]
}

export interface CommunityFigures {
  submittedThisMonth: PublicCount
  acceptedThisMonth: PublicCount
  /** Median minutes from submission to acceptance this month; null when too few. */
  medianMinutesToAccept: number | null
}

export interface NeedsProcedures {
  'needs.submit': { input: SubmitNeedInput; result: SubmittedNeed }
  'needs.listMine': { input: { cursor: string | null }; result: Page<NeedSummary> }
  'needs.get': { input: { needId: NeedId }; result: NeedDetail }
  'needs.withdraw': { input: { needId: NeedId; version: number; note: string }; result: NeedDetail }
  'needs.listTasks': { input: { cursor: string | null }; result: Page<TaskSummary> & { load: WorkerLoad } }
  'needs.getTask': { input: { needId: NeedId }; result: TaskDetail }
  'needs.accept': { input: { needId: NeedId; offerId: OfferId }; result: TaskDetail }
  'needs.decline': {
    input: { needId: NeedId; offerId: OfferId; reason: DeclineReason; note: string }
    result: { needId: NeedId }
  }
  'needs.listTriage': { input: { cursor: string | null }; result: Page<TriageRow> }
  'needs.listCandidates': { input: { needId: NeedId }; result: readonly Candidate[] }
  'needs.assign': {
    input: { needId: NeedId; workerId: WorkerId; version: number; note: string }
    result: { needId: NeedId }
  }
  'needs.getCommunityFigures': { input: { territoryCode: TerritoryCode }; result: CommunityFigures }
}
