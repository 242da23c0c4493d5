import { z } from 'zod'
import type { Territory } from '../../../typings/territory'
import { communityCode, territoryCode } from '../../shared/fields'
import type { World } from '../../shared/ports/index'
import { procedure } from '../../shared/procedure'
import { getCommunity, toCommunityCard, toTerritory } from '../../shared/territory/directory'
import type { TerritoryRecord } from '../../shared/territory/records'
import { minuteMs } from '../../shared/time/spans'
import type { PersonRecord } from '../records'

const MOST_CHILDREN = 1000
const MOST_FOUND = 20
const REMEMBERED_MS = 10 * minuteMs

export const listTerritories = procedure({
  name: 'people.listTerritories',
  input: z.strictObject({ parentCode: territoryCode.nullable() }),
  access: 'anyone',
  run: ({ world }, { parentCode }) => readChildren(world, parentCode),
})

/** Communities and villages whose name contains the text, those of the person's own district first. */
export const searchCommunities = procedure({
  name: 'people.searchCommunities',
  input: z.strictObject({ text: z.string().trim().min(1, '1 to 20 characters').max(20, '1 to 20 characters') }),
  access: 'anyone',
  async run({ world, openid }, { text }) {
    const [person, districts] = await Promise.all([
      world.database.get<PersonRecord>('people', openid),
      readChildren(world, null),
    ])
    const own = person?.territoryCode?.slice(0, 6)
    const codes = districts.map((district) => district.territoryCode)
    const inOrder = own ? [own, ...codes.filter((code) => code !== own)] : codes
    const found: (Territory & { streetName: string })[] = []
    for (const code of inOrder) {
      const communities = await readCommunities(world, code)
      found.push(...communities.filter(({ name }) => name.includes(text)))
      if (found.length >= MOST_FOUND) break
    }
    return found.slice(0, MOST_FOUND)
  },
})

export const getCommunityCard = procedure({
  name: 'people.getCommunity',
  input: z.strictObject({ territoryCode: communityCode }),
  access: 'anyone',
  run: async ({ world }, input) => toCommunityCard(await getCommunity(world, input.territoryCode)),
})

async function readChildren({ database }: World, parentCode: string | null): Promise<Territory[]> {
  const records = await database.find<TerritoryRecord>('territories', {
    where: { parentCode },
    orderBy: [['_id', 'asc']],
    limit: MOST_CHILDREN,
    fields: ['level', 'name', 'parentCode'],
  })
  return records.map(toTerritory)
}

type Found = Territory & { streetName: string }
/** A district's communities change a few times a year; typing a name asks for them with each letter. */
const remembered = new Map<string, { rows: readonly Found[]; untilMs: number }>()

async function readCommunities(world: World, districtCode: string): Promise<readonly Found[]> {
  const nowMs = world.clock.nowMs()
  const known = remembered.get(districtCode)
  if (known && known.untilMs > nowMs) return known.rows
  const records = await world.database.find<TerritoryRecord>('territories', {
    where: { districtCode, level: { $in: ['community', 'village'] } },
    orderBy: [['_id', 'asc']],
    limit: MOST_CHILDREN,
    fields: ['level', 'name', 'parentCode', 'streetName'],
  })
  const rows = records.map((record) => ({ ...toTerritory(record), streetName: record.streetName }))
  remembered.set(districtCode, { rows, untilMs: nowMs + REMEMBERED_MS })
  return rows
}
