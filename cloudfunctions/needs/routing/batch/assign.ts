import { auction } from './auction'
import { Placement } from './placement'
import { type AssignmentProblem, type AssignmentSolution, checkCost, type NeedOptions } from './problem'
import { Search } from './search'

/** A need bids this often, on average, before the rest is left to the search: price wars end. */
const BIDS_PER_NEED = 100

/** The cheapest way to give many needs to few workers; `certify` proves it from the prices. */
export function assign(problem: AssignmentProblem): AssignmentSolution {
  return new SolvedBacklog(problem).solution()
}

/** A backlog that stays solved, at the least cost, while needs are added one by one. */
export class SolvedBacklog {
  private readonly placement: Placement
  private readonly search: Search

  constructor(problem: AssignmentProblem) {
    this.placement = new Placement(problem)
    this.search = new Search(this.placement)
    for (const need of auction(this.placement, BIDS_PER_NEED * this.placement.needs)) this.search.seat(need)
  }

  /**
   * Adds a need and seats it, moving others where that costs less in all. Returns its number: the next after the last.
   * @throws RangeError for a cost that is not whole or too large, and for a worker that is not there.
   */
  add({ options, waitingCost }: NeedOptions): number {
    const workers = this.placement.capacity.length
    checkCost(waitingCost)
    for (const { worker, cost } of options) {
      checkCost(cost)
      if (!(worker >= 0 && worker < workers)) throw new RangeError(`No worker ${worker}`)
    }
    const need = this.placement.append(options, waitingCost)
    this.search.seat(need)
    return need
  }

  /** The worker who has the need now; -1 when it waits. */
  workerOf(need: number): number {
    return this.placement.workerOf(need)
  }

  solution(): AssignmentSolution {
    return this.placement.solution()
  }

  /** The problem as it stands, with every need that was added. */
  problem(): AssignmentProblem {
    return this.placement.problem()
  }
}
