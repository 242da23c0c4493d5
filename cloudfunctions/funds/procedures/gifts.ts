import { z } from 'zod'
import { stepLimit } from '../../shared/access/rate-limit'
import { giftId } from '../../shared/fields'
import { type Context, procedure } from '../../shared/procedure'
import { readNumbers } from '../books/numbers'
import { endOrder, settleGift } from '../gifts/settle'
import { giftView, readOwnGift } from '../gifts/view'
import { entryIdOf } from '../ledger/entries'
import type { EntryRecord, GiftRecord } from '../records'

const input = z.strictObject({ giftId })

/** After the pay sheet, and whenever an unpaid gift is opened again: asks WeChat and books what was paid. */
export const checkGift = procedure({
  name: 'funds.checkGift',
  input,
  access: 'anyone',
  // Each is a question to WeChat Pay.
  limit: stepLimit('funds.checkGift'),
  run: async (context, { giftId }) => {
    const gift = await readOwnGift(context.world, context.openid, giftId)
    if (gift.status === 'paid') return withNumber(context, gift)
    return giftView(await settleGift(context.world, gift), null)
  },
})

/** The donor closed the pay sheet. What is paid stays paid; what has ended stays as it ended. */
export const cancelGift = procedure({
  name: 'funds.cancelGift',
  input,
  access: 'anyone',
  limit: stepLimit('funds.cancelGift'),
  run: async (context, { giftId }) => {
    const gift = await readOwnGift(context.world, context.openid, giftId)
    if (gift.status !== 'awaitingPayment') return withNumber(context, gift)
    return giftView(await endOrder(context.world, gift, 'cancelled'), null)
  },
})

/** Two steps of the network: gift and entry at once, then the entry's place in the chain. */
export const getGift = procedure({
  name: 'funds.getGift',
  input,
  access: 'anyone',
  run: async ({ world, openid }, { giftId }) => {
    const [gift, entry] = await Promise.all([
      readOwnGift(world, openid, giftId),
      world.database.get<EntryRecord>('journal', entryIdOf('gift', giftId)),
    ])
    const numbers = await readNumbers(world, entry ? [entry] : [])
    return giftView(gift, entry ? (numbers.get(entry._id) ?? null) : null)
  },
})

async function withNumber({ world }: Context, gift: GiftRecord) {
  if (gift.entryId === null) return giftView(gift, null)
  const entry = await world.database.get<EntryRecord>('journal', gift.entryId)
  const numbers = await readNumbers(world, entry ? [entry] : [])
  return giftView(gift, numbers.get(gift.entryId) ?? null)
}
