import type {
  DisclosureContent,
  DisclosureEventKind,
  DisclosureId,
  DisclosureKind,
  ThanksId,
} from '../../../typings/disclosure'
import type { EntryId, FundId, TerritoryCode } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { PictureVerdict } from '../../shared/pictures'
import type { Stored } from '../../shared/ports'
import type { AuditProgress } from '../audit/long'
import type { FundDigest } from '../disclosure/district-digest'
import { sha256 } from '../ledger/canonical'

/** Collection `thanks`: one a payment; its id comes from the entry's. Removed when the consent is withdrawn. */
export interface ThanksRecord extends Stored {
  _id: ThanksId
  fundId: FundId
  entryId: EntryId
  fromName: string
  words: string
  photos: readonly { fileId: string; verdict: PictureVerdict }[]
  /** Who agreed to the publication (for a minor the guardian), and who recorded it. */
  consent: { of: 'self' | 'guardian'; atMs: number; recordedByOpenid: string }
  atMs: number
  /** The request that made it: the same again is the same thanks. */
  thanksKey: string
  inputDigest: string
}

/** Collection `digests`: `digest_<district>_<day>`, written once a day and never again. */
export interface DigestRecord extends Stored {
  districtCode: TerritoryCode
  /** Shanghai day. */
  day: string
  funds: readonly (FundDigest & { name: string })[]
  previousDigest: string
  digest: string
  publishedAtMs: number
}

/** Collection `disclosures`. The id comes from what is owed, so that it is drafted once. */
export interface DisclosureRecord extends Stored {
  _id: DisclosureId
  districtCode: TerritoryCode
  territoryCode: TerritoryCode
  /** Empty: of the whole district. */
  fundId: FundId | ''
  placeName: string
  kind: DisclosureKind
  title: string
  fromMs: number
  toMs: number
  draftAtMs: number
  dueAtMs: number
  status: 'draft' | 'published'
  content: DisclosureContent
  remark: string
  approvedByOpenid: string | null
  approvedByName: string | null
  publishedAtMs: number | null
  /** Newest first. */
  corrected: readonly { atMs: number; byOpenid: string; byName: string; reason: string; before: DisclosureContent }[]
  version: number
}

/** Collection `disclosureEvents`: what the books cannot know. Its id comes from the person and their key. */
export interface DisclosureEventRecord extends Stored {
  districtCode: TerritoryCode
  kind: DisclosureEventKind
  fundId: FundId
  title: string
  fromMs: number
  toMs: number | null
  amountFen: Fen | null
  addedByOpenid: string
  addedAtMs: number
  inputDigest: string
  /** Set when somebody took it back: it owes nothing more. */
  removed?: { atMs: number; byOpenid: string; reason: string }
}

/** Collection `nightly`: how far a district's night has come; `nightly_<district>_<day>`. */
export interface NightlyRecord extends Stored {
  /** The last fund that was looked at; empty at the beginning. */
  through: string
  /** The fund whose audit took longer than one call has, and where to go on. */
  auditing: AuditProgress | null
  finishedAtMs: number | null
}

export function digestIdOf(districtCode: TerritoryCode, day: string): string {
  return `digest_${districtCode}_${day}`
}

/** The same obligation is drafted once. */
export function disclosureIdOf(cause: string): DisclosureId {
  return `disclosure_${sha256(cause).slice(0, 32)}`
}

export function thanksIdOf(entryId: EntryId): ThanksId {
  return `thanks_${entryId.slice('entry_'.length)}`
}

/** A fund's id is its community's code. */
export function territoryOf(fundId: FundId): TerritoryCode {
  return fundId.slice('fund_'.length)
}
