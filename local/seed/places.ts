import type { TerritoryRecord } from '../../cloudfunctions/shared/territory/records'
import type { ServicePoint } from '../../typings/territory'
import { Chance } from './random'
import type { TreeRow } from './tree'

/** A place's fund, where it has one: the district's 79 urban communities do. */
export function fundIdAt(row: Pick<TreeRow, 'code' | 'level'>): `fund_${string}` | null {
  return row.level === 'community' ? `fund_${row.code}` : null
}

/** The tree as the product keeps it, each place with its service point: 1 centre, 21 stations, 381 rooms. */
export function makePlaces(tree: readonly TreeRow[], seed: number): TerritoryRecord[] {
  const nameOf = new Map(tree.map((row) => [row.code, row.name]))
  return tree.map((row) => {
    const chance = new Chance(seed, `place:${row.code}`)
    const districtCode = row.code.slice(0, 6)
    const streetCode = row.code.length >= 9 ? row.code.slice(0, 9) : null
    return {
      _id: row.code,
      level: row.level,
      name: row.name,
      parentCode: row.level === 'district' ? null : row.level === 'street' ? districtCode : streetCode,
      districtCode,
      streetCode,
      streetName: streetCode === null ? '' : (nameOf.get(streetCode) ?? ''),
      districtName: nameOf.get(districtCode) ?? '',
      servicePoint: servicePointOf(row, chance),
      fundId: fundIdAt(row),
    }
  })
}

/** What people call the point: 新山村社区社工室, 古南街道社工站, 綦江区社会工作指导中心. */
export function servicePointName(row: Pick<TreeRow, 'level' | 'name'>): string {
  if (row.level === 'district') return `${row.name}社会工作指导中心`
  return row.level === 'street' ? `${row.name}社工站` : `${row.name}社工室`
}

function servicePointOf(row: TreeRow, chance: Chance): ServicePoint {
  const kind = row.level === 'district' ? 'centre' : row.level === 'street' ? 'station' : 'room'
  const where = { centre: '区政务服务中心 2 楼', station: '便民服务中心 1 楼', room: '党群服务中心 1 楼' }[kind]
  return {
    kind,
    name: servicePointName(row),
    address: `${row.name}${where}`,
    // Local numbers begin with 2 to 8: one that begins with 00 reaches nobody.
    phone: `023-00${String(chance.whole(0, 999_999)).padStart(6, '0')}`,
    onDutyName: `${chance.pick([...'张李王陈刘杨赵周吴徐'])}社工`,
    openHours: kind === 'room' ? '周一至周五 9:00–17:30' : '每天 8:30–18:00',
  }
}
