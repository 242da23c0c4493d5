import type { Plan } from './plan'
import type { PairsByWorker } from './sized-problem'

/** Passes over all needs at most; most plans settle in a handful. */
const PASSES_MOST = 30

/**
 * Moves needs while that makes the plan cheaper: to free room (shift), or into the place of one or two others, who go where
 * they fit best: to the place that became free (swap), elsewhere, or to wait (an ejection chain of depth two). Local search
 * for the generalised assignment problem after Yagiura, Ibaraki & Glover (2004).
 */
export function improve(plan: Plan, byWorker: PairsByWorker): void {
  const { waitingCost } = plan.problem
  const moves = new Moves(plan, byWorker)
  for (let pass = 0; pass < PASSES_MOST; pass++) {
    const before = plan.cost
    for (let need = 0; need < waitingCost.length; need++) moves.improve(need)
    if (plan.cost === before) return
  }
}

type Move = readonly [need: number, pair: number]

class Moves {
  /** By need: no more than what it would cost with another worker's free room, or waiting. Spares most looks at its row. */
  private readonly elsewhere: Int32Array
  /** By need: what it would cost in the room that the need at hand would leave; only where `swapFor` says so. */
  private readonly swapCost: Int32Array
  private readonly swapFor: Int32Array
  /** Counts the moves; when each worker's needs last changed, and when each need was last looked at. */
  private moved = 1
  private readonly changedAt: Int32Array
  private readonly lookedAt: Int32Array
  private need = -1
  private saved = 0
  /** The best move found: up to three needs and their new pairs. */
  private best: readonly Move[] = []

  constructor(
    private readonly plan: Plan,
    private readonly byWorker: PairsByWorker,
  ) {
    this.elsewhere = plan.pairOf.map((_, need) => this.costBy(need, this.cheapestElsewhere(need)))
    this.changedAt = plan.room.map(() => 1)
    this.lookedAt = new Int32Array(plan.pairOf.length)
    this.swapCost = new Int32Array(plan.pairOf.length)
    this.swapFor = new Int32Array(plan.pairOf.length).fill(-1)
  }

  improve(need: number): void {
    const { plan } = this
    const { rowStart, pairWorker, pairCost, pairPoints } = plan.problem
    this.need = need
    this.saved = 0
    const old = plan.pairOf[need] as number
    const cost = plan.costOf(need)
    const oldWorker = old < 0 ? -1 : (pairWorker[old] as number)
    const since = this.lookedAt[need] as number
    this.lookedAt[need] = this.moved + 1
    const all = oldWorker >= 0 && (this.changedAt[oldWorker] as number) >= since
    // While this need's place is looked for, the room that it would leave counts as free.
    if (old >= 0) this.offer(oldWorker, pairPoints[old] as number)
    for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
      const worker = pairWorker[pair] as number
      if (worker === oldWorker || !(all || (this.changedAt[worker] as number) >= since)) continue
      const change = (pairCost[pair] as number) - cost
      const missing = (pairPoints[pair] as number) - (plan.room[worker] as number)
      if (missing <= 0) this.note(-change, [[need, pair]])
      else this.eject(pair, missing, change)
    }
    if (old >= 0) this.give(oldWorker, -(pairPoints[old] as number))
    if (this.saved > 0) this.apply()
  }

  private apply(): void {
    const { plan, best } = this
    const { pairWorker } = plan.problem
    this.moved++
    for (const [need, pair] of best) this.mark(plan.pairOf[need] as number, pair)
    const freed = best.map(([need]) => plan.pairOf[need] as number).filter((pair) => pair >= 0)
    for (const [need] of best) plan.move(need, -1)
    for (const [need, pair] of best) plan.move(need, pair)
    for (const [need] of best) this.elsewhere[need] = this.costBy(need, this.cheapestElsewhere(need))
    for (const pair of freed) {
      const worker = pairWorker[pair] as number
      this.eachFit(worker, (need, cost) => {
        if (cost < (this.elsewhere[need] as number)) this.elsewhere[need] = cost
      })
    }
  }

  private mark(...pairs: number[]): void {
    for (const pair of pairs) if (pair >= 0) this.changedAt[this.plan.problem.pairWorker[pair] as number] = this.moved
  }

  /** Frees the points, and notes what each need would cost there. */
  private offer(worker: number, points: number): void {
    this.give(worker, points)
    this.eachFit(worker, (need, cost) => {
      this.swapFor[need] = this.need
      this.swapCost[need] = cost
    })
  }

  private eachFit(worker: number, use: (need: number, cost: number) => void): void {
    const { start, pairs, needOf } = this.byWorker
    const { pairCost, pairPoints, pairWorker } = this.plan.problem
    const room = this.plan.room[worker] as number
    for (let at = start[worker] as number; at < (start[worker + 1] as number); at++) {
      const pair = pairs[at] as number
      const need = needOf[pair] as number
      if ((pairPoints[pair] as number) > room) continue
      const own = this.plan.pairOf[need] as number
      if (own < 0 || pairWorker[own] !== worker) use(need, pairCost[pair] as number)
    }
  }

  /** Looks for one or two needs of the pair's worker who could leave `missing` points to the need at hand. */
  private eject(pair: number, missing: number, change: number): void {
    const { plan } = this
    const { pairWorker, pairPoints } = plan.problem
    const worker = pairWorker[pair] as number
    for (let one = plan.first[worker] as number; one >= 0; one = plan.next[one] as number) {
      const oneLeaves = change - plan.costOf(one) + this.leastElsewhere(one)
      const points = pairPoints[plan.pairOf[one] as number] as number
      if (points >= missing) {
        if (oneLeaves < -this.saved) this.ejectOne(pair, one, change)
        continue
      }
      for (let two = plan.next[one] as number; two >= 0; two = plan.next[two] as number) {
        if (points + (pairPoints[plan.pairOf[two] as number] as number) < missing) continue
        const bothLeave = oneLeaves - plan.costOf(two) + this.leastElsewhere(two)
        if (bothLeave < -this.saved) this.ejectBoth(pair, one, two, change)
      }
    }
  }

  private leastElsewhere(need: number): number {
    const cost = this.elsewhere[need] as number
    return this.swapFor[need] === this.need ? Math.min(cost, this.swapCost[need] as number) : cost
  }

  private ejectOne(pair: number, one: number, change: number): void {
    const onePair = this.cheapestElsewhere(one)
    const after = this.costBy(one, onePair)
    if (this.swapFor[one] !== this.need) this.elsewhere[one] = after
    this.note(this.plan.costOf(one) - after - change, [
      [this.need, pair],
      [one, onePair],
    ])
  }

  private ejectBoth(pair: number, one: number, two: number, change: number): void {
    const { plan } = this
    const { pairWorker, pairPoints } = plan.problem
    const onePair = this.cheapestElsewhere(one)
    if (onePair >= 0) this.give(pairWorker[onePair] as number, -(pairPoints[onePair] as number))
    const twoPair = this.cheapestElsewhere(two)
    if (onePair >= 0) this.give(pairWorker[onePair] as number, pairPoints[onePair] as number)
    const saved = plan.costOf(one) - this.costBy(one, onePair) + plan.costOf(two) - this.costBy(two, twoPair)
    this.note(saved - change, [
      [this.need, pair],
      [one, onePair],
      [two, twoPair],
    ])
  }

  /** The cheapest fit with anyone but the worker who has it. */
  private cheapestElsewhere(need: number): number {
    const { plan } = this
    const own = plan.pairOf[need] as number
    if (own < 0) return plan.cheapestFit(need)
    const worker = plan.problem.pairWorker[own] as number
    const room = plan.room[worker] as number
    plan.room[worker] = -1
    const pair = plan.cheapestFit(need)
    plan.room[worker] = room
    return pair
  }

  private costBy(need: number, pair: number): number {
    const { waitingCost, pairCost } = this.plan.problem
    return (pair < 0 ? waitingCost[need] : pairCost[pair]) as number
  }

  private give(worker: number, points: number): void {
    this.plan.room[worker] = (this.plan.room[worker] as number) + points
  }

  private note(saved: number, moves: readonly Move[]): void {
    if (saved <= this.saved) return
    this.saved = saved
    this.best = moves
  }
}
