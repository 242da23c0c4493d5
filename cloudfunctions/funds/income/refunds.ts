import type { RefundStatus } from '../../../typings/income'
import { createMailbox } from '../../people/public'
import { Failure, require } from '../../shared/errors'
import { deliverOutbox, pending, withPending } from '../../shared/outbox/deliver'
import type { World } from '../../shared/ports'
import { minuteMs } from '../../shared/time/spans'
import { raiseAlert } from '../alerts/raise'
import { postAtOnce } from '../books/post'
import { correctionEntry, entryIdOf, refundEntry } from '../ledger/entries'
import { type GiftRecord, orderNumberOf } from '../records'
import { readPlaced } from './own-money'
import { type RefundRecord, refundIdOf } from './records'
import { voidReceipt } from './void-receipt'

/** Between two looks of the timer at a refund that WeChat works on; longer than any instance lives. */
const patienceMs = minuteMs

export function refundNumberOf({ giftId, attempt }: Pick<RefundRecord, 'giftId' | 'attempt'>): string {
  return `${orderNumberOf(giftId)}r${attempt}`
}

/**
 * Brings a refund on as far as it goes now: out of the books, to WeChat, and what became of it. First the books: money that
 * is on its way back can't be spent meanwhile. Cut off anywhere, twice at once or late: the next call goes on where this one
 * ended, and nothing is given back a second time, for each step has its own id.
 */
export async function continueRefund(world: World, refund: RefundRecord): Promise<RefundRecord> {
  if (refund.status !== 'sending') return refund
  const withdrawn = refund.entryId === null ? await book(world, refund) : refund
  if (withdrawn.status !== 'sending') return withdrawn
  const booked = await claim(world, withdrawn)
  if (!booked) return withdrawn
  try {
    return await askWeChat(world, booked)
  } catch (error) {
    // It asks no longer: the next one need not wait for its time.
    await world.database.update('refunds', booked._id, { version: booked.version }, { set: { askingUntilMs: 0 } })
    throw error
  }
}

/**
 * One at a time asks WeChat about a refund: of two, one could be refused and put the money back into the books while WeChat
 * takes the other's word and pays it out. Null: somebody is at it. Who was cut off is waited for until no instance lives so long.
 */
async function claim(world: World, refund: RefundRecord): Promise<RefundRecord | null> {
  const nowMs = world.clock.nowMs()
  if ((refund.askingUntilMs ?? 0) > nowMs) return null
  const set = { askingUntilMs: nowMs + patienceMs }
  const guard = { version: refund.version, status: 'sending' satisfies RefundStatus }
  const changed = await world.database.update('refunds', refund._id, guard, { set, increment: { version: 1 } })
  return changed ? { ...refund, ...set, version: refund.version + 1 } : null
}

async function askWeChat(world: World, booked: RefundRecord): Promise<RefundRecord> {
  const number = refundNumberOf(booked)
  const orderNumber = orderNumberOf(booked.giftId)
  let words = ''
  if (booked.sentAtMs === null) {
    const { amountFen, reason } = booked
    const order = { orderNumber, refundNumber: number, totalFen: amountFen, amountFen, reason }
    const reply = await world.payments.refund(order)
    if (reply.answer === 'refused') words = reply.words
  }
  const state = await world.payments.queryRefund(orderNumber, number)
  if (state === 'done') return finish(world, booked)
  if (state === 'failed' || (state === 'none' && words !== '')) {
    return putBack(world, booked, words === '' ? '微信没有退成这笔钱' : words)
  }
  const dueAtMs = world.clock.nowMs() + patienceMs
  const sent = state === 'processing' ? { sentAtMs: booked.sentAtMs ?? world.clock.nowMs() } : {}
  return change(world, booked, { ...sent, dueAtMs, askingUntilMs: 0 })
}

/** For WeChat's call about a refund, which is a hint alone. True when nothing more is to come of it. */
export async function settleRefund(world: World, giftId: GiftRecord['_id']): Promise<boolean> {
  const refund = await world.database.get<RefundRecord>('refunds', refundIdOf(giftId))
  if (!refund) {
    world.log('error', 'funds.unknownRefund', { giftId })
    return true
  }
  return (await continueRefund(world, refund)).status !== 'sending'
}

/** For the timer: goes on with what is due; one that fails does not stop the others. How many came to their end. */
export async function continueRefunds(world: World): Promise<number> {
  const due = await world.database.find<RefundRecord>('refunds', {
    where: { dueAtMs: { $lte: world.clock.nowMs() } },
    orderBy: [['dueAtMs', 'asc']],
    limit: 50,
  })
  let ended = 0
  for (const refund of due) {
    try {
      if ((await continueRefund(world, refund)).status !== 'sending') ended += 1
    } catch (error) {
      world.log('error', 'funds.refundStuck', {
        refund: refund._id,
        error: error instanceof Error ? error.message : '',
      })
    }
  }
  return ended
}

/** Takes the money out of the books, in one transaction with the refund's own record. Spent meanwhile: it is declined. */
async function book(world: World, refund: RefundRecord): Promise<RefundRecord> {
  try {
    return await postAtOnce(world, refund.fundId, async (transaction, books) => {
      const current = await transaction.get<RefundRecord>('refunds', refund._id)
      require(current, 'NOT_FOUND', 'no such refund')
      if (current.entryId !== null || current.status !== 'sending') return { entries: [], result: current }
      const placed = await readPlaced(transaction, entryIdOf('gift', current.giftId))
      // Given in this very moment, after the roll-up: the next try finds it folded.
      if (!placed?.link) throw new Failure('BUSY', 'the gift is not folded yet')
      const { amountFen, titleSalt, attempt } = current
      const entry = refundEntry(books, placed.entry, placed.link, {
        ...{ atMs: world.clock.nowMs(), titleSalt, amountFen, title: '一笔捐赠退款' },
        cause: `${current._id} ${attempt}`,
      })
      await transaction.update('refunds', current._id, { set: { entryId: entry._id }, increment: { version: 1 } })
      return { entries: [entry], result: { ...current, entryId: entry._id, version: current.version + 1 } }
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'NOT_NOW') throw error
    return change(world, refund, {
      ...{ status: 'declined', waits: false, dueAtMs: null, words: '这笔善款已经开始使用，按本基金的规定不能退款。' },
    })
  }
}

/** WeChat has paid it back: refund, gift and receipt say so together, and the donor is told. */
async function finish(world: World, refund: RefundRecord): Promise<RefundRecord> {
  const nowMs = world.clock.nowMs()
  const done = await world.database.transaction(async (transaction) => {
    const current = await transaction.get<RefundRecord>('refunds', refund._id)
    require(current, 'NOT_FOUND', 'no such refund')
    if (current.status === 'done') return current
    const set = {
      ...{ status: 'done' as const, waits: false, dueAtMs: null, doneAtMs: nowMs, sentAtMs: current.sentAtMs ?? nowMs },
      ...withPending(current, [doneMessage(world, current, nowMs)], nowMs),
    }
    await transaction.update('refunds', current._id, { set, increment: { version: 1 } })
    await transaction.update('gifts', current.giftId, { set: { status: 'refunded' } })
    await voidReceipt(transaction, entryIdOf('gift', current.giftId))
    return { ...current, ...set, version: current.version + 1 }
  })
  await deliverOutbox(world, createMailbox(world), 'refunds', done)
  return done
}

/** WeChat will not: the money goes back to where it was, and a person of the district is told. */
async function putBack(world: World, refund: RefundRecord, words: string): Promise<RefundRecord> {
  const failed = await postAtOnce(world, refund.fundId, async (transaction, books) => {
    const current = await transaction.get<RefundRecord>('refunds', refund._id)
    require(current, 'NOT_FOUND', 'no such refund')
    if (current.entryId === null || current.status !== 'sending') return { entries: [], result: current }
    const placed = await readPlaced(transaction, current.entryId)
    if (!placed?.link) throw new Failure('BUSY', 'the refund is not folded yet')
    const facts = { atMs: world.clock.nowMs(), titleSalt: current.titleSalt, title: '更正：退款未成功，善款回到基金' }
    const entry = correctionEntry(books, placed.entry, placed.link, facts)
    const open = { words, entryId: null, sentAtMs: null, askingUntilMs: 0 }
    const set = { status: 'failed' as const, waits: true, dueAtMs: null, ...open }
    await transaction.update('refunds', current._id, { set, increment: { version: 1 } })
    return { entries: [entry], result: { ...current, ...set, version: current.version + 1 } }
  })
  await raiseAlert(world, {
    ...{ kind: 'difference', cause: `${refund._id} ${refund.attempt}`, territoryCode: refund.districtCode },
    ...{ fundId: refund.fundId, placeName: refund.fundName, title: '有一笔退款没有成功' },
    body: `微信的答复：${words}。钱已经回到基金，请联系捐赠人后再试。`,
    page: '/district/pages/refunds/refunds',
  })
  return failed
}

async function change(world: World, refund: RefundRecord, set: Partial<RefundRecord>): Promise<RefundRecord> {
  const guard = { version: refund.version, status: 'sending' satisfies RefundStatus }
  const changed = await world.database.update('refunds', refund._id, guard, { set, increment: { version: 1 } })
  if (changed) return { ...refund, ...set, version: refund.version + 1 }
  // Another call was first; what it wrote is what counts.
  return (await world.database.get<RefundRecord>('refunds', refund._id)) ?? refund
}

function doneMessage(world: World, refund: RefundRecord, nowMs: number) {
  const yuan = (refund.amountFen / 100).toFixed(2)
  return pending(
    {
      messageId: `message_${world.ids.from('refundDone', refund._id)}`,
      openid: refund.donorOpenid,
      kind: 'giftReceived',
      title: '退款已办好',
      body: `您捐给${refund.fundName}的 ${yuan} 元已经退款，钱回到您的微信，账本里有记录。`,
      page: `/fund/pages/refund/refund?giftId=${refund.giftId}`,
      data: null,
    },
    nowMs,
  )
}
