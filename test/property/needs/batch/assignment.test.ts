/** Any backlog at all, against HiGHS, which shares nothing with our solvers. fast-check prints the seed of a failure. */
import fc from 'fast-check'
import { assign, SolvedBacklog } from '../../../../cloudfunctions/needs/routing/batch/assign'
import { assignSized } from '../../../../cloudfunctions/needs/routing/batch/assign-sized'
import { certify } from '../../../../cloudfunctions/needs/routing/batch/certify'
import { assignmentProblem, type NeedOptions } from '../../../../cloudfunctions/needs/routing/batch/problem'
import { sizedBacklog } from '../../../fixtures/routing/backlogs'
import { type Highs, highs, leastCost } from '../../../fixtures/routing/highs'

let solver: Highs
beforeAll(async () => {
  solver = await highs()
})

interface Drawn {
  needs: NeedOptions[]
  capacity: number[]
}

/** Small whole costs make many ties; some needs have no options, some workers no room. */
function drawn(costMost: number, capacityMost: number): fc.Arbitrary<Drawn> {
  return fc.integer({ min: 1, max: 8 }).chain((workers) => {
    const option = fc.record({ worker: fc.nat(workers - 1), cost: fc.nat(costMost) })
    const options = fc.uniqueArray(option, { maxLength: workers, selector: ({ worker }) => worker })
    const needs = fc.array(fc.record({ options, waitingCost: fc.nat(2 * costMost) }), { maxLength: 30 })
    const capacity = fc.array(fc.nat(capacityMost), { minLength: workers, maxLength: workers })
    return fc.record({ needs, capacity })
  })
}

test.each([3, 60, 5000])(
  'with costs up to %i the assignment costs what HiGHS finds, and its prices prove it',
  (costMost) => {
    fc.assert(
      fc.property(drawn(costMost, 5), ({ needs, capacity }) => {
        const problem = assignmentProblem(needs, capacity)
        const solution = assign(problem)
        expect(certify(problem, solution)).toBeNull()
        if (needs.length > 0) expect(solution.cost).toBe(leastCost(solver, problem))
      }),
      { numRuns: 60 },
    )
  },
)

test('a solved backlog stays proven cheapest with each need that is added', () => {
  fc.assert(
    fc.property(drawn(40, 3), fc.nat(30), ({ needs, capacity }, first) => {
      const backlog = new SolvedBacklog(assignmentProblem(needs.slice(0, first), capacity))
      for (const need of needs.slice(first)) {
        backlog.add(need)
        expect(certify(backlog.problem(), backlog.solution())).toBeNull()
      }
      expect(backlog.solution().cost).toBe(assign(assignmentProblem(needs, capacity)).cost)
    }),
    { numRuns: 60 },
  )
})

test('a small backlog of unequal needs costs within 1 % of the HiGHS optimum, and its bound is never above that', () => {
  fc.assert(
    fc.property(
      drawn(60, 9),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 30, maxLength: 30 }),
      (all, points) => {
        const problem = assignmentProblem(all.needs, all.capacity)
        const weights = all.needs.flatMap(({ options }, need) => options.map(() => points[need] ?? 1))
        expectNearOptimum({ ...problem, pairPoints: Int32Array.from(weights) })
      },
    ),
    { numRuns: 40 },
  )
})

test('so do backlogs whose needs weigh differently with each worker', () => {
  fc.assert(
    fc.property(drawn(60, 9), fc.infiniteStream(fc.integer({ min: 1, max: 6 })), (all, points) => {
      const problem = assignmentProblem(all.needs, all.capacity)
      expectNearOptimum({ ...problem, pairPoints: problem.pairCost.map(() => points.next().value ?? 1) })
    }),
    { numRuns: 40 },
  )
})

test('so do middling overloaded districts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(100, 1000), (seed, costMost) => {
      expectNearOptimum(sizedBacklog({ needs: 60, workers: 12, capacityMost: 3, options: 6, costMost, seed }))
    }),
    { numRuns: 12 },
  )
}, 120_000)

function expectNearOptimum(problem: Parameters<typeof assignSized>[0]): void {
  const { cost, bound } = assignSized(problem)
  expect(bound).toBeLessThanOrEqual(cost)
  if (problem.waitingCost.length === 0) return
  const optimum = leastCost(solver, problem)
  expect(cost).toBeGreaterThanOrEqual(optimum)
  expect(bound).toBeLessThanOrEqual(optimum)
  expect(cost).toBeLessThanOrEqual(optimum * 1.01)
}
