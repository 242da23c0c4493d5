import { type AssignmentProblem, assignmentProblem, type NeedOptions } from './problem'

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

/** A need, and what it weighs: whole case points, at least 1. */
export interface SizedNeedOptions extends NeedOptions {
  points: number
}

/** @throws RangeError as `assignmentProblem` does, and for a weight that is not a whole number of at least 1 */
export function sizedProblem(needs: readonly SizedNeedOptions[], capacityPoints: ArrayLike<number>): SizedProblem {
  const problem = assignmentProblem(needs, capacityPoints)
  const pairPoints = new Int32Array(problem.pairWorker.length)
  needs.forEach(({ points }, need) => {
    if (!Number.isInteger(points) || points < 1) throw new RangeError(`Not a weight: ${points}`)
    pairPoints.fill(points, problem.rowStart[need], problem.rowStart[need + 1])
  })
  return { ...problem, pairPoints }
}

/** How far above the optimum a solution may be, as a share of the bound; 0 is proven best. */
export function gapOf({ cost, bound }: Pick<SizedSolution, 'cost' | 'bound'>): number {
  return cost === bound ? 0 : (cost - bound) / Math.max(1, Math.abs(bound))
}

/** The pairs seen from the workers: worker `w` has `pairs[start[w]] … pairs[start[w + 1] - 1]`; and each pair's need. */
export interface PairsByWorker {
  readonly start: Int32Array
  readonly pairs: Int32Array
  readonly needOf: Int32Array
}

export function pairsByWorker({ capacity, rowStart, pairWorker, waitingCost }: AssignmentProblem): PairsByWorker {
  const needOf = new Int32Array(pairWorker.length)
  for (let need = 0; need < waitingCost.length; need++) needOf.fill(need, rowStart[need], rowStart[need + 1])
  const start = new Int32Array(capacity.length + 1)
  for (const worker of pairWorker) start[worker + 1] = (start[worker + 1] as number) + 1
  for (let worker = 0; worker < capacity.length; worker++) {
    start[worker + 1] = (start[worker + 1] as number) + (start[worker] as number)
  }
  const next = start.slice()
  const pairs = new Int32Array(pairWorker.length)
  pairWorker.forEach((worker, pair) => {
    const at = next[worker] as number
    pairs[at] = pair
    next[worker] = at + 1
  })
  return { start, pairs, needOf }
}
