/** Aggregation pipelines, as the SDK sends them. */
import { type Database, localTest, openTestCloud, type TestCloud } from '../cloud'

let cloud: TestCloud
let db: Database
let gifts: string
let funds: string

beforeAll(async () => {
  cloud = await openTestCloud()
  db = cloud.db
  gifts = await cloud.collection([
    {
      name: 'fund_at',
      fields: [
        ['fundId', 1],
        ['atMs', -1],
      ],
    },
  ])
  funds = await cloud.collection()
  await db.collection(funds).add({
    data: [
      { _id: 'f1', title: '一', nested: { n: 1 } },
      { _id: 'f2', title: '二', nested: { n: 2 } },
    ],
  })
  await db.collection(gifts).add({
    data: [
      { _id: 'g1', fundId: 'f1', amountFen: 100, atMs: 1, tags: ['a', 'b'] },
      { _id: 'g2', fundId: 'f1', amountFen: 300, atMs: 3, tags: ['b'] },
      { _id: 'g3', fundId: 'f2', amountFen: 500, atMs: 2, tags: [] },
    ],
  })
})
afterAll(() => cloud.close())

test('match, group and sort add up', async () => {
  const $ = db.command.aggregate
  const { list } = await db
    .collection(gifts)
    .aggregate()
    .match({ amountFen: db.command.gt(0) })
    .group({ _id: '$fundId', totalFen: $.sum('$amountFen'), mostFen: $.max('$amountFen'), n: $.sum(1) })
    .sort({ _id: 1 })
    .end()
  expect(list).toEqual([
    { _id: 'f1', totalFen: 400, mostFen: 300, n: 2 },
    { _id: 'f2', totalFen: 500, mostFen: 500, n: 1 },
  ])
})

test('unwind, sortByCount, count, skip, limit, project and replaceRoot', async () => {
  const start = () => db.collection(gifts).aggregate()
  expect((await start().unwind('$tags').sortByCount('$tags').end()).list).toEqual([
    { _id: 'b', count: 2 },
    { _id: 'a', count: 1 },
  ])
  expect((await start().match({ fundId: 'f1' }).count('n').end()).list).toEqual([{ n: 2 }])
  expect((await start().sort({ amountFen: -1 }).skip(1).limit(1).project({ amountFen: 1 }).end()).list).toEqual([
    { _id: 'g2', amountFen: 300 },
  ])
  expect(
    (await db.collection(funds).aggregate().sort({ _id: 1 }).replaceRoot({ newRoot: '$nested' }).end()).list,
  ).toEqual([{ n: 1 }, { n: 2 }])
})

test('lookup joins by fields and by pipeline', async () => {
  const byFields = await db
    .collection(gifts)
    .aggregate()
    .match({ _id: 'g3' })
    .lookup({ from: funds, localField: 'fundId', foreignField: '_id', as: 'funds' })
    .end()
  expect(byFields.list[0]?.funds).toEqual([{ _id: 'f2', title: '二', nested: { n: 2 } }])
  const $ = db.command.aggregate
  const byPipeline = await db
    .collection(gifts)
    .aggregate()
    .match({ _id: 'g3' })
    .lookup({
      from: funds,
      let: { wanted: '$fundId' },
      pipeline: $.pipeline()
        .match(db.command.expr($.eq(['$_id', '$$wanted'])))
        .done(),
      as: 'funds',
    })
    .end()
  expect(byPipeline.list[0]?.funds).toEqual([{ _id: 'f2', title: '二', nested: { n: 2 } }])
})

test('stages that write into documents leave the stored ones alone', async () => {
  await db.collection(funds).aggregate().addFields({ 'nested.n': 99, 'nested.added': true }).end()
  expect((await db.collection(funds).doc('f1').get()).data).toEqual({ _id: 'f1', title: '一', nested: { n: 1 } })
})

localTest('the head of a pipeline and a lookup use the indexes', async () => {
  const plans: unknown[] = []
  const stop = cloud.database().onPlan((plan) => plans.push(plan))
  const { list } = await db
    .collection(gifts)
    .aggregate()
    .match({ fundId: 'f1' })
    .sort({ atMs: -1 })
    .limit(1)
    .lookup({ from: funds, localField: 'fundId', foreignField: '_id', as: 'funds' })
    .end()
  stop()
  expect(list.map(({ _id }) => _id)).toEqual(['g2'])
  expect(plans).toEqual([
    { collection: gifts, action: 'database.aggregateDocuments', index: 'fund_at', examined: 2, returned: 1 },
  ])
})
