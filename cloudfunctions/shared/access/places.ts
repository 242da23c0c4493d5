import type { Duty } from '../../../typings/people'
import type { Filter } from '../ports/index'
import { districtDigits, streetDigits } from '../territory/digits'

/** What a station's lists ask for: the districts of its duties, else the streets. The indexes come in both kinds. */
export function placeFilter(duties: readonly Duty[], streetField = 'streetCode'): Filter {
  const codes = duties.map(({ territoryCode }) => territoryCode)
  const districts = codes.filter((code) => code.length === districtDigits)
  if (districts.length > 0) return { districtCode: oneOf(districts) }
  return { [streetField]: oneOf(codes.map((code) => code.slice(0, streetDigits))) }
}

export function oneOf(values: readonly string[]): unknown {
  const distinct = [...new Set(values)]
  return distinct.length === 1 ? distinct[0] : { $in: distinct }
}

/** The districts in which a person's duties lie, however small the part is: for lists of which `holdsOn` leaves theirs. */
export function districtsOf(duties: readonly Duty[]): unknown {
  return oneOf(duties.map(({ territoryCode }) => territoryCode.slice(0, districtDigits)))
}
