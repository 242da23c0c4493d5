import type { TerritoryCode } from '../../typings/ids'
import type { Duty, Role } from '../../typings/people'
import type { Mailbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import type { InboxRecord, PersonRecord } from './records'

/** How other areas reach people: their inbox, and the subscription messages that they bought. */
export function createMailbox({ database }: Pick<World, 'database'>): Mailbox {
  return {
    async receive({ messageId, openid, kind, title, body, page }, atMs) {
      const item: InboxRecord = { _id: messageId, openid, kind, title, body, page, atMs, read: false }
      await database.insert('inbox', item)
    },
    takeCredit: (openid, kind) =>
      database.update('people', openid, { [credits(kind)]: { $gt: 0 } }, { increment: { [credits(kind)]: -1 } }),
    async returnCredit(openid, kind) {
      await database.update('people', openid, {}, { increment: { [credits(kind)]: 1 } })
    },
    async clearCredits(openid, kind) {
      await database.update('people', openid, {}, { set: { [credits(kind)]: 0 } })
    },
  }
}

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

const credits = (kind: string) => `messageCredits.${kind}`
