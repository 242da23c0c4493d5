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
  { database }: Pick<World, 'database'>,
  role: Role,
  territoryCode: TerritoryCode,
): Promise<string[]> {
  const people = await database.find<PersonRecord>('people', {
    where: { 'duties.territoryCode': territoryCode },
    orderBy: [['_id', 'asc']],
    limit: 1000,
    fields: ['duties'],
  })
  const holds = (duty: Duty) => duty.role === role && duty.territoryCode === territoryCode
  return people
    .filter(({ duties }) => duties.some(holds))
    .slice(0, MOST_HOLDERS)
    .map(({ _id }) => _id)
}

const credits = (kind: string) => `messageCredits.${kind}`
