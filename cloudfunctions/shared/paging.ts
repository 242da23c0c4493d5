import type { Page } from '../../typings/page'
import { Failure } from './errors'
import type { Database, Filter, Stored } from './ports/index'

/** The last row that was given. */
interface Position {
  key: number
  id: string
}

/**
 * One page of a list that is sorted by a number and then by id, read by key: `where` and the sort have an index together.
 * `where` may bound the number itself, and has no `$or` of its own. A cursor is as short for rows of one moment as for any;
 * one that did not come from here is INVALID_INPUT.
 */
export async function readPage<Record extends Stored>(
  database: Database,
  collection: string,
  list: {
    where: Filter
    sortBy: keyof Record & string
    direction: 'asc' | 'desc'
    size: number
    cursor: string | null
    fields?: readonly string[]
  },
): Promise<Page<Record>> {
  const { where, sortBy, direction, size } = list
  const after = list.cursor === null ? null : readCursor(list.cursor)
  const [upTo, past] = direction === 'desc' ? ['$lte', '$lt'] : ['$gte', '$gt']
  // The first line keeps to the index's stretch, the second leaves out what of its edge was given.
  const beyond = after && {
    [sortBy]: { ...(where[sortBy] as Filter | undefined), [upTo]: after.key },
    $or: [{ [sortBy]: { [past]: after.key } }, { _id: { $gt: after.id } }],
  }
  const found = await database.find<Record>(collection, {
    where: { ...where, ...beyond },
    orderBy: [
      [sortBy, direction],
      ['_id', 'asc'],
    ],
    limit: size + 1,
    ...(list.fields ? { fields: list.fields } : {}),
  })
  const rows = found.slice(0, size)
  return { rows, nextCursor: found.length > size ? writeCursor(rows, sortBy) : null }
}

function writeCursor<Record extends Stored>(rows: readonly Record[], sortBy: keyof Record & string): string {
  const last = rows.at(-1)
  return Buffer.from(JSON.stringify([Number(last?.[sortBy]), last?._id])).toString('base64url')
}

function readCursor(cursor: string): Position {
  try {
    const [key, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    if (typeof key !== 'number' || !Number.isFinite(key)) throw new Error('no key')
    if (typeof id !== 'string' || rest.length > 0) throw new Error('no id')
    return { key, id }
  } catch {
    throw new Failure('INVALID_INPUT', 'not a cursor', [{ path: 'cursor', limit: 'what the page before gave' }])
  }
}
