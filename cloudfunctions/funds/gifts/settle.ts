import type { GiftStatus } from '../../../typings/funds'
import { createMailbox } from '../../people/public'
import { deliverOutbox, withPending } from '../../shared/outbox/deliver'
import type { PaymentState, World } from '../../shared/ports'
import { giftEntry } from '../ledger/entries'
import { certificateNumberOf } from '../ledger/titles'
import { type GiftRecord, giftIdOf, orderNumberOf } from '../records'
import { receivedMessage } from './message'

/** What an order's end means to whoever asked: `settled` needs no further call, `open` may still change. */
export type Settlement = 'settled' | 'open' | 'unknownOrder'

/**
 * Finds out what became of an order and books it if it was paid. The caller's word counts for nothing: WeChat is asked.
 * Twice, late, or cut off anywhere in between: the next call completes it and nothing is booked a second time.
 */
export async function settleOrder(world: World, orderNumber: string): Promise<Settlement> {
  const gift = await world.database.get<GiftRecord>('gifts', giftIdOf(orderNumber))
  if (!gift) {
    world.log('error', 'funds.unknownOrder', { orderNumber })
    return 'unknownOrder'
  }
  const { status } = await settleGift(world, gift)
  return ended(status) ? 'settled' : 'open'
}

/** As `settleOrder`, for a gift that was read already; returns the gift as it stands. */
export async function settleGift(world: World, gift: GiftRecord): Promise<GiftRecord> {
  if (ended(gift.status)) return gift
  return applyState(world, gift, await world.payments.query(orderNumberOf(gift._id)))
}

/**
 * Ends an order that nobody will pay: as `to` once WeChat has closed it, as paid when it was paid after all. When WeChat
 * does not close it yet (it refuses for the first minutes) the gift ends all the same, and the sweep closes it later.
 */
export async function endOrder(world: World, gift: GiftRecord, to: 'cancelled' | 'expired'): Promise<GiftRecord> {
  const orderNumber = orderNumberOf(gift._id)
  const state = await world.payments.query(orderNumber)
  if (state.state === 'paid' || state.state === 'refunded') return applyState(world, gift, state)
  if (state.state !== 'unpaid') return finish(world, gift, to, false)
  const closed = await close(world, orderNumber)
  if (closed === 'paid') return applyState(world, gift, await world.payments.query(orderNumber))
  return finish(world, gift, to, closed === 'refused')
}

async function close(world: World, orderNumber: string): Promise<'closed' | 'paid' | 'refused'> {
  try {
    return await world.payments.close(orderNumber)
  } catch (error) {
    world.log('warn', 'funds.orderNotClosed', {
      orderNumber,
      error: error instanceof Error ? error.message : 'unknown',
    })
    return 'refused'
  }
}

async function applyState(world: World, gift: GiftRecord, state: PaymentState): Promise<GiftRecord> {
  if (state.state === 'closed' && gift.status === 'awaitingPayment') return finish(world, gift, 'expired', false)
  if (state.state === 'refunded') return dispute(world, gift, state)
  if (state.state !== 'paid') return gift
  return state.amountFen === gift.amountFen ? book(world, gift, state) : dispute(world, gift, state)
}

/**
 * First the journal, then the gift: the journal is the truth, and until the gift says so too its order counts as open, so
 * that the sweep comes back to it.
 */
async function book(world: World, gift: GiftRecord, state: PaymentState): Promise<GiftRecord> {
  const paidAtMs = state.paidAtMs ?? world.clock.nowMs()
  if (!gift.orderOpen) await world.database.update('gifts', gift._id, unsettled, { set: { orderOpen: true } })
  const { _id: giftId, fundId, amountFen, earmark, titleSalt } = gift
  const facts = { giftId, fundId, amountFen, earmark, titleSalt, donorName: gift.donorName, atMs: paidAtMs }
  const entry = giftEntry({ ...facts, held: gift.textVerdict !== 'pass' })
  await world.database.insert('journal', entry)
  const paid = {
    status: 'paid' as const,
    orderOpen: false,
    paidAtMs,
    transactionId: state.transactionId,
    certificateNumber: certificateNumberOf(giftId, paidAtMs),
    entryId: entry._id,
  }
  const nowMs = world.clock.nowMs()
  const { outbox, outboxDueAtMs } = withPending(gift, [receivedMessage(world, { ...gift, ...paid }, nowMs)], nowMs)
  const booked = await change(world, gift, { ...paid, outbox, outboxDueAtMs })
  // Whoever was first tells the donor; what fails is left to the sweep.
  if (booked.outbox === outbox) await deliverOutbox(world, createMailbox(world), 'gifts', booked)
  return booked
}

/** WeChat's answer and the order differ: nothing is booked, a person looks at it. */
async function dispute(world: World, gift: GiftRecord, state: PaymentState): Promise<GiftRecord> {
  world.log('error', 'funds.giftDisputed', {
    giftId: gift._id,
    orderedFen: gift.amountFen,
    paidFen: state.amountFen ?? 0,
  })
  return change(world, gift, {
    status: 'disputed',
    orderOpen: false,
    paidAtMs: state.paidAtMs,
    transactionId: state.transactionId,
    disputedAmountFen: state.amountFen,
  })
}

function finish(world: World, gift: GiftRecord, to: 'cancelled' | 'expired', orderOpen: boolean): Promise<GiftRecord> {
  const status: GiftStatus = gift.status === 'awaitingPayment' ? to : gift.status
  return change(world, gift, { status, orderOpen })
}

/** What WeChat says of the payment changes such a gift no more: a call that comes after the money went back is answered too. */
function ended(status: GiftStatus): boolean {
  return status === 'paid' || status === 'disputed' || status === 'refunded'
}

/** A gift that is paid or disputed never changes again. */
const unsettled = { status: { $in: ['awaitingPayment', 'cancelled', 'expired'] } }

async function change(world: World, gift: GiftRecord, set: Partial<GiftRecord>): Promise<GiftRecord> {
  const changed = await world.database.update('gifts', gift._id, unsettled, { set, increment: { outboxVersion: 1 } })
  if (changed) return { ...gift, ...set, outboxVersion: gift.outboxVersion + 1 }
  // Another call settled it in between; what it wrote is what counts.
  return (await world.database.get<GiftRecord>('gifts', gift._id)) ?? gift
}
