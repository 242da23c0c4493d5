import type { AssignmentProblem } from './problem'

/**
 * The same with needs of unequal weight: a pair takes `pairPoints` of its worker's `capacity`, which then counts case
 * points: the generalised assignment problem. A pair may weigh differently with each worker, though the product's never do.
 */
export interface SizedProblem extends AssignmentProblem {
  readonly pairPoints: Int32Array
}

/** A good answer and how good it is, proven. */
export interface SizedSolution {
  /** By need; -1 waits. */
  readonly workerOf: Int32Array
  readonly cost: number
  /** No solution costs less than this. */
  readonly bound: number
}

/** How far above the optimum a solution may be, as a share of the bound; 0 is proven best. */
export function gapOf({ cost, bound }: SizedSolution): number {
  return cost === bound ? 0 : (cost - bound) / Math.max(1, Math.abs(bound))
}
