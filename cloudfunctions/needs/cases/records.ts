import type { AccessId, AccessState, LeaveId, LeaveState } from '../../../typings/cases'
import type { NeedId, TerritoryCode, WorkerId } from '../../../typings/ids'
import type { Stored } from '../../shared/ports/index'

/** Collection `leaves`: a worker's wish to be away, and the station's answer. */
export interface LeaveRecord extends Stored {
  /** From the worker and the request's key. */
  _id: LeaveId
  inputHash: string
  workerId: WorkerId
  workerOpenid: string
  workerName: string
  /** The street of the worker's base; the district's code for those at its centre. */
  stationCode: TerritoryCode
  districtCode: TerritoryCode
  fromMs: number
  untilMs: number
  reason: string
  state: LeaveState
  askedAtMs: number
  decidedByName: string | null
  note: string
  /** Approved: when the worker's open offers move on, by the timer; null when that is done or not to be. */
  moveOffersAtMs: number | null
}

/** Collection `helpOffers`: a neighbour who said yes to a request for volunteers. Name and phone are for the case's worker. */
export interface HelpOfferRecord extends Stored {
  /** From the request and the person: one yes a person. */
  _id: `help_${string}`
  requestId: string
  needId: NeedId
  openid: string
  name: string
  phone: string
  consent: { version: string; atMs: number }
  atMs: number
  /** False when they took it back. */
  coming: boolean
  /** Each yes and no by the request that brought it: sent again, it is the same one. Absent on offers of before. */
  changes?: readonly { key: string; inputHash: string }[]
}

/** Collection `caseAccess`: a request to read a child's file, and the answer. */
export interface AccessRecord extends Stored {
  /** From the asker and the request's key. */
  _id: AccessId
  inputHash: string
  needId: NeedId
  communityName: string
  territoryCode: TerritoryCode
  streetCode: TerritoryCode
  districtCode: TerritoryCode
  askerOpenid: string
  askerName: string
  reason: string
  state: AccessState
  askedAtMs: number
  decidedByName: string | null
  note: string
  /** Until when it is open; null unless approved. */
  untilMs: number | null
}
