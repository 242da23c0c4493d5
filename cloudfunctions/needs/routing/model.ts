import type { TerritoryCode } from '../../../typings/ids'
import type { RoutingPolicy } from '../../../typings/routing'
import type { RouteReason } from '../../../typings/terms'
import type { NeedRecord, WorkerRecord } from '../records'

/** What routing knows of a need. */
export type RoutedNeed = Pick<
  NeedRecord,
  | 'residentOpenid'
  | 'field'
  | 'subSkill'
  | 'urgency'
  | 'territoryCode'
  | 'streetCode'
  | 'casePoints'
  | 'passedOver'
  | 'wishes'
  | 'conflictCodes'
>

/** What routing knows of a worker. */
export type RoutedWorker = Pick<
  WorkerRecord,
  | '_id'
  | 'openid'
  | 'level'
  | 'licenceValidUntilMs'
  | 'fields'
  | 'subSkills'
  | 'territoryCode'
  | 'servesCodes'
  | 'capPoints'
  | 'loadPoints'
  | 'leaves'
  | 'lastOfferedAtMs'
  | 'gender'
  | 'languages'
  | 'shifts'
  | 'conflictCodes'
  | 'complainedBy'
  | 'formerResidents'
  | 'recent'
>

/** What the rules need besides the two. */
export interface Given {
  policy: RoutingPolicy
  /** The usual share (`shareOf`) of those who could be asked; null when there is nobody to compare with. */
  usualShare: number | null
  /** A person chooses and talks to the worker: an offer that went unanswered before is no hindrance then. */
  byHand?: boolean
}

/** 0: the community's own room; 1: the street (its station, or a room near by that serves here too); 2: the district. */
export type Tier = 0 | 1 | 2

export interface Judged<Worker extends RoutedWorker> {
  worker: Worker
  tier: Tier
  /** In which turn the worker is asked: their tier, or a turn later or earlier (`turnOf`). */
  turn: number
  /** How many of the resident's wishes they cannot meet. */
  unmetWishes: number
  score: number
  reasons: readonly RouteReason[]
  /** Hard rules that it breaks, in words; empty when it fits. */
  obstacles: readonly { rule: string; words: string }[]
}

export function covers(codes: readonly TerritoryCode[], code: TerritoryCode): boolean {
  return codes.some((prefix) => prefix !== '' && code.startsWith(prefix))
}

/** A community, its street and its district: whoever serves it serves one of these. */
export function placesAround(community: TerritoryCode): TerritoryCode[] {
  return [6, 9, 12].map((length) => community.slice(0, length))
}

export function tierOf(need: RoutedNeed, worker: RoutedWorker): Tier {
  if (worker.territoryCode === need.territoryCode) return 0
  return worker.territoryCode.startsWith(need.streetCode) ? 1 : 2
}
