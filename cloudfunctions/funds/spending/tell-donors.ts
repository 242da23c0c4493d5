import type { EntryId } from '../../../typings/ids'
import { createMailbox } from '../../people/public'
import { deliverOutbox, pending, withPending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import { templateRows } from '../../shared/outbox/template'
import type { Stored, World } from '../../shared/ports'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { sourcesOf } from '../disclosure/trace'
import { readBatches } from '../proof/trace'
import type { GiftRecord } from '../records'
import type { PaymentRecord, SpendingRecord } from './records'

const requestsAtOnce = 5
/** So many of the gifts that paid something are taken up in one turn; the next turn goes on. */
const sourcesAtOnce = 100

/**
 * Tells the donors whose gifts paid for something what they bought, once for each payment however many of their gifts are in it;
 * for the timer. A message goes into the outbox of the donor's gift, so that it is delivered like any other. How many requests
 * it took up.
 */
export async function tellDonors(world: World): Promise<number> {
  const due = await world.database.find<SpendingRecord>('spendingRequests', {
    where: { tellDonorsAtMs: { $lte: world.clock.nowMs() } },
    orderBy: [['tellDonorsAtMs', 'asc']],
    limit: requestsAtOnce,
  })
  for (const request of due) {
    try {
      await tellOfRequest(world, request)
    } catch (error) {
      const facts = { request: request._id, error: error instanceof Error ? error.message : 'unknown' }
      world.log('error', 'funds.donorsUntold', facts)
    }
  }
  return due.length
}

async function tellOfRequest(world: World, request: SpendingRecord): Promise<void> {
  const index = request.payments.findIndex(({ sourcesTold }) => sourcesTold !== null)
  const payment = request.payments[index]
  // Another payment may have come meanwhile: then it is looked at again.
  const guard = { tellDonorsAtMs: request.tellDonorsAtMs, version: request.version }
  if (!payment) {
    await world.database.update('spendingRequests', request._id, guard, { set: { tellDonorsAtMs: null } })
    return
  }
  const sources = sourcesOf(payment.spans, await readBatches(world, request.fundId, payment.spans))
  const from = payment.sourcesTold ?? 0
  const some = sources.slice(from, from + sourcesAtOnce)
  const gifts = await readGifts(
    world,
    some.map(({ entryId }) => entryId),
  )
  await tellThese(world, request, payment, gifts)
  const told = from + some.length < sources.length ? from + some.length : null
  // Counts as a change of the request: a step that was read before must not put the old count back.
  const change = { set: { [`payments.${index}.sourcesTold`]: told }, increment: { version: 1 } }
  await world.database.update('spendingRequests', request._id, guard, change)
}

async function readGifts(world: World, entryIds: readonly EntryId[]): Promise<GiftRecord[]> {
  if (entryIds.length === 0) return []
  return world.database.find<GiftRecord>('gifts', {
    where: { entryId: { $in: [...entryIds] } },
    orderBy: [['_id', 'asc']],
    limit: sourcesAtOnce,
  })
}

async function tellThese(
  world: World,
  request: SpendingRecord,
  payment: PaymentRecord,
  gifts: readonly GiftRecord[],
): Promise<void> {
  const byDonor = new Map(gifts.map((gift) => [gift.donorOpenid, gift]))
  const messages = [...byDonor.values()].map((gift) => ({ gift, message: spentMessage(world, request, payment, gift) }))
  const inboxed = await world.database.find<Stored>('inbox', {
    where: { _id: { $in: messages.map(({ message }) => message.messageId) } },
    limit: sourcesAtOnce,
    fields: ['openid'],
  })
  const known = new Set(inboxed.map(({ _id }) => _id))
  for (const { gift, message } of messages) {
    const isPending = gift.outbox.some(({ messageId }) => messageId === message.messageId)
    // An erased donor is nobody's phone.
    if (isPending || known.has(message.messageId) || gift.donorOpenid.startsWith('erased_')) continue
    const set = withPending(gift, [message], world.clock.nowMs())
    const saved = await world.database.update('gifts', gift._id, { outboxVersion: gift.outboxVersion }, { set })
    if (!saved) throw new Error('a gift was written at the same moment; the next turn tells its donor')
    await deliverOutbox(world, createMailbox(world), 'gifts', { ...gift, ...set })
  }
}

function spentMessage(world: World, request: SpendingRecord, payment: PaymentRecord, gift: GiftRecord): PendingMessage {
  return pending(
    {
      messageId: `message_${world.ids.from('giftSpent', payment.entryId, gift.donorOpenid)}`,
      openid: gift.donorOpenid,
      kind: 'giftSpent',
      title: '您捐的钱用出去了',
      body: `您捐给${request.fundName}的善款，用在了「${request.title}」。点开看您的钱买了什么。`,
      page: `/fund/pages/trace/trace?giftId=${gift._id}`,
      data: templateRows('giftSpent', {
        ...{ thing1: request.fundName, thing2: request.title, time3: shanghaiMinute(payment.atMs) },
        thing4: '点开看您的钱买了什么',
      }),
    },
    world.clock.nowMs(),
  )
}
