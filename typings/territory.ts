import type { TerritoryCode } from './ids'

export type TerritoryLevel = 'district' | 'street' | 'community' | 'village'

export interface Territory {
  territoryCode: TerritoryCode
  level: TerritoryLevel
  /** Short, as people say it: 新山村社区, 古南街道, 綦江区. */
  name: string
  parentCode: TerritoryCode | null
}

/** 社工室 of a community, 社工站 of a street, 指导中心 of the district. */
export interface ServicePoint {
  kind: 'room' | 'station' | 'centre'
  name: string
  address: string
  /** A landline or duty phone; public. */
  phone: string
  /** Who is on duty today, as the public may see it: family name and title, such as 张社工. */
  onDutyName: string
  openHours: string
}

export interface CommunityCard extends Territory {
  streetName: string
  districtName: string
  servicePoint: ServicePoint
  /** The community's fund, where it has one (urban communities). */
  fundId: string | null
}
