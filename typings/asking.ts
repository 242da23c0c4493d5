import type { NeedId } from './ids'
import type { Field, NeedStatus } from './terms'

export type MandateId = `mandate_${string}`

/** A recording that the person made, kept with the need. */
export interface VoiceNote {
  /** A cloud file id that this person uploaded. */
  fileId: string
  /** 1 to 60 seconds. */
  durationMs: number
}

/** 亲属关系: who acts for whom. */
export type Relation = 'child' | 'spouse' | 'parent' | 'grandchild' | 'sibling' | 'guardian' | 'relative' | 'neighbour'

/** What a child under 14 is asked for: nothing about them without their guardian's own consent. */
export interface ChildStatement {
  under14: boolean
  /** Null where the child is older, or where the need is to protect the child (then the guardian is not asked first). */
  guardian: { name: string; relation: 'parent' | 'grandparent' | 'otherGuardian'; consentVersion: string } | null
}

/** The parts of a submission that go beyond one's own need typed by hand; each may be left out. */
export interface AskingInput {
  voice?: VoiceNote
  /** The person acts for another, who gave this mandate. */
  mandateId?: MandateId
  child?: ChildStatement
}

/** What the words tell: a field with its reason, and whether a life may be in danger. */
export interface Reading {
  suggestion: Suggestion | null
  danger: Danger | null
}

export interface Suggestion {
  field: Field
  /** The words that spoke for it, strongest first, 3 at most: as they stand in the text. */
  because: readonly string[]
}

/** 自伤自杀, 家庭暴力, 火灾, 急病, 儿童受害. */
export type DangerKind = 'selfHarm' | 'violence' | 'fire' | 'medical' | 'childHarm'

export interface Danger {
  kind: DangerKind
  /** The words that say so. */
  because: string
  /** Which number helps first. */
  phone: '110' | '119' | '120'
}

/** An open need of the same household or phone in the same field. */
export interface SimilarNeed {
  /** Null when it is not this person's own: then only that there is one. */
  needId: NeedId | null
  submittedAtMs: number
  status: NeedStatus
  why: 'sameHousehold' | 'samePhone'
}
