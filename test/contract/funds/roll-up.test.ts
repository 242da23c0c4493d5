/** The roll-up folds each entry exactly once, and what is shown is right at every moment. */
import { rollUp, rollUpDue } from '../../../cloudfunctions/funds/books/roll-up'
import { readShown } from '../../../cloudfunctions/funds/books/shown'
import { settleOrder } from '../../../cloudfunctions/funds/gifts/settle'
import { entryIdOf, seedGrantEntry } from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import type { EntryRecord } from '../../../cloudfunctions/funds/records'
import type { World } from '../../../cloudfunctions/shared/ports'
import type { FundId } from '../../../typings/ids'
import { Broken, breaking, type Moment } from '../faults'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { auditFund, fundId, fundRecord, giftRecord, pay, startGift } from './scene'

let test_: TestWorld
let world: World
beforeAll(async () => {
  test_ = await startTestWorld()
  // The faults below are meant: what they log says nothing.
  world = { ...(await productWorld(test_.cloud)), log: () => {} }
  await test_.load('funds', fundRecord(test_.cloud.clock.nowMs()))
})
afterAll(() => test_.close())

let funds = 0
const newFund = (): FundId => `fund_5001100020${String(funds++).padStart(2, '0')}`

function grant(id: FundId, index: number, atMs = 1_790_000_000_000 + index): EntryRecord {
  const facts = {
    fundId: id,
    atMs,
    titleSalt: 'salt',
    cause: `${id} ${index}`,
    amountFen: fen(100 + index),
    title: '种子',
  }
  return seedGrantEntry(facts)
}

async function give(id: FundId, from: number, to: number): Promise<number> {
  const entries = Array.from({ length: to - from }, (_, index) => grant(id, from + index))
  await test_.load('journal', ...entries)
  return entries.reduce((sum, { amountFen }) => sum + amountFen, 0)
}

async function shownFen(id: FundId): Promise<number | undefined> {
  return (await readShown(world, [id], '2026-09')).get(id)?.balanceFen
}

function numbersOf(id: FundId): (number | undefined)[] {
  const chain = test_.cloud.database.find('chain', { fundId: id }) as unknown as { links: { number: number }[] }[]
  return chain.flatMap(({ links }) => links.map(({ number }) => number)).sort((a = 0, b = 0) => a - b)
}

test('more entries than a batch: folded in order of time, numbered without gaps, and again is nothing', async () => {
  const id = newFund()
  const total = await give(id, 0, 450)
  expect(await shownFen(id)).toBe(total)
  expect(await rollUp(world, id)).toBe(450)
  expect(await rollUp(world, id)).toBe(0)
  expect(numbersOf(id)).toEqual(Array.from({ length: 450 }, (_, index) => index + 1))
  expect(await shownFen(id)).toBe(total)
  expect(auditFund(test_, id)).toEqual([])
})

test('an entry that comes late with an older time is folded too', async () => {
  const id = newFund()
  const total = await give(id, 5, 10)
  await rollUp(world, id)
  await world.database.insert('journal', grant(id, 0, 1_700_000_000_000))
  expect(await shownFen(id)).toBe(total + 100)
  expect(await rollUp(world, id)).toBe(1)
  expect(await shownFen(id)).toBe(total + 100)
  expect(auditFund(test_, id)).toEqual([])
})

describe.each<Moment>(['before', 'after'])('cut off %s any of its database calls', (moment) => {
  test('a roll-up leaves the shown balance right, and the next one completes it', async () => {
    for (let at = 0; ; at += 1) {
      const id = newFund()
      let total = await give(id, 0, 3)
      await rollUp(world, id)
      total += await give(id, 3, 6)
      const cut = breaking(world, at, moment)
      const done = await rollUp(cut.world, id).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Broken)
          return false
        },
      )
      expect([at, await shownFen(id)]).toEqual([at, total])
      // More gifts come before the repair, and a reader still sees each once.
      total += await give(id, 6, 8)
      expect([at, await shownFen(id)]).toEqual([at, total])
      await rollUpDue(world)
      expect([at, await shownFen(id)]).toEqual([at, total])
      expect([at, auditFund(test_, id)]).toEqual([at, []])
      expect(numbersOf(id)).toHaveLength(8)
      if (done) {
        expect(at).toBeGreaterThan(7)
        break
      }
    }
  })

  test('a settlement never books twice nor loses a payment: the next call, or the sweep, completes it', async () => {
    for (let at = 0; ; at += 1) {
      const { gift, payment } = await startGift(test_, 'oDonor')
      await pay(test_, 'oDonor', payment, 'never')
      const paid = { state: 'paid' as const, amountFen: fen(2_000), transactionId: 'wx', paidAtMs: world.clock.nowMs() }
      const payments = { ...world.payments, query: async () => paid }
      const cut = breaking({ ...world, payments }, at, moment)
      const done = await settleOrder(cut.world, gift.giftId.replace('gift_', '')).then(
        () => cut.calls() <= at,
        () => false,
      )
      const record = giftRecord(test_, gift.giftId)
      const booked = test_.cloud.database.get('journal', entryIdOf('gift', gift.giftId)) !== undefined
      // Whatever is in the books and not yet said by the gift is still on the sweep's list.
      expect([at, booked && record.status !== 'paid' ? record.orderOpen : true]).toEqual([at, true])
      expect([at, record.status === 'paid' ? booked : true]).toEqual([at, true])
      await settleOrder({ ...world, payments }, gift.giftId.replace('gift_', ''))
      expect(giftRecord(test_, gift.giftId)).toMatchObject({ status: 'paid', orderOpen: false })
      if (done) break
    }
    expect(auditFund(test_)).toEqual([])
    expect(await shownFen(fundId)).toBeGreaterThan(0)
  })
})

test('roll-ups at the same time, gifts arriving and readers looking: every entry once, no reader sees one missing', async () => {
  const id = newFund()
  const acknowledged = { fen: await give(id, 0, 30) }
  let arriving = true
  const gifts = (async () => {
    for (let index = 30; index < 120; index += 1) {
      await world.database.insert('journal', grant(id, index))
      acknowledged.fen += 100 + index
    }
    arriving = false
  })()
  const rollUps = Array.from({ length: 3 }, async () => {
    while (arriving) await rollUp(world, id)
  })
  const readers = Array.from({ length: 2 }, async () => {
    while (arriving) {
      const least = acknowledged.fen
      const seen = await shownFen(id)
      // One insert may be on its way that was not acknowledged when the reader began, or ended.
      expect(seen).toBeGreaterThanOrEqual(least)
      expect(seen).toBeLessThanOrEqual(acknowledged.fen + 220)
    }
  })
  await Promise.all([gifts, ...rollUps, ...readers])
  await rollUp(world, id)
  expect(numbersOf(id)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1))
  expect(await shownFen(id)).toBe(acknowledged.fen)
  expect(auditFund(test_, id)).toEqual([])
})
