import type { AlertId, AlertKind } from '../../../typings/disclosure'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { Outboxed } from '../../shared/outbox/message'

/** Collection `alerts`. The id comes from kind and cause, so that the same cause is raised once. */
export interface AlertRecord extends Omit<Outboxed, 'fundId'> {
  _id: AlertId
  districtCode: TerritoryCode
  territoryCode: TerritoryCode
  kind: AlertKind
  cause: string
  fundId: FundId | null
  placeName: string
  title: string
  body: string
  page: string
  raisedAtMs: number
  status: 'open' | 'settled'
  settledAtMs: number | null
  settledByName: string | null
  explanation: string
  /** Guards the next write. */
  version: number
}
