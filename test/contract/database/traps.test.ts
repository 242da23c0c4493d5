/** The SDK's own traps, reproduced: what an adapter has to guard against. */
import { type Database, failure, openTestCloud, realEnv, type TestCloud } from '../cloud'

let cloud: TestCloud
let db: Database
let name: string

beforeAll(async () => {
  cloud = await openTestCloud()
  db = cloud.db
  name = await cloud.collection()
  await db.collection(name).add({
    data: [
      { _id: 'a', a: 1, b: 1 },
      { _id: 'b', a: 2, b: 1 },
      { _id: 'c', a: 1, b: 2 },
    ],
  })
})
afterAll(() => cloud.close())

test('an undefined value silently drops out of a filter', async () => {
  expect((await db.collection(name).where({ a: undefined, b: 1 }).get()).data.map(({ _id }) => _id)).toEqual(['a', 'b'])
})

test('two fields with or become one $or', async () => {
  const _ = db.command
  const found = await db
    .collection(name)
    .where({ a: _.or(_.eq(2), _.eq(3)), b: _.or(_.eq(2), _.eq(3)) })
    .get()
  expect(found.data.map(({ _id }) => _id)).toEqual(['b', 'c'])
})

test('an empty object in an update is dropped; set({}) is not', async () => {
  await db.collection(name).add({ data: { _id: 'd', o: { x: 1 }, n: 1 } })
  await db
    .collection(name)
    .doc('d')
    .update({ data: { o: {}, n: 2 } })
  expect((await db.collection(name).doc('d').get()).data).toEqual({ _id: 'd', o: { x: 1 }, n: 2 })
  await db
    .collection(name)
    .doc('d')
    .update({ data: { o: db.command.set({}) } })
  expect((await db.collection(name).doc('d').get()).data).toEqual({ _id: 'd', o: {}, n: 2 })
})

test('serverDate inside set({…}) is stored as a plain object, not as a date', async () => {
  await db.collection(name).add({ data: { _id: 'e' } })
  await db
    .collection(name)
    .doc('e')
    .update({ data: { o: db.command.set({ at: db.serverDate() }) } })
  const { o } = (await db.collection(name).doc('e').get()).data as { o: { at: unknown } }
  expect(o.at).not.toBeInstanceOf(Date)
})

test('a query is built anew by each step: a thrown-away result changes nothing', async () => {
  const query = db.collection(name).where({ a: 1 })
  query.limit(1)
  expect((await query.get()).data).toHaveLength(2)
})

test('an error of aggregate reaches the product without its number', async () => {
  const error = await failure(db.collection('conformance_no_such_collection').aggregate().match({ a: 1 }).end())
  expect(error.errCode).toBe(-1)
  expect(error.errMsg).toContain('not exist')
})

const identityTest = realEnv ? test.skip : test

identityTest('an OPENID of digits alone becomes a number', async () => {
  const sdk = ((await import('wx-server-sdk')) as unknown as { default: { getWXContext(): { OPENID: unknown } } })
    .default
  process.env.WX_OPENID = '12345'
  expect(sdk.getWXContext().OPENID).toBe(12345)
  process.env.WX_OPENID = 'o-12345'
  expect(sdk.getWXContext().OPENID).toBe('o-12345')
})
