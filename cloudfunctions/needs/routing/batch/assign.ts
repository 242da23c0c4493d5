import { auction } from './auction'
import { Placement } from './placement'
import type { AssignmentProblem, AssignmentSolution } from './problem'
import { Search } from './search'

export function assign(problem: AssignmentProblem): AssignmentSolution {
  const placement = new Placement(problem)
  const search = new Search(placement)
  const left = auction(placement, 100 * placement.needs)
  for (const need of left) search.seat(need)
  return placement.solution()
}
