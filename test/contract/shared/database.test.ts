/** The database port on the genuine SDK: each trap of the SDK has a test here that the adapter closes it. */
import { createDatabase } from '../../../cloudfunctions/shared/adapters/database'
import type { Sdk } from '../../../cloudfunctions/shared/adapters/sdk'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { Database, Filter, Stored } from '../../../cloudfunctions/shared/ports'
import { openTestCloud, type TestCloud } from '../cloud'

interface Thing extends Stored {
  n: number
  tags?: readonly string[]
  inner?: Record<string, unknown>
}

let cloud: TestCloud
let database: Database
let things: string
beforeAll(async () => {
  cloud = await openTestCloud()
  const { default: sdk } = (await import('wx-server-sdk')) as unknown as { default: Sdk }
  database = createDatabase(sdk)
})
beforeEach(async () => {
  things = await cloud.collection()
})

afterAll(() => cloud.close())

const thing = (_id: string, n = 0, more: object = {}): Thing => ({ _id, n, ...more })

describe('what would vanish is refused before it is sent', () => {
  const undefinedValue: unknown = undefined
  const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a filter with undefined', () => database.find(things, { where: { owner: undefinedValue, n: 1 } })],
    ['a filter with undefined inside an operator', () => database.count(things, { n: { $in: [1, undefinedValue] } })],
    ['a guard with undefined', () => database.update(things, 'a', { n: undefinedValue }, { set: { n: 2 } })],
    ['a change with undefined', () => database.update(things, 'a', {}, { set: { n: undefinedValue } })],
    ['a document with undefined', () => database.insert(things, thing('a', 1, { deep: [{ x: undefinedValue }] }))],
    ['a document with NaN', () => database.insert(things, thing('a', Number.NaN))],
    ['a document with a Date', () => database.insert(things, thing('a', 1, { at: new Date() }))],
    ['a document with a dotted key', () => database.insert(things, thing('a', 1, { 'x.y': 1 }))],
    ['a document with an operator for a key', () => database.insert(things, thing('a', 1, { $inc: 1 }))],
    ['an empty id', () => database.get(things, '')],
    ['a comparison with an empty object', () => database.find(things, { where: { inner: {} } })],
    ['a comparison with an object', () => database.find(things, { where: { inner: { x: 1 } } })],
    ['an unknown top-level operator', () => database.find(things, { where: { $where: 'true' } })],
    ['a change of nothing', () => database.update(things, 'a', {}, { push: { tags: [] } })],
    ['updateMany without a filter', () => database.updateMany(things, {}, { set: { n: 1 } })],
    ['more rows than the service gives', () => database.find(things, { where: {}, limit: 1001 })],
    ['an unknown stage', () => database.aggregate(things, [{ $out: 'elsewhere' }])],
  ]

  test.each(refused)('%s', async (_name, call) => {
    const before = cloud.requests.length
    await expect(call()).rejects.toThrow('Invariant broken')
    expect(cloud.requests.length).toBe(before)
  })
})

describe('documents', () => {
  test('what is stored comes back as it was, empty objects, nulls and large numbers included', async () => {
    const stored = thing('a', 1_900_000_000_123, { inner: { empty: {}, none: null, list: [], deep: { x: [{}] } } })
    expect(await database.insert(things, stored)).toBe('inserted')
    expect(await database.get(things, 'a')).toEqual(stored)
  })

  test('a missing document is null, and a second insert never overwrites', async () => {
    expect(await database.get(things, 'nobody')).toBeNull()
    await database.insert(things, thing('a', 1))
    expect(await database.insert(things, thing('a', 2))).toBe('exists')
    expect(await database.get(things, 'a')).toEqual(thing('a', 1))
  })

  test('a change sets whole objects, dotted paths and empty objects, unsets, counts, appends and removes', async () => {
    await database.insert(things, thing('a', 1, { inner: { x: 1, y: 2 }, tags: ['old', 'kept'], gone: 1 }))
    const change = {
      set: { 'inner.x': { whole: {} }, fresh: {} },
      unset: ['gone'],
      increment: { n: 4, 'inner.y': -2 },
      push: { list: [{ id: 1 }, { id: 2 }], tags: [] },
      pull: { tags: 'old' },
    }
    expect(await database.update(things, 'a', { n: 1 }, change)).toBe(true)
    expect(await database.get(things, 'a')).toEqual({
      _id: 'a',
      n: 5,
      inner: { x: { whole: {} }, y: 0 },
      tags: ['kept'],
      fresh: {},
      list: [{ id: 1 }, { id: 2 }],
    })
  })

  test('a guard that does not match changes nothing and says so', async () => {
    await database.insert(things, thing('a', 1))
    expect(await database.update(things, 'a', { n: { $gt: 5 } }, { increment: { n: 1 } })).toBe(false)
    expect(await database.update(things, 'b', {}, { increment: { n: 1 } })).toBe(false)
    expect(await database.get(things, 'a')).toEqual(thing('a', 1))
    expect(await database.count(things, {})).toBe(1)
  })

  test('50 guarded writers of one version: one wins', async () => {
    await database.insert(things, thing('a', 1))
    const wins = await Promise.all(
      Array.from({ length: 50 }, () => database.update(things, 'a', { n: 1 }, { increment: { n: 1 } })),
    )
    expect(wins.filter(Boolean)).toHaveLength(1)
  })

  test('removing says whether it was there', async () => {
    await database.insert(things, thing('a'))
    expect([await database.remove(things, 'a'), await database.remove(things, 'a')]).toEqual([true, false])
  })
})

describe('queries', () => {
  beforeEach(async () => {
    const rows = Array.from({ length: 120 }, (_, index) => thing(`t${index}`, index % 6))
    await Promise.all(rows.map((row) => database.insert(things, row)))
  })

  test('100 rows unless asked for more; sorted, cut and projected', async () => {
    expect(await database.find(things, { where: {} })).toHaveLength(100)
    expect(await database.find(things, { where: {}, limit: 1000 })).toHaveLength(120)
    const where: Filter = { n: { $gte: 4 } }
    const rows = await database.find(things, {
      where,
      orderBy: [
        ['n', 'desc'],
        ['_id', 'asc'],
      ],
      limit: 2,
      fields: ['_id'],
    })
    expect(rows).toEqual([{ _id: 't101' }, { _id: 't107' }])
  })

  test('two disjunctions stay two: they do not merge into one', async () => {
    const where: Filter = { $and: [{ $or: [{ n: 1 }, { n: 2 }] }, { $or: [{ n: 2 }, { n: 3 }] }] }
    expect(await database.count(things, where)).toBe(20)
  })

  test('updateMany counts what it changed; stages group', async () => {
    expect(await database.updateMany(things, { n: { $in: [0, 1] } }, { set: { n: 9 } })).toBe(40)
    const stages = [
      { $match: { n: { $gte: 5 } } },
      { $group: { _id: '$n', count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]
    expect(await database.aggregate(things, stages)).toEqual([
      { _id: 5, count: 20 },
      { _id: 9, count: 40 },
    ])
  })
})

describe('transactions', () => {
  /** Reads, and writes what was read plus one: every lost conflict would lose a count. */
  const addOne = (id: string) =>
    database.transaction(async (transaction) => {
      const read = await transaction.get<Thing>(things, id)
      await transaction.update(things, id, { set: { n: (read?.n ?? 0) + 1 } })
    })

  test('writers of one document are tried again until each has counted, or told BUSY; none is lost', async () => {
    await database.insert(things, thing('a'))
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => addOne('a')))
    const counted = outcomes.filter(({ status }) => status === 'fulfilled').length
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'BUSY', retryable: true })
    }
    expect(counted).toBeGreaterThanOrEqual(1)
    expect(await database.get(things, 'a')).toEqual(thing('a', counted))
  })

  test('whoever loses each time is told BUSY after five tries', async () => {
    await database.insert(things, thing('a'))
    let tries = 0
    const work = database.transaction(async (transaction) => {
      tries += 1
      await transaction.get(things, 'a')
      await database.update(things, 'a', {}, { increment: { n: 1 } })
      await transaction.update(things, 'a', { increment: { n: 100 } })
    })
    await expect(work).rejects.toMatchObject({ code: 'BUSY' })
    expect(tries).toBe(5)
    expect(await database.get(things, 'a')).toEqual(thing('a', 5))
  })

  test('all or nothing: what throws rolls back and comes out as it was thrown', async () => {
    await database.insert(things, thing('a'))
    const failure = new Failure('NOT_NOW', 'stop')
    const work = database.transaction(async (transaction) => {
      await transaction.insert(things, thing('b'))
      await transaction.update(things, 'a', { increment: { n: 1 } })
      await transaction.remove(things, 'a')
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await database.find(things, { where: {} })).toEqual([thing('a')])
  })

  test('what is committed is there whole, and the work’s result comes out', async () => {
    await database.insert(things, thing('a'))
    const result = await database.transaction(async (transaction) => {
      expect(await transaction.get(things, 'b')).toBeNull()
      expect(await transaction.update(things, 'b', { increment: { n: 1 } })).toBe(false)
      expect(await transaction.insert(things, thing('b', 2))).toBe('inserted')
      expect(await transaction.remove(things, 'a')).toBe(true)
      return 'done'
    })
    expect(result).toBe('done')
    expect(await database.find(things, { where: {} })).toEqual([thing('b', 2)])
  })

  test('after «exists» the transaction is lost: its writes are undone, and nothing more can be done in it', async () => {
    await database.insert(things, thing('a'))
    const outcome = await database.transaction(async (transaction) => {
      await transaction.insert(things, thing('b'))
      return transaction.insert(things, thing('a', 7))
    })
    expect(outcome).toBe('exists')
    expect(await database.find(things, { where: {} })).toEqual([thing('a')])
    const going = database.transaction(async (transaction) => {
      await transaction.insert(things, thing('a'))
      await transaction.get(things, 'a')
    })
    await expect(going).rejects.toThrow('after «exists»')
  })

  test('two operations at once are refused before the second is sent', async () => {
    await database.insert(things, thing('a'))
    const work = database.transaction((transaction) =>
      Promise.all([transaction.get(things, 'a'), transaction.get(things, 'a')]),
    )
    await expect(work).rejects.toThrow('one at a time')
  })

  test('every request of the work belongs to its transaction', async () => {
    await database.insert(things, thing('a'))
    const before = cloud.requests.length
    await addOne('a')
    const sent = cloud.requests.slice(before)
    expect(sent.map(({ action }) => String(action).replace('database.', ''))).toEqual([
      'startTransaction',
      'getDocument',
      'modifyDocument',
      'commitTransaction',
    ])
    const ids = sent.slice(1).map(({ transactionId }) => transactionId)
    expect(new Set(ids).size).toBe(1)
    expect(typeof ids[0]).toBe('string')
  })
})

test('our own mistake stays what it is: a missing collection is not BUSY', async () => {
  await expect(database.get('nowhere', 'a')).rejects.not.toBeInstanceOf(Failure)
})
