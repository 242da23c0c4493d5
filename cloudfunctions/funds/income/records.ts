import type { EntryId, FundId, GiftId, TerritoryCode } from '../../../typings/ids'
import type {
  Difference,
  DifferenceId,
  ImportId,
  ImportRow,
  ImportSource,
  ImportSummary,
  InKindGift,
  InKindId,
  Proposal,
  ProposalBody,
  ProposalId,
  Receipt,
  Reconciliation,
  RefundId,
  RefundStatus,
} from '../../../typings/income'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import type { Outboxed } from '../../shared/outbox/message'
import type { Stored } from '../../shared/ports'
import { sha256 } from '../ledger/canonical'

/** Collection `refunds`. One a gift: its id is the gift's. */
export interface RefundRecord extends Outboxed {
  _id: RefundId
  giftId: GiftId
  fundId: FundId
  fundName: string
  districtCode: TerritoryCode
  donorOpenid: string
  amountFen: Fen
  reason: string
  status: RefundStatus
  /** A person of the district has to decide: it is asked or failed. */
  waits: boolean
  /** Counts the tries; each has its own number at WeChat and its own entry. */
  attempt: number
  /** Of this try; null: the money is not out of the books (yet, or again). */
  entryId: EntryId | null
  titleSalt: string
  askedAtMs: number
  /** When the timer looks at it next; null when nothing is under way. */
  dueAtMs: number | null
  /** Until then one call asks WeChat about it, and no other does. */
  askingUntilMs?: number
  /** When WeChat accepted it. */
  sentAtMs: number | null
  doneAtMs: number | null
  words: string | null
  decidedByOpenid: string | null
  version: number
}

/** Collection `imports`. */
export interface ImportRecord extends Stored {
  _id: ImportId
  districtCode: TerritoryCode
  authorOpenid: string
  authorName: string
  /** Digest of what was asked for: the same key with something else is refused. */
  inputDigest: string
  source: ImportSource
  fileName: string
  fileId: string
  encoding: 'UTF-8' | 'GB18030'
  createdAtMs: number
  status: ImportSummary['status']
  rows: readonly ImportRow[]
  doneCount: number
  version: number
}

/** What an unmatched receipt needs in order to be posted once a person says to which fund. */
export interface WaitingReceipt {
  source: ImportSource
  atMs: number
  amountFen: Fen
  feeFen: Fen
  donorName: string | null
  earmark: Field | null
}

/** Collection `differences`. The id comes from what it is about, so that it is found once. */
export interface DifferenceRecord extends Stored, Omit<Difference, 'differenceId' | 'resolution'> {
  _id: DifferenceId
  districtCode: TerritoryCode
  raisedAtMs: number
  receipt: WaitingReceipt | null
  resolution: (NonNullable<Difference['resolution']> & { byOpenid: string }) | null
}

/** Collection `reconciliations`: `reconciliation_2026-03-07`, of the operator's merchant number. */
export interface ReconciliationRecord extends Stored, Reconciliation {
  /** Of a day that waits: not before. */
  dueAtMs: number
}

/** Collection `proposals`: what one person of the district writes and another decides. */
export interface ProposalRecord extends Stored {
  _id: ProposalId
  districtCode: TerritoryCode
  kind: ProposalBody['kind']
  body: ProposalBody
  inputDigest: string
  title: string
  reason: string
  amountFen: Fen
  lines: Proposal['lines']
  authorOpenid: string
  authorName: string
  createdAtMs: number
  status: Proposal['status']
  /** For lists: what is open or on its way, and what is decided. */
  open: boolean
  decidedByOpenid: string | null
  decidedByName: string | null
  decidedAtMs: number | null
  decision: string
  /** 32 random hex digits for its entries' titles. */
  titleSalt: string
  version: number
}

/** Collection `inKindGifts`. */
export interface InKindRecord extends Stored, Omit<InKindGift, 'inKindId' | 'usedFen'> {
  _id: InKindId
  recordedByName: string
  inputDigest: string
  entryId: EntryId
  recordedByOpenid: string
  /** Keys of `uses`, so that the same use is recorded once. */
  useKeys: readonly string[]
  version: number
}

/** Collection `monthlyGifts`: one a person and fund. It only reminds. */
export interface MonthlyRecord extends Outboxed {
  openid: string
  fundId: FundId
  fundName: string
  communityName: string
  amountFen: Fen
  dayOfMonth: number
  earmark: Field | null
  active: boolean
  /** Null when it was ended. */
  nextAtMs: number | null
}

/** Collection `receipts`: `receipt_<entry's hex>`, one for what is in the books once. */
export interface ReceiptRecord extends Stored, Receipt {
  inputDigest: string
  madeByOpenid: string
}

/**
 * In the place of a receipt that was never made out: its gift was given back or corrected first. Made in the same transaction,
 * so that whoever is about to make one out finds the place taken.
 */
export interface NoReceiptRecord extends Stored {
  entryId: EntryId
  status: 'void'
  neverMade: true
}

export function refundIdOf(giftId: GiftId): RefundId {
  return `refund_${giftId.slice('gift_'.length)}`
}

export function receiptIdOf(entryId: EntryId): string {
  return `receipt_${entryId.slice('entry_'.length)}`
}

/** A receipt of which nobody knows the fund: the file's source and its number, within the district that it came to. */
export function unmatchedId(source: ImportSource, districtCode: TerritoryCode, orderNumber: string): DifferenceId {
  return differenceIdOf('unmatchedReceipt', `${source} ${districtCode}`, orderNumber)
}

/** What a difference is about makes its id: the day's bill and the order, or the file's source, district and number. */
export function differenceIdOf(kind: Difference['kind'], scope: string, orderNumber: string): DifferenceId {
  return `difference_${sha256(`${kind} ${scope} ${orderNumber}`).slice(0, 32)}`
}
