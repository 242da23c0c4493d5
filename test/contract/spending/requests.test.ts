import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import { auditFund, give } from '../funds/scene'
import { startTestWorld, type TestWorld } from '../world'
import {
  balances,
  minute,
  newKey,
  pay,
  settleFund,
  sign,
  signed,
  somePaper,
  spendingFundId,
  spendingInput,
  stored,
  submitSpending,
  vote,
  voted,
} from './scene'

/** Generous: the machine may be busy with other tests. */

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => settleFund(world, 50_000))
afterEach(() => {
  // Whatever a test did to the fund, its books are right.
  expect(auditFund(world, spendingFundId)).toEqual([])
})
afterAll(() => world.close())

describe('a request through its tiers', () => {
  test('small: signed by worker and staff, set apart, paid by the district, settled; the rest is free again', async () => {
    const { spendingId, ...detail } = await signed(world, 1_000)
    expect(detail).toMatchObject({ status: 'committed', next: expect.stringContaining('付款') })
    expect(balances(world)).toEqual({ available: 49_000, committed: 1_000 })
    const paid = await pay(world, 'district', spendingId, 900)
    expect(paid).toMatchObject({ status: 'paid', paidFen: 90_000 })
    const input = { spendingId, actualFen: fen(85_000), voucherFileIds: [], note: '装好了三处，老人满意' }
    const settled = await world.ok('o-worker', 'funds.settleSpending', input)
    expect(settled).toMatchObject({
      status: 'settled',
      settlement: { actualFen: 85_000, releasedFen: 10_000, returnedFen: 5_000, byName: 'worker' },
    })
    expect(balances(world)).toEqual({ available: 49_150, committed: 0 })
    const fund = await world.ok('o-anyone', 'funds.get', { fundId: spendingFundId })
    expect(fund).toMatchObject({ balanceFen: 4_915_000, committedFen: 0, totalSpentFen: 85_000 })
    expect(fund.bought[0]).toMatchObject({ title: '为独居老人安装扶手', amountFen: 90_000, field: 'elderCare' })
  })

  test('the largest goes through committee, street and district, one after the other', async () => {
    const { spendingId } = await signed(world, 40_000, { beneficiary: { kind: 'group', name: '独居老人', count: 30 } })
    expect(stored(world, spendingId).waitsFor).toEqual(['fundCommitteeMember', 'fundSupervisor'])
    const afterVote = await voted(world, spendingId)
    expect(afterVote).toMatchObject({ status: 'reviewing', step: 'street' })
    expect(await world.code('o-district', 'funds.signSpending', { spendingId, agreed: true, opinion: '同意' })).toBe(
      'FORBIDDEN',
    )
    expect(await sign(world, 'street', spendingId)).toMatchObject({ step: 'district' })
    expect(await sign(world, 'district', spendingId)).toMatchObject({ status: 'committed' })
    expect(balances(world)).toEqual({ available: 10_000, committed: 40_000 })
    // Who approved it does not pay it.
    const payment = {
      spendingId,
      paymentKey: newKey(),
      amountFen: fen(100),
      voucherFileIds: [somePaper()],
      note: '',
    }
    expect(await world.code('o-district', 'funds.paySpending', payment)).toBe('FORBIDDEN')
  })

  test('each step is told to those who are asked, in their inbox', async () => {
    const { spendingId } = await submitSpending(world, 5_000)
    const inboxOf = async (who: string) => (await world.ok(`o-${who}`, 'people.listInbox', { cursor: null })).rows
    expect((await inboxOf('staff'))[0]).toMatchObject({
      page: `/committee/pages/request/request?spendingId=${spendingId}`,
    })
    expect(await inboxOf('m1')).toEqual([])
    await sign(world, 'colleague', spendingId)
    await sign(world, 'staff', spendingId)
    for (const who of ['m1', 'm5', 'supervisor']) expect(await inboxOf(who)).toHaveLength(1)
    await voted(world, spendingId)
    expect((await inboxOf('worker'))[0]?.body).toContain('钱已留出')
  })

  test('a failed quorum: told to the author, called once more, and then it passes', async () => {
    const { spendingId } = await signed(world, 5_000)
    await minute(world, spendingId)
    await vote(world, 'm1', spendingId)
    await world.cloud.clock.advance(7 * dayMs)
    await world.tick()
    expect(stored(world, spendingId)).toMatchObject({ status: 'noQuorum' })
    expect(await world.code('o-m2', 'funds.voteSpending', { spendingId, vote: 'yes', opinion: '' })).toBe('NOT_NOW')
    const { version } = await world.ok('o-staff', 'funds.getSpending', { spendingId })
    const input = { spendingId, version }
    expect(await world.code('o-m2', 'funds.reopenVote', input)).toBe('FORBIDDEN')
    expect(await world.ok('o-staff', 'funds.reopenVote', input)).toMatchObject({ status: 'reviewing' })
    expect(await world.ok('o-staff', 'funds.reopenVote', input)).toMatchObject({ status: 'reviewing' })
    expect(await world.code('o-worker', 'funds.reopenVote', { spendingId, version: 1 })).toBe('CONFLICT')
    expect(await voted(world, spendingId)).toMatchObject({ status: 'committed' })
  })

  test('so many stand aside that the street decides in the committee’s place', async () => {
    const { spendingId } = await signed(world, 5_000)
    for (const who of ['m1', 'm2']) {
      await world.ok(`o-${who}`, 'funds.recuseSpending', { spendingId, reason: '收款方是亲戚' })
    }
    const input = { spendingId, reason: '收款方是亲戚' }
    const sent = await world.ok('o-m3', 'funds.recuseSpending', input)
    expect(sent).toMatchObject({ step: 'street', status: 'reviewing' })
    expect(await sign(world, 'street', spendingId)).toMatchObject({ status: 'committed' })
  })
})

describe('money', () => {
  test('approved without money waits, and is set apart when a gift came', async () => {
    await settleFund(world, 1_000)
    const first = await submitSpending(world, 900)
    const second = await submitSpending(world, 900, { beneficiary: { kind: 'person', name: '李大爷', count: 1 } })
    for (const { spendingId } of [first, second]) {
      await sign(world, 'colleague', spendingId)
      await sign(world, 'staff', spendingId)
    }
    expect(stored(world, second.spendingId).status).toBe('approved')
    expect(balances(world)).toEqual({ available: 100, committed: 900 })
    expect(await world.code('o-worker', 'funds.commitSpending', { spendingId: second.spendingId })).toBe('NOT_NOW')
    await give(world, 'o-donor', { fundId: spendingFundId, amountFen: fen(90_000) })
    await world.tick()
    expect(stored(world, second.spendingId).status).toBe('committed')
    expect(balances(world)).toEqual({ available: 100, committed: 1_800 })
    const input = { spendingId: second.spendingId }
    expect(await world.ok('o-worker', 'funds.commitSpending', input)).toMatchObject({ status: 'committed' })
  })

  test('ten requests approved in the same moment never promise more than there is', async () => {
    await settleFund(world, 3_500)
    const requests = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        submitSpending(world, 1_000, { beneficiary: { kind: 'group', name: `第 ${index + 1} 楼`, count: 9 } }),
      ),
    )
    await Promise.all(requests.map(({ spendingId }) => sign(world, 'colleague', spendingId)))
    const replies = await Promise.all(
      requests.map(({ spendingId }) =>
        world.call('o-staff', 'funds.signSpending', { spendingId, agreed: true, opinion: '同意' }),
      ),
    )
    // A reply can be BUSY; the signature is kept and the timer finishes it.
    expect(replies.every((reply) => reply.ok || reply.error.code === 'BUSY')).toBe(true)
    await world.tick()
    await world.cloud.clock.advance(dayMs / 24)
    await world.tick()
    const states = requests.map(({ spendingId }) => stored(world, spendingId).status)
    expect(states.filter((status) => status === 'committed')).toHaveLength(3)
    expect(states.filter((status) => status === 'approved')).toHaveLength(7)
    expect(balances(world)).toEqual({ available: 500, committed: 3_000 })
  })

  test('payments: never above what is set apart, the same key once, another amount with it refused', async () => {
    const { spendingId } = await signed(world, 1_000)
    const paymentKey = newKey()
    await pay(world, 'district', spendingId, 600, paymentKey)
    await pay(world, 'district', spendingId, 600, paymentKey)
    expect(balances(world)).toEqual({ available: 49_000, committed: 400 })
    const payment = { spendingId, paymentKey, amountFen: fen(50_000), voucherFileIds: [somePaper()], note: '' }
    expect(await world.code('o-district', 'funds.paySpending', payment)).toBe('KEY_REUSED')
    const more = { ...payment, paymentKey: newKey() }
    expect(await world.code('o-district', 'funds.paySpending', more)).toBe('NOT_NOW')
    const byStaff = { ...more, amountFen: fen(100), voucherFileIds: [somePaper()] }
    expect(await world.code('o-staff', 'funds.paySpending', byStaff)).toBe('FORBIDDEN')
    expect(await world.code('o-worker', 'funds.paySpending', more)).toBe('FORBIDDEN')
    expect(await world.code('o-district', 'funds.paySpending', { ...more, voucherFileIds: [] })).toBe('INVALID_INPUT')
    const settlement = { spendingId, actualFen: fen(60_100), voucherFileIds: [], note: '装好了' }
    expect(await world.code('o-worker', 'funds.settleSpending', settlement)).toBe('NOT_NOW')
    const fits = { ...settlement, actualFen: fen(60_000) }
    const [one, two] = await Promise.all([
      world.ok('o-worker', 'funds.settleSpending', fits),
      world.ok('o-worker', 'funds.settleSpending', fits),
    ])
    expect([one.status, two.status]).toEqual(['settled', 'settled'])
    expect(balances(world)).toEqual({ available: 49_400, committed: 0 })
    expect(await world.code('o-colleague', 'funds.settleSpending', fits)).toBe('NOT_NOW')
  })

  test('who paid does not settle', async () => {
    const { spendingId } = await submitSpending(world, 1_000)
    await sign(world, 'colleague', spendingId)
    await sign(world, 'street', spendingId)
    await pay(world, 'staff', spendingId, 1_000)
    const settlement = { spendingId, actualFen: fen(100_000), voucherFileIds: [], note: '装好了' }
    expect(await world.code('o-staff', 'funds.settleSpending', settlement)).toBe('FORBIDDEN')
    expect(await world.ok('o-worker', 'funds.settleSpending', settlement)).toMatchObject({ status: 'settled' })
  })
})

describe('funds.submitSpending', () => {
  test('replay: the same key is the same request; with other input KEY_REUSED', async () => {
    const input = spendingInput(800)
    const [one, two] = await Promise.all([
      world.ok('o-worker', 'funds.submitSpending', input),
      world.ok('o-worker', 'funds.submitSpending', input),
    ])
    expect(two.spendingId).toBe(one.spendingId)
    expect(world.cloud.database.count('spendingRequests')).toBe(1)
    expect(await world.code('o-worker', 'funds.submitSpending', { ...input, title: '换成别的事' })).toBe('KEY_REUSED')
  })

  test.each([
    ['title', '扶手'],
    ['reason', '短'],
    ['items', []],
    ['items', [{ name: '扶手', quantity: 0, unitFen: 100 }]],
    ['items', [{ name: '扶手', quantity: 1, unitFen: 0.5 }]],
    ['beneficiary', { kind: 'person', name: '', count: 1 }],
    ['quoteFileIds', ['https://elsewhere/x.jpg']],
    ['spendingKey', 'short'],
    ['source', { kind: 'case' }],
  ])('invalid: %s %j', async (field, value) => {
    const reply = await world.call('o-worker', 'funds.submitSpending', { ...spendingInput(800), [field]: value })
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    expect(!reply.ok && reply.error.fields?.[0]?.path.startsWith(field)).toBe(true)
  })

  test('what the rules do not allow is told by field: too much, a related beneficiary, a banned use', async () => {
    const reply = await world.call('o-worker', 'funds.submitSpending', {
      ...spendingInput(200_000),
      reason: '用来宴请帮过忙的志愿者和邻居们',
      beneficiary: { kind: 'person', name: 'm1', count: 1 },
    })
    const paths = !reply.ok && reply.error.fields?.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['items', 'reason', 'beneficiary.name']))
    expect(world.cloud.database.count('spendingRequests')).toBe(0)
  })

  test('a person’s name has no place in words that others read', async () => {
    const named = spendingInput(800, { title: '为周桂芬家安装扶手' })
    const reply = await world.call('o-worker', 'funds.submitSpending', named)
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', fields: [{ path: 'title' }] } })
  })

  test('one beneficiary is not given more in a year than the rules allow, however it is cut', async () => {
    await submitSpending(world, 6_000)
    const reply = await world.call('o-worker', 'funds.submitSpending', spendingInput(6_000))
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', fields: [{ path: 'beneficiary.name' }] } })
  })

  test('an amount that needs a vote is refused while the committee is not in order, and says why', async () => {
    await settleFund(world, 50_000, { roster: false })
    const input = { ...spendingInput(5_000) }
    const { fundId, field, beneficiary, payeeName, changeFrom } = input
    const path = { fundId, needId: null, field, beneficiary, payeeName, changeFrom, amountFen: fen(500_000) }
    const shown = await world.ok('o-worker', 'funds.getSpendingPath', path)
    expect(shown.steps).toEqual(['staff', 'committee'])
    expect(shown.obstacles).toEqual([{ path: 'roster', words: expect.stringContaining('至少要 5 人') }])
    expect(await world.code('o-worker', 'funds.submitSpending', input)).toBe('INVALID_INPUT')
  })

  test('unauthenticated, forbidden and out of sight', async () => {
    expect(await world.code('', 'funds.submitSpending', spendingInput(800))).toBe('UNAUTHENTICATED')
    expect(await world.code('o-anyone', 'funds.submitSpending', spendingInput(800))).toBe('FORBIDDEN')
    expect(await world.code('o-m1', 'funds.submitSpending', spendingInput(800))).toBe('FORBIDDEN')
    expect(await world.code('o-stranger', 'funds.submitSpending', spendingInput(800))).toBe('NOT_FOUND')
    const { spendingId } = await submitSpending(world, 800)
    expect(await world.code('o-stranger', 'funds.getSpending', { spendingId })).toBe('NOT_FOUND')
    expect(await world.code('o-anyone', 'funds.getSpending', { spendingId })).toBe('FORBIDDEN')
    const needId = 'need_00000000000000000000000000000000' as const
    const fromCase = spendingInput(800, { source: { kind: 'case', needId } })
    expect(await world.code('o-worker', 'funds.submitSpending', fromCase)).toBe('NOT_FOUND')
  })

  test('words that content security refuses are refused', async () => {
    expect(await world.code('o-worker', 'funds.submitSpending', spendingInput(800, { title: '稳赚不赔的好事' }))).toBe(
      'CONTENT_REFUSED',
    )
  })
})

test('a beneficiary’s name is masked on every screen, a group’s is not', async () => {
  const { spendingId } = await submitSpending(world, 800)
  for (const who of ['worker', 'staff', 'district']) {
    const { beneficiary } = await world.ok(`o-${who}`, 'funds.getSpending', { spendingId })
    expect(beneficiary.name).toBe('周**')
  }
  const group = await submitSpending(world, 800, { beneficiary: { kind: 'group', name: '三号楼老人', count: 12 } })
  expect(group.beneficiary.name).toBe('三号楼老人')
})

test('queues: what waits for a person, what they submitted, and what lies below their duties', async () => {
  const { spendingId } = await submitSpending(world, 5_000)
  const list = async (who: string, view: 'waiting' | 'mine' | 'all') =>
    (await world.ok(`o-${who}`, 'funds.listSpending', { view, cursor: null })).rows.map((row) => row.spendingId)
  expect(await list('worker', 'waiting')).toEqual([])
  expect(await list('worker', 'mine')).toEqual([spendingId])
  for (const who of ['colleague', 'staff', 'street']) expect(await list(who, 'waiting')).toEqual([spendingId])
  expect(await list('m1', 'waiting')).toEqual([])
  expect(await list('district', 'all')).toEqual([spendingId])
  expect(await list('stranger', 'all')).toEqual([])
  await sign(world, 'colleague', spendingId)
  await sign(world, 'staff', spendingId)
  expect(await list('staff', 'waiting')).toEqual([])
  expect(await list('m1', 'waiting')).toEqual([spendingId])
  await vote(world, 'm1', spendingId)
  expect(await list('m1', 'waiting')).toEqual([])
  expect(await list('supervisor', 'waiting')).toEqual([spendingId])
})

test('a signature or a vote sent again changes nothing; another one is refused', async () => {
  const { spendingId } = await submitSpending(world, 5_000)
  const [one, two] = await Promise.all([sign(world, 'staff', spendingId), sign(world, 'staff', spendingId)])
  expect([one, two].map(({ steps }) => steps[0]?.signatures.length)).toEqual([1, 1])
  expect(await world.code('o-staff', 'funds.signSpending', { spendingId, agreed: false, opinion: '不同意' })).toBe(
    'FORBIDDEN',
  )
  await sign(world, 'colleague', spendingId)
  await vote(world, 'm1', spendingId)
  await vote(world, 'm1', spendingId)
  expect(await world.code('o-m1', 'funds.voteSpending', { spendingId, vote: 'no', opinion: '' })).toBe('CONFLICT')
  expect(await world.code('o-staff', 'funds.voteSpending', { spendingId, vote: 'no', opinion: '' })).toBe('FORBIDDEN')
  expect(await world.code('o-m1', 'funds.minuteSpending', { spendingId, opinion: '合规' })).toBe('FORBIDDEN')
})
