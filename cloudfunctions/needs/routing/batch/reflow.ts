import { assign } from './assign'
import type { Plan } from './plan'
import { type AssignmentProblem, MAX_COST } from './problem'
import type { SizedProblem } from './sized-problem'

/** Weights that all whole numbers of case points from 1 to 4 divide. */
const UNITS = 12

/** What each need weighs, where it weighs the same with every worker; null where some need does not. */
export function pointsByNeed({ rowStart, pairPoints, waitingCost }: SizedProblem): Int32Array | null {
  const points = waitingCost.map((_, need) => pairPoints[rowStart[need] as number] ?? 1)
  const same = points.every((weight, need) =>
    pairPoints.subarray(rowStart[need], rowStart[need + 1]).every((other) => other === weight),
  )
  return same ? points : null
}

/**
 * The cheapest plan that differs in the needs of one weight alone: with the others where they are, these are equal, so the exact
 * assignment answers for thousands of them at once. Each weight in turn, while that helps.
 */
export function reflow(plan: Plan, points: Int32Array): void {
  const weights = [...new Set(points)].sort((left, right) => right - left)
  for (let before = Number.POSITIVE_INFINITY; plan.cost < before; ) {
    before = plan.cost
    for (const weight of weights) reflowWeight(plan, points, weight)
  }
}

function reflowWeight(plan: Plan, points: Int32Array, weight: number): void {
  const { rowStart, pairWorker, pairCost, waitingCost } = plan.problem
  const needs = [...points.keys()].filter((need) => points[need] === weight)
  const old = needs.map((need) => plan.pairOf[need] as number)
  const before = plan.cost
  for (const need of needs) plan.move(need, -1)
  const pairs: number[] = []
  const starts = new Int32Array(needs.length + 1)
  needs.forEach((need, at) => {
    for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) pairs.push(pair)
    starts[at + 1] = pairs.length
  })
  const { workerOf } = assign({
    capacity: plan.room.map((room) => Math.floor(room / weight)),
    rowStart: starts,
    pairWorker: Int32Array.from(pairs, (pair) => pairWorker[pair] as number),
    pairCost: Int32Array.from(pairs, (pair) => pairCost[pair] as number),
    waitingCost: Int32Array.from(needs, (need) => waitingCost[need] as number),
  })
  needs.forEach((need, at) => {
    const row = pairs.slice(starts[at], starts[at + 1])
    plan.move(need, row.find((pair) => pairWorker[pair] === workerOf[at]) ?? -1)
  })
  if (plan.cost <= before) return
  for (const need of needs) plan.move(need, -1)
  needs.forEach((need, at) => {
    plan.move(need, old[at] as number)
  })
}

/**
 * Fees at which the relaxation starts: the prices of the linear program, which is an assignment of single case points, each
 * costing its share; exact in twelfths, or as near as large costs leave room for. Fees need not be exact: any make a bound.
 */
export function fractionalFees(problem: SizedProblem, points: Int32Array): Float64Array {
  const { capacity, rowStart, pairWorker, pairCost, waitingCost } = problem
  const most = [pairCost, waitingCost].reduce(
    (sofar, costs) => costs.reduce((a, b) => Math.max(a, Math.abs(b)), sofar),
    1,
  )
  const units = Math.min(UNITS, MAX_COST / most)
  const copies = points.reduce((sum, weight) => sum + weight, 0)
  const split: { -readonly [Key in keyof AssignmentProblem]: AssignmentProblem[Key] } = {
    capacity,
    rowStart: new Int32Array(copies + 1),
    pairWorker: new Int32Array(pairCost.length * 4),
    pairCost: new Int32Array(pairCost.length * 4),
    waitingCost: new Int32Array(copies),
  }
  let [copy, at] = [0, 0]
  points.forEach((weight, need) => {
    for (let point = 0; point < weight; point++) {
      for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
        split.pairWorker[at] = pairWorker[pair] as number
        split.pairCost[at++] = Math.round(((pairCost[pair] as number) * units) / weight)
      }
      split.waitingCost[copy++] = Math.round(((waitingCost[need] as number) * units) / weight)
      split.rowStart[copy] = at
    }
  })
  const { price } = assign(split)
  return Float64Array.from(points, (weight, need) => {
    let fee = waitingCost[need] as number
    for (let pair = rowStart[need] as number; pair < (rowStart[need + 1] as number); pair++) {
      fee = Math.min(fee, (pairCost[pair] as number) + (weight * (price[pairWorker[pair] as number] as number)) / units)
    }
    return fee
  })
}
