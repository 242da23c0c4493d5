/** Finds documents: plan, test, order, skip and limit, projection. */
import { Context } from 'mingo/core'
import * as projectionOperators from 'mingo/operators/projection'
import { Query } from 'mingo/query'
import type { Doc } from '../../contract'
import type { Collection } from './collection'
import { isPlainObject } from './ejson'
import { queryRefused, refusing } from './errors'
import { compileFilter, type Filter, type Matcher } from './filter'
import { type Access, type Order, plan } from './planner'
import { cloneValue, indexedValues, invertedKey } from './values'

export interface Selection {
  filter: Filter
  order?: Order
  offset?: number
  /** Absent: all that match. */
  limit?: number
}

export interface Selected {
  /** Shared with the collection: not to be changed. */
  documents: Doc[]
  /** Name of the index used, several joined by `+`, or null when every document was read. */
  index: string | null
  /** Documents read to answer. */
  examined: number
}

/**
 * Answers a selection.
 * @throws DatabaseError when `refuseUnindexed` and no index serves it, naming collection and filter
 */
export function select(collection: Collection, selection: Selection, refuseUnindexed = false): Selected {
  const { filter, order = [], offset = 0, limit = Number.POSITIVE_INFINITY } = selection
  const matches = compileFilter(filter)
  const access = plan(collection, filter, order, offset + limit)
  if (refuseUnindexed && access.kind === 'scan') throw unindexed(collection.name, selection)
  const most = access.sorted ? offset + limit : Number.POSITIVE_INFINITY
  const { documents, examined } = read(collection, access, matches, most)
  if (!access.sorted) sort(documents, order)
  return { documents: documents.slice(offset, offset + limit), index: indexName(access), examined }
}

/** Reads an order as the wire brings it: `{field: 1 | -1, …}`. */
export function parseOrder(order: Record<string, unknown>): Order {
  return Object.entries(order).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) throw queryRefused(`bad order of ${path}: 1 or -1 is needed`)
    return [path, direction]
  })
}

const projectionContext = Context.init({ projection: { ...projectionOperators } })

/** Keeps (1) or leaves out (0) fields; `_id` stays unless it is left out. */
export function project(documents: Doc[], projection: Record<string, unknown>): Doc[] {
  const fields = Object.entries(projection)
  if (fields.length === 0 || documents.length === 0) return documents
  let kept: boolean | null = null
  for (const [path, value] of fields) {
    if (isPlainObject(value)) {
      const name = Object.keys(value)[0] ?? ''
      if (name !== '$slice' && name !== '$elemMatch') throw queryRefused(`unknown projection operator: ${name}`)
      continue
    }
    if (value !== 0 && value !== 1) throw queryRefused(`bad projection of ${path}: 0 or 1 is needed`)
    if (path === '_id') continue
    if (kept !== null && kept !== (value === 1)) {
      throw queryRefused(`Projection cannot have a mix of inclusion and exclusion: ${path}`)
    }
    kept = value === 1
  }
  return refusing(() => {
    const query = new Query<Doc>({}, { context: projectionContext, scriptEnabled: false })
    // Leaving out fields works on the documents themselves: they are shared.
    const own = documents.map(cloneValue)
    return query.find<Doc>(own, projection as Record<keyof Doc, unknown>).all()
  })
}

function read(collection: Collection, access: Access, matches: Matcher, most: number) {
  const documents: Doc[] = []
  const seen = access.kind === 'union' || (access.kind === 'index' && access.index.multikey) ? new Set<string>() : null
  const keep = access.kind !== 'scan'
  let examined = 0
  if (most <= 0) return { documents, examined }
  for (const id of idsAlong(collection, access)) {
    if (seen?.has(id)) continue
    seen?.add(id)
    const document = collection.get(id, keep)
    if (!document) continue
    examined++
    if (!matches(document)) continue
    documents.push(document)
    if (documents.length >= most) break
  }
  return { documents, examined }
}

function* idsAlong(collection: Collection, access: Access): Generator<string> {
  if (access.kind === 'ids') yield* access.ids
  else if (access.kind === 'index') yield* access.index.scan(access.ranges, access.downwards)
  else if (access.kind === 'union') for (const part of access.parts) yield* idsAlong(collection, part)
  else yield* collection.ids()
}

/** Sorts in place as MongoDB does: of an array, the least element counts upwards and the greatest downwards. */
function sort(documents: Doc[], order: Order): void {
  if (documents.length < 2) return
  const keyed = documents.map((document) => ({ document, key: sortKey(document, order) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  for (const [i, { document }] of keyed.entries()) documents[i] = document
}

function sortKey(document: Doc, order: Order): string {
  let key = ''
  for (const [path, direction] of order) {
    const keys = indexedValues(document, path).keys.sort()
    key += direction === 1 ? (keys[0] ?? '') : invertedKey(keys.at(-1) ?? '')
  }
  return key
}

function indexName(access: Access): string | null {
  if (access.kind === 'ids') return '_id_'
  if (access.kind === 'index') return access.index.name
  if (access.kind === 'union') return [...new Set(access.parts.map(indexName))].join('+')
  return null
}

function unindexed(collection: string, { filter, order = [] }: Selection): Error {
  const sorted = order.length > 0 ? ` order ${JSON.stringify(Object.fromEntries(order))}` : ''
  const shown = JSON.stringify(filter, (_key, value: unknown) => (value instanceof RegExp ? String(value) : value))
  return queryRefused(`no index of the collection ${collection} serves the filter ${shown}${sorted}`)
}
