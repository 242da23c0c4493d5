import type { TerritoryRecord } from '../../cloudfunctions/shared/territory/records'
import type { ServicePoint } from '../../typings/territory'
import { Chance } from './random'
import type { TreeRow } from './tree'

/** A place's fund, where it has one: the district's 79 urban communities do. */
function fundIdAt(row: Pick<TreeRow, 'code' | 'level'>): `fund_${string}` | null {
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
      position: positionOf(row.code, seed),
      fundId: fundIdAt(row),
    }
  })
}

/** The middle of the district's town; the phones of the local WeChat stand there at first. */
const TOWN = { latitude: 29.0281, longitude: 106.6514 }

/**
 * Where a place's service point stands, made up within the real district's bounds: its first street around the town, the
 * others 5 to 55 km about it, communities a few hundred metres to a few kilometres about their street's station. Good enough
 * to find the nearest; no map would agree.
 */
function positionOf(code: string, seed: number): { latitude: number; longitude: number } {
  if (code.length === 6) return TOWN
  const street = code.slice(0, 9)
  const firstStreet = street.endsWith('001')
  const station = firstStreet ? TOWN : about(TOWN, new Chance(seed, `position:${street}`), 5, 55)
  if (code.length === 9) return station
  const chance = new Chance(seed, `position:${code}`)
  if (code.endsWith('001')) return about(station, chance, 0.1, 0.3)
  return about(station, chance, 0.8, firstStreet ? 4 : 8)
}

const KM_A_DEGREE = 111

function about(middle: { latitude: number; longitude: number }, chance: Chance, leastKm: number, mostKm: number) {
  const angle = chance.next() * 2 * Math.PI
  const km = leastKm + chance.next() * (mostKm - leastKm)
  const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5
  return {
    latitude: rounded(middle.latitude + (Math.sin(angle) * km) / KM_A_DEGREE),
    longitude: rounded(
      middle.longitude + (Math.cos(angle) * km) / (KM_A_DEGREE * Math.cos((middle.latitude * Math.PI) / 180)),
    ),
  }
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
