import type { SizedProblem } from './sized-problem'

/** A solution in the making: always allowed, never more points with a worker than it has capacity for. */
export class Plan {
  /** By need: its pair, or -1 while it waits. */
  readonly pairOf: Int32Array
  /** By worker: case points still free. */
  readonly room: Int32Array
  cost = 0
  /** Needs of one worker, as a list: the first by worker, the next by need; -1 ends it. */
  readonly first: Int32Array
  readonly next: Int32Array

  constructor(readonly problem: SizedProblem) {
    this.pairOf = new Int32Array(problem.waitingCost.length).fill(-1)
    this.next = new Int32Array(problem.waitingCost.length).fill(-1)
    this.first = new Int32Array(problem.capacity.length).fill(-1)
    this.room = problem.capacity.slice()
    for (const cost of problem.waitingCost) this.cost += cost
  }

  costOf(need: number): number {
    const pair = this.pairOf[need] as number
    return (pair < 0 ? this.problem.waitingCost[need] : this.problem.pairCost[pair]) as number
  }

  /** To another worker by this pair, or to wait with -1. The caller has seen that there is room. */
  move(need: number, pair: number): void {
    const { problem, pairOf, room, first, next } = this
    const old = pairOf[need] as number
    this.cost -= this.costOf(need)
    if (old >= 0) {
      const worker = problem.pairWorker[old] as number
      room[worker] = (room[worker] as number) + (problem.pairPoints[old] as number)
      this.unlink(worker, need)
    }
    if (pair >= 0) {
      const worker = problem.pairWorker[pair] as number
      room[worker] = (room[worker] as number) - (problem.pairPoints[pair] as number)
      next[need] = first[worker] as number
      first[worker] = need
    }
    pairOf[need] = pair
    this.cost += this.costOf(need)
  }

  /** The need's cheapest pair that fits into free room, or -1 when waiting is cheaper than all that fit. */
  cheapestFit(need: number): number {
    const { rowStart, pairWorker, pairCost, pairPoints, waitingCost } = this.problem
    let least = waitingCost[need] as number
    let cheapest = -1
    for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
      if ((pairCost[pair] as number) >= least) continue
      if ((pairPoints[pair] as number) > (this.room[pairWorker[pair] as number] as number)) continue
      least = pairCost[pair] as number
      cheapest = pair
    }
    return cheapest
  }

  private unlink(worker: number, need: number): void {
    const { first, next } = this
    if (first[worker] === need) {
      first[worker] = next[need] as number
      return
    }
    let at = first[worker] as number
    while (next[at] !== need) at = next[at] as number
    next[at] = next[need] as number
  }
}
