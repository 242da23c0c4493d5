import { z } from 'zod'
import type { PaymentParameters, StartGiftInput } from '../../../typings/funds'
import type { GiftId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import { Failure, require } from '../../shared/errors'
import { field, fundId, requestKey, text } from '../../shared/fields'
import { operator } from '../../shared/operator'
import type { World } from '../../shared/ports'
import { type Context, procedure } from '../../shared/procedure'
import { hourMs, minuteMs } from '../../shared/time/spans'
import { campaignOf } from '../campaign'
import { leastGiftFen, mostGiftFen } from '../gifts/limits'
import { endOrder, settleGift } from '../gifts/settle'
import { giftView } from '../gifts/view'
import { canonicalJson, sha256 } from '../ledger/canonical'
import { type FundRecord, type GiftRecord, orderNumberOf } from '../records'

/** Well before the sweep looks at a gift (30 minutes), by more than any call takes. */
const orderableMs = 25 * minuteMs
const amountFen = z
  .custom<Fen>((value) => Number.isSafeInteger(value), 'a whole number of fen')
  .refine((value) => value >= leastGiftFen && value <= mostGiftFen, '1 yuan to 50,000 yuan')

/**
 * Begins a gift and orders its payment. The gift's id comes from the person and the key, so a repeat finds the same gift and
 * the same order; with other input it is KEY_REUSED. Reads gift and fund, checks the words, then one insert and the order:
 * the gift is there before WeChat knows of the order, so that every payment finds its gift.
 */
export const startGift = procedure({
  name: 'funds.startGift',
  input: z.strictObject({
    giftKey: requestKey,
    fundId,
    amountFen,
    earmark: field.nullable(),
    donorName: text(1, 20).nullable(),
    message: text(0, 50),
  }),
  access: 'anyone',
  limit: { name: 'startGift', most: 60, windowMs: hourMs },
  run: async (context, input) => {
    const { world, openid } = context
    const giftId: GiftId = `gift_${world.ids.from('gift', openid, input.giftKey)}`
    const inputDigest = sha256(canonicalJson(input))
    const [known, fund] = await Promise.all([
      world.database.get<GiftRecord>('gifts', giftId),
      world.database.get<FundRecord>('funds', input.fundId),
    ])
    const gift = known ?? (await create(context, input, giftId, inputDigest, fund))
    require(gift.inputDigest === inputDigest, 'KEY_REUSED', 'The same key came with another gift')
    return order(world, gift)
  },
})

async function create(
  { world, openid, nowMs }: Context,
  input: StartGiftInput,
  giftId: GiftId,
  inputDigest: string,
  fund: FundRecord | null,
): Promise<GiftRecord> {
  require(fund, 'NOT_FOUND', 'No such fund')
  const { closedBecause } = campaignOf(fund, nowMs, operator.directPayment)
  if (closedBecause !== null) throw new Failure('FUND_CLOSED', closedBecause)
  const gift: GiftRecord = {
    _id: giftId,
    donorOpenid: openid,
    ...{ fundId: fund._id, fundName: fund.name, communityName: fund.communityName },
    organisation: fund.campaign?.organisation ?? fund.organisation,
    ...{ amountFen: input.amountFen, earmark: input.earmark, donorName: input.donorName, message: input.message },
    textVerdict: await checkWords(world, openid, input),
    inputDigest,
    titleSalt: world.ids.random(),
    ...{ status: 'awaitingPayment', orderOpen: true, createdAtMs: nowMs, paidAtMs: null },
    ...{ transactionId: null, certificateNumber: null, entryId: null, disputedAmountFen: null },
    ...{ outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
  }
  if ((await world.database.insert('gifts', gift)) === 'inserted') return gift
  // The same request came twice at once; the other was first.
  const first = await world.database.get<GiftRecord>('gifts', giftId)
  require(first, 'CONFLICT', 'The gift is not there any more')
  return first
}

/** Others will read the name. What content security is not sure of stays unseen; the gift goes on. */
async function checkWords(world: World, openid: string, input: StartGiftInput): Promise<'pass' | 'review'> {
  const words = [input.donorName ?? '', input.message].filter((part) => part !== '').join('\n')
  if (words === '') return 'pass'
  const verdict = await world.contentSecurity.checkText(words, openid, 2)
  require(verdict !== 'risky', 'CONTENT_REFUSED', 'The name or the message was refused')
  return verdict
}

/**
 * Parameters for the pay sheet while the gift waits for payment; else how the gift stands. One that was begun long ago is
 * ended instead: the sweep may be ending it at this moment, and nobody would ask after an order made behind its back.
 */
async function order(world: World, gift: GiftRecord) {
  if (gift.status !== 'awaitingPayment') return { gift: giftView(gift, null), payment: null }
  if (world.clock.nowMs() > gift.createdAtMs + orderableMs) {
    return { gift: giftView(await endOrder(world, gift, 'expired'), null), payment: null }
  }
  let payment: PaymentParameters
  try {
    payment = await world.payments.order({
      orderNumber: orderNumberOf(gift._id),
      amountFen: gift.amountFen,
      body: [...gift.fundName].slice(0, 40).join(''),
      payerOpenid: gift.donorOpenid,
    })
  } catch (error) {
    // A repeat of what was paid in the meantime is refused by WeChat: then it is booked here.
    const settled = await settleGift(world, gift)
    if (settled.status === 'awaitingPayment') throw error
    return { gift: giftView(settled, null), payment: null }
  }
  return { gift: giftView(gift, null), payment }
}
