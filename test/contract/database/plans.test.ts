/** Indexes are really used, and a query that none serves can be refused. */
import type { QueryPlan } from '../../../local/contract'
import { type Database, failure, openTestCloud, realEnv, type TestCloud, localTest as test } from '../cloud'

let cloud: TestCloud
let db: Database
let name: string
const plans: QueryPlan[] = []

beforeAll(async () => {
  if (realEnv) return
  cloud = await openTestCloud({ onPlan: (plan) => plans.push(plan) })
  db = cloud.db
  name = await cloud.collection([
    {
      name: 'state_at',
      fields: [
        ['state', 1],
        ['atMs', -1],
      ],
    },
    { name: 'tags', fields: [['tags', 1]] },
    { name: 'code', fields: [['code', 1]] },
    { name: 'key', fields: [['key', 1]], unique: true },
  ])
  await cloud.database().load(
    name,
    Array.from({ length: 100 }, (_, i) => ({
      _id: `d${String(i).padStart(2, '0')}`,
      state: i % 10 === 0 ? 'open' : 'done',
      atMs: i,
      tags: [`t${i % 20}`, 'all'],
      code: `4403${String(i).padStart(2, '0')}`,
      key: `k${i}`,
    })),
  )
})
afterAll(() => (realEnv ? undefined : cloud.close()))
afterEach(() => (realEnv ? undefined : cloud.database().refuseUnindexed(false)))

async function planOf(work: Promise<unknown>): Promise<Partial<QueryPlan>> {
  plans.length = 0
  await work
  const { index, examined, returned } = plans[0] as QueryPlan
  return { index, examined, returned }
}

test('equality, range, set, prefix, array element and id each read what they need and no more', async () => {
  const _ = db.command
  const all = db.collection(name)
  expect(await planOf(all.where({ state: 'open' }).get())).toEqual({ index: 'state_at', examined: 10, returned: 10 })
  expect(await planOf(all.where({ state: 'open', atMs: _.gt(50) }).get())).toEqual({
    index: 'state_at',
    examined: 4,
    returned: 4,
  })
  expect(await planOf(all.where({ state: 'open', atMs: _.gte(50).and(_.lt(70)) }).get())).toEqual({
    index: 'state_at',
    examined: 2,
    returned: 2,
  })
  expect(await planOf(all.where({ state: _.in(['open', 'gone']) }).count())).toMatchObject({
    index: 'state_at',
    examined: 10,
  })
  expect(await planOf(all.where({ code: db.RegExp({ regexp: '^44030' }) }).get())).toEqual({
    index: 'code',
    examined: 10,
    returned: 10,
  })
  expect(await planOf(all.where({ tags: 't3' }).get())).toEqual({ index: 'tags', examined: 5, returned: 5 })
  expect(await planOf(all.where({ key: 'k7' }).update({ data: { n: 1 } }))).toEqual({
    index: 'key',
    examined: 1,
    returned: 1,
  })
  expect(await planOf(all.where({ _id: 'd07', state: 'done' }).get())).toEqual({
    index: '_id_',
    examined: 1,
    returned: 1,
  })
  expect(
    await planOf(
      all
        .where({ _id: _.gt('d95') })
        .orderBy('_id', 'asc')
        .get(),
    ),
  ).toEqual({ index: '_id_', examined: 4, returned: 4 })
  expect(await planOf(all.where(_.or([{ key: 'k1' }, { tags: 't2' }])).get())).toEqual({
    index: 'key+tags',
    examined: 6,
    returned: 6,
  })
})

test('an order that the index gives stops at the limit, in both directions', async () => {
  const open = db.collection(name).where({ state: 'open' })
  expect(await planOf(open.orderBy('atMs', 'desc').limit(3).get())).toEqual({
    index: 'state_at',
    examined: 3,
    returned: 3,
  })
  expect(await planOf(open.orderBy('atMs', 'asc').limit(3).get())).toEqual({
    index: 'state_at',
    examined: 3,
    returned: 3,
  })
  expect((await open.orderBy('atMs', 'asc').limit(2).get()).data.map(({ atMs }) => atMs)).toEqual([0, 10])
  expect((await open.orderBy('atMs', 'desc').skip(1).limit(2).get()).data.map(({ atMs }) => atMs)).toEqual([80, 70])
})

test('paging by key reads one page', async () => {
  const _ = db.command
  const page = db
    .collection(name)
    .where(
      _.or([
        { state: 'done', atMs: _.lt(50) },
        { state: 'done', atMs: 50, _id: _.gt('d50') },
      ]),
    )
    .orderBy('atMs', 'desc')
    .limit(10)
  expect(await planOf(page.get())).toEqual({ index: 'state_at', examined: 10, returned: 10 })
  expect((await page.get()).data[0]?.atMs).toBe(49)
})

test('a query that no index serves can be refused, naming collection and filter', async () => {
  cloud.database().refuseUnindexed(true)
  const all = db.collection(name)
  const error = await failure(all.where({ n: 7 }).orderBy('m', 'asc').get())
  expect(error.errMsg).toContain(name)
  expect(error.errMsg).toContain('{"n":7}')
  expect((await failure(all.where({ n: 7 }).update({ data: { n: 1 } }))).errMsg).toContain('no index')
  expect((await failure(all.where({ n: 7 }).count())).errMsg).toContain('no index')
  expect((await failure(all.aggregate().match({ n: 7 }).end())).errMsg).toContain('no index')
  expect((await all.where({ state: 'open' }).get()).data).toHaveLength(10)
  expect((await all.orderBy('code', 'asc').limit(1).get()).data).toHaveLength(1)
  expect((await all.count()).total).toBe(100)
})

test('a unique index refuses a second key on insert, update and set, and frees it on removal', async () => {
  const all = db.collection(name)
  for (const work of [
    all.add({ data: { _id: 'new', key: 'k1' } }),
    all.doc('d02').update({ data: { key: 'k1' } }),
    all.doc('d02').set({ data: { key: 'k1' } }),
    all.where({ state: 'open' }).update({ data: { key: 'same' } }),
  ]) {
    expect(await failure(work)).toMatchObject({ errCode: -502001, errMsg: expect.stringContaining('E11000') })
  }
  await all.doc('d01').remove()
  await all.add({ data: { _id: 'new', key: 'k1' } })
  await cloud.reopen()
  expect(await failure(all.add({ data: { key: 'k1' } }))).toMatchObject({ errCode: -502001 })
})

test('load refuses an undefined collection, and puts in all or nothing', async () => {
  const database = cloud.database()
  await expect(database.load('nowhere', [{ _id: 'a' }])).rejects.toThrow('not exist')
  const count = database.count(name)
  await expect(
    database.load(name, [
      { _id: 'z1', key: 'z' },
      { _id: 'z2', key: 'z' },
    ]),
  ).rejects.toThrow('E11000')
  expect(database.count(name)).toBe(count)
  await database.load(name, [{ _id: 'z1', key: 'z' }])
})

test('clear removes everything, durably', async () => {
  await cloud.database().clear()
  await cloud.reopen()
  expect(cloud.database().count(name)).toBe(0)
})
