/** Giving a gift back: by the rule, once, and seen when it fails. Through the real bundles and WeChat Pay's local double. */

import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { hourMs } from '../../../cloudfunctions/shared/time/spans'
import type { GiftId } from '../../../typings/ids'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { approver, author, resident, setIncomeScene } from './income-scene'
import { auditFund, fundId, giftRecord, give, journal, pay, startGift } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await setIncomeScene(world)
})
afterAll(() => world.close())
afterEach(() => expect(auditFund(world)).toEqual([]))

const reason = '不小心多按了一个零'
const ask = (giftId: GiftId, openid = 'oDonor') => world.ok(openid, 'funds.askRefund', { giftId, reason })
const kinds = (giftId: GiftId) => {
  const own = journal(world).filter(({ cause, reverses }) => cause === giftId || reverses !== null)
  const gift = own.find(({ cause }) => cause === giftId)
  const back = own.filter(({ reverses }) => reverses === gift?._id)
  const undone = own.filter(({ reverses }) => back.some(({ _id }) => _id === reverses))
  return [...back, ...undone].map(({ kind }) => kind)
}

test('ok: asked within the day, the money leaves the books at once, WeChat pays it back, gift and refund say so', async () => {
  const { giftId } = await give(world, 'oDonor')
  const offer = await world.ok('oDonor', 'funds.getRefundOffer', { giftId })
  expect(offer).toMatchObject({ closedBecause: null, automatic: true, refund: null })
  expect(await ask(giftId)).toMatchObject({ status: 'sending', amountFen: 2_000 })
  expect((await world.ok(resident, 'funds.get', { fundId })).balanceFen).toBe(0)
  // WeChat calls when it has paid back; what the call says is asked of WeChat.
  await world.cloud.clock.advance(5_000)
  expect(await world.ok('oDonor', 'funds.getRefundOffer', { giftId })).toMatchObject({
    ...{ refund: { status: 'done' }, gift: { status: 'refunded' }, closedBecause: '这笔善款已经退款。' },
  })
  expect(world.cloud.pay.orders().find(({ outTradeNo }) => giftId.endsWith(outTradeNo))?.state).toBe('REFUND')
  expect(kinds(giftId)).toEqual(['refund'])
  const { rows } = await world.ok('oDonor', 'people.listInbox', { cursor: null })
  expect(rows[0]).toMatchObject({ title: '退款已办好' })
})

test('replay: asked five times at once it is one refund, one entry and one payment back', async () => {
  const { giftId } = await give(world, 'oDonor')
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => world.call('oDonor', 'funds.askRefund', { giftId, reason })),
  )
  expect(replies.filter(({ ok }) => ok).length).toBeGreaterThan(0)
  await world.cloud.clock.advance(65_000)
  await world.tick()
  expect(await ask(giftId)).toMatchObject({ status: 'done' })
  expect(kinds(giftId)).toEqual(['refund'])
})

test('lost: when WeChat’s call never comes, the timer asks', async () => {
  const { giftId } = await give(world, 'oDonor')
  await ask(giftId)
  await world.restart()
  await world.cloud.clock.advance(65_000)
  await world.tick()
  expect(giftRecord(world, giftId).status).toBe('refunded')
})

test('too late, somebody else’s, unpaid and unauthenticated are refused; the donor reads why', async () => {
  const { giftId } = await give(world, 'oDonor')
  expect(await world.code('oOther', 'funds.askRefund', { giftId, reason })).toBe('NOT_FOUND')
  expect(await world.code('', 'funds.askRefund', { giftId, reason })).toBe('UNAUTHENTICATED')
  expect(await world.code('oDonor', 'funds.askRefund', { giftId, reason: '' })).toBe('INVALID_INPUT')
  await world.cloud.clock.advance(25 * hourMs, 2)
  expect(await world.code('oDonor', 'funds.askRefund', { giftId, reason })).toBe('NOT_NOW')
  const { closedBecause } = await world.ok('oDonor', 'funds.getRefundOffer', { giftId })
  expect(closedBecause).toContain('24 小时')
})

test('a large one waits for a person of the district, who may decline with a reason; nobody decides on their own gift', async () => {
  const large = { amountFen: fen(200_000) }
  const { giftId } = await give(world, 'oDonor', large)
  const { giftId: second } = await give(world, 'oDonor', large)
  const { giftId: own } = await give(world, author, large)
  const [asked, other, mine] = [await ask(giftId), await ask(second), await ask(own, author)]
  expect(asked.status).toBe('asked')
  const { rows } = await world.ok(author, 'funds.listRefunds', { cursor: null })
  expect(rows.map(({ refundId }) => refundId)).toEqual([asked, other, mine].map(({ refundId }) => refundId))
  const agree = { refundId: asked.refundId, version: asked.version, agreed: true, reason: '' }
  expect(await world.code('oDonor', 'funds.decideRefund', agree)).toBe('FORBIDDEN')
  expect(await world.code('oElsewhere', 'funds.decideRefund', agree)).toBe('NOT_FOUND')
  expect(await world.code(author, 'funds.decideRefund', { ...agree, refundId: mine.refundId })).toBe('FORBIDDEN')
  const no = { refundId: other.refundId, version: other.version, agreed: false, reason: '' }
  expect(await world.code(author, 'funds.decideRefund', no)).toBe('INVALID_INPUT')
  expect(await world.ok(author, 'funds.decideRefund', { ...no, reason: '已电话说明，捐赠人同意保留' })).toMatchObject({
    ...{ status: 'declined', words: '已电话说明，捐赠人同意保留' },
  })
  await world.ok(author, 'funds.decideRefund', agree)
  expect(await world.code(approver, 'funds.decideRefund', agree)).toBe('NOT_NOW')
  await world.ok(approver, 'funds.decideRefund', { ...agree, refundId: mine.refundId, version: mine.version })
  await world.cloud.clock.advance(5_000)
  expect([giftId, second, own].map((id) => giftRecord(world, id).status)).toEqual(['refunded', 'paid', 'refunded'])
})

test('refused by WeChat: the money is back in the books, a person sees it with WeChat’s words, and can try again', async () => {
  const { giftId } = await give(world, 'oDonor')
  const orderNumber = giftId.replace('gift_', '')
  // Somebody paid it back by hand on the merchant's page: WeChat has nothing left to give.
  await world.cloud.pay.refundByHand(orderNumber, 2_000)
  const before = (await world.ok(resident, 'funds.get', { fundId })).balanceFen
  const failed = await ask(giftId)
  expect(failed).toMatchObject({ status: 'failed', words: '退款金额大于可退金额' })
  expect((await world.ok(resident, 'funds.get', { fundId })).balanceFen).toBe(before)
  expect(kinds(giftId)).toEqual(['refund', 'correction'])
  const { rows } = await world.ok(author, 'funds.listRefunds', { cursor: null })
  expect(rows).toMatchObject([{ giftId, status: 'failed' }])
  const alerts = world.cloud.database.find('alerts')
  expect(alerts).toMatchObject([{ kind: 'difference', title: '有一笔退款没有成功' }])
  const again = { refundId: failed.refundId, version: failed.version, agreed: true, reason: '' }
  expect(await world.ok(author, 'funds.decideRefund', again)).toMatchObject({ status: 'failed' })
  expect(kinds(giftId)).toEqual(['refund', 'refund', 'correction', 'correction'])
  expect(giftRecord(world, giftId).status).toBe('paid')
})

test('spent in the meantime: nothing is given back, and the donor reads why', async () => {
  const { giftId } = await give(world, 'oDonor', { earmark: 'childCare' })
  const { database } = world.cloud
  await world.ok('oDonor', 'funds.getRefundOffer', { giftId })
  const product = await productWorld(world.cloud)
  const { postAtOnce } = await import('../../../cloudfunctions/funds/books/post')
  const { paymentEntry } = await import('../../../cloudfunctions/funds/ledger/entries')
  await postAtOnce(product, fundId, async (_, books) => {
    const atMs = world.cloud.clock.nowMs()
    const facts = { fundId, atMs, titleSalt: 'salt', cause: 'books', amountFen: fen(500), title: '绘本' } as const
    return { entries: [paymentEntry(books, { ...facts, earmark: 'childCare' })], result: null }
  })
  expect(await world.code('oDonor', 'funds.askRefund', { giftId, reason })).toBe('NOT_NOW')
  const { closedBecause } = await world.ok('oDonor', 'funds.getRefundOffer', { giftId })
  expect(closedBecause).toContain('已经开始使用')
  expect(database.find('refunds', { giftId })).toEqual([])
})

describe('the daily bill', () => {
  test('a day that agrees is noted; a payment whose call was lost is found and booked; what nobody explains waits', async () => {
    const { shanghaiDay } = await import('../../../cloudfunctions/shared/time/shanghai')
    await world.cloud.clock.advance(30 * hourMs, 2)
    await world.tick()
    const day = shanghaiDay(world.cloud.clock.nowMs())
    const { giftId } = await give(world, 'oDonor')
    const { gift: lost, payment } = await startGift(world, 'oDonor')
    await pay(world, 'oDonor', payment, 'never')
    expect(giftRecord(world, lost.giftId).status).toBe('awaitingPayment')
    // Given back past every function: the books know nothing of it.
    await world.cloud.pay.refundByHand(giftId.replace('gift_', ''), 700)
    await world.cloud.clock.advance(36 * hourMs, 2)
    await world.tick()
    const { days } = await world.ok(author, 'funds.getIncomeDesk', {})
    expect(days.find((each) => each.day === day)).toMatchObject({
      ...{
        status: 'differs',
        billCount: 2,
        billFen: 4_000,
        bookedCount: 2,
        bookedFen: 4_000,
        refundFen: 700,
        differenceCount: 1,
      },
    })
    const { rows } = await world.ok(author, 'funds.listDifferences', { status: 'open', cursor: null })
    const own = rows.filter((each) => each.day === day)
    expect(own).toMatchObject([{ kind: 'refundNotBooked', statedFen: 700, bookedFen: null }])
    expect(giftRecord(world, lost.giftId).status).toBe('paid')
    const [difference] = own
    if (!difference) throw new Error('one waits')
    const { differenceId, version } = difference
    const resolve = { differenceId, version, reason: '财务按捐赠人来电手工退款，待补记', fundId: null }
    expect(await world.code(author, 'funds.resolveDifference', { ...resolve, fundId })).toBe('INVALID_INPUT')
    expect(await world.ok(author, 'funds.resolveDifference', resolve)).toMatchObject({ status: 'resolved' })
    expect(await world.code(approver, 'funds.resolveDifference', resolve)).toBe('CONFLICT')
    // Another look at the same day queues nothing a second time.
    await world.cloud.clock.advance(6 * 60_000)
    await world.tick()
    const after = await world.ok(author, 'funds.listDifferences', { status: 'open', cursor: null })
    expect(after.rows.filter((each) => each.day === day)).toEqual([])
  })
})
