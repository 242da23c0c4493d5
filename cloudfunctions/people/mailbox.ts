import type { MessageKind } from '../../typings/people'
import { fewMessagesLeft } from '../shared/operator'
import type { Mailbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import { shanghaiDay } from '../shared/time/shanghai'
import { bury } from './letters/bury'
import type { InboxRecord, PersonRecord } from './records'

/** How other areas reach people: their inbox, and the subscription messages that they bought. */
export function createMailbox(world: Pick<World, 'database' | 'ids' | 'clock'>): Mailbox {
  const { database } = world
  return {
    async receive({ messageId, openid, kind, title, body, page }, atMs) {
      const item: InboxRecord = { _id: messageId, openid, kind, title, body, page, atMs, read: false }
      await database.insert('inbox', item)
    },
    async takeCredit(openid, kind) {
      const guard = { [credits(kind)]: { $gt: 0 } }
      const taken = await database.update('people', openid, guard, { increment: { [credits(kind)]: -1 } })
      if (taken && kind === 'taskOffered') await warnWhenFew(world, openid)
      return taken
    },
    async returnCredit(openid, kind) {
      await database.update('people', openid, {}, { increment: { [credits(kind)]: 1 } })
    },
    async clearCredits(openid, kind) {
      await database.update('people', openid, {}, { set: { [credits(kind)]: 0 } })
      if (kind === 'taskOffered') await warnWhenFew(world, openid)
    },
    bury: (message, territoryCode, atMs) => bury(world, message, territoryCode, atMs),
  }
}

const credits = (kind: MessageKind) => `messageCredits.${kind}`

/** Whom tasks reach by WeChat must know before it falls silent: a line in the inbox, once a day while few are left. */
async function warnWhenFew({ database, ids, clock }: Pick<World, 'database' | 'ids' | 'clock'>, openid: string) {
  const left = (await database.get<PersonRecord>('people', openid))?.messageCredits.taskOffered ?? 0
  if (left >= fewMessagesLeft) return
  const atMs = clock.nowMs()
  const item: InboxRecord = {
    _id: `message_${ids.from('fewMessages', openid, shanghaiDay(atMs))}`,
    openid,
    kind: 'taskOffered',
    title: left === 0 ? '微信提醒用完了' : `微信提醒只剩 ${left} 次`,
    body: '点开加几次，免得错过新任务。消息里随时都能看到，不会丢。',
    page: '/pages/notices/notices',
    atMs,
    read: false,
  }
  await database.insert('inbox', item)
}
