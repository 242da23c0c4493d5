import type { FundId, NeedId, RequestKey, TerritoryCode } from './ids'
import type { Fen } from './money'
import type { Page } from './page'
import type { Field } from './terms'

export type SpendingId = `spend_${string}`
/** A person as one fund's roster knows them: it gives nothing away of who they are to WeChat. */
export type MemberId = `member_${string}`

/**
 * What a level allows. A lower level may be stricter than the one above, never looser; the strictest of all three is what
 * a request is judged by. Amounts «above» which a step is needed: each includes the steps before it.
 */
export interface PolicyRules {
  /** Above this the committee (管委会) votes; up to it a social worker and community staff sign together. */
  committeeAboveFen: Fen
  /** Above this the street approves too. */
  streetAboveFen: Fen
  /** Above this the district approves too. */
  districtAboveFen: Fen
  /** The most that one request may ask for. */
  requestMostFen: Fen
  /** The most for one beneficiary in 12 months. */
  beneficiaryYearMostFen: Fen
  /** How much of the committee has to vote, in percent of its members; more than half of the votes cast must say yes. */
  quorumPercent: number
  /** Days for a vote. */
  voteDays: number
  /** Days that donors have to answer when their earmark is to be changed; silence is no. */
  consentDays: number
  /** Days from the first payment to the settlement. */
  settleDays: number
  /** Months without spending after which a fund counts as idle. */
  idleMonths: number
  /** Yearly spending, in percent of the income of the year before, at least. */
  spendingRatioLeast: number
  /** Management cost, in percent of the year's spending, at most. */
  managementRatioMost: number
  /** What money may be asked for. */
  purposes: readonly Field[]
  /** What it is never spent on, in words. */
  bannedUses: readonly string[]
}

export type PolicyLevel = 'district' | 'street' | 'community'

export interface PolicyVersion {
  level: PolicyLevel
  territoryCode: TerritoryCode
  territoryName: string
  /** 1, 2, 3 …; 0: nobody set one at this level, the level above speaks. */
  version: number
  /** From when it holds; a request is judged by what was in force when it was submitted. */
  effectiveFromMs: number
  setByName: string
  note: string
  rules: PolicyRules
}

export interface PolicyView {
  /** District, street, community, as far down as was asked for; those in force now. */
  levels: readonly PolicyVersion[]
  /** Set for later, in the order of their time. */
  upcoming: readonly PolicyVersion[]
  /** The strictest of all levels: what counts. */
  effective: PolicyRules
  /** The last version at the level that was asked for, 0 when there is none. */
  version: number
  canSet: boolean
}

export type Seat = 'member' | 'supervisor'

export interface RosterSeat {
  memberId: MemberId
  name: string
  seat: Seat
  termFromMs: number
  termUntilMs: number
  /** Declared by the person: people and organisations that are theirs (亲属、任职单位). */
  relatedParties: readonly string[]
  inOffice: boolean
}

export interface RosterView {
  fundId: FundId
  fundName: string
  version: number
  seats: readonly RosterSeat[]
  /** What is not in order, in words: too few, an even number, terms that ended. Empty when the committee can decide. */
  faults: readonly string[]
  canSet: boolean
  /** People who may be given a seat; empty for those who may not set the roster. */
  candidates: readonly { memberId: MemberId; name: string }[]
}

export interface SpendingItem {
  name: string
  quantity: number
  unitFen: Fen
}

export type SpendingSource = { kind: 'case'; needId: NeedId } | { kind: 'project'; name: string } | { kind: 'byHand' }

/** A person (always masked on a screen: 周**) or a group of people. */
export interface Beneficiary {
  kind: 'person' | 'group'
  name: string
  /** How many people it helps. */
  count: number
}

export interface SubmitSpendingInput {
  spendingKey: RequestKey
  fundId: FundId
  source: SpendingSource
  /** As the public will read it in the fund's book: 为 3 位独居老人安装扶手. */
  title: string
  field: Field
  reason: string
  items: readonly SpendingItem[]
  beneficiary: Beneficiary
  /** Who is paid. */
  payeeName: string
  /** Quotes and papers: cloud file ids, 6 at most. */
  quoteFileIds: readonly string[]
  /** Money that donors gave for this other field is to be used: they are asked first. Null: the usual money. */
  changeFrom: Field | null
}

/**
 * consulting: the donors of an earmark are asked; reviewing: on its way through the steps; noQuorum: too few voted in
 * time; approved: every step said yes and the money is not there yet; committed: the money is set apart; paid: (partly)
 * paid, not settled; settled, rejected, withdrawn, consentRefused: over.
 */
export type SpendingStatus =
  | 'consulting'
  | 'reviewing'
  | 'noQuorum'
  | 'approved'
  | 'committed'
  | 'paid'
  | 'settled'
  | 'rejected'
  | 'withdrawn'
  | 'consentRefused'

/** staff: a social worker and community staff sign; committee: a vote; street, district: one signature. */
export type StepKind = 'staff' | 'committee' | 'street' | 'district'
export type StepStatus = 'ahead' | 'open' | 'passed' | 'refused' | 'noQuorum'
export type Vote = 'yes' | 'no' | 'abstain'

export interface StepVoter {
  name: string
  isYou: boolean
  vote: Vote | null
  /** Set when the person stands aside, with the reason. */
  recused: string | null
  opinion: string
  atMs: number | null
}

export interface SpendingStepView {
  kind: StepKind
  status: StepStatus
  deadlineMs: number | null
  /** Who signed, with opinion; for a vote see `voters`. */
  signatures: readonly { name: string; role: string; agreed: boolean; opinion: string; atMs: number }[]
  /** Whose signature is still awaited, in words: 一位社工, 一位社区工作者. */
  awaited: readonly string[]
  vote: VoteView | null
  /** Rounds that failed for want of a quorum, the first one first: what was said in them stays. */
  earlierVotes: readonly VoteView[]
}

export interface VoteView {
  round: number
  voters: readonly StepVoter[]
  quorum: number
  cast: number
  /** 监事意见; null until minuted. A vote is not closed without it. */
  supervisorOpinion: { name: string; text: string; atMs: number } | null
}

/** Pictures of papers as this person may see them: what has passed content security, and their own. */
export interface SpendingPictures {
  urls: readonly string[]
  /** Still looked at, by content security or by a person. */
  waiting: number
  refused: number
}

export type SpendingEventKind =
  | 'submitted'
  | 'donorsAsked'
  | 'consentGiven'
  | 'consentRefused'
  | 'signed'
  | 'voted'
  | 'recused'
  | 'minuted'
  | 'stepPassed'
  | 'rejected'
  | 'noQuorum'
  | 'voteReopened'
  | 'sentToStreet'
  | 'approved'
  | 'committed'
  | 'paid'
  | 'settled'
  | 'withdrawn'

export interface SpendingEvent {
  kind: SpendingEventKind
  atMs: number
  actorName: string | null
  note: string | null
}

/** What this person can do now; the screen shows these and no others. */
export type SpendingAction =
  | 'sign'
  | 'vote'
  | 'recuse'
  | 'minute'
  | 'reopenVote'
  | 'withdraw'
  | 'commit'
  | 'pay'
  | 'settle'

export interface SpendingSummary {
  spendingId: SpendingId
  fundId: FundId
  communityName: string
  title: string
  field: Field
  amountFen: Fen
  status: SpendingStatus
  /** The step that is open; null when none is. */
  step: StepKind | null
  authorName: string
  submittedAtMs: number
  deadlineMs: number | null
  waitsForYou: boolean
}

export interface SpendingDetail extends SpendingSummary {
  fundName: string
  reason: string
  source: SpendingSource
  items: readonly SpendingItem[]
  /** Masked. */
  beneficiary: Beneficiary
  payeeName: string
  quotes: SpendingPictures
  steps: readonly SpendingStepView[]
  /** Who decides next, in a sentence. */
  next: string
  /** What the decider has to know of the money: what can be spent on this field now, and what would be left. */
  money: { spendableFen: Fen; afterFen: Fen; beneficiaryYearFen: Fen }
  rules: PolicyRules
  change: {
    from: Field
    asked: number
    agreed: number
    agreedFen: Fen
    refused: number
    deadlineMs: number
  } | null
  paidFen: Fen
  payments: readonly {
    amountFen: Fen
    atMs: number
    payerName: string
    note: string
    vouchers: SpendingPictures
  }[]
  settlement: {
    actualFen: Fen
    /** Never paid, set free again. */
    releasedFen: Fen
    /** Paid and handed back. */
    returnedFen: Fen
    byName: string
    atMs: number
    note: string
    vouchers: SpendingPictures
  } | null
  events: readonly SpendingEvent[]
  can: readonly SpendingAction[]
  /** Why this person, who has a duty in it, can do nothing now: 您是申请人，不能审批自己的申请. Null when nothing is in their way. */
  blocked: string | null
  version: number
}

/** Which way a request would go, and what stands in its way, before it is submitted. */
export interface SpendingPath {
  steps: readonly StepKind[]
  /** Sentences; empty when it can be submitted. `path` is the field of the form. */
  obstacles: readonly { path: string; words: string }[]
  /** What can be spent on the field now. */
  spendableFen: Fen
  /** Money that is earmarked for other fields: with the consent of those who gave it. */
  otherEarmarks: readonly { field: Field; amountFen: Fen }[]
  rules: PolicyRules
}

/** What a donor is asked: may your gift be used for something else than you gave it for? */
export interface ConsentView {
  spendingId: SpendingId
  fundName: string
  title: string
  reason: string
  from: Field
  to: Field
  /** How much of this person's gifts it is about. */
  amountFen: Fen
  deadlineMs: number
  answer: 'agreed' | 'refused' | null
  /** Still to be answered. */
  open: boolean
}

export type SpendingView = 'waiting' | 'mine' | 'all'

export interface SpendingProcedures {
  'funds.getSpendingPath': {
    input: {
      fundId: FundId
      /** The case that it is for; null when for none. */
      needId: NeedId | null
      field: Field
      amountFen: Fen
      beneficiary: Beneficiary
      payeeName: string
      changeFrom: Field | null
    }
    result: SpendingPath
  }
  'funds.submitSpending': { input: SubmitSpendingInput; result: SpendingDetail }
  /** waiting: for this person to act; mine: submitted by them; all: below their duties. Newest first. */
  'funds.listSpending': { input: { view: SpendingView; cursor: string | null }; result: Page<SpendingSummary> }
  'funds.getSpending': { input: { spendingId: SpendingId }; result: SpendingDetail }
  /** Signs a step that is not a vote, for or against; `opinion` is kept and must be there. */
  'funds.signSpending': {
    input: { spendingId: SpendingId; agreed: boolean; opinion: string }
    result: SpendingDetail
  }
  'funds.voteSpending': { input: { spendingId: SpendingId; vote: Vote; opinion: string }; result: SpendingDetail }
  /** Stands aside from the vote because of an interest. */
  'funds.recuseSpending': { input: { spendingId: SpendingId; reason: string }; result: SpendingDetail }
  /** The fund's supervisor minutes an opinion. */
  'funds.minuteSpending': { input: { spendingId: SpendingId; opinion: string }; result: SpendingDetail }
  /** After a failed quorum: calls the committee once more. */
  'funds.reopenVote': { input: { spendingId: SpendingId; version: number }; result: SpendingDetail }
  'funds.withdrawSpending': { input: { spendingId: SpendingId; reason: string }; result: SpendingDetail }
  /** For a request that was approved when the money was not there. */
  'funds.commitSpending': { input: { spendingId: SpendingId }; result: SpendingDetail }
  'funds.paySpending': {
    input: {
      spendingId: SpendingId
      paymentKey: RequestKey
      amountFen: Fen
      voucherFileIds: readonly string[]
      note: string
    }
    result: SpendingDetail
  }
  /** Says what was really spent; the rest is released, what was paid too much comes back. */
  'funds.settleSpending': {
    input: { spendingId: SpendingId; actualFen: Fen; voucherFileIds: readonly string[]; note: string }
    result: SpendingDetail
  }
  'funds.getConsent': { input: { spendingId: SpendingId }; result: ConsentView }
  'funds.answerConsent': { input: { spendingId: SpendingId; agreed: boolean }; result: ConsentView }
  /** In force now for a territory (district, street or community), for anybody. */
  'funds.getPolicy': { input: { territoryCode: TerritoryCode }; result: PolicyView }
  /** `version` is the last that the person saw. Looser than the level above: INVALID_INPUT, each way named. */
  'funds.setPolicy': {
    input: {
      territoryCode: TerritoryCode
      version: number
      rules: PolicyRules
      effectiveFromMs: number
      note: string
    }
    result: PolicyView
  }
  'funds.getRoster': { input: { fundId: FundId }; result: RosterView }
  'funds.setRoster': {
    input: {
      fundId: FundId
      version: number
      seats: readonly {
        memberId: MemberId
        seat: Seat
        termFromMs: number
        termUntilMs: number
        relatedParties: readonly string[]
      }[]
    }
    result: RosterView
  }
}
