import type { TerritoryCode } from '../../typings/ids'
import type { Duty, Role } from '../../typings/people'
import type { World } from '../shared/ports/index'
import type { PersonRecord } from './records'

const MOST_HOLDERS = 20

/** Openids of those who hold the role on exactly this territory, in a fixed order; 20 at most. */
export async function findHolders(
  world: Pick<World, 'database'>,
  role: Role,
  territoryCode: TerritoryCode,
): Promise<string[]> {
  return (await listHolders(world, [role], territoryCode)).slice(0, MOST_HOLDERS).map(({ openid }) => openid)
}

/** Those who hold one of the roles on exactly this territory, with their names, in a fixed order. */
export async function listHolders(
  { database }: Pick<World, 'database'>,
  roles: readonly Role[],
  territoryCode: TerritoryCode,
): Promise<{ openid: string; name: string | null }[]> {
  const people = await database.find<PersonRecord>('people', {
    where: { 'duties.territoryCode': territoryCode },
    orderBy: [['_id', 'asc']],
    limit: 1000,
    fields: ['duties', 'name'],
  })
  const holds = (duty: Duty) => roles.includes(duty.role) && duty.territoryCode === territoryCode
  return people.filter(({ duties }) => duties.some(holds)).map(({ _id, name }) => ({ openid: _id, name }))
}
