import type { Errand } from '../../../typings/cases'
import type { NeedId, TerritoryCode } from '../../../typings/ids'
import { metresBetween, type Position } from '../../shared/territory/distance'
import type { CaseRecord } from './case-record'

/** A place further off than this says which street it is, and not which door. */
const SHARP_M = 200

/** What is known of where things are. */
export interface Spots {
  communities: ReadonlyMap<TerritoryCode, Position>
  /** Where the worker stood at the last visit. */
  doors: ReadonlyMap<NeedId, Position>
}

/** Where the worker stood when they last came to the home; null when they never said, or it was not sharp. */
export function doorOf({ visits }: Pick<CaseRecord, 'visits'>): Position | null {
  const atHome = visits.filter(({ way, place }) => way === 'home' && place !== null && place.accuracyM <= SHARP_M)
  return atHome[atHome.length - 1]?.place ?? null
}

/**
 * The errands in the order of a short way: always the nearest place next, beginning at `from`. Errands of a community stay
 * together: by their doors where all of them are known, else in the order given (by address). `metres` is set on the first of
 * each place, as the crow flies from the place before. A community that nobody has put on the map comes last.
 */
export function walkOf(errands: readonly Errand[], from: Position | null, { communities, doors }: Spots): Errand[] {
  const places = new Map<TerritoryCode, Errand[]>()
  for (const errand of errands) places.set(errand.territoryCode, [...(places.get(errand.territoryCode) ?? []), errand])
  const way: Errand[] = []
  let at = from
  for (const [code, rows] of nearestNext([...places], from, ([each]) => communities.get(each))) {
    const point = communities.get(code) ?? null
    const metres = at && point ? Math.round(metresBetween(at, point)) : null
    const known = rows.every(({ needId }) => doors.has(needId))
    const inside = known ? nearestNext(rows, point, ({ needId }) => doors.get(needId)) : rows
    way.push(...inside.map((errand, index) => ({ ...errand, metres: index === 0 ? metres : null })))
    at = point ?? at
  }
  return way
}

/** Greedy: of what is left, the nearest to where one is; what is nowhere keeps its order and comes last. */
function nearestNext<Item>(
  items: readonly Item[],
  from: Position | null,
  placeOf: (item: Item) => Position | undefined,
): Item[] {
  const left = [...items]
  const way: Item[] = []
  let at = from ?? undefined
  while (left.length > 0) {
    const here = at
    const far = left.map((item) => {
      const place = placeOf(item)
      return !place ? Number.POSITIVE_INFINITY : here ? metresBetween(here, place) : 0
    })
    const [next] = left.splice(far.indexOf(Math.min(...far)), 1)
    if (next === undefined) break
    way.push(next)
    at = placeOf(next) ?? at
  }
  return way
}
