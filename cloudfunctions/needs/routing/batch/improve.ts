import type { Plan } from './plan'

/** Passes over all needs at most; most plans settle in a handful. */
const PASSES_MOST = 30

/**
 * Moves needs while that makes the plan cheaper: to free room (shift), or into the place of one or two others, who go where
 * they fit best: to the place that became free (swap), elsewhere, or to wait (an ejection chain of depth two). Local search
 * for the generalised assignment problem after Yagiura, Ibaraki & Glover (2004).
 */
export function improve(plan: Plan): void {
  const { waitingCost } = plan.problem
  const moves = new Moves(plan)
  for (let pass = 0; pass < PASSES_MOST; pass++) {
    const before = plan.cost
    for (let need = 0; need < waitingCost.length; need++) moves.improve(need)
    if (plan.cost === before) return
  }
}

class Moves {
  /** By need: the least that it can cost. */
  private readonly least: Int32Array
  private saved = 0
  /** The best move found: up to three needs and their new pairs. */
  private best: readonly (readonly [need: number, pair: number])[] = []

  constructor(private readonly plan: Plan) {
    const { rowStart, pairCost, waitingCost } = plan.problem
    this.least = waitingCost.map((waiting, need) =>
      pairCost.subarray(rowStart[need], rowStart[need + 1]).reduce((least, cost) => Math.min(least, cost), waiting),
    )
  }

  improve(need: number): void {
    const { plan } = this
    const { rowStart, pairWorker, pairCost, pairPoints } = plan.problem
    this.saved = 0
    const old = plan.pairOf[need] as number
    const cost = plan.costOf(need)
    const oldWorker = old < 0 ? -1 : (pairWorker[old] as number)
    // While this need's place is looked for, the room that it would leave counts as free.
    if (old >= 0) this.give(oldWorker, pairPoints[old] as number)
    for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
      const worker = pairWorker[pair] as number
      if (worker === oldWorker) continue
      const change = (pairCost[pair] as number) - cost
      const missing = (pairPoints[pair] as number) - (plan.room[worker] as number)
      if (missing <= 0) this.note(-change, [[need, pair]])
      else this.eject(need, pair, missing, change)
    }
    if (old >= 0) this.give(oldWorker, -(pairPoints[old] as number))
    if (this.saved <= 0) return
    for (const [moved] of this.best) plan.move(moved, -1)
    for (const [moved, pair] of this.best) plan.move(moved, pair)
  }

  /** Looks for one or two needs of the pair's worker who could leave `missing` points to it. */
  private eject(need: number, pair: number, missing: number, change: number): void {
    const { plan, least } = this
    const { pairWorker, pairPoints } = plan.problem
    const worker = pairWorker[pair] as number
    for (let one = plan.first[worker] as number; one >= 0; one = plan.next[one] as number) {
      const leaves = change - plan.costOf(one)
      const points = pairPoints[plan.pairOf[one] as number] as number
      if (points >= missing) {
        if (leaves + (least[one] as number) >= -this.saved) continue
        const onePair = this.cheapestElsewhere(one, worker)
        this.note(-(leaves + this.costBy(one, onePair)), [
          [need, pair],
          [one, onePair],
        ])
        continue
      }
      for (let two = plan.next[one] as number; two >= 0; two = plan.next[two] as number) {
        if (points + (pairPoints[plan.pairOf[two] as number] as number) < missing) continue
        const bothLeave = leaves - plan.costOf(two)
        if (bothLeave + (least[one] as number) + (least[two] as number) >= -this.saved) continue
        this.ejectBoth(need, pair, one, two, bothLeave)
      }
    }
  }

  private ejectBoth(need: number, pair: number, one: number, two: number, bothLeave: number): void {
    const { pairWorker, pairPoints } = this.plan.problem
    const worker = pairWorker[pair] as number
    const onePair = this.cheapestElsewhere(one, worker)
    if (onePair >= 0) this.give(pairWorker[onePair] as number, -(pairPoints[onePair] as number))
    const twoPair = this.cheapestElsewhere(two, worker)
    if (onePair >= 0) this.give(pairWorker[onePair] as number, pairPoints[onePair] as number)
    this.note(-(bothLeave + this.costBy(one, onePair) + this.costBy(two, twoPair)), [
      [need, pair],
      [one, onePair],
      [two, twoPair],
    ])
  }

  /** The cheapest fit with anyone but `worker`. */
  private cheapestElsewhere(need: number, worker: number): number {
    const room = this.plan.room[worker] as number
    this.plan.room[worker] = -1
    const pair = this.plan.cheapestFit(need)
    this.plan.room[worker] = room
    return pair
  }

  private costBy(need: number, pair: number): number {
    const { waitingCost, pairCost } = this.plan.problem
    return (pair < 0 ? waitingCost[need] : pairCost[pair]) as number
  }

  private give(worker: number, points: number): void {
    this.plan.room[worker] = (this.plan.room[worker] as number) + points
  }

  private note(saved: number, moves: readonly (readonly [number, number])[]): void {
    if (saved <= this.saved) return
    this.saved = saved
    this.best = moves
  }
}
