import { invariant } from '../errors'
import type { Change, Stored } from '../ports/index'
import { assertDocument, assertPlain } from './plain'
import type { SdkCollection } from './sdk'
import { isDuplicate, toFailure } from './sdk-errors'

/** One insert that never overwrites; shared by plain calls and transactions. */
export async function insertInto(
  target: SdkCollection,
  collection: string,
  document: Stored,
): Promise<'inserted' | 'exists'> {
  documentId(document._id)
  assertDocument(document, `insert ${collection}`)
  try {
    await target.add({ data: document })
    return 'inserted'
  } catch (error) {
    if (isDuplicate(error)) return 'exists'
    throw toFailure(error, `insert ${collection}`)
  }
}

/** The change in MongoDB's update operators; a change of nothing is a mistake. */
export function operators(change: Change, collection: string): Record<string, unknown> {
  assertPlain(change, `change of ${collection}`)
  const data: Record<string, unknown> = {}
  const put = (operator: string, fields: Readonly<Record<string, unknown>>) => {
    if (Object.keys(fields).length > 0) data[operator] = fields
  }
  put('$set', change.set ?? {})
  put('$unset', Object.fromEntries((change.unset ?? []).map((path) => [path, ''])))
  put('$inc', change.increment ?? {})
  const pushed = Object.entries(change.push ?? {}).filter(([, values]) => values.length > 0)
  put('$push', Object.fromEntries(pushed.map(([path, values]) => [path, { $each: values }])))
  put('$pull', change.pull ?? {})
  invariant(Object.keys(data).length > 0, `change of ${collection} changes nothing`)
  return data
}

/** An empty id would make the SDK address no document, or all. */
export function documentId(id: string): string {
  invariant(typeof id === 'string' && id !== '', 'a document id is a text that is not empty')
  return id
}

/** Runs one SDK call; what it throws comes out in our words. */
export async function attempt<R>(what: string, call: () => Promise<R>): Promise<R> {
  try {
    return await call()
  } catch (error) {
    throw toFailure(error, what)
  }
}
