import type { EndWish, Rating, VerifyOutcome } from '../../../typings/aftercare'
import type { ChildStatement, DangerKind, MandateId, Relation } from '../../../typings/asking'
import type { MandateConsent } from '../../../typings/residents'

/** The parts of a need that exist only where somebody asked in another way than by hand for themselves, or came back to it. */
export interface AskedParts {
  /** The recording; played to nobody but the resident once content security found it risky. */
  voice?: { fileId: string; durationMs: number; verdict: 'pending' | 'pass' | 'review' | 'risky' }
  /** Somebody acts for the person; from `untilMs` on they see the need no more. */
  behalf?: {
    mandateId: MandateId
    principalName: string
    actorName: string
    relation: Relation
    mayFollow: boolean
    untilMs: number
  }
  /** Community staff wrote it down for a person without a phone. */
  entered?: { openid: string; staffName: string; consentHow: MandateConsent }
  child?: ChildStatement
  /** What the words said of danger when it was submitted. */
  danger?: DangerKind
  /** The resident asked that a person choose: the router leaves it alone for good. */
  personAsked?: boolean
  /** False until somebody of the community looked; absent on needs from before that. */
  verified?: boolean
  verification?: { outcome: VerifyOutcome; byName: string; atMs: number; note: string }
  rating?: Rating
  /** The resident asked that the service end; null when they want it to go on after all. */
  endAsked?: EndWish | null
  /** The words themselves wait for a person; else pictures or sound alone do. */
  textHeld?: boolean
  /** A person refused what content security was not sure of: nobody but the resident reads the words. */
  refusedBecause?: string
  /** The person was taken out of it. */
  erasedAtMs?: number
}
