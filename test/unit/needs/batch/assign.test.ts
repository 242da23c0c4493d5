/** Batch assignment of needs of equal weight: cheapest in all, proven by prices. */
import { assign, SolvedBacklog } from '../../../../cloudfunctions/needs/routing/batch/assign'
import { certify } from '../../../../cloudfunctions/needs/routing/batch/certify'
import { components } from '../../../../cloudfunctions/needs/routing/batch/components'
import { assignmentProblem, MAX_COST, type NeedOptions } from '../../../../cloudfunctions/needs/routing/batch/problem'
import { backlog } from '../../../fixtures/routing/backlogs'
import { publicCase } from '../../../fixtures/routing/cases'
import { readAssign } from '../../../fixtures/routing/orlib'

const need = (waitingCost: number, ...costs: (number | null)[]): NeedOptions => ({
  waitingCost,
  options: costs.flatMap((cost, worker) => (cost === null ? [] : [{ worker, cost }])),
})

test('what is cheapest for all comes before what is best for one', () => {
  const problem = assignmentProblem([need(50, 1, 2), need(50, 2, 9)], [1, 1])
  const solution = assign(problem)
  expect([...solution.workerOf]).toEqual([1, 0])
  expect(solution.cost).toBe(4)
  expect(certify(problem, solution)).toBeNull()
})

test('when there is too little room, those wait whose waiting costs least', () => {
  const problem = assignmentProblem([need(10, 1), need(30, 1), need(20, 1)], [2])
  const solution = assign(problem)
  expect([...solution.workerOf]).toEqual([-1, 0, 0])
  expect(certify(problem, solution)).toBeNull()
})

test('a need waits when every worker it may go to costs more than waiting', () => {
  expect([...assign(assignmentProblem([need(5, 6, 7)], [1, 1])).workerOf]).toEqual([-1])
})

test('a worker without room, a need without options and an empty backlog are all answered', () => {
  const problem = assignmentProblem([need(5, 1), need(7)], [0])
  const solution = assign(problem)
  expect(solution).toMatchObject({ workerOf: Int32Array.of(-1, -1), cost: 12 })
  expect(certify(problem, solution)).toBeNull()
  expect(assign(assignmentProblem([], [1]))).toMatchObject({ workerOf: new Int32Array(0), cost: 0 })
})

test('the price of a worker lies between what one more place saves and what one fewer costs', () => {
  const needs = [need(10, 1), need(30, 1), need(20, 1)]
  const [one, two, three] = [1, 2, 3].map((places) => assign(assignmentProblem(needs, [places])))
  if (!one || !two || !three) throw new Error('three answers were asked for')
  expect(two.price[0]).toBeGreaterThanOrEqual(two.cost - three.cost)
  expect(two.price[0]).toBeLessThanOrEqual(one.cost - two.cost)
  expect(three.price[0]).toBeGreaterThanOrEqual(0)
})

test('a cost that is not whole, one that could overflow, and an unknown worker are refused', () => {
  expect(() => assignmentProblem([need(1.5)], [])).toThrow(RangeError)
  expect(() => assignmentProblem([need(1, MAX_COST + 1)], [1])).toThrow(RangeError)
  expect(() => assignmentProblem([need(1, 1, 1)], [1])).toThrow(RangeError)
  expect(() => new SolvedBacklog(assignmentProblem([], [1])).add(need(1, Number.NaN))).toThrow(RangeError)
})

test('a tie that stops the auction is settled by the search, at the same least cost', () => {
  const needs = Array.from({ length: 40 }, (_, index) => need(9, 3, 3, index % 2 ? 3 : null))
  const problem = assignmentProblem(needs, [10, 10, 10])
  const solution = assign(problem)
  expect(solution.cost).toBe(30 * 3 + 10 * 9)
  expect(certify(problem, solution)).toBeNull()
})

test('a price war over the last place ends, however much waiting costs', () => {
  const needs = Array.from({ length: 30 }, () => need(MAX_COST, 1, 2))
  const problem = assignmentProblem(needs, [2, 2])
  expect(certify(problem, assign(problem))).toBeNull()
})

test('an overloaded district is proven cheapest', () => {
  const problem = backlog({ needs: 1500, workers: 250, capacityMost: 6, options: 20, costMost: 120, seed: 5 })
  const solution = assign(problem)
  expect(certify(problem, solution)).toBeNull()
  expect(solution.workerOf.filter((worker) => worker < 0).length).toBeGreaterThan(300)
})

test('parts that share no worker, solved one by one, cost what the whole costs', () => {
  const district = backlog({ needs: 60, workers: 20, capacityMost: 3, options: 6, costMost: 100, seed: 1 })
  const parts = components(backlogOfTwo(district))
  expect(parts.length).toBeGreaterThanOrEqual(2)
  const whole = assign(backlogOfTwo(district))
  expect(parts.reduce((sum, { problem }) => sum + assign(problem).cost, 0)).toBe(whole.cost)
})

describe('the certificate', () => {
  const problem = assignmentProblem([need(50, 1, 2), need(50, 2, 9), need(5, 1, null)], [1, 1])
  const solution = assign(problem)

  test.each([
    ['a dearer assignment', { workerOf: Int32Array.of(0, 1, -1), cost: 15 }, /prove only/],
    ['a cost that is not the sum', { cost: solution.cost - 1 }, /the cost is/],
    ['too many with one worker', { workerOf: Int32Array.of(0, 0, -1) }, /too many/],
    ['a pair that is not allowed', { workerOf: Int32Array.of(1, 0, 1) }, /may not go/],
    ['prices that prove nothing', { price: Int32Array.of(0, 0) }, /prove only/],
    ['a negative price', { price: Int32Array.of(-1, 0) }, /negative price/],
    ['too few answers', { workerOf: Int32Array.of(1) }, /not as many/],
  ])('refuses %s', (_, change, words) => {
    expect(certify(problem, solution)).toBeNull()
    expect(certify(problem, { ...solution, ...change })).toMatch(words)
  })
})

publicCase('assign100.txt', 'OR-Library assign100 is assigned at its optimum, 305', (text) => {
  const problem = readAssign(text)
  const solution = assign(problem)
  expect(solution.cost).toBe(305)
  expect(certify(problem, solution)).toBeNull()
})

/** The same district twice, side by side. */
function backlogOfTwo(one: ReturnType<typeof backlog>): ReturnType<typeof backlog> {
  const twice = (array: Int32Array, shift = 0) => Int32Array.from([...array, ...array.map((item) => item + shift)])
  const pairs = one.pairWorker.length
  return {
    capacity: twice(one.capacity),
    rowStart: Int32Array.from([...one.rowStart, ...one.rowStart.slice(1).map((start) => start + pairs)]),
    pairWorker: twice(one.pairWorker, one.capacity.length),
    pairCost: twice(one.pairCost),
    waitingCost: twice(one.waitingCost),
  }
}
