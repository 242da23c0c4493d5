import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import { Failure, invariant } from '../../shared/errors'
import { fen, zeroFen } from './fen'
import type { Pool, PoolName, Span } from './model'

type Stretch = readonly [fromFen: Fen, toFen: Fen]

export function poolOf(earmark: Field | null): PoolName {
  return earmark ?? 'general'
}

/** Adds new money at the end of its pool's line and says which stretch it got: its lot. */
export function receive(pools: readonly Pool[], name: PoolName, amountFen: Fen): { pools: Pool[]; lot: Span } {
  const pool = find(pools, name)
  const lot: Span = { pool: name, fromFen: pool.receivedFen, toFen: fen(pool.receivedFen + amountFen) }
  return {
    pools: put(pools, { ...pool, receivedFen: lot.toFen, free: join([...pool.free, [lot.fromFen, lot.toFen]]) }),
    lot,
  }
}

/** Where a stretch of money is: it can be spent, it is set apart, or it is spent. */
export type Place = 'free' | 'held' | 'spent'

/** Moves stretches from one place to another, each where it lies on its line; all of each must be at the first place. */
export function shift(pools: readonly Pool[], spans: readonly Span[], from: Place, to: Place): Pool[] {
  let result = [...pools]
  for (const span of spans) {
    const pool = find(result, span.pool)
    invariant(
      span.fromFen < span.toFen && span.toFen <= pool.receivedFen,
      `${span.pool} never received ${span.fromFen}–${span.toFen}`,
    )
    const left = from === 'spent' ? withoutAny(pool, span) : { ...pool, [from]: without(pool[from], span, from) }
    const arrived = to === 'spent' ? left : { ...left, [to]: join([...left[to], [span.fromFen, span.toFen]]) }
    result = put(result, arrived)
  }
  return result
}

/** The stretches that are left when one is taken out; it must lie within one of them. */
function without(stretches: readonly Stretch[], span: Span, place: Place): Stretch[] {
  const holder = stretches.find(([from, to]) => from <= span.fromFen && span.toFen <= to)
  const named = place === 'free' ? 'unspent' : 'set apart'
  invariant(holder, `${span.pool} ${span.fromFen}–${span.toFen} is not ${named}`)
  const rest: Stretch[] = [
    [holder[0], span.fromFen],
    [span.toFen, holder[1]],
  ]
  return stretches.flatMap((stretch) => (stretch === holder ? rest : [stretch])).filter(([from, to]) => from < to)
}

/** Spent is what is in neither list. */
function withoutAny(pool: Pool, span: Span): Pool {
  const unspent = [...pool.free, ...pool.held].some(([from, to]) => from < span.toFen && span.fromFen < to)
  invariant(!unspent, `${span.pool} ${span.fromFen}–${span.toFen} was not spent`)
  return pool
}

/**
 * Chooses the money for a payment: the oldest unspent of the pool that is earmarked for this field, then the oldest of the
 * general pool. Money earmarked for another field is never touched. NOT_NOW when there is not enough.
 */
export function choose(pools: readonly Pool[], earmark: Field | null, amountFen: Fen): Span[] {
  const names: PoolName[] = earmark === null ? ['general'] : [earmark, 'general']
  return cut(
    names.flatMap((name) => find(pools, name).free.map(([fromFen, toFen]) => ({ pool: name, fromFen, toFen }))),
    amountFen,
  )
}

/** What could be spent on a field: its own pool and the general one. Null: the general one alone. */
export function spendableFen(pools: readonly Pool[], earmark: Field | null): Fen {
  const names: PoolName[] = earmark === null ? ['general'] : [earmark, 'general']
  return fen(names.flatMap((name) => find(pools, name).free).reduce((total, [from, to]) => total + to - from, 0))
}

/** The first `amountFen` of these stretches, in their order; NOT_NOW when they are shorter. */
export function firstOf(spans: readonly Span[], amountFen: Fen): Span[] {
  return cut(spans, amountFen)
}

/** What is left of stretches after their first `amountFen`. */
export function restOf(spans: readonly Span[], amountFen: Fen): Span[] {
  let skipped: number = amountFen
  return spans.flatMap((span) => {
    const gone = Math.min(skipped, span.toFen - span.fromFen)
    skipped -= gone
    const left = { ...span, fromFen: fen(span.fromFen + gone) }
    return left.fromFen < left.toFen ? [left] : []
  })
}

/** The last `amountFen` of stretches: what is handed back is what was paid last. */
export function lastOf(spans: readonly Span[], amountFen: Fen): Span[] {
  return restOf(spans, fen(lengthFen(spans) - amountFen))
}

/** Chooses what can be given back of a gift: the oldest unspent parts of its lot. NOT_NOW when less than that is unspent. */
export function chooseWithin(pools: readonly Pool[], lot: Span, amountFen: Fen): Span[] {
  return cut(unspentOf(pools, lot), amountFen)
}

/** The parts of a stretch that can be spent still, oldest first. */
export function unspentOf(pools: readonly Pool[], lot: Span): Span[] {
  return find(pools, lot.pool).free.flatMap(([fromFen, toFen]) => {
    const part = overlap({ pool: lot.pool, fromFen, toFen }, lot)
    return part ? [part] : []
  })
}

/** The part of `span` that `other` covers too; null when they do not touch the same money. This is the trace. */
export function overlap(span: Span, other: Span): Span | null {
  if (span.pool !== other.pool) return null
  const fromFen = fen(Math.max(span.fromFen, other.fromFen))
  const toFen = fen(Math.min(span.toFen, other.toFen))
  return fromFen < toFen ? { pool: span.pool, fromFen, toFen } : null
}

export function lengthFen(spans: readonly Span[]): Fen {
  return fen(spans.reduce((total, { fromFen, toFen }) => total + toFen - fromFen, 0))
}

function cut(spans: readonly Span[], amountFen: Fen): Span[] {
  const chosen: Span[] = []
  let missing: number = amountFen
  for (const span of spans) {
    if (missing === 0) break
    const taken = Math.min(missing, span.toFen - span.fromFen)
    chosen.push({ ...span, toFen: fen(span.fromFen + taken) })
    missing -= taken
  }
  if (missing > 0) throw new Failure('NOT_NOW', `${missing} fen are missing`)
  return chosen
}

function find(pools: readonly Pool[], name: PoolName): Pool {
  return pools.find((pool) => pool.name === name) ?? { name, receivedFen: zeroFen, free: [], held: [] }
}

function put(pools: readonly Pool[], pool: Pool): Pool[] {
  const others = pools.filter(({ name }) => name !== pool.name)
  return [...others, pool].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Sorted, with neighbours that touch made one. */
function join(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = []
  for (const [from, to] of [...stretches].sort(([a], [b]) => a - b)) {
    const last = joined.at(-1)
    if (last && last[1] === from) joined[joined.length - 1] = [last[0], to]
    else joined.push([from, to])
  }
  return joined
}
