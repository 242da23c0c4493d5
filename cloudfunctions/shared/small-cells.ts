import type { PublicCount } from '../../typings/needs'

/** A count below this could point at a person and is not given. */
export const smallestShown = 5

/** A count as the public sees it. Nobody is hidden behind a nought. */
export function publicCount(count: number): PublicCount {
  return count > 0 && count < smallestShown ? '<5' : count
}
