/** A donor of many gifts is taken out of all of them in one call, and a call that broke off goes on where it ended. */
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'

jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => world.cloud.database.clear())
afterAll(() => world.close())

const numbered = (index: number) => String(index).padStart(32, '0')
const outboxed = { outbox: [], outboxVersion: 3, outboxDueAtMs: null }
const erase = (openid: string) => world.ok(openid, 'people.eraseMe', { confirm: '删除' })

async function plant(openid: string, from: number, to: number): Promise<void> {
  const indexes = Array.from({ length: to - from }, (_, index) => numbered(from + index))
  const named = { donorName: '司徒美堂', message: '司徒美堂敬赠', donorOpenid: openid }
  await world.load(
    'gifts',
    ...indexes.map((id, at) => ({ ...outboxed, ...named, _id: `gift_${id}`, entryId: `entry_${id}`, createdAtMs: at })),
  )
  await world.load(
    'refunds',
    ...indexes.map((id) => ({ ...outboxed, _id: `refund_${id}`, donorOpenid: openid, reason: '司徒美堂多付了' })),
  )
  await world.load('receipts', ...indexes.map((id) => ({ _id: `receipt_${id}`, madeByOpenid: openid })))
}

/** Every document of the books that still says whose it was. */
const traces = (openid: string) =>
  ['gifts', 'refunds', 'receipts'].flatMap((name) =>
    world.cloud.database.find(name).filter((each) => /司徒美堂/.test(JSON.stringify(each)) || hasOwner(each, openid)),
  )
const hasOwner = (each: object, openid: string) => Object.values(each).includes(openid)

test('two hundred gifts cost five round trips more than none; the gifts stay, and another donor’s are whole', async () => {
  await plant('o-other', 500, 501)
  const without = await world.roundTrips(() => erase('o-nobody'))
  await plant('o-donor', 0, 200)
  const cost = await world.roundTrips(() => erase('o-donor'))
  expect(cost - without).toBeLessThanOrEqual(5)
  expect(traces('o-donor').filter((each) => !hasOwner(each, 'o-other'))).toEqual([])
  expect(traces('o-other')).toHaveLength(3)
  expect(world.cloud.database.count('gifts')).toBe(201)
  // Whoever delivers a message at this moment sees that the outbox is another one.
  expect(world.cloud.database.get('gifts', `gift_${numbered(7)}`)).toMatchObject({ outboxVersion: 4, donorName: null })
})

test('more than one read holds; broken off after the refunds of a part, the repeat takes out the rest', async () => {
  await plant('o-donor', 0, 1_010)
  const { database } = await productWorld(world.cloud)
  await database.updateMany(
    'refunds',
    { _id: { $lt: `refund_${numbered(400)}` } },
    { set: { donorOpenid: 'erased_', reason: '' } },
  )
  await database.updateMany(
    'gifts',
    { _id: { $lt: `gift_${numbered(300)}` } },
    { set: { donorOpenid: 'erased_', donorName: null, message: '' } },
  )
  await database.updateMany(
    'receipts',
    { _id: { $lt: `receipt_${numbered(400)}` } },
    { set: { madeByOpenid: 'erased_' } },
  )
  await erase('o-donor')
  expect(traces('o-donor')).toEqual([])
})
