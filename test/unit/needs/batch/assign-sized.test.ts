/** Batch assignment of needs that weigh 1 to 4 case points: near the cheapest, with a proven bound. */
import { assignSized } from '../../../../cloudfunctions/needs/routing/batch/assign-sized'
import {
  gapOf,
  type SizedNeedOptions,
  sizedProblem,
} from '../../../../cloudfunctions/needs/routing/batch/sized-problem'
import { sizedBacklog } from '../../../fixtures/routing/backlogs'
import { publicCase } from '../../../fixtures/routing/cases'
import { readGap } from '../../../fixtures/routing/orlib'

const need = (points: number, waitingCost: number): SizedNeedOptions => {
  return { points, waitingCost, options: [{ worker: 0, cost: 1 }] }
}

test('two light needs displace a heavy one when together their waiting costs more', () => {
  const solution = assignSized(sizedProblem([need(4, 30), need(2, 20), need(2, 20)], [4]))
  expect(solution).toEqual({ workerOf: Int32Array.of(-1, 0, 0), cost: 32, bound: 32 })
})

test('needs without options, needs heavier than anyone can carry, and an empty backlog are all answered', () => {
  const solution = assignSized(sizedProblem([need(4, 9), { points: 1, waitingCost: 5, options: [] }], [3]))
  expect(solution).toEqual({ workerOf: Int32Array.of(-1, -1), cost: 14, bound: 14 })
  expect(assignSized(sizedProblem([], [3]))).toEqual({ workerOf: new Int32Array(0), cost: 0, bound: 0 })
})

test.each([0, -1, 1.5, Number.NaN])('a weight of %d is refused', (points) => {
  expect(() => sizedProblem([need(points, 9)], [3])).toThrow(RangeError)
})

test('no worker gets more case points than they carry, and the cost is the sum of what was chosen', () => {
  const problem = sizedBacklog({ needs: 400, workers: 80, capacityMost: 5, options: 10, costMost: 100, seed: 3 })
  const { workerOf, cost } = assignSized(problem)
  const load = new Int32Array(problem.capacity.length)
  let sum = 0
  workerOf.forEach((worker, need) => {
    const [start, end] = [problem.rowStart[need] as number, problem.rowStart[need + 1] as number]
    const pair = start + problem.pairWorker.subarray(start, end).indexOf(worker)
    if (worker >= 0) load[worker] = (load[worker] as number) + (problem.pairPoints[pair] as number)
    sum += (worker < 0 ? problem.waitingCost[need] : problem.pairCost[pair]) as number
  })
  expect(load.filter((points, worker) => points > (problem.capacity[worker] as number))).toHaveLength(0)
  expect(cost).toBe(sum)
})

test('the same backlog has the same answer every time', () => {
  const problem = sizedBacklog({ needs: 120, workers: 25, capacityMost: 3, options: 8, costMost: 100, seed: 4 })
  expect(assignSized(problem)).toEqual(assignSized(problem))
})

test.each([1, 2, 3])('an overloaded district (seed %i) is proven to be within 1 %% of the optimum', (seed) => {
  const problem = sizedBacklog({ needs: 600, workers: 120, capacityMost: 5, options: 15, costMost: 100, seed })
  expect(gapOf(assignSized(problem))).toBeLessThan(0.01)
})

test('costs near the limit leave the answer and its bound sound', () => {
  const problem = sizedBacklog({ needs: 300, workers: 60, capacityMost: 5, options: 12, costMost: 100, seed: 6 })
  const million = (cost: number) => 1_000_000 * cost
  const large = { ...problem, pairCost: problem.pairCost.map(million), waitingCost: problem.waitingCost.map(million) }
  const [small, scaled] = [assignSized(problem), assignSized(large)]
  expect(gapOf(scaled)).toBeLessThan(0.01)
  // Each bound holds for the other's plan, as only the unit differs.
  expect(scaled.cost).toBeGreaterThanOrEqual(million(small.bound))
  expect(million(small.cost)).toBeGreaterThanOrEqual(scaled.bound)
})

publicCase('gap1.txt', 'the five problems of OR-Library gap1 are solved at their optima, proven', (text) => {
  const solutions = readGap(text, true).map((problem) => assignSized(problem))
  expect(solutions.map(({ cost }) => -cost)).toEqual([336, 327, 339, 341, 326])
  expect(solutions.map(gapOf)).toEqual([0, 0, 0, 0, 0])
})
