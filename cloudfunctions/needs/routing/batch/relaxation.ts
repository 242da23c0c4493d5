import type { PairsByWorker, SizedProblem } from './sized-problem'

/** What is still to be decided: open needs, and the room that is left with each worker. */
export interface Undecided {
  /** By need: 1 while open. */
  open: Uint8Array
  /** By worker, in case points. */
  room: Int32Array
}

/**
 * A bound below every solution: needs pay a fee to be taken, workers fill their room with whom they gain most from, each for itself
 * (a knapsack), and nobody checks that a need is taken once. The fees that make the bound highest come by subgradient steps
 * with Polyak's length (Fisher 1981); the bound is at least the linear program's (Geoffrion 1974).
 */
export class Relaxation {
  /** By need: how many workers took it in the last look. */
  readonly takers: Int32Array
  /** By pair: 1 if its worker took its need in the last look. */
  readonly taken: Uint8Array
  private readonly gain: Float64Array
  private readonly keep: Uint8Array

  constructor(
    private readonly problem: SizedProblem,
    private readonly byWorker: PairsByWorker,
  ) {
    const { capacity, waitingCost, pairWorker } = problem
    this.takers = new Int32Array(waitingCost.length)
    this.taken = new Uint8Array(pairWorker.length)
    const mostPairs = byWorker.start.reduce((most, start, worker, starts) => {
      return Math.max(most, start - (starts[worker - 1] ?? 0))
    }, 0)
    const mostRoom = capacity.reduce((most, room) => Math.max(most, room), 0)
    this.gain = new Float64Array(mostRoom + 1)
    this.keep = new Uint8Array((mostPairs + 1) * (mostRoom + 1))
  }

  /** The bound for the open needs at these fees. */
  look(undecided: Undecided, fees: Float64Array): number {
    const { open, room } = undecided
    this.takers.fill(0)
    this.taken.fill(0)
    let bound = 0
    for (let need = 0; need < fees.length; need++) if (open[need]) bound += fees[need] as number
    for (let worker = 0; worker < room.length; worker++) bound -= this.fillRoom(worker, undecided, fees)
    return bound
  }

  /**
   * Raises the bound in at most `steps` steps, or until it reaches `target` (a known solution's cost). `fees` becomes the
   * best ones found, and `taken` what they lead to.
   */
  climb(undecided: Undecided, fees: Float64Array, steps: number, target: number): number {
    const { open } = undecided
    const { waitingCost } = this.problem
    let best = this.look(undecided, fees)
    let bestFees = fees.slice()
    let [bound, stride, idle] = [best, 1, 0]
    for (let step = 0; step < steps && best < target - 1 + 1e-6; step++) {
      let norm = 0
      for (let need = 0; need < fees.length; need++) if (open[need]) norm += this.slope(need, fees) ** 2
      if (norm === 0) break
      const length = (stride * Math.max(1, target - bound)) / norm
      for (let need = 0; need < fees.length; need++) {
        if (!open[need]) continue
        const fee = (fees[need] as number) + length * this.slope(need, fees)
        fees[need] = Math.min(fee, waitingCost[need] as number)
      }
      bound = this.look(undecided, fees)
      idle = bound > best ? 0 : idle + 1
      if (bound > best) {
        best = bound
        bestFees = fees.slice()
      } else if (idle >= 4) {
        idle = 0
        stride /= 2
      }
    }
    fees.set(bestFees)
    return this.look(undecided, fees)
  }

  /** Nobody took the need: a higher fee; several did: a lower one. A fee never exceeds what waiting costs. */
  private slope(need: number, fees: Float64Array): number {
    const slope = 1 - (this.takers[need] as number)
    return slope > 0 && (fees[need] as number) >= (this.problem.waitingCost[need] as number) ? 0 : slope
  }

  /** The most one worker can gain in its room (0-1 knapsack by dynamic programming); marks whom it takes. */
  private fillRoom(worker: number, { open, room }: Undecided, fees: Float64Array): number {
    const { gain, keep } = this
    const { start, pairs, needOf } = this.byWorker
    const { pairCost, pairPoints } = this.problem
    const limit = room[worker] as number
    const width = limit + 1
    gain.fill(0, 0, width)
    let candidates = 0
    const candidate: number[] = []
    for (let at = start[worker] as number; at < (start[worker + 1] as number); at++) {
      const pair = pairs[at] as number
      const need = needOf[pair] as number
      const points = pairPoints[pair] as number
      const value = (fees[need] as number) - (pairCost[pair] as number)
      if (value <= 0 || points > limit || !open[need]) continue
      const row = candidates * width
      candidate[candidates++] = pair
      keep.fill(0, row, row + width)
      for (let filled = limit; filled >= points; filled--) {
        const other = (gain[filled - points] as number) + value
        if (other > (gain[filled] as number)) {
          gain[filled] = other
          keep[row + filled] = 1
        }
      }
    }
    for (let at = candidates - 1, filled = limit; at >= 0; at--) {
      if (!keep[at * width + filled]) continue
      const pair = candidate[at] as number
      const need = needOf[pair] as number
      filled -= pairPoints[pair] as number
      this.taken[pair] = 1
      this.takers[need] = (this.takers[need] as number) + 1
    }
    return gain[limit] as number
  }
}
