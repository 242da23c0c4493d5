import type { NeedId, OfferId, TerritoryCode, WorkerId } from '../../typings/ids'
import type { NeedEventKind } from '../../typings/needs'
import type { EscalationLevel, Shift } from '../../typings/routing'
import type {
  CareWishes,
  Field,
  Gender,
  LicenceLevel,
  NeedStatus,
  RouteReason,
  SpokenLanguage,
  SubSkill,
  Urgency,
} from '../../typings/terms'
import type { Outboxed } from '../shared/outbox/message'
import type { PictureVerdict } from '../shared/pictures'
import type { Stored } from '../shared/ports/index'
import type { AskedParts } from './asking/records'

/** Collection `workers`: a licensed social worker of the talent pool, as far as routing needs to know them. */
export interface WorkerRecord extends Stored {
  _id: WorkerId
  openid: string
  name: string
  level: LicenceLevel
  /** Registration lasts 3 years; after this moment nothing is offered. */
  licenceValidUntilMs: number
  fields: readonly Field[]
  /** What they are trained for; a need's sub-skill must be among them, unless it is `general`. */
  subSkills: readonly SubSkill[]
  districtCode: TerritoryCode
  /** The street of their base; null at the district's centre. */
  streetCode: TerritoryCode | null
  /** Their base: 12 digits at a community's room, 9 at a street's station, 6 at the district's centre. */
  territoryCode: TerritoryCode
  /** Code prefixes that they serve: the base, and places that they cover besides. */
  servesCodes: readonly TerritoryCode[]
  servicePointName: string
  /** Case points they carry at most. */
  capPoints: number
  /** Case points of their open offers and cases; always the sum over those needs. */
  loadPoints: number
  leaves: readonly { fromMs: number; untilMs: number }[]
  /** 0 when never; the fair choice is who waited longest. */
  lastOfferedAtMs: number
  /** Set when room became free: the timer then looks for the oldest waiting case that they fit. Null else. */
  roomSinceMs: number | null
  /** Null when they would rather not say; then no wish for one is met by them. */
  gender: Gender | null
  languages: readonly SpokenLanguage[]
  /** Their own hours of the week; empty: those of the district's calendar. */
  shifts: readonly Shift[]
  /** Hashes of their own home and of the phones of their kin (`conflictCodes`): a need that has one of them is not theirs. */
  conflictCodes: readonly string[]
  /** Openids of residents who complained of them. */
  complainedBy: readonly string[]
  /** Openids of residents whose accepted case they had and no longer have, the latest last. */
  formerResidents: readonly string[]
  /** What they were asked on each of the last 30 days, by `dayKey`. */
  recent: Readonly<Record<string, DayOfWork>>
}

/** What a worker was asked on one day, and what came of it. */
export interface DayOfWork {
  asked: number
  declined: number
  lapsed: number
  /** Case points of what they were asked and did not hand back. */
  points: number
}

/** An offer to one worker, and the answer that is awaited. */
export interface OfferRecord {
  offerId: OfferId
  workerId: WorkerId
  workerOpenid: string
  workerName: string
  level: LicenceLevel
  servicePointName: string
  score: number
  reasons: readonly RouteReason[]
  offeredAtMs: number
  deadlineMs: number
}

export interface NeedEventRecord {
  kind: NeedEventKind
  atMs: number
  /** Null for the system. */
  actorName: string | null
  note: string | null
  /** Who may read the note: everyone on the case, or the station alone. */
  noteFor: 'all' | 'station'
}

export interface PhotoRecord {
  fileId: string
  verdict: PictureVerdict
}

/** Collection `needs`: a need with its offer, its events and its pending messages, so that one write carries a step. */
export interface NeedRecord extends Outboxed, AskedParts {
  /** From the resident and their request key: the same request again is the same need. */
  _id: NeedId
  /** Hash of the request's input: the same key with other input is refused. */
  inputHash: string
  residentOpenid: string
  contactName: string
  contactPhone: string
  address: string
  consent: { version: string; atMs: number }
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  description: string
  photos: readonly PhotoRecord[]
  /** Content security wants a person to look at the text. */
  contentReview: boolean
  territoryCode: TerritoryCode
  communityName: string
  streetCode: TerritoryCode
  streetName: string
  districtCode: TerritoryCode
  servicePoint: { name: string; phone: string }
  /** What the case weighs on a worker: 1 light to 4 heavy. */
  casePoints: number
  status: NeedStatus
  submittedAtMs: number
  acceptedAtMs: number | null
  /** The open offer, or the accepted one; null when nobody has the need. */
  offer: OfferRecord | null
  /** Whose list shows it; null when nobody has it. */
  workerOpenid: string | null
  /** Set while an offer waits for its answer. */
  offerDeadlineMs: number | null
  /** When the timer routes it (again): what a crash left behind, or a triage case's next try. Null else. */
  routeAtMs: number | null
  /** Every offer ever made of it: whose offer is gone is told so, others see nothing. */
  offerIds: readonly OfferId[]
  /** Who had it and did not take it; never asked again. */
  passedOver: readonly { workerId: WorkerId; offerId: OfferId; how: 'declined' | 'timedOut'; atMs: number }[]
  /** Why nobody was found, for the station; null outside triage. */
  triageWhy: string | null
  /** What the resident wishes of the person who comes. */
  wishes?: CareWishes | null
  /** Hashes of the home and the phone that the need came with; who shares one is kin or lives there. */
  conflictCodes?: readonly string[]
  /** The highest level that has been told that nobody was found; null before anybody was. */
  escalatedTo: EscalationLevel | null
  /** When the next level is told; null outside triage. */
  escalateAtMs: number | null
  /** Who at the station looks after it in triage, until when; absent or past: nobody. */
  claim?: { openid: string; name: string; untilMs: number } | null
  events: readonly NeedEventRecord[]
  /** Goes up with each step; guards the next. */
  version: number
}

export type { AccessRecord, LeaveRecord } from './cases/records'
export type { CaseRecord } from './casework/case-record'
export type { DangerRecord, NoteRecord } from './residents/records'
