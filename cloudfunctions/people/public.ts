import type { Mailbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import type { InboxRecord } from './records'

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

const credits = (kind: string) => `messageCredits.${kind}`
