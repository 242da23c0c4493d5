import type { ChildFile, HelpCall, ReferralLetter } from './case-sharing'
import type {
  AccessId,
  AccessRequest,
  AssessmentRecord,
  CaseDetail,
  CaseStatus,
  CaseSummary,
  ClosureRecord,
  ContactWay,
  Day,
  EvaluationRecord,
  HandOver,
  IntakeRecord,
  Leave,
  LeaveId,
  OverdueRow,
  QualityItem,
  QualityRow,
  SensitiveRead,
  StationDesk,
  Visit,
  VisitPlace,
} from './cases'
import type { NeedId, RequestKey, TerritoryCode, WorkerId } from './ids'
import type { Candidate } from './needs'
import type { Page } from './page'

/** Every step carries a key of its own: the same step sent again is one step. */
interface Step {
  needId: NeedId
  key: RequestKey
}
/** `code` is in the link that the worker sent. */
interface LetterInput {
  needId: NeedId
  referralId: string
  code: string
}
/** A step that builds on what the person saw: `version` as it was shown. */
interface VersionedStep extends Step {
  version: number
}

export interface CasesProcedures {
  // The worker's own.
  'needs.getCase': { input: { needId: NeedId }; result: CaseDetail }
  /** Open cases, the one that falls due first on top; `closed`: those of the last year. */
  'needs.listMyCases': { input: { status: CaseStatus; cursor: string | null }; result: Page<CaseSummary> }
  /** `from`: where the phone is, when the worker wants the way to begin there. */
  'needs.getMyDay': { input: { from: { latitude: number; longitude: number } | null }; result: Day }
  'needs.recordIntake': {
    input: Step & Pick<IntakeRecord, 'firstContactAtMs' | 'way' | 'agreement' | 'summary'>
    result: CaseDetail
  }
  'needs.recordAssessment': {
    input: VersionedStep & Pick<AssessmentRecord, 'situation' | 'strengths' | 'problems' | 'risk' | 'safetyPlan'>
    result: CaseDetail
  }
  'needs.submitPlan': {
    input: VersionedStep & {
      goals: readonly { text: string; measure: string }[]
      everyDays: number
      untilMs: number
      measures: string
    }
    result: CaseDetail
  }
  /** Written on the spot or later, on any of the worker's phones: the key makes it one visit. The result is that visit alone. */
  'needs.recordVisit': {
    input: Step & {
      way: ContactWay
      startedAtMs: number
      minutes: number
      note: string
      place: VisitPlace | null
      /** How many pictures will follow. */
      photoCount: number
    }
    result: Visit
  }
  /** A picture of a visit, uploaded when there was a network; again is fine. */
  'needs.addVisitPhoto': { input: { needId: NeedId; visitId: string; fileId: string }; result: { needId: NeedId } }
  'needs.planVisit': { input: Step & { atMs: number; purpose: string }; result: CaseDetail }
  /** 介入 done → 评估; or back, when there is more to do. */
  'needs.setCaseStage': { input: VersionedStep & { stage: 'evaluation' | 'intervention' }; result: CaseDetail }
  'needs.recordEvaluation': {
    input: VersionedStep & Pick<EvaluationRecord, 'results' | 'change' | 'residentSatisfaction'>
    result: CaseDetail
  }
  'needs.submitClosure': {
    input: VersionedStep & Pick<ClosureRecord, 'outcome' | 'summary' | 'followUp'>
    result: CaseDetail
  }
  /** Workers who could take the case, best first; for a referral or a reassignment. */
  'needs.listColleagues': { input: { needId: NeedId }; result: readonly Candidate[] }
  'needs.sendReferral': {
    input: VersionedStep & {
      to: { kind: 'worker'; workerId: WorkerId } | { kind: 'organisation'; name: string; phone: string }
      reason: string
    }
    result: CaseDetail
  }
  /** The colleague answers; for an organisation the case's worker notes its answer. */
  'needs.setReferral': {
    input: Step & { referralId: string; state: 'accepted' | 'declined' | 'done'; note: string }
    result: { needId: NeedId }
  }
  'needs.requestVolunteers': {
    input: Step & { what: string; count: number; onMs: number; minutes: number }
    result: CaseDetail
  }
  'needs.setVolunteerRequest': {
    input: Step & { requestId: string; state: 'filled' | 'done' | 'cancelled' }
    result: CaseDetail
  }
  /** Open requests for volunteers of a community and its street, the soonest of the community first. */
  'needs.listHelpCalls': { input: { territoryCode: TerritoryCode }; result: readonly HelpCall[] }
  /** 我来帮忙: name and phone go to the case's worker alone. */
  'needs.joinHelpCall': {
    input: { requestId: string; key: RequestKey; name: string; phone: string; consentVersion: string }
    result: HelpCall
  }
  'needs.leaveHelpCall': { input: { requestId: string; key: RequestKey }; result: HelpCall }
  /** For whoever the worker gave the letter to; after the first answer for that person alone. */
  'needs.getReferralLetter': { input: LetterInput; result: ReferralLetter }
  'needs.answerReferralLetter': {
    input: LetterInput & { key: RequestKey; state: 'accepted' | 'declined' | 'done'; name: string; note: string }
    result: ReferralLetter
  }
  'needs.askLeave': { input: { key: RequestKey; fromMs: number; untilMs: number; reason: string }; result: Leave }
  'needs.cancelLeave': { input: { leaveId: LeaveId }; result: Leave }
  'needs.listMyLeaves': { input: { cursor: string | null }; result: Page<Leave> }

  // The station's.
  'needs.getDesk': { input: Record<string, never>; result: StationDesk }
  /** Plans and closures that wait, oldest first. */
  'needs.listApprovals': { input: { cursor: string | null }; result: Page<CaseSummary & { submittedAtMs: number }> }
  'needs.getStationCase': { input: { needId: NeedId }; result: CaseDetail }
  'needs.decideCase': {
    input: VersionedStep & { what: 'plan' | 'closure'; approved: boolean; note: string }
    result: CaseDetail
  }
  'needs.addSupervisionNote': { input: Step & { text: string }; result: CaseDetail }
  /** What is past its time, longest first. */
  'needs.listOverdue': { input: { cursor: string | null }; result: Page<OverdueRow> }
  /** Moves an accepted need or open case to another worker at once, load and all. */
  'needs.reassign': {
    input: Step & { workerId: WorkerId; reason: string }
    result: { needId: NeedId }
  }
  'needs.listLeaves': { input: { cursor: string | null }; result: Page<Leave> }
  'needs.decideLeave': { input: { leaveId: LeaveId; approved: boolean; note: string }; result: Leave }
  'needs.listHandOvers': { input: Record<string, never>; result: readonly HandOver[] }
  /** The month's sample of closed cases, the same for everyone who asks; `month` is 2026-11. */
  'needs.listQualitySample': {
    input: { month: string }
    result: { rows: readonly QualityRow[]; closedCount: number }
  }
  'needs.setQualityReview': {
    input: VersionedStep & { scores: Record<QualityItem, number>; comment: string }
    result: CaseDetail
  }
  /** Children's cases in the caller's area that are not theirs, latest first. */
  'needs.listChildFiles': { input: { cursor: string | null }; result: Page<ChildFile> }
  'needs.askAccess': { input: { needId: NeedId; key: RequestKey; reason: string }; result: AccessRequest }
  'needs.listAccessRequests': { input: { cursor: string | null }; result: Page<AccessRequest> }
  'needs.decideAccess': { input: { accessId: AccessId; approved: boolean; note: string }; result: AccessRequest }
  /** Newest first; of one case (also for its worker), or of all below the caller's duties. */
  'needs.listSensitiveReads': { input: { needId: NeedId | null; cursor: string | null }; result: Page<SensitiveRead> }
  /** Newest first: what the caller looked at; or what others looked at of the people whom the caller helps. */
  'needs.listMyReads': { input: { of: 'mine' | 'clients'; cursor: string | null }; result: Page<SensitiveRead> }
  /** Takes a row of the triage list for 10 minutes; `taken` false hands it back. Again is fine. */
  'needs.claimTriage': { input: { needId: NeedId; taken: boolean }; result: { untilMs: number | null } }
}
