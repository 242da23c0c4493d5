/** Ways round the rules of spending that were tried, and are closed. */
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import type { SeatRecord } from '../../../cloudfunctions/funds/policy/roster'
import { defaultRules } from '../../../cloudfunctions/funds/policy/rules'
import type { RosterRecord } from '../../../cloudfunctions/funds/spending/records'
import { upload } from '../files'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import {
  newKey,
  settleFund,
  sign,
  signed,
  spendingFund,
  spendingFundId,
  spendingInput,
  stored,
  submitSpending,
} from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => settleFund(world, 50_000))
afterAll(() => world.close())

/** The fields that a submission is refused for; none when it is taken. */
async function refusedFields(change: Parameters<typeof spendingInput>[1], yuan = 800): Promise<string[]> {
  const reply = await world.call('o-worker', 'funds.submitSpending', spendingInput(yuan, change))
  return reply.ok ? [] : (reply.error.fields ?? []).map(({ path }) => path)
}

/** The committee again, its seats changed by name. */
async function seat(changes: Record<string, Partial<SeatRecord>>): Promise<void> {
  const ports = await productWorld(world.cloud)
  const roster = world.cloud.database.get('rosters', spendingFundId) as unknown as RosterRecord
  const seats = roster.seats.map((each) => ({ ...each, ...changes[each.name] }))
  await ports.database.update('rosters', spendingFundId, {}, { set: { seats } })
}

const person = (name: string) => ({ kind: 'person' as const, name, count: 1 })

describe('signs that nobody sees', () => {
  test.each(['\u200b', '\u2060', '\ufe0f', '\u3164', '·'])(
    '%j hides no related party, no author and no banned use',
    async (sign) => {
      await seat({ m1: { relatedParties: ['林建国'] } })
      expect(await refusedFields({ beneficiary: person(`林${sign}建国`) })).toEqual(['beneficiary.name'])
      expect(await refusedFields({ payeeName: `wor${sign}ker` })).toEqual(['payeeName'])
      if (sign === '·') return
      expect(await refusedFields({ reason: `给两位护工发工${sign}资，共三个月` })).toEqual(['reason'])
    },
  )

  test('nor a person who was given this year’s money already', async () => {
    const most = defaultRules.beneficiaryYearMostFen / 100
    await submitSpending(world, most, { beneficiary: person('周桂芬') })
    expect(await refusedFields({ beneficiary: person('周\u200b桂芬') })).toEqual(['beneficiary.name'])
    expect(await refusedFields({ beneficiary: person('周\ufe0f桂芬') })).toEqual(['beneficiary.name'])
  })

  test('emoji and punctuation stay as they were written', async () => {
    const reason = '卫生间湿滑，“周阿姨”上月摔过一次……谢谢！👨‍👩‍👧'
    const { spendingId } = await submitSpending(world, 800, { reason })
    expect(stored(world, spendingId).reason).toBe(reason)
  })
})

describe('whoever gains by a request', () => {
  test('neither signs it nor pays it: the payee and the beneficiary are known by their names', async () => {
    for (const change of [{ payeeName: 's t a f f' }, { beneficiary: person('ｓｔａｆｆ') }]) {
      const { spendingId } = await submitSpending(world, 800, change)
      const answer = { spendingId, agreed: true, opinion: '同意' }
      expect(await world.code('o-staff', 'funds.signSpending', answer)).toBe('FORBIDDEN')
      const seen = await world.ok('o-staff', 'funds.getSpending', { spendingId })
      expect(seen).toMatchObject({ can: [], blocked: expect.stringContaining('回避') })
    }
    const { spendingId } = await submitSpending(world, 800, { payeeName: 'district' })
    await sign(world, 'colleague', spendingId)
    await sign(world, 'staff', spendingId)
    const payment = {
      spendingId,
      paymentKey: newKey(),
      amountFen: fen(100),
      note: '',
      voucherFileIds: [`cloud://local-env/spending/${newKey()}.jpg`],
    }
    expect(await world.code('o-district', 'funds.paySpending', payment)).toBe('FORBIDDEN')
    expect(stored(world, spendingId)).toMatchObject({ status: 'committed', payments: [] })
  })
})

describe('the most that one beneficiary is given in a year', () => {
  const most = defaultRules.beneficiaryYearMostFen / 100
  const group = (name: string, count: number) => ({ kind: 'group' as const, name, count })

  test('is not passed by a group of one', async () => {
    expect(await refusedFields({ beneficiary: group('周桂芬', 1) })).toEqual(['beneficiary.count'])
    expect(await refusedFields({ beneficiary: { ...person('周桂芬'), count: 30 } })).toEqual(['beneficiary.count'])
  })

  test('nor by calling the person a group afterwards, nor by calling the group a person', async () => {
    await submitSpending(world, most, { beneficiary: person('周桂芬') })
    expect(await refusedFields({ beneficiary: group('周 桂芬', 9_000) })).toEqual(['beneficiary.name'])
    await submitSpending(world, most, { beneficiary: group('林桂芬', 2) })
    expect(await refusedFields({ beneficiary: person('林桂芬') })).toEqual(['beneficiary.name'])
  })

  test('is for each of a group, however often it is asked for', async () => {
    await submitSpending(world, most * 2, { beneficiary: group('三号楼老人', 3) })
    await submitSpending(world, most, { beneficiary: group('三号楼老人', 3) })
    expect(await refusedFields({ beneficiary: group('三号楼老人', 3) }, 1)).toEqual(['beneficiary.name'])
    expect(await refusedFields({ beneficiary: group('四号楼老人', 3) }, 1)).toEqual([])
  })

  test('is kept when requests come at the same moment: what the year has no room for is not set apart', async () => {
    const ports = await productWorld(world.cloud)
    const both = [await submitSpending(world, 1_000), await submitSpending(world, 1_000)]
    // As two that did not see each other: the year has room for one of them.
    const set = { 'rules.beneficiaryYearMostFen': fen(150_000) }
    for (const { spendingId } of both) {
      await ports.database.update('spendingRequests', spendingId, {}, { set })
      await sign(world, 'colleague', spendingId)
    }
    await Promise.all(both.map(({ spendingId }) => sign(world, 'staff', spendingId)))
    const statuses = () => both.map(({ spendingId }) => stored(world, spendingId).status).sort()
    expect(statuses()).toEqual(['approved', 'committed'])
    await world.cloud.clock.advance(3_600_000)
    await world.tick()
    expect(statuses()).toEqual(['approved', 'committed'])
    const committed = both.find(({ spendingId }) => stored(world, spendingId).status === 'committed')
    await world.ok('o-staff', 'funds.settleSpending', {
      ...{ spendingId: committed?.spendingId ?? 'spend_', actualFen: fen(0), note: '没有用上', voucherFileIds: [] },
    })
    await world.cloud.clock.advance(3_600_000)
    await world.tick()
    expect(statuses()).toEqual(['committed', 'settled'])
  })

  test('counts every request of the year, however many others the fund has had since', async () => {
    const { spendingId } = await submitSpending(world, most, { beneficiary: person('周桂芬') })
    const { _id, ...first } = stored(world, spendingId)
    const others = Array.from({ length: 1_100 }, (_, index) => ({
      ...{ ...first, _id: `spend_other${index}`, beneficiary: person(`别人${index}`), beneficiaryKey: `别人${index}` },
      submittedAtMs: first.submittedAtMs - 1_000 - index,
    }))
    await world.load('spendingRequests', ...others)
    expect(await refusedFields({ beneficiary: person('周桂芬') }, 1)).toEqual(['beneficiary.name'])
  })
})

describe('vouchers', () => {
  test('every one is there for whoever looks the request through, beyond the fiftieth too', async () => {
    const { spendingId } = await signed(world, 800)
    for (let payment = 0; payment < 6; payment += 1) {
      const pages = Array.from({ length: 9 }, (_, page) =>
        upload(world, 'spending', 'o-district', `${payment} ${page}`),
      )
      await world.ok('o-district', 'funds.paySpending', {
        ...{ spendingId, paymentKey: newKey(), amountFen: fen(100), note: '' },
        voucherFileIds: await Promise.all(pages),
      })
    }
    const { payments } = await world.ok('o-district', 'funds.getSpending', { spendingId })
    expect(payments.map(({ vouchers }) => vouchers.urls.length)).toEqual([9, 9, 9, 9, 9, 9])
  })
})

describe('a fund is asked for a case', () => {
  const needId = 'need_0123456789abcdef0123456789abcdef' as const
  const elsewhere = '500110002001'
  const fundId = `fund_${elsewhere}` as const

  test.each(['submitted', 'offered', 'triage', 'closed', 'withdrawn'])(
    'not by an offer that nobody accepted nor a case that is over: %s',
    async (status) => {
      await world.load('funds', spendingFund(world.cloud.clock.nowMs(), elsewhere))
      await world.load('needs', { _id: needId, territoryCode: elsewhere, offer: { workerOpenid: 'o-worker' }, status })
      expect(await world.code('o-worker', 'funds.listAskable', { needId })).toBe('NOT_FOUND')
      const path = { fundId, needId, field: 'elderCare', amountFen: 0, beneficiary: person(''), payeeName: '' }
      expect(await world.code('o-worker', 'funds.getSpendingPath', { ...path, changeFrom: null })).toBe('NOT_FOUND')
      const input = spendingInput(500, { source: { kind: 'case', needId }, fundId })
      expect(await world.code('o-worker', 'funds.submitSpending', input)).toBe('NOT_FOUND')
    },
  )

  test.each(['accepted', 'serving'])('by its worker while they have it in hand: %s', async (status) => {
    await world.load('funds', spendingFund(world.cloud.clock.nowMs(), elsewhere))
    await world.load('needs', { _id: needId, territoryCode: elsewhere, offer: { workerOpenid: 'o-worker' }, status })
    expect(await world.ok('o-worker', 'funds.listAskable', { needId })).toHaveLength(1)
  })
})
