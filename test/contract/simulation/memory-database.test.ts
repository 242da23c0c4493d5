/** The simulation's database in memory answers as the local cloud does through the genuine SDK, call by call. */
import fc from 'fast-check'
import { createDatabase } from '../../../cloudfunctions/shared/adapters/database'
import type { Sdk } from '../../../cloudfunctions/shared/adapters/sdk'
import type { Change, Database, Filter, Query, Transaction } from '../../../cloudfunctions/shared/ports'
import { MemoryServer } from '../../simulation/support/memory-database'
import { openTestCloud, type TestCloud } from '../cloud'

jest.setTimeout(120_000)

let cloud: TestCloud
let real: Database
let collection: string
beforeAll(async () => {
  cloud = await openTestCloud()
  const { default: sdk } = (await import('wx-server-sdk')) as unknown as { default: Sdk }
  real = createDatabase(sdk)
  collection = await cloud.collection()
})
afterAll(() => cloud.close())

async function empty(): Promise<void> {
  for (const each of [...ids, 'x', 'y']) await real.remove(collection, each)
}

const calm = { travel: async () => {}, trouble: () => 'none' as const, die: () => {}, whenDead: () => {} }

const ids = ['a', 'b', 'c', 'd']
const id = fc.constantFrom(...ids)
const number = fc.integer({ min: 0, max: 4 })
const span = fc.record({ pool: fc.constantFrom('general', 'elderCare'), fromFen: number, toFen: number })
const row = fc.record({
  _id: id,
  fundId: fc.constantFrom('fund_1', 'fund_2'),
  foldedIn: fc.oneof(number, fc.constant(null)),
  atMs: number,
  kind: fc.constantFrom('gift', 'payment'),
  outbox: fc.array(fc.record({ n: number }), { maxLength: 2 }),
  spans: fc.array(span, { maxLength: 2 }),
  inner: fc.record({ count: number }),
})

const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ fundId: fc.constantFrom('fund_1', 'fund_2') }),
  fc.record({
    foldedIn: fc.oneof(
      number,
      fc.constant(null),
      number.map(($gt) => ({ $gt })),
    ),
  }),
  fc.record({ atMs: fc.record({ $gte: number, $lte: number }) }),
  fc.record({ _id: fc.record({ $in: fc.array(id, { maxLength: 3 }) }) }),
  fc.record({ _id: fc.record({ $nin: fc.array(id, { maxLength: 3 }) }) }),
  fc.record({ 'inner.count': number.map(($lt) => ({ $lt })) }),
  fc.record({ 'spans.toFen': number.map(($gt) => ({ $gt })) }),
  fc.record({ 'outbox.n': number }),
  span.map(({ pool, fromFen }) => ({ spans: { $elemMatch: { pool, toFen: { $gt: fromFen } } } })),
  fc.record({ $or: fc.tuple(fc.record({ kind: fc.constant('gift') }), fc.record({ atMs: number })) }),
  fc.record({ missing: fc.constant(null) }),
  fc.record({ kind: fc.record({ $ne: fc.constant('gift') }) }),
)
const where = fc.array(condition, { minLength: 1, maxLength: 2 }).map((list): Filter => Object.assign({}, ...list))
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ set: fc.record({ atMs: number }) }),
  fc.record({ set: fc.record({ 'inner.count': number, kind: fc.constant('payment') }) }),
  fc.record({ increment: fc.record({ atMs: number, 'inner.count': number }) }),
  fc.record({ push: fc.record({ outbox: fc.array(fc.record({ n: number }), { minLength: 1, maxLength: 2 }) }) }),
  fc.record({ unset: fc.constant(['kind']) }),
)
const order = fc.constantFrom<NonNullable<Query['orderBy']>>(
  [['_id', 'asc']],
  [
    ['atMs', 'desc'],
    ['_id', 'asc'],
  ],
  [
    ['foldedIn', 'asc'],
    ['_id', 'desc'],
  ],
)
const group: readonly Filter[] = [
  {
    $group: {
      _id: { fundId: '$fundId', kind: '$kind', late: { $eq: ['$atMs', 3] } },
      sum: { $sum: '$atMs' },
      count: { $sum: 1 },
    },
  },
]

type Inside =
  | { what: 'get'; id: string }
  | { what: 'remove'; id: string }
  | { what: 'insert'; row: object }
  | { what: 'update'; id: string; change: Change }
const inside: fc.Arbitrary<Inside> = fc.oneof(
  fc.record({ what: fc.constant('get' as const), id }),
  fc.record({ what: fc.constant('remove' as const), id }),
  fc.record({ what: fc.constant('insert' as const), row }),
  fc.record({ what: fc.constant('update' as const), id, change }),
)
type Step = (database: Database) => Promise<unknown>
const step: fc.Arbitrary<Step> = fc.oneof(
  row.map((document) => (database: Database) => database.insert(collection, document)),
  row.map((document) => (database: Database) => database.insert(collection, document)),
  id.map((one) => (database: Database) => database.get(collection, one)),
  fc.tuple(where, order, fc.integer({ min: 1, max: 3 })).map(
    ([filter, orderBy, limit]) =>
      (database: Database) =>
        database.find(collection, { where: filter, orderBy, limit }),
  ),
  where.map((filter) => (database: Database) => database.count(collection, filter)),
  where.map((filter) => async (database: Database) => {
    const rows = await database.aggregate<{ _id: object }>(collection, [{ $match: filter }, ...group])
    return rows.map((each) => JSON.stringify(each, Object.keys(flat(each)).sort())).sort()
  }),
  fc.tuple(id, where, change).map(
    ([one, { _id, ...guard }, by]) =>
      (database: Database) =>
        database.update(collection, one, guard, by),
  ),
  fc.tuple(where, change).map(
    ([filter, by]) =>
      (database: Database) =>
        database.updateMany(collection, filter, by),
  ),
  id.map((one) => (database: Database) => database.remove(collection, one)),
  fc.tuple(fc.array(inside, { minLength: 1, maxLength: 4 }), fc.boolean()).map(
    ([list, fails]) =>
      (database: Database) =>
        database.transaction((open) => runInside(open, list, fails)).catch(String),
  ),
)

function flat(value: object): Record<string, true> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => [
      [key, true],
      ...Object.entries(typeof inner === 'object' && inner ? flat(inner) : {}),
    ]),
  )
}

async function runInside(open: Transaction, list: readonly Inside[], fails: boolean): Promise<unknown> {
  const answers: unknown[] = []
  for (const each of list) {
    const answer =
      each.what === 'get'
        ? await open.get(collection, each.id)
        : each.what === 'remove'
          ? await open.remove(collection, each.id)
          : each.what === 'insert'
            ? await open.insert(collection, each.row as { _id: string })
            : await open.update(collection, each.id, each.change)
    answers.push(answer)
    if (answer === 'exists') return answers
  }
  if (fails) throw new Error('given up')
  return answers
}

test('any sequence of calls: the same answers, the same documents in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      await empty()
      const server = new MemoryServer()
      const memory = server.connect(calm)
      for (const each of steps) expect(await each(memory)).toEqual(await each(real))
      const all = { where: { _id: { $in: ids } }, orderBy: [['_id', 'asc']] as const }
      expect(await memory.find(collection, all)).toEqual(await real.find(collection, all))
    }),
    { numRuns: 60 },
  )
})

/** Two transactions, their operations in this order: which of them went through, and what is there after. */
const races: Record<string, readonly string[]> = {
  'both write one document: the first writer wins': ['1 read', '2 read', '1 write', '1 commit', '2 write', '2 commit'],
  'the second meets the first’s lock': ['1 write', '2 write', '1 commit', '2 commit'],
  'different documents do not meet': ['1 write', '2 other', '2 commit', '1 commit'],
  'a snapshot does not see what was committed after it began': [
    '1 read',
    '2 write',
    '2 commit',
    '1 read',
    '1 other',
    '1 commit',
  ],
  'a plain write between a read and a write': ['1 read', 'plain', '1 write', '1 commit'],
}

test.each(Object.entries(races))('%s', async (_, script) => {
  const ends: string[] = []
  for (const [name, database] of [
    ['memory', new MemoryServer().connect({ ...calm, travel: pause })],
    ['real', real],
  ] as const) {
    await empty()
    for (const one of ['x', 'y']) await database.insert(collection, { _id: one, n: 0 })
    ends.push(`${name}: ${await race(database, script)}`.replace(/^\w+/, ''))
  }
  expect(ends[0]).toBe(ends[1])
})

/** Plays the script: each transaction does an operation when it is its turn, once; what is tried again runs to its end. */
async function race(database: Database, script: readonly string[]): Promise<string> {
  const seen: string[] = []
  const turns = new Map<string, (() => void)[]>()
  const attempts = new Map<string, number>()
  const runs = ['1', '2'].map((who) => {
    const own = script.filter((each) => each.startsWith(`${who} `)).map((each) => each.slice(2))
    return database
      .transaction(async (open) => {
        const attempt = (attempts.get(who) ?? 0) + 1
        attempts.set(who, attempt)
        for (const what of own) {
          if (attempt === 1) await new Promise<void>((go) => turns.set(who, [...(turns.get(who) ?? []), go]))
          if (what === 'read')
            seen.push(`${who} sees ${(await open.get<{ _id: string; n: number }>(collection, 'x'))?.n}`)
          if (what === 'write') await open.update(collection, 'x', { increment: { n: Number(who) } })
          if (what === 'other') await open.update(collection, 'y', { increment: { n: Number(who) } })
        }
        return 'committed'
      })
      .then(
        (end) => `${who} ${end}`,
        (error: Error) => `${who} ${(error as Error & { code?: string }).code}`,
      )
  })
  for (const each of script) {
    if (each === 'plain') await database.update(collection, 'x', {}, { increment: { n: 10 } })
    else {
      const who = each.split(' ')[0] ?? ''
      for (let wait = 0; wait < 20 && (turns.get(who) ?? []).length === 0; wait += 1) await pause()
      turns.get(who)?.shift()?.()
    }
    await pause()
  }
  const ended = await Promise.all(runs)
  const rows = await database.find<{ _id: string; n: number }>(collection, {
    where: { _id: { $in: ['x', 'y'] } },
    orderBy: [['_id', 'asc']],
  })
  return [...seen, ...ended, ...rows.map(({ _id, n }) => `${_id} ${n}`)].join(', ')
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 12))
