import type { GiftStatus } from '../../typings/funds'
import type { EntryId, FundId, GiftId, TerritoryCode } from '../../typings/ids'
import type { Fen } from '../../typings/money'
import type { Field } from '../../typings/terms'
import type { Outboxed } from '../shared/outbox/message'
import type { Stored } from '../shared/ports'
import type { Books, Entry, Link, Span } from './ledger/model'

/** Collection `funds`. One fund a community, so its id is the community's: `fund_500110001003`. */
export interface FundRecord extends Stored {
  _id: FundId
  districtCode: TerritoryCode
  territoryCode: TerritoryCode
  /** 新山村社区治理专项基金. */
  name: string
  communityName: string
  streetName: string
  purpose: string
  bannedUses: readonly string[]
  refundRule: string
  /** Null: no public filing, so it takes no gifts. */
  campaign: {
    filingNumber: string
    organisation: string
    opensAtMs: number
    closesAtMs: number
  } | null
  /** Who holds the money: the district charity federation. */
  organisation: string
  /** The stored picture of its mini-program code; null until somebody asks for it. */
  codeFileId: string | null
}

/** Collection `journal`: immutable but for the three fields named here. Its `_id` comes from its cause. */
export interface EntryRecord extends Entry, Stored {
  _id: EntryId
  /** As the public reads it. Only an erasure changes it (with `titleSalt` to null). */
  title: string
  titleSalt: string | null
  /** The batch that folded it into the checkpoint, `UNFOLDED` until then. The chain says the same; this is for queries. */
  foldedIn: number
}

/** Greater than every batch number, so that «not in the checkpoint of batch n» is one range: `foldedIn > n`. */
export const UNFOLDED = 2_000_000_000

/** Collection `fundCheckpoints`: one a fund, written by the roll-up and by spending alone. */
export interface CheckpointRecord extends Books, Stored {
  _id: FundId
  /** Number of the last batch of `chain`; 0 when there is none. */
  batch: number
  /** Entries of the last batch that may still say UNFOLDED: the fold was committed, its marks perhaps not. */
  unmarked: readonly EntryId[]
  foldedAtMs: number
}

/** Collection `chain`: up to 200 links, written once. Its `_id` is `chain_<fund id>_<batch, 7 digits>`. */
export interface ChainRecord extends Stored {
  fundId: FundId
  batch: number
  firstNumber: number
  /** Digest of the link before the first one. */
  previousDigest: string
  links: readonly Link[]
  /** The stretch of each pool's line that this batch's new money got. Follows from the links; it is there for queries. */
  lots: readonly Span[]
  foldedAtMs: number
}

/** Collection `gifts`. The id's hex part is the order number at WeChat Pay, so either gives the other. */
export interface GiftRecord extends Outboxed {
  _id: GiftId
  donorOpenid: string
  fundId: FundId
  fundName: string
  communityName: string
  organisation: string
  amountFen: Fen
  earmark: Field | null
  /** As the donor wants to be shown; null is anonymous. */
  donorName: string | null
  message: string
  /** `review`: content security was not sure, so the name stays out of what the public reads until a person releases it. */
  textVerdict: 'pass' | 'review' | 'hidden'
  /** Digest of the input that made it: the same key with other input is refused. */
  inputDigest: string
  /** 32 random hex digits for the entry's title. */
  titleSalt: string
  status: GiftStatus
  /** WeChat may still take money for it, or took it and the books do not say so yet: the sweep asks until it knows. */
  orderOpen: boolean
  createdAtMs: number
  /** WeChat's time of the payment and number of it; null until paid. */
  paidAtMs: number | null
  transactionId: string | null
  certificateNumber: string | null
  entryId: EntryId | null
  /** Set when disputed: what WeChat says that was paid. */
  disputedAmountFen: Fen | null
}

export function chainId(fundId: FundId, batch: number): string {
  return `chain_${fundId}_${String(batch).padStart(7, '0')}`
}

export function orderNumberOf(giftId: GiftId): string {
  return giftId.slice('gift_'.length)
}

export function giftIdOf(orderNumber: string): GiftId {
  return `gift_${orderNumber}`
}

export function fundIdOf(territoryCode: TerritoryCode): FundId {
  return `fund_${territoryCode}`
}
