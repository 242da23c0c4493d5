/** A need may go to one of these workers, or to nobody, which costs its `waitingCost`. All whole numbers. */
export interface NeedOptions {
  options: readonly { worker: number; cost: number }[]
  waitingCost: number
}

/**
 * Many needs for few workers: each need goes to one worker it may go to, or waits; worker `j` takes `capacity[j]` needs.
 * The pairs lie in compressed rows: need `i` has the pairs `rowStart[i] ≤ pair < rowStart[i + 1]`.
 */
export interface AssignmentProblem {
  readonly capacity: Int32Array
  readonly rowStart: Int32Array
  readonly pairWorker: Int32Array
  readonly pairCost: Int32Array
  readonly waitingCost: Int32Array
}

/** What a solver answers: who gets what, what it costs in all, and the prices that prove that nothing is cheaper. */
export interface AssignmentSolution {
  /** By need; -1 waits. */
  readonly workerOf: Int32Array
  /** Sum over the needs of the chosen pair's cost, or of the waiting cost. */
  readonly cost: number
  /** By worker: at least what one more place with them would save, at most what one place fewer would cost. */
  readonly price: Int32Array
}

/** Costs beyond this could overflow 32 bits once prices are added. */
export const MAX_COST = 2 ** 28

/** @throws RangeError for a cost that is not whole or too large, and for a worker that is not there. */
export function assignmentProblem(needs: readonly NeedOptions[], capacity: ArrayLike<number>): AssignmentProblem {
  const rowStart = new Int32Array(needs.length + 1)
  needs.forEach(({ options }, need) => {
    rowStart[need + 1] = (rowStart[need] as number) + options.length
  })
  const pairs = rowStart[needs.length] as number
  const pairWorker = new Int32Array(pairs)
  const pairCost = new Int32Array(pairs)
  let pair = 0
  for (const { options } of needs) {
    for (const { worker, cost } of options) {
      pairWorker[pair] = worker
      pairCost[pair++] = cost
      checkCost(cost)
      if (!(worker >= 0 && worker < capacity.length)) throw new RangeError(`No worker ${worker}`)
    }
  }
  for (const { waitingCost } of needs) checkCost(waitingCost)
  const waitingCost = Int32Array.from(needs, (need) => need.waitingCost)
  return { capacity: Int32Array.from(capacity), rowStart, pairWorker, pairCost, waitingCost }
}

export function checkCost(cost: number): void {
  if (!Number.isInteger(cost) || Math.abs(cost) > MAX_COST) throw new RangeError(`Not a cost: ${cost}`)
}
