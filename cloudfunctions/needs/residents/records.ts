import type { NoteId } from '../../../typings/aftercare'
import type { DangerKind } from '../../../typings/asking'
import type { NeedId, TerritoryCode } from '../../../typings/ids'
import type { DangerId, DangerState } from '../../../typings/residents'
import type { Outboxed } from '../../shared/outbox/message'

/** Collection `notes`: one line of the talk between a resident and their worker, with the notice that tells of it. */
export interface NoteRecord extends Outboxed {
  /** From the need, the writer and their key: the same line again is the same note. */
  _id: NoteId
  inputHash: string
  needId: NeedId
  from: 'resident' | 'worker'
  fromOpenid: string
  fromName: string
  toOpenid: string
  text: string
  atMs: number
  /** `review`: held until a person has looked; `refused`: only its writer sees it. */
  verdict: 'pass' | 'review' | 'refused'
  read: boolean
  territoryCode: TerritoryCode
  communityName: string
  streetCode: TerritoryCode
  districtCode: TerritoryCode
}

/** Collection `dangers`: somebody's life may be in danger; who was paged, who went. */
export interface DangerRecord extends Outboxed {
  _id: DangerId
  raiserOpenid: string
  needId: NeedId | null
  kind: DangerKind
  territoryCode: TerritoryCode
  communityName: string
  streetCode: TerritoryCode
  districtCode: TerritoryCode
  words: string
  phone: string | null
  raisedAtMs: number
  state: DangerState
  takenByOpenid: string | null
  takenByName: string | null
  takenAtMs: number | null
  outcome: string | null
  /** When the district hears of it because nobody took it; null once it did, or once somebody has. */
  escalateAtMs: number | null
  escalated: boolean
  /** Cries that came beyond the limit of pages and stand on this alert; absent when there were none. `id`: of the last. */
  again?: { count: number; atMs: number; id: DangerId }
  version: number
}
