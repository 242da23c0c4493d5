import { z } from 'zod'
import type { RefundOffer } from '../../../../typings/income'
import { leaveTrace } from '../../../shared/audit/audit'
import { Failure, require } from '../../../shared/errors'
import { cursor, giftId, refundId, text, version } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { hourMs, minuteMs } from '../../../shared/time/spans'
import { giftView, readOwnGift } from '../../gifts/view'
import { unspentOfEntry } from '../../income/own-money'
import { type RefundRecord, refundIdOf } from '../../income/records'
import { refundClosedBecause, refundTerms } from '../../income/refund-rule'
import { continueRefund } from '../../income/refunds'
import { districtOf, refundView } from '../../income/view'
import type { FundRecord, GiftRecord } from '../../records'

/** What the donor sees before asking, and afterwards how far it is. */
export const getRefundOffer = procedure({
  name: 'funds.getRefundOffer',
  input: z.strictObject({ giftId }),
  access: 'anyone',
  run: async (context, input): Promise<RefundOffer> => {
    const { world, openid, nowMs } = context
    const gift = await readOwnGift(world, openid, input.giftId)
    const [fund, refund, unspentFen] = await Promise.all([
      world.database.get<FundRecord>('funds', gift.fundId),
      world.database.get<RefundRecord>('refunds', refundIdOf(gift._id)),
      unspentOfEntry(world, gift.fundId, gift.entryId),
    ])
    return {
      gift: giftView(gift, null),
      refundRule: fund?.refundRule ?? '',
      untilMs: gift.paidAtMs === null ? null : gift.paidAtMs + refundTerms.withinMs,
      closedBecause: refundClosedBecause(gift, unspentFen, nowMs),
      automatic: gift.amountFen <= refundTerms.automaticUpToFen,
      refund: refund && refundView(refund),
    }
  },
})

/** Asked once for a gift; the same again finds the same refund and brings it on. */
export const askRefund = procedure({
  name: 'funds.askRefund',
  input: z.strictObject({ giftId, reason: text(2, 100) }),
  access: 'anyone',
  limit: { name: 'askRefund', most: 30, windowMs: hourMs },
  run: async (context, input) => {
    const { world, openid } = context
    const gift = await readOwnGift(world, openid, input.giftId)
    const known = await world.database.get<RefundRecord>('refunds', refundIdOf(gift._id))
    return refundView(await continueRefund(world, known ?? (await ask(context, gift, input.reason))))
  },
})

async function ask({ world, nowMs }: Context, gift: GiftRecord, reason: string): Promise<RefundRecord> {
  const unspentFen = await unspentOfEntry(world, gift.fundId, gift.entryId)
  const closed = refundClosedBecause(gift, unspentFen, nowMs)
  if (closed !== null) throw new Failure('NOT_NOW', closed)
  const automatic = gift.amountFen <= refundTerms.automaticUpToFen
  const refund: RefundRecord = {
    _id: refundIdOf(gift._id),
    ...{ giftId: gift._id, fundId: gift.fundId, fundName: gift.fundName, donorOpenid: gift.donorOpenid },
    districtCode: gift.fundId.slice('fund_'.length, 'fund_'.length + 6),
    ...{ amountFen: gift.amountFen, reason, status: automatic ? 'sending' : 'asked', waits: !automatic, attempt: 1 },
    ...{ entryId: null, titleSalt: world.ids.random(), askedAtMs: nowMs, dueAtMs: automatic ? nowMs + minuteMs : null },
    ...{ sentAtMs: null, doneAtMs: null, words: null, decidedByOpenid: null, version: 1 },
    ...{ outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
  }
  if ((await world.database.insert('refunds', refund)) === 'inserted') return refund
  const first = await world.database.get<RefundRecord>('refunds', refund._id)
  require(first, 'CONFLICT', 'The refund is not there any more')
  return first
}

/** What waits for a person of the district: those above the sum that is given back by itself, and those that failed. */
export const listRefunds = procedure({
  name: 'funds.listRefunds',
  input: z.strictObject({ cursor }),
  access: ['districtStaff'],
  run: async ({ world, duties }, input) => {
    const { rows, nextCursor } = await readPage<RefundRecord>(world.database, 'refunds', {
      where: { districtCode: districtOf(duties), waits: true },
      ...{ sortBy: 'askedAtMs', direction: 'asc', size: 20, cursor: input.cursor },
    })
    return { rows: rows.map(refundView), nextCursor }
  },
})

/** Agreed, it is sent, or sent again under a new number; declined, it ends with the reason. Nobody decides on their own gift. */
export const decideRefund = procedure({
  name: 'funds.decideRefund',
  input: z.strictObject({ refundId, version, agreed: z.boolean(), reason: text(0, 100) }),
  access: ['districtStaff'],
  run: async ({ world, openid, requestId, nowMs, duties }, input) => {
    const refund = await world.database.get<RefundRecord>('refunds', input.refundId)
    require(refund && refund.districtCode === districtOf(duties), 'NOT_FOUND', 'no such refund in this district')
    require(refund.donorOpenid !== openid, 'FORBIDDEN', 'nobody decides on their own gift')
    require(input.agreed || input.reason !== '', 'INVALID_INPUT', 'a refusal has a reason')
    const again = refund.decidedByOpenid === openid && !refund.waits && refund.version > input.version
    if (again) return refundView(await continueRefund(world, refund))
    require(refund.waits, 'NOT_NOW', 'this refund waits for nobody')
    await leaveTrace(world, {
      ...{ action: 'funds.decideRefund', subjectId: refund._id, actorOpenid: openid, requestId, atMs: nowMs },
    })
    const set = input.agreed
      ? {
          ...{ status: 'sending' as const, dueAtMs: nowMs + minuteMs, words: null },
          attempt: refund.status === 'failed' ? refund.attempt + 1 : refund.attempt,
        }
      : { status: 'declined' as const, dueAtMs: null, words: input.reason }
    const decided = { ...set, waits: false, decidedByOpenid: openid }
    const guard = { version: input.version, waits: true }
    const changed = await world.database.update('refunds', refund._id, guard, {
      ...{ set: decided, increment: { version: 1 } },
    })
    require(changed, 'CONFLICT', 'somebody decided in between')
    return refundView(await continueRefund(world, { ...refund, ...decided, version: refund.version + 1 }))
  },
})
