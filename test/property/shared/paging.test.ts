import fc from 'fast-check'
import { cursor as cursorSchema } from '../../../cloudfunctions/shared/fields'
import { readPage } from '../../../cloudfunctions/shared/paging'
import type { Stored } from '../../../cloudfunctions/shared/ports'
import { MemoryDatabase } from '../memory-database'

interface Row extends Stored {
  place: string
  atMs: number
}

type List = Parameters<typeof readPage<Row>>[2]

/** Every row of a list, page by page, as a phone reads it. */
async function readAll(database: MemoryDatabase, list: Omit<List, 'cursor'>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page: { rows: readonly Row[]; nextCursor: string | null } = await readPage<Row>(database, 'rows', {
      ...list,
      cursor: cursorSchema.parse(cursor),
    })
    expect(page.rows.length).toBeGreaterThan(rows.length === 0 ? -1 : 0)
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

async function planted(moments: readonly number[]): Promise<{ database: MemoryDatabase; rows: Row[] }> {
  const database = new MemoryDatabase()
  const rows = moments.map((atMs, index) => {
    const id = `entry_${((index * 7919) % 100_003).toString(16).padStart(64, '0')}`
    return { _id: id, place: index % 3 === 0 ? 'there' : 'here', atMs }
  })
  for (const row of rows) await database.insert('rows', row)
  return { database, rows: rows.filter(({ place }) => place === 'here') }
}

function inOrder(rows: readonly Row[], direction: 'asc' | 'desc'): Row[] {
  const sign = direction === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => sign * (a.atMs - b.atMs) || (a._id < b._id ? -1 : 1))
}

/** Few moments, so that most rows share theirs with many. */
const manyEqual = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_003 }), { maxLength: 90 })
const anyList = fc.record({ direction: fc.constantFrom('asc', 'desc'), size: fc.integer({ min: 1, max: 25 }) })

test('a list of many rows of one moment is read whole, each row once, in order, by cursors that pass the limit', async () => {
  await fc.assert(
    fc.asyncProperty(manyEqual, anyList, async (moments, { direction, size }) => {
      const { database, rows } = await planted(moments)
      const found = await readAll(database, { where: { place: 'here' }, sortBy: 'atMs', direction, size })
      expect(found).toEqual(inOrder(rows, direction))
    }),
  )
})

test('a bound on the sorted number holds on every page', async () => {
  await fc.assert(
    fc.asyncProperty(manyEqual, anyList, async (moments, { direction, size }) => {
      const { database, rows } = await planted(moments)
      const where = { place: 'here', atMs: { $gt: 1_700_000_000_001 } }
      const found = await readAll(database, { where, sortBy: 'atMs', direction, size })
      expect(found).toEqual(inOrder(rows, direction).filter(({ atMs }) => atMs > 1_700_000_000_001))
    }),
  )
})

test('what is given between two pages neither repeats nor hides what was there', async () => {
  const { database, rows } = await planted(Array.from({ length: 60 }, () => 5))
  const list = { where: { place: 'here' }, sortBy: 'atMs', direction: 'desc', size: 10 } as const
  const first = await readPage<Row>(database, 'rows', { ...list, cursor: null })
  await database.insert('rows', { _id: 'entry_newer', place: 'here', atMs: 6 })
  const ids = [...first.rows.map(({ _id }) => _id)]
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page: { rows: readonly Row[]; nextCursor: string | null } = await readPage<Row>(database, 'rows', {
      ...list,
      cursor,
    })
    ids.push(...page.rows.map(({ _id }) => _id))
    cursor = page.nextCursor
  }
  expect(ids).toEqual(inOrder(rows, 'desc').map(({ _id }) => _id))
})

test.each(['', 'x', '[5]', '["5","a"]', '[5,"a","b"]', '[1e999,"a"]', '{}'])('%j is no cursor', async (words) => {
  const cursor = Buffer.from(words).toString('base64url')
  const list = { where: {}, sortBy: 'atMs', direction: 'asc', size: 1, cursor } as const
  await expect(readPage<Row>(new MemoryDatabase(), 'rows', list)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
