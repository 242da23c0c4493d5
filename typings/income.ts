import type { Gift } from './funds'
import type { EntryId, FundId, GiftId, RequestKey, TerritoryCode } from './ids'
import type { Fen } from './money'
import type { Page } from './page'
import type { Field } from './terms'

export type RefundId = `refund_${string}`
export type ImportId = `import_${string}`
export type DifferenceId = `difference_${string}`
export type ProposalId = `proposal_${string}`
export type InKindId = `inkind_${string}`

// ---- Refunds

/**
 * asked: above what is given back by itself, a person of the district decides; sending: taken out of the books, WeChat is
 * asked to pay it back; done: WeChat has; failed: WeChat refused, the money is back in the books and a person looks at
 * it; declined: with a reason.
 */
export type RefundStatus = 'asked' | 'sending' | 'done' | 'failed' | 'declined'

export interface Refund {
  refundId: RefundId
  giftId: GiftId
  fundId: FundId
  fundName: string
  amountFen: Fen
  reason: string
  status: RefundStatus
  askedAtMs: number
  /** Why it was declined or what WeChat said; null otherwise. */
  words: string | null
  version: number
}

/** What the donor sees before asking: whether the fund's rule allows it now, else why not. */
export interface RefundOffer {
  gift: Gift
  refundRule: string
  /** Until when it can be asked for; null for a gift that is not paid. */
  untilMs: number | null
  /** Null: it can be asked for now. */
  closedBecause: string | null
  /** True: it is paid back without anybody's decision. */
  automatic: boolean
  refund: Refund | null
}

// ---- Money that did not come through this mini-program: files that a person uploads

/** Where a file comes from; its columns are in `funds/income/sources.ts`. */
export type ImportSource = 'tencentGongyi' | 'alipayGongyi' | 'bankList'

/**
 * new: can be posted; known: posted by an earlier import, nothing happens; unmatched: no fund, or more than one, fits: it
 * goes to the differences for a person; wrong: the row itself cannot be read.
 */
export type ImportRowState = 'new' | 'known' | 'unmatched' | 'wrong'

export interface ImportRow {
  /** Of the file, the header is line 1. */
  line: number
  state: ImportRowState
  orderNumber: string
  atMs: number | null
  amountFen: Fen | null
  /** What the platform or bank kept; 0 mostly. */
  feeFen: Fen
  /** As the public will read it: family name only, a company's name whole. Null: anonymous. */
  donorName: string | null
  earmark: Field | null
  fundId: FundId | null
  communityName: string
  remark: string
  /** What is wrong with it, in words; empty when nothing is. */
  problem: string
}

export interface ImportSummary {
  importId: ImportId
  source: ImportSource
  fileName: string
  authorName: string
  createdAtMs: number
  /** posting: confirmed and not through yet: confirm again goes on, a hundred rows at a time. */
  status: 'previewed' | 'posting' | 'posted' | 'discarded'
  rowCount: number
  newCount: number
  knownCount: number
  unmatchedCount: number
  wrongCount: number
  /** Of the new rows. */
  newFen: Fen
  /** How many rows were gone through since it was confirmed. */
  doneCount: number
  version: number
}

export interface ImportDetail extends ImportSummary {
  encoding: 'UTF-8' | 'GB18030'
  rows: readonly ImportRow[]
}

// ---- What does not agree

/**
 * paidNotBooked, amountDiffers, unknownOrder, bookedNotPaid, refundNotBooked, refundNotPaid, feeCharged: WeChat's bill of a day and the
 * books; unmatchedReceipt: a row of an import that fits no fund, or more than one.
 */
export type DifferenceKind =
  | 'paidNotBooked'
  | 'amountDiffers'
  | 'unknownOrder'
  | 'bookedNotPaid'
  | 'refundNotBooked'
  | 'refundNotPaid'
  | 'feeCharged'
  | 'unmatchedReceipt'

export interface Difference {
  differenceId: DifferenceId
  kind: DifferenceKind
  /** Shanghai day of the bill or of the receipt: 2026-03-07. */
  day: string
  orderNumber: string
  /** What the books say; null: nothing. */
  bookedFen: Fen | null
  /** What WeChat, the platform or the bank says; null: nothing. */
  statedFen: Fen | null
  /** What it is, in a sentence. */
  words: string
  /** Of an unmatched receipt: what its remark says, and the funds that come into question. */
  remark: string
  candidates: readonly { fundId: FundId; name: string }[]
  status: 'open' | 'resolved'
  resolution: { byName: string; atMs: number; reason: string; fundName: string | null } | null
  version: number
}

/** One day of WeChat's bill beside the books. */
export interface Reconciliation {
  day: string
  /** waiting: WeChat has no bill yet though there were payments; it is asked again. */
  status: 'waiting' | 'agreed' | 'differs'
  billCount: number
  billFen: Fen
  bookedCount: number
  bookedFen: Fen
  refundFen: Fen
  differenceCount: number
  checkedAtMs: number
}

// ---- What two people have to agree on

export type ProposalBody =
  | { kind: 'seedGrants'; title: string; grants: readonly { fundId: FundId; amountFen: Fen }[] }
  | { kind: 'correction'; entryId: EntryId; reason: string }
  | { kind: 'transfer'; fromFundId: FundId; toFundId: FundId; amountFen: Fen; earmark: Field | null; reason: string }

export interface Proposal {
  proposalId: ProposalId
  kind: ProposalBody['kind']
  title: string
  amountFen: Fen
  /** What happens to which fund, in words: 新山村社区 +10,000 元. */
  lines: readonly { fundId: FundId; name: string; amountFen: Fen; words: string }[]
  reason: string
  authorName: string
  createdAtMs: number
  status: 'open' | 'posting' | 'posted' | 'rejected'
  decidedByName: string | null
  decidedAtMs: number | null
  /** Why it was rejected; empty otherwise. */
  decision: string
  /** The caller may decide: it is open and somebody else wrote it. */
  canDecide: boolean
  version: number
}

// ---- Gifts in kind and of service

export interface InKindGift {
  inKindId: InKindId
  fundId: FundId
  form: 'goods' | 'service'
  /** 大米 20 袋, 义诊半天. */
  what: string
  valueFen: Fen
  /** 按市场价估值, 按发票. */
  valuation: string
  /** Null: anonymous. */
  donorName: string | null
  receivedAtMs: number
  /** Of the value: what was handed out or done. A service is done when it is recorded. */
  usedFen: Fen
  uses: readonly { what: string; valueFen: Fen; atMs: number }[]
}

// ---- Monthly giving, receipts, names

export interface MonthlyGift {
  fundId: FundId
  fundName: string
  communityName: string
  amountFen: Fen
  /** 1 to 28. */
  dayOfMonth: number
  earmark: Field | null
  /** When the next reminder comes; nothing is ever charged by itself. */
  nextAtMs: number
}

export interface Receipt {
  /** SJ20251123-3F9A-1C20. */
  receiptNumber: string
  entryId: EntryId
  giftId: GiftId | null
  fundName: string
  holder: 'person' | 'company' | 'anonymous'
  /** Who it is made out to; 匿名 for an anonymous one. */
  title: string
  /** 统一社会信用代码 of a company. */
  creditCode: string | null
  form: 'money' | 'goods' | 'service'
  amountFen: Fen
  organisation: string
  /** 经手人. */
  handlerName: string
  givenAtMs: number
  issuedAtMs: number
  /** waived: the donor wants none, which is recorded; void: the gift was given back or corrected. */
  status: 'issued' | 'waived' | 'void'
}

export interface ReceiptOffer {
  gift: Gift
  receipt: Receipt | null
}

/**
 * A gift that came by bank, on a platform or in kind: its donor has no phone here, so that the fund's clerk makes its receipt
 * out to the name that the donor gives.
 */
export interface ReceivableGift {
  entryId: EntryId
  fundId: FundId
  fundName: string
  kind: 'platformGift' | 'bankReceipt' | 'inKind'
  /** As the public reads it. */
  title: string
  amountFen: Fen
  atMs: number
  /** It was put right in the books: there is nothing to make a receipt out for. */
  corrected: boolean
  receipt: Receipt | null
}

export interface HeldName {
  giftId: GiftId
  fundName: string
  amountFen: Fen
  paidAtMs: number
  donorName: string
  message: string
}

/** What waits for the caller in money's coming in; each counted up to 100. */
export interface IncomeDesk {
  differences: number
  proposals: number
  refunds: number
  heldNames: number
  lastImport: ImportSummary | null
  /** The latest days, newest first, 7 at most. */
  days: readonly Reconciliation[]
  /** Funds of the district for the forms. */
  funds: readonly { fundId: FundId; territoryCode: TerritoryCode; name: string }[]
}

export interface IncomeProcedures {
  'funds.getRefundOffer': { input: { giftId: GiftId }; result: RefundOffer }
  'funds.askRefund': { input: { giftId: GiftId; reason: string }; result: Refund }
  /** asked and failed ones, oldest first. */
  'funds.listRefunds': { input: { cursor: string | null }; result: Page<Refund> }
  /** Of an asked one: gives it back, or declines it with a reason. Of a failed one: tries again. */
  'funds.decideRefund': {
    input: { refundId: RefundId; version: number; agreed: boolean; reason: string }
    result: Refund
  }

  /** Reads an uploaded file and says what each row would do; nothing is posted. */
  'funds.previewImport': {
    input: { importKey: RequestKey; source: ImportSource; fileId: string; fileName: string }
    result: ImportDetail
  }
  'funds.getImport': { input: { importId: ImportId }; result: ImportDetail }
  'funds.listImports': { input: { cursor: string | null }; result: Page<ImportSummary> }
  'funds.confirmImport': { input: { importId: ImportId; version: number }; result: ImportDetail }
  'funds.discardImport': { input: { importId: ImportId; version: number }; result: ImportSummary }

  'funds.listDifferences': {
    input: { status: Difference['status']; cursor: string | null }
    result: Page<Difference>
  }
  /** With a reason; an unmatched receipt goes to a fund, or (null) is not a gift. */
  'funds.resolveDifference': {
    input: { differenceId: DifferenceId; version: number; reason: string; fundId: FundId | null }
    result: Difference
  }

  'funds.proposeIncome': { input: { proposalKey: RequestKey; body: ProposalBody }; result: Proposal }
  'funds.listProposals': { input: { status: 'open' | 'decided'; cursor: string | null }; result: Page<Proposal> }
  /** By somebody else than its author. */
  'funds.decideProposal': {
    input: { proposalId: ProposalId; version: number; agreed: boolean; reason: string }
    result: Proposal
  }

  'funds.addInKind': {
    input: {
      inKindKey: RequestKey
      fundId: FundId
      form: InKindGift['form']
      what: string
      valueFen: Fen
      valuation: string
      donorName: string | null
    }
    result: InKindGift
  }
  'funds.useInKind': {
    input: { inKindId: InKindId; useKey: RequestKey; what: string; valueFen: Fen }
    result: InKindGift
  }
  /** For anybody, newest first. */
  'funds.listInKind': {
    input: { fundId: FundId; cursor: string | null }
    result: Page<InKindGift> & { heldFen: Fen; canRecord: boolean }
  }

  'funds.setMonthly': {
    input: { fundId: FundId; amountFen: Fen; dayOfMonth: number; earmark: Field | null }
    result: MonthlyGift
  }
  'funds.removeMonthly': { input: { fundId: FundId }; result: Record<string, never> }
  'funds.listMonthly': { input: Record<string, never>; result: readonly MonthlyGift[] }

  'funds.getReceipt': { input: { giftId: GiftId }; result: ReceiptOffer }
  /** Once for a gift; the same again is the same receipt, anything else CONFLICT. */
  'funds.addReceipt': {
    input: {
      giftId: GiftId
      holder: 'person' | 'company' | 'anonymous' | 'waived'
      /** Empty for an anonymous or waived one. */
      title: string
      creditCode: string | null
    }
    result: Receipt
  }

  /** For the fund's clerk (staff of its community or district), newest first. */
  'funds.listReceivable': { input: { fundId: FundId; cursor: string | null }; result: Page<ReceivableGift> }
  'funds.getReceivable': { input: { entryId: EntryId }; result: ReceivableGift }
  /** As `addReceipt`, by the clerk, whose name stands as the handler's. */
  'funds.issueReceipt': {
    input: {
      entryId: EntryId
      holder: 'person' | 'company' | 'anonymous' | 'waived'
      title: string
      creditCode: string | null
    }
    result: Receipt
  }

  /** Names that content security was not sure of, oldest first. */
  'funds.listHeldNames': { input: { cursor: string | null }; result: Page<HeldName> }
  'funds.reviewName': { input: { giftId: GiftId; release: boolean }; result: Record<string, never> }

  'funds.getIncomeDesk': { input: Record<string, never>; result: IncomeDesk }
}
