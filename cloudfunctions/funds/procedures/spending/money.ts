import { z } from 'zod'
import { Failure } from '../../../shared/errors'
import { requestKey, spendingId, text } from '../../../shared/fields'
import { claimFiles } from '../../../shared/files/claims'
import { procedure } from '../../../shared/procedure'
import { actorAt } from '../../spending/actions'
import { checkWords } from '../../spending/content'
import { amount, fileIds } from '../../spending/fields'
import { pay, settle } from '../../spending/money'
import { checkNewPictures } from '../../spending/pictures'
import { readSeats, takeMoneyStep } from '../../spending/store'
import { readOwn, show } from './read'

const vouchers = fileIds('spending', 9).min(1, '1 at least')

/** Records a payment with its vouchers; the same key again is the same payment. */
export const paySpending = procedure({
  name: 'funds.paySpending',
  input: z.strictObject({
    spendingId,
    paymentKey: requestKey,
    amountFen: amount(1),
    voucherFileIds: vouchers,
    note: text(0, 200),
  }),
  access: ['districtStaff', 'communityStaff'],
  run: async (context, input) => {
    const { spendingId: id, ...payment } = input
    const seen = await readOwn(context, id)
    const seats = await readSeats(context.world, seen.fundId)
    if (input.note !== '') await checkWords(context.world, context.openid, input.note)
    await claimFiles(context.world, context.openid, 'voucherFileIds', input.voucherFileIds)
    const actor = actorAt(context, seen.territoryCode)
    const after = await takeMoneyStep(context.world, id, (request, _books, nowMs) => {
      const known = request.payments.find(({ paymentKey }) => paymentKey === input.paymentKey)
      if (!known) return pay(request, actor, payment, seats, nowMs)
      if (known.amountFen !== input.amountFen) throw new Failure('KEY_REUSED', 'the same key came with another amount')
      return { request, entries: [] }
    })
    await checkNewPictures(context.world, seen, after, context.openid)
    return show(context, after)
  },
})

/** Closes the account; the same again changes nothing. */
export const settleSpending = procedure({
  name: 'funds.settleSpending',
  input: z.strictObject({
    spendingId,
    actualFen: amount(0),
    voucherFileIds: fileIds('spending', 9),
    note: text(2, 200),
  }),
  access: ['socialWorker', 'stationSupervisor', 'communityStaff'],
  run: async (context, input) => {
    const { spendingId: id, ...settlement } = input
    const seen = await readOwn(context, id)
    const seats = await readSeats(context.world, seen.fundId)
    await checkWords(context.world, context.openid, input.note)
    await claimFiles(context.world, context.openid, 'voucherFileIds', input.voucherFileIds)
    const actor = actorAt(context, seen.territoryCode)
    const after = await takeMoneyStep(context.world, id, (request, _books, nowMs) => {
      const same = request.settlement?.openid === actor.openid && request.settlement.actualFen === input.actualFen
      return same ? { request, entries: [] } : settle(request, actor, settlement, seats, nowMs)
    })
    await checkNewPictures(context.world, seen, after, context.openid)
    return show(context, after)
  },
})
