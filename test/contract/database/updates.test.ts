/** Update operators, with MongoDB's refusals. */
import { type Database, failure, localTest, openTestCloud, type TestCloud } from '../cloud'

let cloud: TestCloud
let db: Database
let name: string

beforeAll(async () => {
  cloud = await openTestCloud()
  db = cloud.db
  name = await cloud.collection()
})
afterAll(() => cloud.close())

let made = 0
/** Updates a new document and gives back what became of it. */
async function updated(
  before: Record<string, unknown>,
  data: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const _id = `d${made++}`
  await db.collection(name).add({ data: { _id, ...before } })
  await db.collection(name).doc(_id).update({ data })
  const { _id: id, ...after } = (await db.collection(name).doc(_id).get()).data
  expect(id).toBe(_id)
  return after
}

async function refusal(before: Record<string, unknown>, data: Record<string, unknown>): Promise<string> {
  const _id = `d${made++}`
  await db.collection(name).add({ data: { _id, ...before } })
  const error = await failure(db.collection(name).doc(_id).update({ data }))
  expect(error.errCode).toBe(-502001)
  expect((await db.collection(name).doc(_id).get()).data).toEqual({ _id, ...before })
  return error.errMsg
}

test('each operator does what MongoDB does', async () => {
  const _ = db.command
  expect(await updated({ n: 1 }, { n: _.inc(2), m: _.inc(5) })).toEqual({ n: 3, m: 5 })
  expect(await updated({ n: 3 }, { n: _.mul(2), m: _.mul(5) })).toEqual({ n: 6, m: 0 })
  expect(await updated({ n: 3, m: 3, s: 'b' }, { n: _.max(5), m: _.min(5), s: _.max('a') })).toEqual({
    n: 5,
    m: 3,
    s: 'b',
  })
  expect(await updated({ a: 1, b: 2 }, { a: _.remove() })).toEqual({ b: 2 })
  expect(await updated({ a: 1 }, { a: _.rename('b') })).toEqual({ b: 1 })
  expect(await updated({ o: { x: 1 } }, { o: { y: 2 } })).toEqual({ o: { x: 1, y: 2 } })
  expect(await updated({ o: { x: 1 } }, { o: _.set({ y: 2 }) })).toEqual({ o: { y: 2 } })
  expect(await updated({ l: [{ x: 1 }] }, { 'l.0.x': 2, 'o.p.q': 1 })).toEqual({ l: [{ x: 2 }], o: { p: { q: 1 } } })
  expect(await updated({ l: [1] }, { 'l.3': 4 })).toEqual({ l: [1, null, null, 4] })
})

test('array operators do what MongoDB does', async () => {
  const _ = db.command
  expect(await updated({ l: [1] }, { l: _.push([2, 3]) })).toEqual({ l: [1, 2, 3] })
  expect(await updated({}, { l: _.push([2]) })).toEqual({ l: [2] })
  expect(await updated({ l: [1] }, { l: _.unshift([2, 3]) })).toEqual({ l: [2, 3, 1] })
  expect(await updated({ l: [3, 1] }, { l: _.push({ each: [2], sort: 1, slice: -2 }) })).toEqual({ l: [2, 3] })
  expect(await updated({ l: [{ n: 2 }] }, { l: _.push({ each: [{ n: 1 }], sort: { n: 1 } }) })).toEqual({
    l: [{ n: 1 }, { n: 2 }],
  })
  expect(await updated({ l: [1, 2], k: [1, 2] }, { l: _.pop(), k: _.shift() })).toEqual({ l: [1], k: [2] })
  expect(await updated({ l: [1, 2, 2] }, { l: _.pull(2) })).toEqual({ l: [1] })
  expect(await updated({ l: [1, 5, 9] }, { l: _.pull(_.gt(4)) })).toEqual({ l: [1] })
  expect(await updated({ l: [{ i: 1, j: 1 }, { i: 2 }] }, { l: _.pull({ i: 1 }) })).toEqual({ l: [{ i: 2 }] })
  expect(await updated({ l: [1, 2, 3] }, { l: _.pullAll([1, 3]) })).toEqual({ l: [2] })
  expect(await updated({ l: ['a'] }, { l: _.addToSet('a'), k: _.addToSet({ $each: [1, 1] }) })).toEqual({
    l: ['a'],
    k: [1],
  })
})

test('serverDate is the time of the server, with its offset', async () => {
  const startMs = Date.now()
  const after = await updated(
    {},
    { at: db.serverDate(), later: db.serverDate({ offset: 60_000 }), deep: { at: db.serverDate() } },
  )
  const slackMs = 60_000
  expect(after.at).toBeInstanceOf(Date)
  expect(Math.abs((after.at as Date).getTime() - startMs)).toBeLessThan(slackMs)
  expect((after.later as Date).getTime() - (after.at as Date).getTime()).toBe(60_000)
  expect((after.deep as { at: Date }).at).toEqual(after.at)
})

test('an update that the present value does not allow is refused and changes nothing', async () => {
  const _ = db.command
  expect(await refusal({ n: 'text' }, { n: _.inc(1), m: 1 })).toContain(
    'Cannot apply $inc to a value of non-numeric type',
  )
  expect(await refusal({ n: null }, { n: _.inc(1) })).toContain('Cannot apply $inc')
  expect(await refusal({ n: 'x' }, { n: _.mul(2) })).toContain('Cannot apply $mul')
  expect(await refusal({ a: null }, { 'a.b': 1 })).toContain("Cannot create field 'b' in element {a: null}")
  expect(await refusal({ a: 5 }, { 'a.b': 1 })).toContain("Cannot create field 'b' in element {a: 5}")
  expect(await refusal({ a: [1] }, { 'a.b': 1 })).toContain("Cannot create field 'b'")
  expect(await refusal({ l: 'x' }, { l: _.push([1]) })).toContain('must be an array but is of type string')
  expect(await refusal({ l: 'x' }, { l: _.addToSet(1) })).toContain('must be an array')
  expect(await refusal({ l: 'x' }, { l: _.pull(1) })).toContain('Cannot apply $pull to a non-array value')
  expect(await refusal({ l: 1 }, { l: _.pop() })).toContain('non-array')
})

localTest('an update that no document could take is refused by its name', async () => {
  const _id = `d${made++}`
  await db.collection(name).add({ data: { _id } })
  const modify = (data: unknown) =>
    cloud.database().handle({
      action: 'database.modifyDocument',
      collectionName: name,
      query: JSON.stringify({ _id }),
      data: JSON.stringify(data),
      merge: true,
    })
  const refused = (words: string) => ({ code: 'DATABASE_REQUEST_FAILED', message: expect.stringContaining(words) })
  expect(await modify({ $bogus: { a: 1 } })).toMatchObject(refused('Unknown modifier: $bogus'))
  expect(await modify({ plain: 1 })).toMatchObject(refused('Unknown modifier: plain'))
  expect(await modify({ $set: { _id: 'other' } })).toMatchObject(refused("immutable field '_id'"))
  expect(await modify({ $set: { a: 1, 'a.b': 2 } })).toMatchObject(refused('would create a conflict'))
  expect(await modify({ $set: { 'l.$': 1 } })).toMatchObject(refused("'$'"))
  expect(await modify({ $push: { l: { $each: [1], $bogus: 1 } } })).toMatchObject(refused('$bogus'))
  expect(await modify({ $set: { a: { $inc: 1 } } })).toMatchObject(refused('$inc'))
})

localTest('an update with upsert makes the document out of filter and update', async () => {
  const collection = await cloud.collection()
  const answer = await cloud.database().handle({
    action: 'database.modifyDocument',
    collectionName: collection,
    query: JSON.stringify({ key: 'k', n: { $gt: 1 } }),
    data: JSON.stringify({ $set: { a: 1 }, $setOnInsert: { b: 2 } }),
    merge: true,
    upsert: true,
  })
  const [document] = cloud.database().find(collection)
  expect(answer).toMatchObject({ data: { updated: 0, upsert_id: document?._id } })
  expect(document).toEqual({ _id: expect.stringMatching(/^[0-9a-f]{32}$/), key: 'k', a: 1, b: 2 })
})

test('twenty increments at once are twenty', async () => {
  const _id = `d${made++}`
  await db.collection(name).add({ data: { _id, n: 0 } })
  await Promise.all(
    Array.from({ length: 20 }, () =>
      db
        .collection(name)
        .doc(_id)
        .update({ data: { n: db.command.inc(1) } }),
    ),
  )
  expect((await db.collection(name).doc(_id).get()).data.n).toBe(20)
})
