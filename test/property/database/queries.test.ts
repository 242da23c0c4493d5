/** Whatever the indexes, a query finds what a plain mingo scan of all documents finds, in the order asked for. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { find } from 'mingo'
import { type DatabaseService, openDatabase } from '../../../local/cloud/database'
import { encode } from '../../../local/cloud/database/ejson'
import type { Doc, IndexDefinition, QueryPlan } from '../../../local/contract'

/** Generous: the machine may be busy with other tests. */

const indexes: IndexDefinition[] = [
  { name: 'a', fields: [['a', 1]] },
  {
    name: 'b_a',
    fields: [
      ['b', -1],
      ['a', 1],
    ],
  },
  {
    name: 'a_b_id',
    fields: [
      ['a', 1],
      ['b', -1],
      ['_id', -1],
    ],
  },
  {
    name: 'list',
    fields: [
      ['list', 1],
      ['a', -1],
    ],
  },
  {
    name: 'inner',
    fields: [
      ['o.x', -1],
      ['b', 1],
    ],
  },
]

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1, 2, -1, 1.5, -1e300, 1e12, '', 'a', 'ab', 'b', '人', '\u0000', '\u0001a'),
  fc.constantFrom(new Date(0), new Date(5), new Date(-5)),
)
const document = fc.record(
  { a: scalar, b: scalar, list: fc.array(scalar, { maxLength: 3 }), o: fc.record({ x: scalar }, { requiredKeys: [] }) },
  { requiredKeys: [] },
)
const ranged = fc.constantFrom(0, 1, 1.5, -1e300, '', 'a', 'ab', '人', new Date(0), new Date(5))
const condition = fc.oneof(
  scalar,
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $ne: scalar }),
  fc
    .tuple(fc.constantFrom('$gt', '$gte'), ranged, fc.option(fc.tuple(fc.constantFrom('$lt', '$lte'), ranged)))
    .map(([low, from, upper]) => ({ [low]: from, ...(upper ? { [upper[0]]: upper[1] } : {}) })),
  fc.record({ $lt: ranged }),
  fc.constantFrom(/^a/, /^人/, { $exists: true }),
)
const fields = fc.dictionary(fc.constantFrom('a', 'b', 'list', 'o.x'), condition, { maxKeys: 3 })
const filter = fc.oneof(
  fields,
  fc.tuple(fields, fc.array(fields, { minLength: 1, maxLength: 3 })).map(([all, some]) => ({ ...all, $or: some })),
)
const order = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'o.x', '_id'), fc.constantFrom(1, -1)), {
    maxLength: 3,
    selector: ([path]) => path,
  })
  .map((entries) => Object.fromEntries(entries))

const dir = mkdtempSync(join(tmpdir(), 'queries-'))
let database: DatabaseService
const plans: QueryPlan[] = []
const used = new Set<string | null>()

beforeAll(async () => {
  database = await openDatabase({
    dir,
    collections: [
      { name: 'indexed', permission: 'ADMINONLY', indexes },
      { name: 'bare', permission: 'ADMINONLY', indexes: [] },
    ],
    nowMs: Date.now,
    onPlan: (plan) => plans.push(plan),
  })
})
afterAll(async () => {
  await database.close()
  rmSync(dir, { recursive: true, force: true })
})

/** The keys that decide the order of a document, for comparison with another that may take its place. */
function orderKeys(found: string[], order: Record<string, number>): string[] {
  return found.map((text) => {
    const read = JSON.parse(text) as Record<string, unknown>
    return JSON.stringify(
      Object.keys(order).map(
        (path) => path.split('.').reduce<unknown>((value, part) => (value as Doc | undefined)?.[part], read) ?? null,
      ),
    )
  })
}

async function ask(collectionName: string, query: unknown, order: unknown, limit: number): Promise<string[]> {
  const answer = await database.handle({
    action: 'database.getDocument',
    collectionName,
    query: encode(query),
    order: encode(order),
    limit,
  })
  if ('code' in answer) throw new Error(String(answer.message))
  return (answer.data as { list: string[] }).list
}

test('indexed queries agree with a full scan', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { maxLength: 25 }),
      fc.array(fc.tuple(filter, order, fc.integer({ min: 1, max: 30 })), { minLength: 8, maxLength: 8 }),
      fc.array(fc.nat(24), { maxLength: 5 }),
      async (contents, questions, removed) => {
        await database.clear()
        const documents: Doc[] = contents.map((fields, i) => ({ _id: `d${String(i).padStart(2, '0')}`, ...fields }))
        await database.load('indexed', documents)
        for (const i of removed) {
          const query = encode({ _id: `d${String(i).padStart(2, '0')}` })
          await database.handle({ action: 'database.removeDocument', collectionName: 'indexed', query, multi: false })
        }
        const gone = new Set(removed)
        const kept = documents.filter((_, i) => !gone.has(i))
        await database.load('bare', kept)
        for (const [query, order, limit] of questions) {
          const expected = find<Doc>(kept, query)
            .all()
            .map(({ _id }) => _id)
          plans.length = 0
          const all = await ask('indexed', query, order, 1000)
          used.add(plans[0]?.index ?? null)
          expect(all.map((text) => (JSON.parse(text) as Doc)._id).sort()).toEqual([...expected].sort())
          // The collection without indexes reads and sorts everything: the same order, but for documents that tie.
          const scanned = await ask('bare', query, order, 1000)
          expect(orderKeys(all, order)).toEqual(orderKeys(scanned, order))
          expect(await ask('indexed', query, order, limit)).toEqual(all.slice(0, limit))
        }
      },
    ),
    { numRuns: 120 },
  )
  expect([...used].sort()).toEqual(expect.arrayContaining(['_id_', 'a', 'b_a', 'inner', 'list', null]))
})
