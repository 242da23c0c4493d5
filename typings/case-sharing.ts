import type { AccessState, CaseStage, CaseStatus, ReferralState } from './cases'
import type { NeedId } from './ids'
import type { Field, SubSkill } from './terms'

/** What others than a case's worker and station are shown of it. */

/** 转介函: what an organisation reads of a case before it takes it on; no name, no phone, no address. */
export interface ReferralLetter {
  needId: NeedId
  referralId: string
  organisation: string
  field: Field
  subSkill: SubSkill
  communityName: string
  reason: string
  fromName: string
  /** Of the worker's station, to talk about it. */
  stationName: string
  stationPhone: string
  state: ReferralState
  sentAtMs: number
  /** Who answered for the organisation; empty until then. */
  answeredBy: string
  answer: string
  /** The reader is the worker who sent it. */
  mine: boolean
  can: readonly ('accepted' | 'declined' | 'done')[]
}

/** A request for volunteers as the neighbourhood sees it: nothing of the person it is for. */
export interface HelpCall {
  requestId: string
  what: string
  communityName: string
  onMs: number
  minutes: number
  /** How many are still wanted. */
  left: number
  /** In the reader's own community; the others are in its street. */
  near: boolean
  joined: boolean
}

/** A child's case in the reader's area that another worker has, and how the reader’s request to read it stands. */
export interface ChildFile {
  needId: NeedId
  subSkill: SubSkill
  communityName: string
  stage: CaseStage
  status: CaseStatus
  workerName: string
  accessRequest: { state: AccessState; note: string; untilMs: number | null } | null
}
