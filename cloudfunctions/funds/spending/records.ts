import type { EntryId, FundId, GiftId, RequestKey, TerritoryCode } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { Role } from '../../../typings/people'
import type {
  Beneficiary,
  PolicyLevel,
  PolicyRules,
  SpendingEvent,
  SpendingId,
  SpendingItem,
  SpendingSource,
  SpendingStatus,
  StepKind,
  StepStatus,
  Vote,
} from '../../../typings/spending'
import type { Field } from '../../../typings/terms'
import type { Outboxed } from '../../shared/outbox/message'
import type { PictureVerdict } from '../../shared/pictures'
import type { Stored } from '../../shared/ports'
import type { Span } from '../ledger/model'
import type { SeatRecord } from '../policy/roster'

/** Collection `policies`: a version of one level's rules, never changed. Its id is `policy_<territory>_<version, 4 digits>`. */
export interface PolicyRecord extends Stored {
  territoryCode: TerritoryCode
  territoryName: string
  level: PolicyLevel
  version: number
  effectiveFromMs: number
  setAtMs: number
  setByOpenid: string
  setByName: string
  note: string
  rules: PolicyRules
}

/** Collection `rosters`: a fund's committee and supervisors; its id is the fund's. */
export interface RosterRecord extends Stored {
  _id: FundId
  version: number
  seats: readonly SeatRecord[]
  setAtMs: number
  setByOpenid: string
}

/** A signature on a step that is not a vote. `slot`: whose turn it took. */
export interface SignatureRecord {
  openid: string
  name: string
  role: Role
  slot: number
  agreed: boolean
  opinion: string
  atMs: number
}

export interface BallotRecord {
  openid: string
  name: string
  vote: Vote | null
  recused: string | null
  opinion: string
  atMs: number | null
}

export interface VoteRecord {
  round: number
  /** The members in office when the vote was called; who came or went later changes nothing. */
  ballots: readonly BallotRecord[]
  supervisors: readonly { openid: string; name: string }[]
  quorum: number
  opinion: { openid: string; name: string; text: string; atMs: number } | null
  /** Those who had not spoken yet were told that its time runs out. */
  reminded: boolean
}

export interface StepRecord {
  kind: StepKind
  status: StepStatus
  deadlineMs: number | null
  signatures: readonly SignatureRecord[]
  vote: VoteRecord | null
  /** Rounds that failed for want of a quorum, the first one first: nothing that was said in a vote is lost. */
  earlierVotes: readonly VoteRecord[]
}

/** A picture of a paper; nobody but who sent it sees one that content security has not passed. */
export interface SpendingPicture {
  fileId: string
  verdict: PictureVerdict
  byOpenid: string
  atMs: number
}

/** One donor's gifts of an earmark that a request wants to use for something else. */
export interface ConsentRecord {
  openid: string
  giftIds: readonly GiftId[]
  /** The unspent stretches of those gifts when they were asked. */
  spans: readonly Span[]
  answer: 'agreed' | 'refused' | null
  answeredAtMs: number | null
}

export interface PaymentRecord {
  entryId: EntryId
  paymentKey: RequestKey
  amountFen: Fen
  spans: readonly Span[]
  atMs: number
  payerOpenid: string
  payerName: string
  note: string
  voucherFileIds: readonly string[]
  /** How many of the gifts that paid it were looked at to tell their donors; null when all were. */
  sourcesTold: number | null
}

/** Collection `spendingRequests`. Its id comes from the author and their key. */
export interface SpendingRecord extends Outboxed {
  _id: SpendingId
  inputDigest: string
  fundId: FundId
  fundName: string
  communityName: string
  territoryCode: TerritoryCode
  streetCode: TerritoryCode
  districtCode: TerritoryCode
  authorOpenid: string
  authorName: string
  source: SpendingSource
  title: string
  field: Field
  reason: string
  items: readonly SpendingItem[]
  amountFen: Fen
  beneficiary: Beneficiary
  /** The beneficiary's name as it is compared (`nameKey`). */
  beneficiaryKey: string
  payeeName: string
  quoteFileIds: readonly string[]
  /** Every picture of quotes and vouchers, in the order in which they came: appended to, each with its verdict. */
  photos: readonly SpendingPicture[]
  /** What was in force when it was submitted; it is judged by nothing else. */
  rules: PolicyRules
  policyIds: readonly string[]
  steps: readonly StepRecord[]
  change: { from: Field; asked: readonly ConsentRecord[]; deadlineMs: number } | null
  status: SpendingStatus
  commitment: { entryId: EntryId; spans: readonly Span[]; atMs: number } | null
  payments: readonly PaymentRecord[]
  settlement: {
    actualFen: Fen
    releasedFen: Fen
    returnedFen: Fen
    openid: string
    name: string
    atMs: number
    note: string
    voucherFileIds: readonly string[]
  } | null
  events: readonly SpendingEvent[]
  /** Something can still happen. */
  open: boolean
  /** The roles that one of is waited for now; for the queues. */
  waitsFor: readonly Role[]
  /** When the timer has to look: a vote's or the donors' time, the settlement's; null else. */
  dueAtMs: number | null
  /** How often those who settle were reminded: before the day, and on it. */
  settleReminders: number
  /** Since when donors wait to hear what their money bought; null when all heard. */
  tellDonorsAtMs: number | null
  submittedAtMs: number
  titleSalt: string
  version: number
}

export function policyIdOf(territoryCode: TerritoryCode, version: number): string {
  return `policy_${territoryCode}_${String(version).padStart(4, '0')}`
}
