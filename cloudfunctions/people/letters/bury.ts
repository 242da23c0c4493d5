import type { MessageId, TerritoryCode } from '../../../typings/ids'
import type { PendingMessage } from '../../shared/outbox/message'
import type { World } from '../../shared/ports/index'
import { districtDigits, streetDigits } from '../../shared/territory/digits'
import { shanghaiDay } from '../../shared/time/shanghai'
import { listHolders } from '../holders'
import type { InboxRecord } from '../records'
import type { DeadLetterRecord } from './records'

/**
 * Lays a message that was given up before the station's supervisors and the district's staff, and tells them so in their
 * inbox, once a day. The same message given up again is the same letter.
 */
export async function bury(
  world: Pick<World, 'database' | 'ids'>,
  message: PendingMessage,
  territoryCode: TerritoryCode,
  atMs: number,
): Promise<void> {
  const letter = letterOf(message, territoryCode, atMs)
  if ((await world.database.insert('deadLetters', letter)) === 'exists') {
    const { message: last, diedAtMs, state } = letter
    await world.database.update('deadLetters', letter._id, {}, { set: { message: last, diedAtMs, state } })
  }
  await tellWhoLooksAfter(world, letter, atMs)
}

function letterOf(message: PendingMessage, territoryCode: TerritoryCode, atMs: number): DeadLetterRecord {
  const { messageId, openid, kind, title, body } = message
  return {
    _id: messageId,
    openid,
    kind,
    title,
    body,
    // A copy of its own: the outbox goes on writing its message.
    message: { ...message, data: message.data && { ...message.data } },
    territoryCode,
    ...(territoryCode.length >= streetDigits ? { streetCode: territoryCode.slice(0, streetDigits) } : {}),
    districtCode: territoryCode.slice(0, districtDigits),
    diedAtMs: atMs,
    state: 'dead',
    settledByName: null,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}

async function tellWhoLooksAfter(
  { database, ids }: Pick<World, 'database' | 'ids'>,
  { streetCode, districtCode }: DeadLetterRecord,
  atMs: number,
): Promise<void> {
  const holders = [
    ...(streetCode ? await listHolders({ database }, ['stationSupervisor'], streetCode) : []),
    ...(await listHolders({ database }, ['districtStaff'], districtCode)),
  ]
  for (const { openid } of holders) {
    const messageId: MessageId = `message_${ids.from('letters', openid, shanghaiDay(atMs))}`
    const item: InboxRecord = {
      _id: messageId,
      openid,
      kind: 'taskOffered',
      title: '有微信通知没有送到',
      body: '试了多次都没有发出去。请看看是谁的、什么事，可以再发一次，或打电话告诉对方。',
      page: '/district/pages/letters/letters',
      atMs,
      read: false,
    }
    await database.insert('inbox', item)
  }
}
