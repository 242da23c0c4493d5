/** Fifty people scan the same poster at the same moment. */
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { startTestWorld, type TestWorld } from '../world'
import { auditFund, fundId, fundRecord, journal, pay, startGift } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await world.load('funds', fundRecord(world.cloud.clock.nowMs()))
}, 60_000)
afterAll(() => world.close())

const donors = Array.from({ length: 50 }, (_, index) => `oDonor${index}`)

test('50 donors at once on one fund all succeed, roll-ups in between, and the balance is exact to the fen', async () => {
  let giving = true
  const timer = (async () => {
    while (giving) await world.tick()
  })()
  const gifts = await Promise.all(
    donors.map(async (donor, index) => {
      const { gift, payment } = await startGift(world, donor, { amountFen: fen(1_000 + index) })
      // Some results come twice; some never, and the donor's own check finds the payment.
      await pay(world, donor, payment, index % 3 === 0 ? 'twice' : index % 3 === 1 ? 'never' : 'once')
      return world.ok(donor, 'funds.checkGift', { giftId: gift.giftId })
    }),
  )
  giving = false
  await timer
  expect(gifts.map(({ status }) => status)).toEqual(donors.map(() => 'paid'))
  const total = gifts.reduce((sum, { amountFen }) => sum + amountFen, 0)
  expect(await world.ok('oAnyone', 'funds.get', { fundId })).toMatchObject({ balanceFen: total, giftCount: 50 })
  await world.cloud.clock.advance(61_000)
  expect(journal(world)).toHaveLength(50)
  const fund = await world.ok('oAnyone', 'funds.get', { fundId })
  expect(fund).toMatchObject({ balanceFen: total, giftCount: 50, proof: { entryCount: 50 } })
  expect(auditFund(world)).toEqual([])
}, 120_000)
