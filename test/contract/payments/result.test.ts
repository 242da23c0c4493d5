/** However WeChat's result call behaves, the books are right and the donor knows where they stand. */

import { endOrder } from '../../../cloudfunctions/funds/gifts/settle'
import { closeStaleOrders } from '../../../cloudfunctions/funds/gifts/stale'
import { handleResult } from '../../../cloudfunctions/payments/result'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { PaymentState } from '../../../cloudfunctions/shared/ports'
import { minuteMs } from '../../../cloudfunctions/shared/time/spans'
import type { Gift } from '../../../typings/funds'
import { auditFund, fundRecord, giftRecord, journal, pay, startGift } from '../funds/scene'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'

/** Generous: the machine may be busy with other tests. */
jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await world.load('funds', fundRecord(world.cloud.clock.nowMs()))
})
afterEach(() => {
  expect(auditFund(world)).toEqual([])
})
afterAll(() => world.close())

const donor = 'oDonor'

function entriesOf(giftId: string) {
  return journal(world).filter(({ cause }) => cause === giftId)
}

function result(giftId: string, source: string, change: object = {}) {
  const event = {
    returnCode: 'SUCCESS',
    resultCode: 'SUCCESS',
    outTradeNo: giftId.replace('gift_', ''),
    totalFee: 2_000,
  }
  return world.cloud.functions.call(
    'payments',
    { ...event, ...change },
    { openid: source === 'wx_pay' ? '' : donor, source },
  )
}

test('once: the gift is paid, has its certificate and exactly one entry, and WeChat hears errcode 0', async () => {
  const { gift, payment } = await startGift(world, donor, { earmark: 'elderCare' })
  await pay(world, donor, payment)
  await world.cloud.clock.advance(1_000)
  const paid = await world.ok(donor, 'funds.getGift', { giftId: gift.giftId })
  expect(paid).toMatchObject({ status: 'paid', certificateNumber: expect.stringMatching(/^WS\d{8}(-[0-9A-F]{4}){3}$/) })
  expect(entriesOf(gift.giftId)).toMatchObject([
    {
      kind: 'gift',
      direction: 'in',
      amountFen: 2_000,
      earmark: 'elderCare',
      title: '林女士的捐赠',
      atMs: paid.paidAtMs,
      postings: [{ source: 'world:wechatpay', destination: `fund:${gift.fundId}:available`, amountFen: 2_000 }],
    },
  ])
  expect(await result(gift.giftId, 'wx_pay')).toEqual({ errcode: 0, errmsg: '' })
  expect(entriesOf(gift.giftId)).toHaveLength(1)
})

test('twice: one entry, one message', async () => {
  const { gift, payment } = await startGift(world, donor)
  await pay(world, donor, payment, 'twice')
  await world.cloud.clock.advance(5_000)
  expect(entriesOf(gift.giftId)).toHaveLength(1)
  const inbox = world.cloud.database.find('inbox').filter(({ page }) => String(page).includes(gift.giftId))
  expect(inbox).toMatchObject([{ kind: 'giftReceived', openid: donor, read: false }])
})

test('late: the donor who asks first is told at once, and the call that comes later changes nothing', async () => {
  const { gift, payment } = await startGift(world, donor)
  await pay(world, donor, payment, 'late')
  await world.cloud.clock.advance(1_000)
  expect(await world.ok(donor, 'funds.getGift', { giftId: gift.giftId })).toMatchObject({ status: 'awaitingPayment' })
  const checked = await world.ok(donor, 'funds.checkGift', { giftId: gift.giftId })
  expect(checked.status).toBe('paid')
  await world.cloud.clock.advance(11 * minuteMs)
  expect(entriesOf(gift.giftId)).toHaveLength(1)
  expect(await world.ok(donor, 'funds.checkGift', { giftId: gift.giftId })).toEqual({
    ...checked,
    entryNumber: expect.any(Number),
  })
})

test('never, and the donor closes the app: the sweep finds the payment by asking', async () => {
  const { gift, payment } = await startGift(world, donor)
  await pay(world, donor, payment, 'never')
  await world.cloud.clock.advance(31 * minuteMs)
  await world.tick()
  expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'paid', orderOpen: false })
  expect(entriesOf(gift.giftId)).toHaveLength(1)
})

test('a gift costs few round trips: booked by the donor 2 writes beside the message; looked at again: 2 reads', async () => {
  const { gift, payment } = await startGift(world, donor)
  await pay(world, donor, payment, 'never')
  const check = () => world.ok(donor, 'funds.checkGift', { giftId: gift.giftId })
  // Gift read, entry and gift written; inbox, credit and outbox for the message.
  expect(await world.roundTrips(check)).toBe(6)
  expect(await world.roundTrips(check)).toBe(2)
})

test('wrong amount in the call: the lie is not believed, the true amount is booked', async () => {
  const { gift, payment } = await startGift(world, donor)
  await pay(world, donor, payment, 'wrongAmount')
  await world.cloud.clock.advance(20_000)
  expect(entriesOf(gift.giftId)).toMatchObject([{ amountFen: 2_000 }])
  expect(giftRecord(world, gift.giftId).status).toBe('paid')
})

test('wrong amount at WeChat itself: disputed, nothing in the books, and it stays so', async () => {
  const { gift, payment } = await startGift(world, donor)
  const { database } = await productWorld(world.cloud)
  await database.update('gifts', gift.giftId, {}, { set: { amountFen: 1_900 } })
  await pay(world, donor, payment)
  await world.cloud.clock.advance(1_000)
  expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'disputed', disputedAmountFen: 2_000, entryId: null })
  expect(entriesOf(gift.giftId)).toEqual([])
  const seen = await world.ok(donor, 'funds.checkGift', { giftId: gift.giftId })
  expect(seen).toMatchObject({ status: 'disputed', paidAtMs: null, certificateNumber: null })
  expect(await result(gift.giftId, 'wx_pay')).toEqual({ errcode: 0, errmsg: '' })
})

test('forged: a call from a phone is refused, and a made-up one for an unpaid order books nothing', async () => {
  const { gift } = await startGift(world, donor)
  for (const source of ['wx_client', 'wx_client,scf', 'wx_devtools', 'wx_http']) {
    expect(await result(gift.giftId, source)).toMatchObject({ errcode: 1, errmsg: 'refused' })
  }
  expect(await result(gift.giftId, 'wx_pay')).toMatchObject({ errcode: 1 })
  expect(giftRecord(world, gift.giftId).status).toBe('awaitingPayment')
  expect(entriesOf(gift.giftId)).toEqual([])
})

test('an order that is not ours, or no order at all, is not answered with 0 and not kept', async () => {
  expect(await result(`gift_${'0'.repeat(32)}`, 'wx_pay')).toMatchObject({ errcode: 1, errmsg: 'unknownOrder' })
  for (const outTradeNo of [undefined, '', 7, { $ne: '' }, 'x'.repeat(40)]) {
    expect(await result('gift_', 'wx_pay', { outTradeNo })).toMatchObject({ errcode: 1 })
  }
})

test('cancelled: the order is closed; paid after all: it is booked', async () => {
  const { gift, payment } = await startGift(world, donor)
  const cancelled = await world.ok(donor, 'funds.cancelGift', { giftId: gift.giftId })
  expect(cancelled.status).toBe('cancelled')
  await expect(pay(world, donor, payment)).rejects.toThrow('已关闭')
  expect(await world.ok(donor, 'funds.cancelGift', { giftId: gift.giftId })).toEqual(cancelled)
  expect(await world.ok(donor, 'funds.checkGift', { giftId: gift.giftId })).toEqual(cancelled)

  const second = await startGift(world, donor)
  await pay(world, donor, second.payment, 'never')
  const told = await world.ok(donor, 'funds.cancelGift', { giftId: second.gift.giftId })
  expect(told.status).toBe('paid')
  expect(entriesOf(second.gift.giftId)).toHaveLength(1)
})

test('nobody pays: after 30 minutes the order is closed and the gift expired', async () => {
  const { gift, payment } = await startGift(world, donor)
  await world.cloud.clock.advance(29 * minuteMs)
  await world.tick()
  expect(giftRecord(world, gift.giftId).status).toBe('awaitingPayment')
  await world.cloud.clock.advance(2 * minuteMs)
  await world.tick()
  expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'expired', orderOpen: false })
  await expect(pay(world, donor, payment)).rejects.toThrow('已关闭')
})

test('cut off between the gift and its order: WeChat knows nothing of it, so it is cancelled, or expires', async () => {
  const gifts = await Promise.all([startGift(world, donor), startGift(world, donor)])
  const [first, second] = gifts.map(({ gift }) => {
    const giftId = gift.giftId.replace(/.{8}$/, '00000000') as typeof gift.giftId
    return { ...giftRecord(world, gift.giftId), _id: giftId }
  })
  if (!first || !second) throw new Error('two gifts')
  await world.load('gifts', first, second)
  expect(await world.ok(donor, 'funds.checkGift', { giftId: first._id })).toMatchObject({ status: 'awaitingPayment' })
  expect(await world.ok(donor, 'funds.cancelGift', { giftId: first._id })).toMatchObject({ status: 'cancelled' })
  await world.cloud.clock.advance(32 * minuteMs)
  expect(giftRecord(world, second._id)).toMatchObject({ status: 'expired', orderOpen: false })
})

describe('an order that is ended', () => {
  const unpaid: PaymentState = { state: 'unpaid', amountFen: null, transactionId: null, paidAtMs: null }

  /** Ends a fresh gift's order, with WeChat Pay answering as scripted: first to the query, then to the close. */
  async function end(close: () => Promise<'closed' | 'paid'>, answer: (gift: Gift) => PaymentState) {
    const { gift } = await startGift(world, donor)
    const real = await productWorld(world.cloud)
    const answers = [unpaid, answer(gift)]
    const payments = { ...real.payments, close, query: async () => answers.shift() ?? answer(gift) }
    const scripted = { ...real, payments, log: () => {} }
    return { scripted, ended: await endOrder(scripted, giftRecord(world, gift.giftId), 'cancelled') }
  }
  const paid = (gift: Gift): PaymentState => ({
    ...{ state: 'paid', amountFen: gift.amountFen, transactionId: 'wx1', paidAtMs: gift.createdAtMs },
  })

  test('paid in the moment in which it is closed: it is booked', async () => {
    const { ended } = await end(async () => 'paid', paid)
    expect(ended).toMatchObject({ status: 'paid', orderOpen: false })
    expect(entriesOf(ended._id)).toHaveLength(1)
  })

  test('WeChat refuses to close it yet: cancelled, and still asked about, so that a payment after all is booked', async () => {
    const refuse = async () => {
      throw new Failure('UNAVAILABLE', 'too early')
    }
    const { ended, scripted } = await end(refuse, paid)
    expect(ended).toMatchObject({ status: 'cancelled', orderOpen: true })
    await world.cloud.clock.advance(1)
    const later = { ...scripted, clock: { nowMs: () => world.cloud.clock.nowMs() + 31 * minuteMs } }
    await closeStaleOrders(later)
    expect(giftRecord(world, ended._id)).toMatchObject({ status: 'paid', orderOpen: false })
    expect(entriesOf(ended._id)).toHaveLength(1)
  })
})

describe('after the order was closed', () => {
  /** An order that expired and is closed, of which WeChat nevertheless says that it was paid: its close and the payment crossed. */
  async function paidAfterAll() {
    const { gift } = await startGift(world, donor)
    await world.cloud.clock.advance(31 * minuteMs)
    await world.tick()
    expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'expired', orderOpen: false })
    const real = await productWorld(world.cloud)
    const state: PaymentState = {
      ...{ state: 'paid', amountFen: gift.amountFen, transactionId: 'wx2', paidAtMs: gift.createdAtMs + minuteMs },
    }
    const clock = { nowMs: () => world.cloud.clock.nowMs() }
    const payments = { ...real.payments, query: async () => state }
    return { gift, scripted: { ...real, clock, payments, log: () => {} } }
  }
  const event = (giftId: string) => ({ returnCode: 'SUCCESS', outTradeNo: giftId.replace('gift_', '') })

  test('a late call of a payment that is true: the gift is booked, once, however often the call comes', async () => {
    const { gift, scripted } = await paidAfterAll()
    for (const _ of ['late', 'again']) {
      expect(await handleResult(scripted, event(gift.giftId))).toEqual({ errcode: 0, errmsg: '' })
    }
    expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'paid', orderOpen: false })
    expect(entriesOf(gift.giftId)).toHaveLength(1)
  })

  test('cut off between the journal and the gift: the sweep finds it, nothing is lost and nothing doubled', async () => {
    const { gift, scripted } = await paidAfterAll()
    const { database } = scripted
    const dying = new Proxy(database, {
      get(target, name: keyof typeof database) {
        if (name !== 'insert') return target[name].bind(target)
        return async (...words: Parameters<typeof database.insert>) => {
          await target.insert(...words)
          throw new Failure('UNAVAILABLE', 'killed')
        }
      },
    })
    expect(await handleResult({ ...scripted, database: dying }, event(gift.giftId))).toMatchObject({ errcode: 1 })
    expect(entriesOf(gift.giftId)).toHaveLength(1)
    expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'expired', orderOpen: true })
    await closeStaleOrders(scripted)
    expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'paid', orderOpen: false })
    expect(entriesOf(gift.giftId)).toHaveLength(1)
  })

  test('forged: a call for a closed order that nobody paid books nothing, and WeChat is not told that all is well', async () => {
    const { gift } = await startGift(world, donor)
    await world.ok(donor, 'funds.cancelGift', { giftId: gift.giftId })
    expect(await result(gift.giftId, 'wx_pay')).toMatchObject({ errcode: 1 })
    expect(giftRecord(world, gift.giftId).status).toBe('cancelled')
    expect(entriesOf(gift.giftId)).toEqual([])
  })

  test('replayed after the money went back: answered with 0, no second entry, the gift stays refunded', async () => {
    const { gift, payment } = await startGift(world, donor)
    await pay(world, donor, payment)
    await world.cloud.clock.advance(1_000)
    await world.ok(donor, 'funds.askRefund', { giftId: gift.giftId, reason: '按错了' })
    await world.cloud.clock.advance(5_000)
    expect(giftRecord(world, gift.giftId).status).toBe('refunded')
    expect(await result(gift.giftId, 'wx_pay')).toEqual({ errcode: 0, errmsg: '' })
    expect(giftRecord(world, gift.giftId)).toMatchObject({ status: 'refunded', disputedAmountFen: null })
    expect(entriesOf(gift.giftId)).toHaveLength(1)
  })
})

test('a gift belongs to its donor: to anybody else it looks like none', async () => {
  const { gift } = await startGift(world, donor)
  for (const procedure of ['funds.getGift', 'funds.checkGift', 'funds.cancelGift'] as const) {
    expect(await world.code('oStranger', procedure, { giftId: gift.giftId })).toBe('NOT_FOUND')
    expect(await world.code(donor, procedure, { giftId: 'gift_none' })).toBe('NOT_FOUND')
    expect(await world.code('', procedure, { giftId: gift.giftId })).toBe('UNAUTHENTICATED')
    expect(await world.code(donor, procedure, { giftId: 7 })).toBe('INVALID_INPUT')
  }
  expect(giftRecord(world, gift.giftId).status).toBe('awaitingPayment')
})
