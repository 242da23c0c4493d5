import type { Note, Thread, VerifyOutcome } from './aftercare'
import type { DangerKind, MandateId, Reading, Relation, SimilarNeed } from './asking'
import type { NeedId, RequestKey, TerritoryCode } from './ids'
import type { NeedDetail, SubmitNeedInput, SubmittedNeed } from './needs'
import type { Page } from './page'
import type { Field, NeedStatus, SubSkill, Urgency } from './terms'
import type { Territory } from './territory'

export type DangerId = `danger_${string}`

export interface NearbyCommunity extends Territory {
  streetName: string
  /** From the person to the community's service point, about. */
  distanceM: number
}

/* ── acting for someone ─────────────────────────────────────────────────────────────── */

/** How the person said yes to being acted for. */
export type MandateConsent = 'inPerson' | 'phone' | 'written'
/** submit: ask in their name; follow: see how it goes, write to the worker, rate; both together are everything. */
export type MandateScope = 'submit' | 'follow'
/** given: the person acting stated it; confirmed: the person themselves said yes on their own phone. */
export type MandateState = 'given' | 'confirmed' | 'revoked' | 'expired'

export interface Mandate {
  mandateId: MandateId
  /** Whose affairs: 周桂芬. */
  principalName: string
  principalPhoneMasked: string
  relation: Relation
  scope: readonly MandateScope[]
  consentHow: MandateConsent
  consentVersion: string
  actorName: string
  givenAtMs: number
  untilMs: number
  state: MandateState
  revokedAtMs: number | null
  /** Who ended it, in words: 本人, 代办人, 社区. */
  revokedBy: string | null
  /** Which side of it the reader is. */
  you: 'actor' | 'principal' | 'asked'
}

/* ── danger ─────────────────────────────────────────────────────────────────────────── */

export type DangerState = 'open' | 'taken' | 'closed'

export interface DangerAlert {
  dangerId: DangerId
  kind: DangerKind
  communityName: string
  /** What was said, 100 characters at most. */
  words: string
  /** To call back; null when the person gave none. */
  phone: string | null
  needId: NeedId | null
  raisedAtMs: number
  state: DangerState
  takenByName: string | null
  outcome: string | null
  /** It went up because nobody answered: 区里也已通知. */
  escalated: boolean
  /** The same person cried for help again while it was open: how often, and when last; null when they did not. */
  again: { count: number; atMs: number } | null
}

/* ── community staff ────────────────────────────────────────────────────────────────── */

/** Entered for a person without a phone: how they said yes, and who they are to staff. */
export interface EnterNeedInput extends SubmitNeedInput {
  consentHow: MandateConsent
}

export interface VerifyRow {
  needId: NeedId
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  status: NeedStatus
  excerpt: string
  address: string
  contactName: string
  contactPhoneMasked: string
  submittedAtMs: number
  /** Entered by the community itself. */
  entered: boolean
  verification: { outcome: VerifyOutcome; byName: string; atMs: number; note: string } | null
}

/** Something that content security wants a person to look at. */
export interface ReviewRow {
  reviewKey: string
  needId: NeedId
  /** What was asked for; what resident and worker write to each other; what a worker photographed at a visit. */
  kind: 'need' | 'note' | 'visit'
  communityName: string
  text: string
  /** The words wait for the verdict; false: pictures or sound alone do. */
  textHeld: boolean
  photoUrls: readonly string[]
  voiceUrl: string | null
  atMs: number
}

/* ── consent, data ──────────────────────────────────────────────────────────────────── */

/** contact: address and phone; voice: recordings; child: a child under 14; mandate: acting for someone; place: where I am. */
export type ConsentKind = 'contact' | 'voice' | 'child' | 'mandate' | 'place'

export interface ConsentText {
  kind: ConsentKind
  version: string
  title: string
  /** What one ticks. */
  short: string
  lines: readonly string[]
}

export interface Consent {
  /** The text in force now. */
  text: ConsentText
  /** What the person last said; null when they were never asked. `version` may be older than the text in force. */
  answer: { given: boolean; version: string; atMs: number } | null
}

export interface MyExport {
  /** A page that anybody can read, and the same as JSON: addresses good for 10 minutes. */
  pageUrl: string
  jsonUrl: string
  /** How much there is: 求助 3 条. */
  counts: readonly { name: string; count: number }[]
}

export interface ErasePreview {
  /** Open needs that must be finished or withdrawn first. */
  obstacles: readonly string[]
  /** What goes. */
  gone: readonly string[]
  /** What stays, without the name, and why. */
  stays: readonly string[]
}

export interface ResidentsProcedures {
  // Asking.
  /** What the words tell, before anything is stored; the text is not kept. */
  'needs.readWords': { input: { text: string }; result: Reading }
  /** Open needs like this one, to be shown before submitting. */
  'needs.findSimilar': {
    input: { field: Field; territoryCode: TerritoryCode; address: string; contactPhone: string }
    result: readonly SimilarNeed[]
  }
  /** Life is in danger: pages the people on duty at once. The same key again is the same alert. */
  'needs.raiseDanger': {
    input: {
      dangerKey: RequestKey
      kind: DangerKind
      territoryCode: TerritoryCode
      /** To call back; null when the person gives none. */
      phone: string | null
      /** What they wrote so far, may be empty. */
      words: string
    }
    result: { dangerId: DangerId; pagedCount: number; phone: string }
  }
  'needs.listDangers': { input: { cursor: string | null }; result: Page<DangerAlert> }
  'needs.takeDanger': { input: { dangerId: DangerId }; result: DangerAlert }
  'needs.closeDanger': { input: { dangerId: DangerId; outcome: string }; result: DangerAlert }

  // After care.
  'needs.askPerson': { input: { needId: NeedId; version: number; note: string }; result: NeedDetail }
  'needs.listNotes': { input: { needId: NeedId; cursor: string | null }; result: Thread }
  'needs.sendNote': { input: { needId: NeedId; noteKey: RequestKey; text: string }; result: Note }
  /** What the reader has seen; how many are left unread. */
  'needs.setNotesRead': { input: { needId: NeedId }; result: { unreadCount: number } }
  /** Unread notes by need, for the lists of both sides. */
  'needs.listUnreadNotes': {
    input: Record<string, never>
    result: readonly { needId: NeedId; count: number }[]
  }
  'needs.rate': {
    input: { needId: NeedId; version: number; solved: boolean; satisfied: boolean; comment: string }
    result: NeedDetail
  }
  /** `ends` false: they want it to go on after all. The same again changes nothing. */
  'needs.askToEnd': {
    input: { needId: NeedId; version: number; ends: boolean; note: string }
    result: NeedDetail
  }
  'needs.reopen': { input: { needId: NeedId; version: number; reason: string }; result: NeedDetail }
  /** Takes the person out of a finished need; what must stay stays without the name. Again is fine. */
  'needs.erase': { input: { needId: NeedId }; result: { needId: NeedId } }

  // Community staff, and those who look at held content.
  'needs.enter': { input: EnterNeedInput; result: SubmittedNeed }
  'needs.listToVerify': {
    input: { view: 'waiting' | 'entered'; cursor: string | null }
    result: Page<VerifyRow>
  }
  'needs.verify': {
    input: { needId: NeedId; outcome: VerifyOutcome; note: string }
    result: VerifyRow
  }
  'needs.listReviews': { input: { cursor: string | null }; result: Page<ReviewRow> }
  'needs.decideReview': {
    input: { reviewKey: string; approve: boolean; reason: string }
    result: { reviewKey: string }
  }
  /** Address of the recording for the worker who has the need. */
  'needs.getVoice': { input: { needId: NeedId }; result: { url: string; durationMs: number } | null }

  // Acting for someone.
  'people.giveMandate': {
    input: {
      mandateKey: RequestKey
      principalName: string
      principalPhone: string
      actorName: string
      relation: Relation
      scope: readonly MandateScope[]
      consentHow: MandateConsent
      consentVersion: string
      untilMs: number
    }
    result: Mandate
  }
  'people.listMandates': { input: Record<string, never>; result: readonly Mandate[] }
  /** For whoever holds its address: the person whom it names was sent it. */
  'people.getMandate': { input: { mandateId: MandateId }; result: Mandate }
  /** The person themselves, on their own phone: yes, or no (which ends it). */
  'people.confirmMandate': {
    /** With a yes the code of WeChat's phone-number button: the number has to be the one that the mandate names. */
    input: { mandateId: MandateId; agreed: true; phoneCode: string } | { mandateId: MandateId; agreed: false }
    result: Mandate
  }
  'people.revokeMandate': { input: { mandateId: MandateId }; result: Mandate }

  // Where, consent, data.
  /** Communities near a point, nearest first, 3 at most; the point is not kept. */
  'people.findNearby': {
    input: { latitude: number; longitude: number }
    result: readonly NearbyCommunity[]
  }
  'people.listConsents': { input: Record<string, never>; result: readonly Consent[] }
  'people.setConsent': {
    input: { kind: ConsentKind; version: string; given: boolean }
    result: Consent
  }
  'people.exportMe': { input: Record<string, never>; result: MyExport }
  'people.getErasePreview': { input: Record<string, never>; result: ErasePreview }
  /** `confirm` is the word 删除, typed by the person. */
  'people.eraseMe': { input: { confirm: string }; result: { erased: true } }
}
