import type { PublicCount } from '../../typings/terms'

/** A count below this could point at a person and is not given. */
export const smallestShown = 5

/** A count as the public sees it. Nobody is hidden behind a nought. */
export function publicCount(count: number): PublicCount {
  return count > 0 && count < smallestShown ? '<5' : count
}

/**
 * A total beside its parts, of which the small ones are suppressed: none of those may follow from it and the others. Where one
 * would (it is the only one, or all of them are as small or as large as they can be) the total is of the others alone, or a
 * round number below.
 */
export function publicTotal(counts: readonly number[]): PublicCount {
  const small = counts.filter((count) => publicCount(count) === '<5')
  const total = counts.reduce((sum, count) => sum + count, 0)
  const hidden = small.reduce((sum, count) => sum + count, 0)
  const isOpen = small.length > 1 && hidden > small.length && hidden < small.length * (smallestShown - 1)
  if (small.length === 0 || isOpen || total < smallestShown) return publicCount(total)
  if (total > hidden) return total - hidden
  return total - 1 - ((total - 1) % smallestShown)
}
