import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import { noCredits } from '../../../cloudfunctions/people/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { auditFund, fundId, fundRecord, giftRecord, give, startGift } from './scene'

/** Generous: the machine may be busy with other tests. */

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  const nowMs = world.cloud.clock.nowMs()
  const codes = ['500110001003', '500110001004', '500110002001', '500110003001', '500111001001']
  const funds = codes.map((territoryCode) =>
    fundRecord(nowMs, { _id: `fund_${territoryCode}`, territoryCode, districtCode: territoryCode.slice(0, 6) }),
  )
  const { entries, chain, checkpoint } = writeHistory(
    fundId,
    [
      { kind: 'seedGrant', cause: 'pilot', title: '区级种子资金', amountFen: fen(1_000_000), atMs: nowMs - 90 * dayMs },
      ...[1, 2, 3, 4, 5, 6].map((index) => ({
        ...{
          kind: 'payment' as const,
          cause: `bought ${index}`,
          title: `第 ${index} 次采购`,
          earmark: 'elderCare' as const,
        },
        ...{ amountFen: fen(10_000 * index), atMs: nowMs - (50 - index) * dayMs },
      })),
    ],
    () => 'salt',
  )
  await world.load('funds', ...funds)
  await world.load('journal', ...entries)
  await world.load('chain', ...chain)
  await world.load('fundCheckpoints', checkpoint)
  await world.load('people', staff('oStaff', '500110001003'), staff('oElsewhere', '500110002001'))
})
afterAll(() => world.close())

function staff(openid: string, territoryCode: string) {
  const duty = { role: 'communityStaff', territoryCode, territoryName: '社区' }
  return { _id: openid, openid, name: '张社工', duties: [duty], messageCredits: {}, unreadCount: 0 }
}

describe('funds.get', () => {
  test('ok: balance, totals, what it bought, latest flows with their numbers, filing and proof', async () => {
    const fund = await world.ok('oAnyone', 'funds.get', { fundId })
    expect(fund).toMatchObject({
      balanceFen: 790_000,
      giftCount: 0,
      totalReceivedFen: 1_000_000,
      totalSpentFen: 210_000,
      campaign: { filingNumber: '51500110MJD0000001', organisation: '綦江区慈善会', closedBecause: null },
      bannedUses: ['人员工资'],
      proof: { entryCount: 7, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(fund.bought.map(({ title, number }) => [title, number])).toEqual([
      ['第 6 次采购', 7],
      ['第 5 次采购', 6],
      ['第 4 次采购', 5],
      ['第 3 次采购', 4],
      ['第 2 次采购', 3],
    ])
  })

  test('a gift is shown at once, before and after the roll-up, and gets its number there', async () => {
    const before = await world.ok('oAnyone', 'funds.get', { fundId })
    const gift = await give(world, 'oDonor', { amountFen: fen(12_345), donorName: null })
    expect(gift).toMatchObject({ status: 'paid', entryNumber: null })
    const waiting = await world.ok('oAnyone', 'funds.get', { fundId })
    expect(waiting).toMatchObject({
      balanceFen: before.balanceFen + 12_345,
      giftCount: '<5',
      receivedThisMonthFen: before.receivedThisMonthFen + 12_345,
      proof: before.proof,
    })
    expect(waiting.flows[0]).toMatchObject({
      title: '爱心人士的捐赠',
      direction: 'in',
      amountFen: 12_345,
      number: null,
    })
    await world.tick()
    const folded = await world.ok('oAnyone', 'funds.get', { fundId })
    expect({ ...folded, flows: [], proof: null }).toEqual({ ...waiting, flows: [], proof: null })
    expect(folded.flows[0]?.number).toBe(8)
    expect(folded.proof.entryCount).toBe(8)
    expect(await world.ok('oDonor', 'funds.getGift', { giftId: gift.giftId })).toMatchObject({ entryNumber: 8 })
  })

  test('a scanned community finds the same fund; a place without one is NOT_FOUND', async () => {
    const byTerritory = await world.ok('oAnyone', 'funds.getByTerritory', { territoryCode: '500110001003' })
    expect(byTerritory).toEqual(await world.ok('oAnyone', 'funds.get', { fundId }))
    expect(await world.code('oAnyone', 'funds.getByTerritory', { territoryCode: '500110001099' })).toBe('NOT_FOUND')
    expect(await world.code('oAnyone', 'funds.getByTerritory', { territoryCode: '500110001' })).toBe('INVALID_INPUT')
    expect(await world.code('oAnyone', 'funds.get', { fundId: 'fund_none' })).toBe('NOT_FOUND')
    expect(await world.code('oAnyone', 'funds.get', { fundId: 7 })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.get', { fundId })).toBe('UNAUTHENTICATED')
  })

  test('a page of a fund costs six reads, five before its first entry has a number', async () => {
    await world.ok('oAnyone', 'funds.get', { fundId })
    expect(await world.roundTrips(() => world.ok('oAnyone', 'funds.get', { fundId }))).toBe(6)
    expect(await world.roundTrips(() => world.ok('oAnyone', 'funds.get', { fundId: 'fund_500110002001' }))).toBe(5)
  })
})

describe('funds.listFlows', () => {
  test('ok: every flow exactly once, newest first, by direction too, however the pages fall', async () => {
    const id = 'fund_500110003001' as const
    const { database } = await productWorld(world.cloud)
    const nowMs = world.cloud.clock.nowMs()
    const events = Array.from({ length: 45 }, (_, index) => ({
      ...{ kind: 'seedGrant' as const, cause: `grant ${index}`, title: `${index}`, amountFen: fen(100) },
      // Several at the same moment, across the edge of a page.
      atMs: nowMs - Math.floor(index / 5) * 1000,
    }))
    const { entries, chain, checkpoint } = writeHistory(id, events, () => 'salt')
    await world.load('journal', ...entries)
    await world.load('chain', ...chain)
    await database.insert('fundCheckpoints', checkpoint)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { rows: readonly { entryId: string }[]; nextCursor: string | null } = await world.ok(
        'oAnyone',
        'funds.listFlows',
        { fundId: id, direction: 'in', cursor },
      )
      seen.push(...page.rows.map(({ entryId }) => entryId))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(45)
    expect(seen).toHaveLength(45)
    const out = await world.ok('oAnyone', 'funds.listFlows', { fundId: id, direction: 'out', cursor: null })
    expect(out).toEqual({ rows: [], nextCursor: null })
    expect(auditFund(world, id)).toEqual([])
  })

  test('invalid and unauthenticated', async () => {
    expect(await world.code('oA', 'funds.listFlows', { fundId, direction: 'up', cursor: null })).toBe('INVALID_INPUT')
    expect(await world.code('oA', 'funds.listFlows', { fundId, direction: null, cursor: 'x' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.listFlows', { fundId, direction: null, cursor: null })).toBe('UNAUTHENTICATED')
  })
})

describe('funds.list', () => {
  test('ok: the own community first, then its street, then the district by code; another district is not there', async () => {
    const { rows, nextCursor } = await world.ok('oA', 'funds.list', { near: '500110001004', cursor: null })
    expect(rows.map(({ territoryCode }) => territoryCode)).toEqual([
      '500110001004',
      '500110001003',
      '500110002001',
      '500110003001',
    ])
    expect(nextCursor).toBeNull()
    const own = await world.ok('oA', 'funds.get', { fundId })
    expect(rows[1]).toMatchObject({ fundId, balanceFen: own.balanceFen, giftCount: own.giftCount })
    const all = await world.ok('oA', 'funds.list', { near: null, cursor: null })
    expect(all.rows).toHaveLength(5)
  })

  test('two pages of a district hold every fund once', async () => {
    const nowMs = world.cloud.clock.nowMs()
    const codes = Array.from(
      { length: 31 },
      (_, index) => `5002260${String(Math.floor(index / 4) + 10)}${String(index + 100)}`,
    )
    await world.load(
      'funds',
      ...codes.map((territoryCode) =>
        fundRecord(nowMs, { _id: `fund_${territoryCode}`, territoryCode, districtCode: '500226' }),
      ),
    )
    for (const near of ['500226', codes[17] ?? '']) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: { rows: readonly { territoryCode: string }[]; nextCursor: string | null } = await world.ok(
          'oA',
          'funds.list',
          { near, cursor },
        )
        seen.push(...page.rows.map(({ territoryCode }) => territoryCode))
        cursor = page.nextCursor
      } while (cursor !== null)
      expect([...seen].sort()).toEqual(codes)
      if (near.length === 12) expect(seen[0]).toBe(near)
    }
  })

  test('invalid and unauthenticated', async () => {
    expect(await world.code('oA', 'funds.list', { near: '50', cursor: null })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.list', { near: null, cursor: null })).toBe('UNAUTHENTICATED')
  })
})

describe('funds.listMyGifts', () => {
  test("ok: the donor's own, newest first, paid ones in the total alone", async () => {
    const first = await give(world, 'oGiver', { amountFen: fen(1_000) })
    await world.tick()
    await startGift(world, 'oGiver', { amountFen: fen(7_000) })
    const second = await give(world, 'oGiver', { amountFen: fen(500) })
    const mine = await world.ok('oGiver', 'funds.listMyGifts', { cursor: null })
    expect(mine.rows.map(({ giftId, status }) => [giftId, status])).toEqual([
      [second.giftId, 'paid'],
      [expect.any(String), 'awaitingPayment'],
      [first.giftId, 'paid'],
    ])
    expect(mine.rows[2]?.entryNumber).toEqual(expect.any(Number))
    expect(mine.totalFen).toBe(1_500)
    expect(await world.ok('oNobody', 'funds.listMyGifts', { cursor: null })).toEqual({
      rows: [],
      nextCursor: null,
      totalFen: 0,
    })
    expect(await world.code('', 'funds.listMyGifts', { cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code('oGiver', 'funds.listMyGifts', { cursor: 5 })).toBe('INVALID_INPUT')
  })
})

describe('funds.getCode', () => {
  test('ok and replay: a picture that opens the fund, drawn once', async () => {
    const { imageUrl } = await world.ok('oStaff', 'funds.getCode', { fundId })
    const picture = await fetch(imageUrl)
    expect(picture.status).toBe(200)
    expect(picture.headers.get('content-type')).toBe('image/png')
    const drawn = () => world.events.filter((event) => event.type === 'openapi' && event.api === 'wxacode.getUnlimited')
    expect(drawn()).toHaveLength(1)
    await world.ok('oStaff', 'funds.getCode', { fundId })
    expect(drawn()).toHaveLength(1)
  })

  test('forbidden: without a duty; with one elsewhere the fund looks like none', async () => {
    expect(await world.code('oAnyone', 'funds.getCode', { fundId })).toBe('FORBIDDEN')
    expect(await world.code('oElsewhere', 'funds.getCode', { fundId })).toBe('NOT_FOUND')
    expect(await world.code('oStaff', 'funds.getCode', { fundId: 'fund_none' })).toBe('NOT_FOUND')
    expect(await world.code('oStaff', 'funds.getCode', { fundId: '' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.getCode', { fundId })).toBe('UNAUTHENTICATED')
  })
})

describe('messages', () => {
  test('a donor who allowed it gets a service notification; the inbox has it in any case', async () => {
    const { database } = await productWorld(world.cloud)
    const { messageTemplates } = await import('../../../cloudfunctions/shared/operator')
    await world.load('people', {
      _id: 'oTold',
      messageCredits: { ...noCredits, giftReceived: 1 },
      duties: [],
    })
    await world.cloud.messages.grant('oTold', [messageTemplates.giftReceived.id])
    const gift = await give(world, 'oTold')
    expect(world.cloud.messages.notices('oTold')).toMatchObject([
      { title: '捐赠成功通知', page: `fund/pages/certificate/certificate?giftId=${gift.giftId}` },
    ])
    const inbox = await database.find('inbox', { where: { openid: 'oTold' }, orderBy: [['atMs', 'desc']] })
    expect(inbox).toMatchObject([{ kind: 'giftReceived', title: '捐赠已入账' }])
    expect(giftRecord(world, gift.giftId)).toMatchObject({ outbox: [], outboxDueAtMs: null })
  })
})
