import { components } from './components'
import { improve } from './improve'
import { Plan } from './plan'
import { fractionalFees, pointsByNeed, reflow } from './reflow'
import { Relaxation, type Undecided } from './relaxation'
import { gapOf, type PairsByWorker, pairsByWorker, type SizedProblem, type SizedSolution } from './sized-problem'

/** How hard to try; counts, not times, so that the same question has the same answer. */
export interface Effort {
  /** Rounds of raising the bound and mending its answer into a plan. */
  rounds: number
  /** Steps of the bound in each round. */
  steps: number
  /** Nodes of the exact search for each part, once the rounds are over. */
  nodes: number
  /** No more rounds once the gap is proven to be at most this share. */
  gapEnough: number
}

const USUAL: Effort = { rounds: 12, steps: 20, nodes: 3000, gapEnough: 0.006 }
/** A part with more needs than this is left as the rounds leave it. */
const SEARCHED_NEEDS_MOST = 150

/**
 * Needs of unequal weight to workers with capacity in case points, near the cheapest, with a proven bound. Each part that
 * shares no worker with others by itself: the relaxation raises the bound and proposes, its proposal is mended and improved, and a part of
 * few needs is searched to the end (branch and bound, Fisher, Jaikumar & Van Wassenhove 1986).
 */
export function assignSized(problem: SizedProblem, effort: Effort = USUAL): SizedSolution {
  const workerOf = new Int32Array(problem.waitingCost.length).fill(-1)
  const inParts = new Uint8Array(workerOf.length)
  let [cost, bound] = [0, 0]
  for (const { problem: part, needs, workers } of components(problem)) {
    const solved = new Part(part, effort).solve()
    cost += solved.cost
    bound += solved.bound
    needs.forEach((need, number) => {
      inParts[need] = 1
      const pair = solved.pairOf[number] as number
      if (pair >= 0) workerOf[need] = workers[part.pairWorker[pair] as number] as number
    })
  }
  problem.waitingCost.forEach((waiting, need) => {
    if (inParts[need]) return
    cost += waiting
    bound += waiting
  })
  return { workerOf, cost, bound }
}

class Part {
  private readonly byWorker: PairsByWorker
  private readonly relaxation: Relaxation
  private readonly points: Int32Array | null
  private bestPairs: Int32Array
  private bestCost: number
  private nodesLeft: number

  constructor(
    private readonly problem: SizedProblem,
    private readonly effort: Effort,
  ) {
    this.byWorker = pairsByWorker(problem)
    this.relaxation = new Relaxation(problem, this.byWorker)
    this.points = pointsByNeed(problem)
    const empty = new Plan(problem)
    this.bestPairs = empty.pairOf
    this.bestCost = empty.cost
    this.nodesLeft = effort.nodes
  }

  solve(): { pairOf: Int32Array; cost: number; bound: number } {
    const { problem, effort } = this
    const needs = problem.waitingCost.length
    const all: Undecided = { open: new Uint8Array(needs).fill(1), room: problem.capacity.slice() }
    const undecidedPairs = new Int32Array(needs).fill(-1)
    const fees = this.firstFees()
    let bound = this.relaxation.look(all, fees)
    for (let round = 0; round < effort.rounds; round++) {
      this.propose(all, undecidedPairs)
      if (this.isGoodEnough(bound)) break
      bound = Math.max(bound, this.relaxation.climb(all, fees, effort.steps, this.bestCost))
    }
    this.propose(all, undecidedPairs)
    let proven = wholeAbove(bound) >= this.bestCost
    if (!proven && this.decidedBySearch()) proven = this.branch(all, undecidedPairs, fees, 0)
    return { pairOf: this.bestPairs, cost: this.bestCost, bound: proven ? this.bestCost : wholeAbove(bound) }
  }

  /** Small parts go on until they are proven best. */
  private isGoodEnough(bound: number): boolean {
    const enough = this.decidedBySearch() ? 0 : this.effort.gapEnough
    return gapOf({ cost: this.bestCost, bound: wholeAbove(bound) }) <= enough
  }

  /** Few enough needs to search every way. */
  private decidedBySearch(): boolean {
    return this.problem.waitingCost.length <= SEARCHED_NEEDS_MOST
  }

  private firstFees(): Float64Array {
    const { problem, points } = this
    if (points?.every((weight) => weight >= 1 && weight <= 4)) return fractionalFees(problem, points)
    return Float64Array.from(problem.waitingCost, (waiting, need) => {
      const row = problem.pairCost.subarray(problem.rowStart[need], problem.rowStart[need + 1])
      return Math.min(waiting, [...row].sort((left, right) => left - right)[1] ?? waiting)
    })
  }

  /** Mends the relaxation's last look into a plan: what is decided, then the cheapest taker of each need, then what fits. */
  private propose({ open }: Undecided, decided: Int32Array): void {
    const { problem, relaxation } = this
    const { rowStart, pairCost, waitingCost } = problem
    const plan = new Plan(problem)
    const waiting: number[] = []
    for (let need = 0; need < decided.length; need++) {
      let chosen = decided[need] as number
      if (open[need]) {
        for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
          if (!relaxation.taken[pair]) continue
          if (chosen < 0 || (pairCost[pair] as number) < (pairCost[chosen] as number)) chosen = pair
        }
      }
      if (chosen >= 0) plan.move(need, chosen)
      else waiting.push(need)
    }
    waiting.sort((left, right) => (waitingCost[right] as number) - (waitingCost[left] as number))
    for (const need of waiting) plan.move(need, plan.cheapestFit(need))
    improve(plan, this.byWorker)
    if (this.points && !this.decidedBySearch()) {
      reflow(plan, this.points)
      improve(plan, this.byWorker)
    }
    if (plan.cost >= this.bestCost) return
    this.bestCost = plan.cost
    this.bestPairs = plan.pairOf
  }

  /** Searches every way to decide what is open; false when the nodes ran out before it was through. */
  private branch(undecided: Undecided, decided: Int32Array, fees: Float64Array, cost: number): boolean {
    if (this.nodesLeft-- <= 0) return false
    const { problem, relaxation } = this
    const { rowStart, pairWorker, pairCost, pairPoints, waitingCost } = problem
    const bound = relaxation.climb(undecided, fees, this.effort.steps, this.bestCost - cost)
    if (wholeAbove(cost + bound) >= this.bestCost) return true
    this.propose(undecided, decided)
    if (wholeAbove(cost + bound) >= this.bestCost) return true
    const need = this.mostContested(undecided, fees)
    if (need < 0) return true
    const ways = Array.from({ length: (rowStart[need + 1] as number) - (rowStart[need] as number) }, (_, index) => {
      return (rowStart[need] as number) + index
    }).filter((pair) => (pairPoints[pair] as number) <= (undecided.room[pairWorker[pair] as number] as number))
    ways.sort(
      (left, right) =>
        relaxationOrder(relaxation, left, right) || (pairCost[left] as number) - (pairCost[right] as number),
    )
    const { open, room } = undecided
    open[need] = 0
    let through = true
    for (const pair of [...ways, -1]) {
      const worker = pair < 0 ? -1 : (pairWorker[pair] as number)
      const points = pair < 0 ? 0 : (pairPoints[pair] as number)
      if (worker >= 0) room[worker] = (room[worker] as number) - points
      decided[need] = pair
      const paid = (pair < 0 ? waitingCost[need] : pairCost[pair]) as number
      through = this.branch(undecided, decided, fees.slice(), cost + paid) && through
      if (worker >= 0) room[worker] = (room[worker] as number) + points
      if (!through) break
    }
    decided[need] = -1
    open[need] = 1
    return through
  }

  /** The open need that most workers took, or failing that one nobody took though it pays to be; -1 when none is open. */
  private mostContested({ open }: Undecided, fees: Float64Array): number {
    const { takers } = this.relaxation
    const { waitingCost } = this.problem
    let [chosen, most] = [-1, -1]
    for (let need = 0; need < open.length; need++) {
      if (!open[need]) continue
      const count = takers[need] as number
      const contest =
        count > 1 ? count : count === 0 && (fees[need] as number) < (waitingCost[need] as number) ? 1.5 : 0
      if (contest <= most) continue
      most = contest
      chosen = need
    }
    return chosen
  }
}

/** Costs are whole, so a bound may be rounded up; the little that floats may be off is taken away first. */
function wholeAbove(bound: number): number {
  return Math.ceil(bound - 1e-6 * Math.max(1, Math.abs(bound) / 1e6))
}

function relaxationOrder({ taken }: Relaxation, left: number, right: number): number {
  return (taken[right] as number) - (taken[left] as number)
}
