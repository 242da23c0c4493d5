import type { TerritoryCode } from '../../../typings/ids'
import type { ServicePoint, TerritoryLevel } from '../../../typings/territory'
import type { Stored } from '../ports/index'
import type { Position } from './distance'

/**
 * Collection `territories`: a place of the tree with everything its card shows, so that one read answers. The names above
 * it are copied in: a place is renamed less than once in years, and then with a migration.
 */
export interface TerritoryRecord extends Stored {
  /** The national code: 6 digits a district, 9 a street, 12 a community or village. */
  _id: TerritoryCode
  level: TerritoryLevel
  /** As people say it: 新山村社区, 古南街道, 綦江区. */
  name: string
  /** Null for a district. */
  parentCode: TerritoryCode | null
  /** Itself for a district. */
  districtCode: TerritoryCode
  /** The street it is, or lies in; null for a district. */
  streetCode: TerritoryCode | null
  streetName: string
  districtName: string
  /** 社工室 of a community or village, 社工站 of a street, 指导中心 of the district. */
  servicePoint: ServicePoint
  /** Where the service point stands, about; absent where nobody has said. */
  position?: Position
  /** The community's fund, where it has one. */
  fundId: string | null
}
