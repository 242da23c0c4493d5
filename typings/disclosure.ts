import type { Flow } from './funds'
import type { EntryId, FundId, GiftId, RequestKey, TerritoryCode } from './ids'
import type { Fen } from './money'
import type { Page } from './page'
import type { Field, PublicCount } from './terms'

export type AlertId = `alert_${string}`
export type DisclosureId = `disclosure_${string}`
export type ThanksId = `thanks_${string}`

/**
 * What somebody has to look at. idle: a fund that spends nothing; spendingRatio, managementRatio: outside the policy's limits;
 * deadline: a disclosure is late; difference: WeChat, a bank or a platform and the books say different things; books: the
 * auditor found something that does not add up.
 */
export type AlertKind = 'idle' | 'spendingRatio' | 'managementRatio' | 'deadline' | 'difference' | 'books'

export interface Alert {
  alertId: AlertId
  kind: AlertKind
  /** Null: about the whole district. */
  fundId: FundId | null
  placeName: string
  title: string
  body: string
  /** The page it opens, with its query; begins with a slash; empty when there is none. */
  page: string
  raisedAtMs: number
  /** settled: somebody explained it, or it went away by itself. */
  status: 'open' | 'settled'
  settledAtMs: number | null
  /** Null: it went away by itself. */
  settledByName: string | null
  explanation: string
  version: number
}

/** What became of one stretch of a gift's money. */
export interface TracePiece {
  amountFen: Fen
  /**
   * waiting: still to be spent; setApart: promised to an approved request; spent; moved: to another community's fund;
   * returned: given back to the donor, or undone.
   */
  state: 'waiting' | 'setApart' | 'spent' | 'moved' | 'returned'
  /** The entry that brought it there; null while it waits. */
  entryId: EntryId | null
  /** As the public reads it; empty while it waits. */
  title: string
  field: Field | null
  atMs: number | null
  /** The entry's place in the chain. */
  number: number | null
  thanks: ThanksView | null
}

/** Words and pictures of those whom a payment helped; there only while they agree. */
export interface ThanksView {
  thanksId: ThanksId
  /** As the beneficiary wants to be called: 周奶奶, 课堂的孩子们. */
  fromName: string
  words: string
  photoUrls: readonly string[]
  atMs: number
}

/** One gift's way: its money from its first fen to its last, and what each stretch became. */
export interface GiftTrace {
  giftId: GiftId
  fundId: FundId
  fundName: string
  amountFen: Fen
  earmark: Field | null
  paidAtMs: number
  /** Its entry's place in the chain; null until folded in: then all of it waits. */
  number: number | null
  pieces: readonly TracePiece[]
}

/** One payment's way back: whose gifts paid for it, each as its donor wants to be shown. */
export interface PaymentTrace {
  fundId: FundId
  fundName: string
  payment: Flow
  /** How many entries brought the money, and the first 50 of them in the order of the chain. */
  sourceCount: number
  sources: readonly { entryId: EntryId; title: string; amountFen: Fen; atMs: number; number: number }[]
  thanks: ThanksView | null
  /** Whether the caller may add thanks to it. */
  canThank: boolean
}

/** A ratio beside its limit. Null: there is nothing to divide by yet. */
export interface Ratio {
  percent: number | null
  limitPercent: number
  /** onTheWay: not there yet in a year that still runs; unknown: there is no ratio. */
  verdict: 'within' | 'onTheWay' | 'outside' | 'unknown'
  partFen: Fen
  wholeFen: Fen
}

export interface FundFigures {
  fundId: FundId
  fundName: string
  /** The last 12 months, oldest first, without gaps. */
  months: readonly { month: string; receivedFen: Fen; spentFen: Fen }[]
  /** All fields with any money, the largest first; null: wherever it is needed most. */
  purposes: readonly { field: Field | null; receivedFen: Fen; spentFen: Fen }[]
  /** This year's spending against last year's income, at least. */
  spending: Ratio
  /** Management cost against this year's spending, at most. */
  management: Ratio
  /** The last payment; null: none yet. */
  lastSpentAtMs: number | null
  atMs: number
}

/** A fund in the comparison; as of the last roll-up (minutes). */
export interface FundRow {
  fundId: FundId
  territoryCode: TerritoryCode
  communityName: string
  streetName: string
  balanceFen: Fen
  receivedFen: Fen
  spentFen: Fen
  /** Of all that was received, how much was spent. */
  spentPercent: number | null
  giftCount: PublicCount
}

export interface PlaceRow {
  territoryCode: TerritoryCode
  name: string
  fundCount: number
  balanceFen: Fen
  receivedFen: Fen
  spentFen: Fen
  /** Without a fund whose own count is «<5» where that would follow from the others. */
  giftCount: PublicCount
}

/** What is published each day of a fund's chain: with it a copy of the journal can be checked by anybody. */
export interface PublishedDigest {
  /** Shanghai day: 2026-03-07. */
  day: string
  entryCount: number
  digest: string
}

export interface DistrictProof {
  districtCode: TerritoryCode
  day: string
  /** In the order of their ids. */
  funds: readonly { fundId: FundId; name: string; entryCount: number; digest: string }[]
  previousDigest: string
  /** SHA-256 of previousDigest, a line feed, and canonical JSON of { day, districtCode, funds: [{digest, entryCount, fundId}] }. */
  digest: string
  publishedAtMs: number
}

/** An entry as its digest covers it, with its title. See `cloudfunctions/funds/ledger/chain.ts`. */
export interface PublicEntry {
  _id: EntryId
  fundId: FundId
  kind: string
  cause: string
  postings: readonly { source: string; destination: string; amountFen: Fen }[]
  direction: Flow['direction']
  amountFen: Fen
  earmark: Field | null
  spans: readonly PublicSpan[]
  reverses: EntryId | null
  atMs: number
  month: string
  titleDigest: string
  title: string
  /** Null when the title was erased at the donor's wish. */
  titleSalt: string | null
}

export interface PublicSpan {
  pool: string
  fromFen: Fen
  toFen: Fen
}

export interface PublicLink {
  number: number
  entryId: EntryId
  entryDigest: string
  spans: readonly PublicSpan[]
  digest: string
}

export interface JournalPage {
  fundId: FundId
  /** In the order of the chain; `entries[i]` belongs to `links[i]`. */
  entries: readonly PublicEntry[]
  links: readonly PublicLink[]
  nextCursor: string | null
}

/**
 * What an exported journal file holds: 5,000 entries at most, so that a long book is several files. `format` names the rules by
 * which it is checked.
 */
export interface JournalFile {
  format: 'community-fund-journal/1'
  /** Which of how many files this was when it was exported, and the number of its first entry. */
  part: { number: number; count: number; firstNumber: number }
  fundId: FundId
  fundName: string
  exportedAtMs: number
  entries: readonly PublicEntry[]
  links: readonly PublicLink[]
  published: readonly PublishedDigest[]
}

/**
 * disaster: gifts for a disaster, every 5 days; progress: a campaign or project that lasts more than 6 months, every 3 months;
 * final: in full within 3 months of its end; major, relatedParty: a large dealing, or one with a related party, within 30
 * days; yearly: by 31 May of the next year.
 */
export type DisclosureKind = 'disaster' | 'progress' | 'final' | 'major' | 'relatedParty' | 'yearly'

export interface DisclosureSummary {
  disclosureId: DisclosureId
  kind: DisclosureKind
  /** Null: of the whole district. */
  fundId: FundId | null
  placeName: string
  title: string
  /** What it covers; `toMs` is exclusive. */
  fromMs: number
  toMs: number
  dueAtMs: number
  /** ahead: its draft comes later; draft: waits for a person; late: that too, and past its time. */
  state: 'ahead' | 'draft' | 'late' | 'published'
  publishedAtMs: number | null
}

export interface DisclosureContent {
  /** Figures with their names, in the order in which they are read. */
  figures: readonly { label: string; amountFen: Fen }[]
  giftCount: PublicCount
  purposes: readonly { field: Field | null; receivedFen: Fen; spentFen: Fen }[]
  payments: readonly { atMs: number; title: string; field: Field | null; amountFen: Fen; number: number | null }[]
  /** What was corrected in the books, each with its reason. */
  corrections: readonly { atMs: number; title: string; amountFen: Fen }[]
  /** Of a yearly report: every fund of the district. */
  funds: readonly { name: string; openingFen: Fen; receivedFen: Fen; spentFen: Fen; closingFen: Fen }[]
}

export interface DisclosureView extends DisclosureSummary {
  content: DisclosureContent
  /** What the person who approved it adds. */
  remark: string
  approvedByName: string | null
  /** Earlier contents, newest first, each with why it was replaced. */
  corrected: readonly { atMs: number; byName: string; reason: string; before: DisclosureContent }[]
  /** Whether the caller may approve or correct it. */
  canApprove: boolean
  version: number
}

export type DisclosureEventKind = 'disaster' | 'project' | 'relatedParty'

export interface DisclosureEventInput {
  eventKey: RequestKey
  kind: DisclosureEventKind
  fundId: FundId
  title: string
  fromMs: number
  /** Null: it has not ended. */
  toMs: number | null
  /** Of a related-party dealing; else null. */
  amountFen: Fen | null
}

/** As the district registered it. */
export interface DisclosureEvent extends Omit<DisclosureEventInput, 'eventKey'> {
  eventId: `event_${string}`
  communityName: string
}

export type TableSource =
  /** Every flow of a fund. */
  | { kind: 'flows'; fundId: FundId }
  /** All funds of the district side by side. */
  | { kind: 'funds'; districtCode: TerritoryCode }
  | { kind: 'disclosure'; disclosureId: DisclosureId }

/** A file in the cloud's storage: an address good for 10 minutes. */
export interface StoredFile {
  fileName: string
  url: string
  bytes: number
}

export interface DisclosureProcedures {
  /** The donor's own gift. */
  'funds.getGiftTrace': { input: { giftId: GiftId }; result: GiftTrace }
  'funds.getPaymentTrace': { input: { entryId: EntryId }; result: PaymentTrace }
  /** For staff of the place, with the beneficiary's consent (for a minor: the guardian's), which is recorded. */
  'funds.addThanks': {
    input: {
      entryId: EntryId
      thanksKey: RequestKey
      fromName: string
      words: string
      photoFileIds: readonly string[]
      consentOf: 'self' | 'guardian'
    }
    result: ThanksView
  }
  /** The consent was withdrawn: words and pictures go at once. */
  'funds.removeThanks': { input: { thanksId: ThanksId }; result: Record<string, never> }

  'funds.getFigures': { input: { fundId: FundId }; result: FundFigures }
  /** Every fund of a district at once, in order of their codes, and the sums by street. */
  'funds.listDistrictFunds': {
    input: { districtCode: TerritoryCode }
    result: { district: PlaceRow; streets: readonly PlaceRow[]; rows: readonly FundRow[]; atMs: number }
  }

  /** The chain's end and what was published of it, newest first, 31 at most. */
  'funds.getProof': {
    input: { fundId: FundId }
    result: {
      fundId: FundId
      fundName: string
      districtCode: TerritoryCode
      entryCount: number
      digest: string
      atMs: number
      published: readonly PublishedDigest[]
    }
  }
  /** Of a day, or the latest. */
  'funds.getDistrictProof': { input: { districtCode: TerritoryCode; day: string | null }; result: DistrictProof }
  /** The public journal, in the order of the chain: everything that the digests cover. */
  'funds.listJournal': { input: { fundId: FundId; cursor: string | null }; result: JournalPage }
  /** The same as JSON files of 5,000 entries each, for `npm run verify`; parts are numbered from 1. NOT_FOUND beyond the last. */
  'funds.getJournalFile': {
    input: { fundId: FundId; part: number }
    result: StoredFile & { entryCount: number; part: number; partCount: number }
  }

  /** For the public: what was published of a fund (or, null, of the whole district), newest first. */
  'funds.listDisclosures': {
    input: { districtCode: TerritoryCode; fundId: FundId | null; cursor: string | null }
    result: Page<DisclosureSummary>
  }
  /** Published ones for anybody, drafts for district staff. */
  'funds.getDisclosure': { input: { disclosureId: DisclosureId }; result: DisclosureView }
  /** District staff: what is late, waits for approval or comes within 120 days, in the order of its time. */
  'funds.listCalendar': { input: Record<string, never>; result: readonly DisclosureSummary[] }
  'funds.publishDisclosure': {
    input: { disclosureId: DisclosureId; version: number; remark: string }
    result: DisclosureView
  }
  /** Puts the books' present figures in place of the published ones, which stay readable, with the reason. */
  'funds.correctDisclosure': {
    input: { disclosureId: DisclosureId; version: number; reason: string }
    result: DisclosureView
  }
  /** What the books cannot know: a disaster appeal, a project, a related-party dealing. Its disclosures follow from it. */
  'funds.addDisclosureEvent': { input: DisclosureEventInput; result: readonly DisclosureSummary[] }
  /** Those that stand, the latest first. */
  'funds.listDisclosureEvents': { input: Record<string, never>; result: readonly DisclosureEvent[] }
  /** Taken back by mistake or for a change: its drafts go, what was published stays. */
  'funds.removeDisclosureEvent': {
    input: { eventId: DisclosureEvent['eventId']; reason: string }
    result: readonly DisclosureEvent[]
  }
  'funds.getTableFile': { input: { table: TableSource; format: 'xlsx' | 'csv' }; result: StoredFile }

  'funds.listAlerts': { input: { status: Alert['status']; cursor: string | null }; result: Page<Alert> }
  'funds.settleAlert': { input: { alertId: AlertId; version: number; explanation: string }; result: Alert }
}
