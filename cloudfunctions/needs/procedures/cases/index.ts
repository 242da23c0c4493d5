import { askAccess, decideAccess, listAccessRequests, listSensitiveReads } from './access'
import { listChildFiles } from './child-files'
import { getDesk, getMyDay } from './day'
import { addSupervisionNote, decideCase, reassign } from './decisions'
import { joinHelpCall, leaveHelpCall, listHelpCalls } from './help-calls'
import { askLeave, cancelLeave, decideLeave, listHandOvers, listLeaves, listMyLeaves } from './leaves'
import { answerReferralLetter, getReferralLetter } from './letters'
import { listMyReads } from './my-reads'
import { getCase, getStationCase, listMyCases } from './read'
import { listColleagues, requestVolunteers, sendReferral, setReferral, setVolunteerRequest } from './referrals'
import {
  planVisit,
  recordAssessment,
  recordEvaluation,
  recordIntake,
  setCaseStage,
  submitClosure,
  submitPlan,
} from './stages'
import { claimTriage, listApprovals, listOverdue, listQualitySample, setQualityReview } from './station'
import { addVisitPhoto, recordVisit } from './visits'

/** The work on a case, from 接案 to 结案, and what its station decides. */
export const caseProcedures = [
  getCase,
  listMyCases,
  getMyDay,
  recordIntake,
  recordAssessment,
  submitPlan,
  recordVisit,
  addVisitPhoto,
  planVisit,
  setCaseStage,
  recordEvaluation,
  submitClosure,
  listColleagues,
  sendReferral,
  setReferral,
  requestVolunteers,
  setVolunteerRequest,
  askLeave,
  cancelLeave,
  listMyLeaves,
  getDesk,
  listApprovals,
  getStationCase,
  decideCase,
  addSupervisionNote,
  listOverdue,
  reassign,
  listLeaves,
  decideLeave,
  listHandOvers,
  listQualitySample,
  setQualityReview,
  askAccess,
  listAccessRequests,
  decideAccess,
  listSensitiveReads,
  listMyReads,
  listChildFiles,
  listHelpCalls,
  joinHelpCall,
  leaveHelpCall,
  getReferralLetter,
  answerReferralLetter,
  claimTriage,
]
