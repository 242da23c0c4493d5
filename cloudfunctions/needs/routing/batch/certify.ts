import type { AssignmentProblem, AssignmentSolution } from './problem'

/**
 * Whether the solution is allowed and its prices prove that no other is cheaper (complementary slackness of the linear
 * program's duals): the sum over needs of the least `cost + price` or waiting cost, less each price for each place, is a
 * bound below every solution; here it is reached. Knows nothing of the solver. Words for what is wrong; null when proven.
 */
export function certify(problem: AssignmentProblem, solution: AssignmentSolution): string | null {
  const { rowStart, pairWorker, pairCost, waitingCost, capacity } = problem
  const { workerOf, price, cost } = solution
  if (workerOf.length !== waitingCost.length) return 'not as many answers as needs'
  const load = new Int32Array(capacity.length)
  let [paid, bound] = [0, 0]
  for (let need = 0; need < waitingCost.length; need++) {
    const worker = workerOf[need] as number
    let least = waitingCost[need] as number
    let own = worker < 0 ? least : Number.POSITIVE_INFINITY
    for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
      const other = pairWorker[pair] as number
      if (other === worker) own = Math.min(own, pairCost[pair] as number)
      least = Math.min(least, (pairCost[pair] as number) + (price[other] as number))
    }
    if (own === Number.POSITIVE_INFINITY) return `need ${need} may not go to worker ${worker}`
    if (worker >= 0) load[worker] = (load[worker] as number) + 1
    paid += own
    bound += least
  }
  for (let worker = 0; worker < capacity.length; worker++) {
    if ((load[worker] as number) > (capacity[worker] as number)) return `worker ${worker} has too many`
    if ((price[worker] as number) < 0) return `worker ${worker} has a negative price`
    bound -= (price[worker] as number) * (capacity[worker] as number)
  }
  if (paid !== cost) return `the cost is ${paid}, not ${cost}`
  return bound === cost ? null : `the prices prove only ${bound}, not ${cost}`
}
