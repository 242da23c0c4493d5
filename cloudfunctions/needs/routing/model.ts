import type { TerritoryCode } from '../../../typings/ids'
import type { RouteReason } from '../../../typings/needs'
import type { NeedRecord, WorkerRecord } from '../records'

/** What routing knows of a need. */
export type RoutedNeed = Pick<
  NeedRecord,
  'residentOpenid' | 'field' | 'subSkill' | 'territoryCode' | 'streetCode' | 'casePoints' | 'passedOver'
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
>

/** 0: the community's own room; 1: the street (its station, or a room near by that serves here too); 2: the district. */
export type Tier = 0 | 1 | 2

export interface Judged<Worker extends RoutedWorker> {
  worker: Worker
  tier: Tier
  score: number
  reasons: readonly RouteReason[]
  /** Hard rules that it breaks, in words; empty when it fits. */
  obstacles: readonly { rule: string; words: string }[]
}

export function covers(codes: readonly TerritoryCode[], code: TerritoryCode): boolean {
  return codes.some((prefix) => prefix !== '' && code.startsWith(prefix))
}

export function tierOf(need: RoutedNeed, worker: RoutedWorker): Tier {
  if (worker.territoryCode === need.territoryCode) return 0
  return worker.territoryCode.startsWith(need.streetCode) ? 1 : 2
}
