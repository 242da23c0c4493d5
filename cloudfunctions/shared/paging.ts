import type { Page } from '../../typings/call'
import { Failure } from './errors'
import type { Database, Filter, Stored } from './ports/index'

interface Position {
  /** The sort key of the last row that was given. */
  key: number
  /** Ids of the rows with that very key that were given already. */
  seen: readonly string[]
}

/**
 * One page of a list that is sorted by a number and then by id, read by key: `where` and the sort have an index together.
 * A cursor that did not come from here is INVALID_INPUT.
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
  const beyond = after && {
    [sortBy]: direction === 'desc' ? { $lte: after.key } : { $gte: after.key },
    _id: { $nin: after.seen },
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
  return { rows, nextCursor: found.length > size ? writeCursor(rows, sortBy, after) : null }
}

function writeCursor<Record extends Stored>(
  rows: readonly Record[],
  sortBy: keyof Record & string,
  before: Position | null,
): string {
  const key = Number(rows.at(-1)?.[sortBy])
  const seen = rows.filter((row) => row[sortBy] === key).map((row) => row._id)
  const position: Position = { key, seen: before?.key === key ? [...before.seen, ...seen] : seen }
  return Buffer.from(JSON.stringify([position.key, ...position.seen])).toString('base64url')
}

function readCursor(cursor: string): Position {
  try {
    const [key, ...seen] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    if (typeof key !== 'number' || !Number.isFinite(key)) throw new Error('no key')
    return { key, seen: seen.filter((each) => typeof each === 'string') }
  } catch {
    throw new Failure('INVALID_INPUT', 'not a cursor', [{ path: 'cursor', limit: 'what the page before gave' }])
  }
}
