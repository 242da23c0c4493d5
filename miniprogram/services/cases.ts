import type { ChildFile, HelpCall, ReferralLetter } from '../../typings/case-sharing'
import type {
  AccessId,
  AccessRequest,
  CaseDetail,
  CaseStatus,
  CaseSummary,
  Day,
  HandOver,
  Leave,
  LeaveId,
  OverdueRow,
  QualityRow,
  SensitiveRead,
  StationDesk,
  Visit,
} from '../../typings/cases'
import type { NeedId, TerritoryCode, WorkerId } from '../../typings/ids'
import type { Candidate } from '../../typings/needs'
import type { Page } from '../../typings/page'
import type { Procedures } from '../../typings/procedures'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/case-procedures.ts`. All reject with CallFailure (`platform/cloud.ts`). */

type Input<Name extends keyof Procedures> = Procedures[Name]['input']

/** The worker's own. Every step carries its key: sent again, it is the same step. */
export const getCase = (needId: NeedId): Promise<CaseDetail> => call('needs.getCase', { needId })
/** `from`: where the phone is, when the way is to begin there. */
export const getMyDay = (from: { latitude: number; longitude: number } | null): Promise<Day> =>
  call('needs.getMyDay', { from })
export const listMyCases = (status: CaseStatus, cursor: string | null): Promise<Page<CaseSummary>> =>
  call('needs.listMyCases', { status, cursor })
export const recordIntake = (input: Input<'needs.recordIntake'>): Promise<CaseDetail> =>
  call('needs.recordIntake', input)
export const recordAssessment = (input: Input<'needs.recordAssessment'>): Promise<CaseDetail> =>
  call('needs.recordAssessment', input)
export const submitPlan = (input: Input<'needs.submitPlan'>): Promise<CaseDetail> => call('needs.submitPlan', input)
export const recordVisit = (input: Input<'needs.recordVisit'>): Promise<Visit> => call('needs.recordVisit', input)
export const addVisitPhoto = (needId: NeedId, visitId: string, fileId: string): Promise<{ needId: NeedId }> =>
  call('needs.addVisitPhoto', { needId, visitId, fileId })
export const planVisit = (input: Input<'needs.planVisit'>): Promise<CaseDetail> => call('needs.planVisit', input)
export const setCaseStage = (input: Input<'needs.setCaseStage'>): Promise<CaseDetail> =>
  call('needs.setCaseStage', input)
export const recordEvaluation = (input: Input<'needs.recordEvaluation'>): Promise<CaseDetail> =>
  call('needs.recordEvaluation', input)
export const submitClosure = (input: Input<'needs.submitClosure'>): Promise<CaseDetail> =>
  call('needs.submitClosure', input)
export const listColleagues = (needId: NeedId): Promise<readonly Candidate[]> =>
  call('needs.listColleagues', { needId })
export const sendReferral = (input: Input<'needs.sendReferral'>): Promise<CaseDetail> =>
  call('needs.sendReferral', input)
export const setReferral = (input: Input<'needs.setReferral'>): Promise<{ needId: NeedId }> =>
  call('needs.setReferral', input)
export const requestVolunteers = (input: Input<'needs.requestVolunteers'>): Promise<CaseDetail> =>
  call('needs.requestVolunteers', input)
export const setVolunteerRequest = (input: Input<'needs.setVolunteerRequest'>): Promise<CaseDetail> =>
  call('needs.setVolunteerRequest', input)
export const askLeave = (input: Input<'needs.askLeave'>): Promise<Leave> => call('needs.askLeave', input)
export const cancelLeave = (leaveId: LeaveId): Promise<Leave> => call('needs.cancelLeave', { leaveId })
export const listMyLeaves = (cursor: string | null): Promise<Page<Leave>> => call('needs.listMyLeaves', { cursor })

/** The station's. */
export const getDesk = (): Promise<StationDesk> => call('needs.getDesk', {})
export const listApprovals = (cursor: string | null): Promise<Page<CaseSummary & { submittedAtMs: number }>> =>
  call('needs.listApprovals', { cursor })
export const getStationCase = (needId: NeedId): Promise<CaseDetail> => call('needs.getStationCase', { needId })
export const decideCase = (input: Input<'needs.decideCase'>): Promise<CaseDetail> => call('needs.decideCase', input)
export const addSupervisionNote = (input: Input<'needs.addSupervisionNote'>): Promise<CaseDetail> =>
  call('needs.addSupervisionNote', input)
export const listOverdue = (cursor: string | null): Promise<Page<OverdueRow>> => call('needs.listOverdue', { cursor })
export const reassignCase = (
  needId: NeedId,
  key: string,
  workerId: WorkerId,
  reason: string,
): Promise<{ needId: NeedId }> => call('needs.reassign', { needId, key, workerId, reason })
export const listLeaves = (cursor: string | null): Promise<Page<Leave>> => call('needs.listLeaves', { cursor })
export const decideLeave = (leaveId: LeaveId, approved: boolean, note: string): Promise<Leave> =>
  call('needs.decideLeave', { leaveId, approved, note })
export const listHandOvers = (): Promise<readonly HandOver[]> => call('needs.listHandOvers', {})
export const listQualitySample = (month: string): Promise<{ rows: readonly QualityRow[]; closedCount: number }> =>
  call('needs.listQualitySample', { month })
export const setQualityReview = (input: Input<'needs.setQualityReview'>): Promise<CaseDetail> =>
  call('needs.setQualityReview', input)
export const askAccess = (needId: NeedId, key: string, reason: string): Promise<AccessRequest> =>
  call('needs.askAccess', { needId, key, reason })
export const listAccessRequests = (cursor: string | null): Promise<Page<AccessRequest>> =>
  call('needs.listAccessRequests', { cursor })
export const decideAccess = (accessId: AccessId, approved: boolean, note: string): Promise<AccessRequest> =>
  call('needs.decideAccess', { accessId, approved, note })
export const listSensitiveReads = (needId: NeedId | null, cursor: string | null): Promise<Page<SensitiveRead>> =>
  call('needs.listSensitiveReads', { needId, cursor })
export const listMyReads = (of: 'mine' | 'clients', cursor: string | null): Promise<Page<SensitiveRead>> =>
  call('needs.listMyReads', { of, cursor })
export const listChildFiles = (cursor: string | null): Promise<Page<ChildFile>> =>
  call('needs.listChildFiles', { cursor })

/** The neighbourhood's, and an organisation's. */
export const listHelpCalls = (territoryCode: TerritoryCode): Promise<readonly HelpCall[]> =>
  call('needs.listHelpCalls', { territoryCode })
export const joinHelpCall = (input: Input<'needs.joinHelpCall'>): Promise<HelpCall> => call('needs.joinHelpCall', input)
export const leaveHelpCall = (requestId: string, key: string): Promise<HelpCall> =>
  call('needs.leaveHelpCall', { requestId, key })
export const getReferralLetter = (input: Input<'needs.getReferralLetter'>): Promise<ReferralLetter> =>
  call('needs.getReferralLetter', input)
export const answerReferralLetter = (input: Input<'needs.answerReferralLetter'>): Promise<ReferralLetter> =>
  call('needs.answerReferralLetter', input)
export const claimTriage = (needId: NeedId, taken: boolean): Promise<{ untilMs: number | null }> =>
  call('needs.claimTriage', { needId, taken })
