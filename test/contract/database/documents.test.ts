/** Single documents and queries, as the genuine SDK sends and reads them. */
import { type Database, failure, localTest, openTestCloud, type TestCloud } from '../cloud'

let cloud: TestCloud
let db: Database

beforeAll(async () => {
  cloud = await openTestCloud()
  db = cloud.db
})
afterAll(() => cloud.close())

async function filled(documents: Record<string, unknown>[]) {
  const name = await cloud.collection()
  for (const data of documents) await db.collection(name).add({ data })
  return db.collection(name)
}

describe('add', () => {
  test('values come back as they went in: plain numbers, dates, nested arrays and objects', async () => {
    const data = {
      _id: 'a',
      whole: 7,
      negative: -2147483648,
      long: 1_700_000_000_000,
      fraction: 0.1,
      huge: 1e20,
      text: '五社联动 "quoted"\n',
      yes: true,
      nothing: null,
      date: new Date(1_700_000_000_123),
      list: [1, 'two', [3, { four: new Date(0) }]],
      nested: { a: { b: { c: 1 } }, empty: {} },
    }
    const collection = await filled([data])
    expect((await collection.doc('a').get()).data).toEqual(data)
  })

  test('an id is made of 32 hexadecimal digits, and never twice', async () => {
    const collection = await filled([])
    const ids = (await Promise.all([1, 2, 3, 4].map((n) => collection.add({ data: { n } })))).map(({ _id }) => _id)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(ids).size).toBe(4)
  })

  test('a list is added at once and its ids keep the order', async () => {
    const collection = await filled([])
    const { _ids } = await collection.add({ data: [{ _id: 'b' }, { _id: 'a' }] })
    expect(_ids).toEqual(['b', 'a'])
    expect((await collection.count()).total).toBe(2)
  })

  test('a second document with the same id is refused with -502001 and E11000', async () => {
    const collection = await filled([{ _id: 'a', n: 1 }])
    const error = await failure(collection.add({ data: { _id: 'a', n: 2 } }))
    expect(error).toMatchObject({ errCode: -502001, errMsg: expect.stringContaining('E11000') })
    expect((await collection.doc('a').get()).data).toEqual({ _id: 'a', n: 1 })
  })

  localTest('what could not be stored is refused by its name', async () => {
    const collection = await filled([])
    expect((await failure(collection.add({ data: { 'a.b': 1 } }))).errMsg).toContain("'a.b'")
    expect((await failure(collection.add({ data: { _id: 5 } }))).errMsg).toContain('_id of type number')
    const byNumber = collection.doc(5 as unknown as string)
    expect((await failure(byNumber.set({ data: { n: 1 } }))).errMsg).toContain('_id of type number')
  })
})

describe('doc', () => {
  test('a missing document is -1', async () => {
    const collection = await filled([])
    expect(await failure(collection.doc('absent').get())).toMatchObject({
      errCode: -1,
      errMsg: expect.stringContaining('does not exist'),
    })
  })

  test('a missing collection is -502005, for every action', async () => {
    const missing = db.collection('conformance_no_such_collection')
    for (const work of [
      missing.doc('a').get(),
      missing.get(),
      missing.count(),
      missing.add({ data: { n: 1 } }),
      missing.doc('a').update({ data: { n: 1 } }),
      missing.doc('a').remove(),
    ]) {
      expect((await failure(work)).errCode).toBe(-502005)
    }
  })

  test('set replaces the whole document or makes it', async () => {
    const collection = await filled([{ _id: 'a', old: 1 }])
    expect((await collection.doc('a').set({ data: { fresh: 1 } })).stats).toEqual({ updated: 1, created: 0 })
    expect((await collection.doc('b').set({ data: { fresh: 2 } })).stats).toEqual({ updated: 0, created: 1 })
    expect((await collection.get()).data).toEqual([
      { _id: 'a', fresh: 1 },
      { _id: 'b', fresh: 2 },
    ])
  })

  test('update of a missing document changes nothing and makes none', async () => {
    const collection = await filled([])
    expect((await collection.doc('a').update({ data: { n: 1 } })).stats.updated).toBe(0)
    expect((await collection.count()).total).toBe(0)
  })

  test('remove says how many went', async () => {
    const collection = await filled([{ _id: 'a' }])
    expect((await collection.doc('a').remove()).stats.removed).toBe(1)
    expect((await collection.doc('a').remove()).stats.removed).toBe(0)
  })

  test('field keeps what is asked for, and the id', async () => {
    const collection = await filled([{ _id: 'a', b: { c: 1, d: 2 }, e: 3 }])
    expect((await collection.doc('a').field({ 'b.c': true }).get()).data).toEqual({ _id: 'a', b: { c: 1 } })
    expect((await collection.doc('a').field({ b: false }).get()).data).toEqual({ _id: 'a', e: 3 })
    expect((await collection.doc('a').get()).data).toEqual({ _id: 'a', b: { c: 1, d: 2 }, e: 3 })
  })
})

describe('where', () => {
  const people = [
    { _id: 'a', name: 'Ann', age: 30, tags: ['x', 'y'], address: { city: 'sz' }, at: new Date(1000) },
    { _id: 'b', name: 'bob', age: 20, tags: ['y'], address: { city: 'gz' }, at: new Date(2000) },
    { _id: 'c', name: 'Cid', age: 40, tags: [], address: null, at: new Date(3000) },
    {
      _id: 'd',
      name: 'dee',
      tags: ['z', 'x'],
      items: [
        { n: 1, k: 'p' },
        { n: 5, k: 'q' },
      ],
    },
  ]
  const ids = async (filter: Record<string, unknown>) => (await people$).where(filter).get().then(idsOf)
  const idsOf = ({ data }: { data: Record<string, unknown>[] }) => data.map(({ _id }) => _id).join('')
  let people$: ReturnType<typeof filled>
  beforeAll(async () => {
    people$ = filled(people)
    await people$
  })

  test('comparisons, sets, existence and arrays answer as MongoDB does', async () => {
    const _ = db.command
    expect(await ids({ age: _.gt(20) })).toBe('ac')
    expect(await ids({ age: _.gte(20).and(_.lt(40)) })).toBe('ab')
    expect(await ids({ age: _.neq(30) })).toBe('bcd')
    expect(await ids({ age: _.in([20, 40]) })).toBe('bc')
    expect(await ids({ age: _.nin([20, 40]) })).toBe('ad')
    expect(await ids({ age: _.exists(false) })).toBe('d')
    expect(await ids({ age: null })).toBe('d')
    expect(await ids({ tags: 'x' })).toBe('ad')
    expect(await ids({ tags: _.all(['x', 'y']) })).toBe('a')
    expect(await ids({ tags: _.size(0) })).toBe('c')
    expect(await ids({ 'address.city': 'gz' })).toBe('b')
    expect(await ids({ address: { city: 'sz' } })).toBe('a')
    expect(await ids({ items: _.elemMatch({ n: _.gt(3), k: 'q' }) })).toBe('d')
    expect(await ids({ items: _.elemMatch({ n: _.gt(3), k: 'p' }) })).toBe('')
    expect(await ids({ 'items.n': _.gt(4) })).toBe('d')
    expect(await ids({ at: _.gte(new Date(2000)) })).toBe('bc')
    expect(await ids({ age: _.mod(20, 0) })).toBe('bc')
    expect(await ids({ name: db.RegExp({ regexp: '^[a-c]', options: 'i' }) })).toBe('abc')
    expect(await ids(_.or([{ age: 20 }, { tags: 'z' }]))).toBe('bd')
    expect(await ids(_.nor([{ age: 20 }, { tags: 'z' }]))).toBe('ac')
    expect(await ids({ age: _.not(_.gt(25)) })).toBe('bd')
  })

  test('a comparison meets values of its own type alone', async () => {
    const _ = db.command
    expect(await ids({ name: _.gt(0) })).toBe('')
    expect(await ids({ age: _.lt('z') })).toBe('')
  })

  test('order, skip and limit; get gives 100 and at most 1,000', async () => {
    const all = await people$
    expect(idsOf(await all.orderBy('age', 'desc').get())).toBe('cabd')
    expect(idsOf(await all.orderBy('age', 'asc').skip(1).limit(2).get())).toBe('ba')
    const many = db.collection(await cloud.collection())
    await many.add({ data: Array.from({ length: 1100 }, (_, n) => ({ n })) })
    expect((await many.get()).data).toHaveLength(100)
    expect((await many.limit(5000).get()).data).toHaveLength(1000)
    expect((await many.count()).total).toBe(1100)
  })

  test('field order of an object counts in equality', async () => {
    const collection = await filled([{ _id: 'a', o: { x: 1, y: 2 } }])
    const _ = db.command
    expect((await collection.where({ o: _.eq({ x: 1, y: 2 }) }).get()).data).toHaveLength(1)
    expect((await collection.where({ o: _.eq({ y: 2, x: 1 }) }).get()).data).toHaveLength(0)
  })

  test('update and remove reach all that match, or one with multiple: false', async () => {
    const collection = await filled([
      { _id: 'a', s: 1 },
      { _id: 'b', s: 1 },
      { _id: 'c', s: 2 },
    ])
    expect((await collection.where({ s: 1 }).update({ data: { t: 1 } })).stats.updated).toBe(2)
    expect((await collection.where({ s: 1 }).update({ data: { t: 1 } })).stats.updated).toBe(0)
    expect((await collection.where({ s: 1 }).update({ data: { t: 2 }, multi: false })).stats.updated).toBe(1)
    expect((await collection.where({ s: 1 }).count()).total).toBe(2)
    expect((await collection.where({ s: 1 }).remove()).stats.removed).toBe(2)
    expect(idsOf(await collection.get())).toBe('c')
  })

  test('a guarded update lets one of many writers win', async () => {
    const collection = await filled([{ _id: 'a', version: 1 }])
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => collection.where({ _id: 'a', version: 1 }).update({ data: { version: 2, n } })),
    )
    expect(results.map(({ stats }) => stats.updated).sort()).toEqual([0, 0, 0, 0, 1])
  })
})

localTest('what is not supported is refused by its name', async () => {
  const name = await cloud.collection()
  await db.collection(name).add({ data: { _id: 'a', n: 1 } })
  const ask = (request: Record<string, unknown>) => cloud.database().handle({ collectionName: name, ...request })
  const query = (filter: unknown) => ask({ action: 'database.getDocument', query: JSON.stringify(filter) })
  expect(await query({ n: { $near: 1 } })).toMatchObject({ message: expect.stringContaining('$near') })
  expect(await query({ $where: 'true' })).toMatchObject({ message: expect.stringContaining('$where') })
  expect(await query({ n: { $in: 1 } })).toMatchObject({ message: expect.stringContaining('$in needs an array') })
  expect(await query({ n: { $numberDecimal: '1' } })).toMatchObject({
    message: expect.stringContaining('$numberDecimal'),
  })
  expect(await ask({ action: 'database.watch' })).toMatchObject({ message: expect.stringContaining('database.watch') })
  for (const [stageKey, argument, named] of [
    ['$geoNear', {}, '$geoNear'],
    ['$out', 'c', '$out'],
    ['$group', { _id: null, n: { $bogus: 1 } }, '$bogus'],
    ['$project', { n: { $bogus: 1 } }, '$bogus'],
    ['$match', { n: { $bogus: 1 } }, '$bogus'],
    ['$match', { $expr: { $bogus: ['$n', 1] } }, '$bogus'],
  ] as const) {
    const stages = [{ stageKey, stageValue: JSON.stringify(argument) }]
    expect(await ask({ action: 'database.aggregateDocuments', stages })).toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message: expect.stringContaining(named),
    })
  }
})

localTest('an answer larger than 16 MB is refused', async () => {
  const name = await cloud.collection()
  const big = 'x'.repeat(1_000_000)
  await cloud.database().load(
    name,
    Array.from({ length: 17 }, (_, n) => ({ _id: `d${n}`, big })),
  )
  expect((await failure(db.collection(name).get())).errMsg).toContain('16 MB')
  expect((await db.collection(name).limit(16).get()).data).toHaveLength(16)
})

test('createCollection makes an empty collection that lasts', async () => {
  const name = `made_${Date.now()}`
  await db.createCollection(name)
  await db.collection(name).add({ data: { _id: 'a' } })
  await cloud.reopen()
  expect((await db.collection(name).count()).total).toBe(1)
  await failure(db.createCollection(name))
})
