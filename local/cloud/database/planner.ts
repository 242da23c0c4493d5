/** Chooses how a query finds its documents: by ids, along one index, by several indexes together, or by reading all. */
import type { Collection } from './collection'
import { type Filter, operatorsOf } from './filter'
import { EVERY_KEY, type Index, type KeyRange } from './indexes'
import { AFTER, invertedKey, orderedKey, TAG, textKey, typeTag } from './values'

export type Order = readonly (readonly [path: string, direction: 1 | -1])[]

export type Access =
  | { kind: 'ids'; ids: string[]; sorted: boolean }
  | { kind: 'index'; index: Index; ranges: KeyRange[]; downwards: boolean; sorted: boolean }
  | { kind: 'union'; parts: Access[]; sorted: false }
  | { kind: 'scan'; sorted: boolean }

/** What is known of one field: one of a few values, or a stretch of one type's values. Keys are ascending ones. */
type Bound = { points: string[] } | { low: string; high: string }
/** Bounds by field; all of them hold. A filter is a choice of such clauses. */
type Clause = Map<string, Bound[]>

const MOST_CLAUSES = 64
const MOST_RANGES = 256

/** Plans a query; `most` is how many documents it needs, when that is known. */
export function plan(collection: Collection, filter: Filter, order: Order, most: number): Access {
  const clauses = clausesOf(filter)
  const ids = idsOf(clauses)
  if (ids) return { kind: 'ids', ids, sorted: order.length === 0 || ids.length < 2 }
  const whole = bestIndex(collection, clauses, order, most)
  if (whole?.bounded) return whole.access
  const parts = clauses.length > 1 ? clauses.map((clause) => servedAlone(collection, clause)) : []
  if (parts.length > 0 && parts.every((part) => part !== null)) return { kind: 'union', parts, sorted: false }
  return whole?.access ?? { kind: 'scan', sorted: order.length === 0 }
}

function servedAlone(collection: Collection, clause: Clause): Access | null {
  const ids = idsOf([clause])
  if (ids) return { kind: 'ids', ids, sorted: false }
  const best = bestIndex(collection, [clause], [], Number.POSITIVE_INFINITY)
  return best?.bounded ? best.access : null
}

interface Candidate {
  access: Access & { kind: 'index' }
  bounded: boolean
  cost: number
}

function bestIndex(collection: Collection, clauses: Clause[], order: Order, most: number): Candidate | null {
  const wantsIdIndex = order[0]?.[0] === '_id' || clauses.every((clause) => clause.has('_id'))
  const indexes = wantsIdIndex ? [...collection.indexes, collection.idIndex()] : collection.indexes
  let best: Candidate | null = null
  for (const index of indexes) {
    const candidate = candidateOf(index, clauses, order, most)
    if (!candidate) continue
    const better = !best || (candidate.bounded && !best.bounded) || candidate.cost < best.cost
    if (better && !(best?.bounded && !candidate.bounded)) best = candidate
  }
  return best
}

function candidateOf(index: Index, clauses: Clause[], order: Order, most: number): Candidate | null {
  const stretches = clauses.map((clause) => rangesOf(index, clause))
  const bounded = stretches.every((stretch) => stretch !== null)
  const ranges = bounded ? merge(stretches.flatMap((stretch) => stretch ?? [])) : [EVERY_KEY]
  const direction = index.multikey ? null : servedDirection(index, clauses, order)
  const sorted = order.length === 0 || direction !== null
  if (!bounded && (order.length === 0 || !sorted)) return null
  const held = index.size(ranges)
  // An order that the index gives lets the query stop early; how early is unknown when it filters as well.
  const cost = sorted ? Math.min(held, most * 4) : held * 1.5
  return { access: { kind: 'index', index, ranges, downwards: direction === -1, sorted }, bounded, cost }
}

/** The ranges of an index that hold all a clause can match; null when its first field is not bound. */
function rangesOf(index: Index, clause: Clause): KeyRange[] | null {
  let prefixes = ['']
  for (const [at, [path, direction]] of index.fields.entries()) {
    const bounds = clause.get(path)
    if (!bounds) return at === 0 ? null : prefixes.map((prefix) => [prefix, prefix + AFTER])
    const points = fewestPoints(bounds)
    if (points) {
      if (points.length * prefixes.length > MOST_RANGES) {
        return at === 0 ? null : prefixes.map((prefix) => [prefix, prefix + AFTER])
      }
      const keys = direction === 1 ? points : points.map(invertedKey)
      prefixes = prefixes.flatMap((prefix) => keys.map((key) => prefix + key))
      continue
    }
    const [low, high] = stretchOf(bounds, index.multikey)
    if (direction === 1) return prefixes.map((prefix) => [prefix + low, prefix + high])
    return prefixes.map((prefix) => [prefix + invertedEdge(high), prefix + invertedEdge(low)])
  }
  return prefixes.map((prefix) => [prefix, prefix + AFTER])
}

/**
 * An edge lies just below (`key`) or just above (`key + AFTER`) all keys that begin with `key`; turned around, below
 * becomes above.
 */
function invertedEdge(edge: string): string {
  return edge.endsWith(AFTER) ? invertedKey(edge.slice(0, -1)) : invertedKey(edge) + AFTER
}

function fewestPoints(bounds: readonly Bound[]): string[] | null {
  let fewest: string[] | null = null
  for (const bound of bounds) {
    if ('points' in bound && (!fewest || bound.points.length < fewest.length)) fewest = bound.points
  }
  return fewest
}

/** Where arrays are indexed, two conditions may be met by two elements: then only one of them narrows the search. */
function stretchOf(bounds: readonly Bound[], multikey: boolean): KeyRange {
  let low = ''
  let high: string = AFTER
  for (const bound of bounds) {
    if ('points' in bound) continue
    if (multikey) return [bound.low, bound.high]
    if (bound.low > low) low = bound.low
    if (bound.high < high) high = bound.high
  }
  return low < high ? [low, high] : [low, low]
}

function merge(ranges: KeyRange[]): KeyRange[] {
  const merged: [string, string][] = []
  for (const [low, high] of ranges.filter(([low, high]) => low < high).sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const last = merged.at(-1)
    if (last && low <= last[1]) {
      if (high > last[1]) last[1] = high
    } else merged.push([low, high])
  }
  return merged
}

/** 1 or -1 when walking the index that way gives the order asked for; null when it does not. */
function servedDirection(index: Index, clauses: Clause[], order: Order): 1 | -1 | null {
  let direction: number | null = null
  let at = 0
  const fields = index.fields
  for (const [path, wanted] of order) {
    while (fields[at] && fields[at]?.[0] !== path && isConstant(clauses, fields[at]?.[0])) at++
    const field = fields[at] ?? (path === '_id' && at >= fields.length ? (['_id', 1] as const) : undefined)
    if (field?.[0] !== path) {
      if (fields.some(([name]) => name === path) && isConstant(clauses, path)) continue
      return null
    }
    at++
    if (isConstant(clauses, path)) continue
    const needed = wanted * field[1]
    if (direction !== null && direction !== needed) return null
    direction = needed
    if (path === '_id') break
  }
  return direction === -1 ? -1 : 1
}

function isConstant(clauses: readonly Clause[], path: string | undefined): boolean {
  if (path === undefined) return false
  const keys = new Set(clauses.map((clause) => onlyPoint(clause.get(path))))
  return keys.size === 1 && !keys.has(null)
}

function onlyPoint(bounds: Bound[] | undefined): string | null {
  const points = fewestPoints(bounds ?? [])
  return points?.length === 1 ? (points[0] ?? null) : null
}

/** The ids that a query names, when it names them. */
function idsOf(clauses: readonly Clause[]): string[] | null {
  const ids = new Set<string>()
  for (const clause of clauses) {
    const points = fewestPoints(clause.get('_id') ?? [])
    if (!points) return null
    for (const key of points) if (key[0] === TAG.string) ids.add(key.slice(1, -1))
  }
  return [...ids]
}

/** A filter as a choice of clauses. What gives no bound is left out: the documents found are tested all the same. */
function clausesOf(filter: Filter): Clause[] {
  let clauses: Clause[] = [new Map()]
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and') {
      for (const part of value as Filter[]) clauses = product(clauses, clausesOf(part))
    } else if (key === '$or') {
      clauses = product(clauses, (value as Filter[]).flatMap(clausesOf))
    } else if (!key.startsWith('$')) {
      const bounds = boundsOf(value)
      if (bounds.length > 0) clauses = product(clauses, [new Map([[key, bounds]])])
    }
  }
  return clauses
}

function product(left: Clause[], right: Clause[]): Clause[] {
  if (left.length * right.length > MOST_CLAUSES) return left
  return left.flatMap((a) =>
    right.map((b) => {
      const both: Clause = new Map(a)
      for (const [path, bounds] of b) both.set(path, [...(both.get(path) ?? []), ...bounds])
      return both
    }),
  )
}

function boundsOf(condition: unknown): Bound[] {
  const operators = operatorsOf(condition)
  if (!operators) return boundOf(condition instanceof RegExp ? '$regex' : '$eq', condition, '')
  const options = operators.$options
  return Object.entries(operators).flatMap(([name, operand]) => boundOf(name, operand, options))
}

function boundOf(name: string, operand: unknown, options: unknown): Bound[] {
  switch (name) {
    case '$eq':
      return isPoint(operand) ? [{ points: [orderedKey(operand)] }] : []
    case '$in': {
      const list = operand as unknown[]
      return list.every(isPoint) ? [{ points: [...new Set(list.map(orderedKey))] }] : []
    }
    case '$all': {
      const first = (operand as unknown[])[0]
      return isPoint(first) && !operatorsOf(first) ? [{ points: [orderedKey(first)] }] : []
    }
    case '$regex':
      return prefixBound(operand, options)
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isPoint(operand) && operand !== null ? [stretch(name, operand)] : []
    default:
      return []
  }
}

function stretch(name: string, operand: unknown): Bound {
  const key = orderedKey(operand)
  const tag = typeTag(operand)
  if (name === '$gt') return { low: key + AFTER, high: tag + AFTER }
  if (name === '$gte') return { low: key, high: tag + AFTER }
  return { low: tag, high: name === '$lt' ? key : key + AFTER }
}

/** An array is indexed by its elements, so that equality with a whole array finds no single key. */
function isPoint(value: unknown): boolean {
  return !(Array.isArray(value) || value instanceof RegExp || value === undefined)
}

/** `^text` matches a stretch of texts. */
function prefixBound(pattern: unknown, options: unknown): Bound[] {
  const flags = pattern instanceof RegExp ? pattern.flags : (options ?? '')
  const source = pattern instanceof RegExp ? pattern.source : String(pattern)
  const literal = flags === '' ? /^\^([^\\^$.|?*+()[\]{}]+)(?![?*{|])/.exec(source)?.[1] : undefined
  if (literal === undefined || source.includes('|')) return []
  const low = TAG.string + textKey(literal)
  return [{ low, high: low + AFTER }]
}
