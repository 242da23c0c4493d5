import type { MandateId, Relation } from '../../typings/asking'
import type { MessageId, TerritoryCode } from '../../typings/ids'
import type { Duty, MessageKind } from '../../typings/people'
import type { ConsentKind, MandateConsent, MandateScope } from '../../typings/residents'
import type { Stored } from '../shared/ports/index'

/**
 * Collection `people`: one for each person who was given a duty, chose a community or bought a message. Others have none,
 * and are the same as an empty one.
 */
export interface PersonRecord extends Stored {
  /** WeChat's OPENID in this mini-program. */
  _id: string
  /** How the person is addressed: a real name for people with duties; null when unknown. */
  name: string | null
  /** The community the person chose or scanned. */
  territoryCode: TerritoryCode | null
  /** Granted by the operator: a role on a territory and everything below it. */
  duties: readonly Duty[]
  /** Subscription messages that may still be sent, by kind. */
  messageCredits: Record<MessageKind, number>
  /** The latest keys of `people.addMessageCredits`, so that a repeat adds nothing. */
  grantKeys: readonly string[]
  /** Counts grants; guards the write of the next. */
  grantCount: number
}

/** Collection `inbox`: what a person was told, whether or not WeChat also carried it. */
export interface InboxRecord extends Stored {
  _id: MessageId
  openid: string
  kind: MessageKind
  title: string
  body: string
  /** The page it opens, with its query; begins with a slash. */
  page: string
  atMs: number
  read: boolean
}

/** Collection `consents`: one for each person and text, with every answer ever given to it. */
export interface ConsentRecord extends Stored {
  _id: `consent_${string}`
  openid: string
  kind: ConsentKind
  answers: readonly { given: boolean; version: string; atMs: number }[]
}

/** Collection `exports`: what a person had put together to take along; it holds everything, so it lies there for a day at most. */
export interface ExportRecord extends Stored {
  _id: `export_${string}`
  openid: string
  /** Where they are put, written before they are: what a call that broke off left behind is found again. */
  paths?: readonly string[]
  /** Empty until they lie there. */
  fileIds: readonly string[]
  expiresAtMs: number
}

/** Collection `mandates`: who may act for whom. Never removed; it ends by time or by word. */
export interface MandateRecord extends Stored {
  _id: MandateId
  inputHash: string
  actorOpenid: string
  /** Null until the person themselves answered on their own phone. */
  principalOpenid: string | null
  principalName: string
  principalPhone: string
  actorName: string
  relation: Relation
  scope: readonly MandateScope[]
  consentHow: MandateConsent
  consentVersion: string
  givenAtMs: number
  untilMs: number
  confirmedAtMs: number | null
  revokedAtMs: number | null
  revokedBy: string | null
}

/** Nobody may be sent anything before they said so. */
export const noCredits: Readonly<Record<MessageKind, number>> = {
  ...{ taskOffered: 0, needProgress: 0, giftReceived: 0, giftReminder: 0, giftSpent: 0, fundTask: 0, fundProgress: 0 },
}

/** A person of whom nothing is known yet. */
export function newPerson(openid: string): PersonRecord {
  return {
    _id: openid,
    name: null,
    territoryCode: null,
    duties: [],
    messageCredits: noCredits,
    grantKeys: [],
    grantCount: 0,
  }
}
