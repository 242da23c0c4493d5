import type { TerritoryCode } from '../../../typings/ids'
import type { CommunityCard, Territory } from '../../../typings/territory'
import { Failure } from '../errors'
import type { Database, World } from '../ports/index'
import { minuteMs } from '../time/spans'
import type { TerritoryRecord } from './records'

/** The tree changes a few times a year: a warm instance may remember it for so long. */
const REMEMBERED_MS = 10 * minuteMs
const MOST_REMEMBERED = 5000

interface Remembered {
  record: TerritoryRecord
  untilMs: number
}

/** By database, so that two worlds in one process (tests) do not share. */
const memories = new WeakMap<Database, Map<TerritoryCode, Remembered>>()

/** One place of the tree; no round trip when this instance knows it. Null when there is none. */
export async function findTerritory(world: World, code: TerritoryCode): Promise<TerritoryRecord | null> {
  const memory = memories.get(world.database) ?? new Map<TerritoryCode, Remembered>()
  memories.set(world.database, memory)
  const nowMs = world.clock.nowMs()
  const known = memory.get(code)
  if (known && known.untilMs > nowMs) return known.record
  const record = await world.database.get<TerritoryRecord>('territories', code)
  if (!record) return null
  if (memory.size >= MOST_REMEMBERED) memory.clear()
  memory.set(code, { record, untilMs: nowMs + REMEMBERED_MS })
  return record
}

/** A community or village; NOT_FOUND for anything else. */
export async function getCommunity(world: World, code: TerritoryCode): Promise<TerritoryRecord> {
  const record = await findTerritory(world, code)
  if (record?.level !== 'community' && record?.level !== 'village') {
    throw new Failure('NOT_FOUND', 'no such community')
  }
  return record
}

export function toTerritory({ _id, level, name, parentCode }: TerritoryRecord): Territory {
  return { territoryCode: _id, level, name, parentCode }
}

export function toCommunityCard(record: TerritoryRecord): CommunityCard {
  const { streetName, districtName, servicePoint, fundId } = record
  return { ...toTerritory(record), streetName, districtName, servicePoint, fundId }
}
