import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import { startTestWorld, type TestWorld } from '../world'
import { fundId, fundRecord, giftInput, giftRecord, journal, pay, startGift } from './scene'

/** Generous: the machine may be busy with other tests. */

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  const nowMs = world.cloud.clock.nowMs()
  const campaign = fundRecord(nowMs).campaign
  if (!campaign) throw new Error('the fund has a campaign')
  await world.load(
    'funds',
    fundRecord(nowMs),
    fundRecord(nowMs, { _id: 'fund_500110001004', campaign: null }),
    fundRecord(nowMs, { _id: 'fund_500110001005', campaign: { ...campaign, opensAtMs: nowMs + dayMs } }),
    fundRecord(nowMs, { _id: 'fund_500110001006', campaign: { ...campaign, closesAtMs: nowMs - dayMs } }),
  )
})
afterAll(() => world.close())

describe('funds.startGift', () => {
  test('ok: a gift that waits for payment, with the parameters for the pay sheet; nothing in the books yet', async () => {
    const { gift, payment } = await startGift(world, 'oDonor', { earmark: 'elderCare', message: '保重身体' })
    expect(gift).toMatchObject({
      fundId,
      fundName: '新山村社区治理专项基金',
      organisation: '綦江区慈善会',
      amountFen: 2_000,
      earmark: 'elderCare',
      donorName: '林女士',
      message: '保重身体',
      status: 'awaitingPayment',
      paidAtMs: null,
      certificateNumber: null,
      entryNumber: null,
    })
    expect(payment.package).toMatch(/^prepay_id=wx/)
    expect(world.cloud.pay.byPrepayId(payment.package.replace('prepay_id=', ''))).toMatchObject({
      outTradeNo: gift.giftId.replace('gift_', ''),
      totalFeeFen: 2_000,
      openid: 'oDonor',
    })
    expect(journal(world)).toEqual([])
  })

  test('replay: the same key is the same gift and the same order', async () => {
    const input = giftInput()
    const [first, second] = await Promise.all([
      world.ok('oDonor', 'funds.startGift', input),
      world.ok('oDonor', 'funds.startGift', input),
    ])
    const third = await world.ok('oDonor', 'funds.startGift', input)
    expect(second?.gift).toEqual(first?.gift)
    expect(third.gift).toEqual(first?.gift)
    expect(new Set([first, second, third].map((reply) => reply?.payment?.package)).size).toBe(1)
    const mine = world.cloud.pay.orders().filter(({ outTradeNo }) => first?.gift.giftId.endsWith(outTradeNo))
    expect(mine).toHaveLength(1)
  })

  test('replay after payment: the gift as it stands, and no second pay sheet', async () => {
    const input = giftInput()
    const { payment } = await world.ok('oDonor', 'funds.startGift', input)
    if (!payment) throw new Error('no pay sheet')
    await pay(world, 'oDonor', payment, 'never')
    const again = await world.ok('oDonor', 'funds.startGift', input)
    expect(again).toMatchObject({ payment: null, gift: { status: 'paid' } })
  })

  test('conflict: the same key with other input is KEY_REUSED; another person may use the same key', async () => {
    const input = giftInput()
    await world.ok('oDonor', 'funds.startGift', input)
    expect(await world.code('oDonor', 'funds.startGift', { ...input, amountFen: 2_001 })).toBe('KEY_REUSED')
    expect(await world.code('oDonor', 'funds.startGift', { ...input, donorName: null })).toBe('KEY_REUSED')
    const other = await world.ok('oOther', 'funds.startGift', input)
    expect(other.payment).not.toBeNull()
  })

  test.each([
    ['amountFen', 99],
    ['amountFen', 5_000_001],
    ['amountFen', 100.5],
    ['amountFen', '2000'],
    ['giftKey', 'short'],
    ['fundId', 'need_1'],
    ['earmark', 'gardening'],
    ['donorName', ''],
    ['donorName', '名'.repeat(21)],
    ['message', '好'.repeat(51)],
  ])('invalid: %s %p is refused by name, and nothing is kept', async (field, value) => {
    const before = world.cloud.database.count('gifts')
    const reply = await world.call('oDonor', 'funds.startGift', { ...giftInput(), [field]: value })
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', fields: [{ path: field }] } })
    expect(world.cloud.database.count('gifts')).toBe(before)
  })

  test('unauthenticated: without identity there is no gift', async () => {
    expect(await world.code('', 'funds.startGift', giftInput())).toBe('UNAUTHENTICATED')
  })

  test('a fund that is not there is NOT_FOUND', async () => {
    expect(await world.code('oDonor', 'funds.startGift', giftInput({ fundId: 'fund_500110001099' }))).toBe('NOT_FOUND')
  })

  test.each([
    ['fund_500110001004', '还没有备案'],
    ['fund_500110001005', '开始'],
    ['fund_500110001006', '结束'],
  ] as const)('forbidden: %s takes no gifts outside of a filed campaign, and says why', async (closed, words) => {
    const reply = await world.call('oDonor', 'funds.startGift', giftInput({ fundId: closed }))
    expect(reply).toMatchObject({ ok: false, error: { code: 'FUND_CLOSED', retryable: false } })
    expect(!reply.ok && reply.error.message).toContain(words)
  })

  test('a name that content security refuses is refused; one that it is not sure of stays unseen', async () => {
    // Words of the local content check: the first is refused, the second goes to a person.
    expect(await world.code('oDonor', 'funds.startGift', giftInput({ message: '稳赚不赔' }))).toBe('CONTENT_REFUSED')
    const { gift, payment } = await startGift(world, 'oDonor', { donorName: '传销' })
    await pay(world, 'oDonor', payment)
    await world.cloud.clock.advance(1_000)
    const { entryId } = giftRecord(world, gift.giftId)
    expect(world.cloud.database.get('journal', entryId ?? '')).toMatchObject({ title: '爱心人士的捐赠' })
  })

  test('round trips: one more write than the gift itself needs, the rate limit', async () => {
    expect(await world.roundTrips(() => startGift(world, 'oCounted'))).toBe(4)
  })
})
