/** Scoring on columns is the plain ranking, faster: no worker, order, turn or score differs. */

import fc from 'fast-check'
import { WorkerColumns } from '../../../../cloudfunctions/needs/routing/columns'
import type { RoutedNeed, RoutedWorker } from '../../../../cloudfunctions/needs/routing/model'
import { builtInPolicy } from '../../../../cloudfunctions/needs/routing/policy'
import { rank } from '../../../../cloudfunctions/needs/routing/route'
import { hourMs } from '../../../../cloudfunctions/shared/time/spans'
import type { RoutingPolicy } from '../../../../typings/routing'
import { NOW_MS, people } from '../../../fixtures/routing/people'

function plainBest(
  need: RoutedNeed,
  workers: readonly RoutedWorker[],
  nowMs = NOW_MS,
  policy: RoutingPolicy = builtInPolicy,
) {
  return rank(need, workers, nowMs, policy)
    .filter(({ obstacles }) => obstacles.length === 0)
    .slice(0, 5)
    .map(({ worker, tier, turn, unmetWishes, score }) => ({ worker, tier, turn, unmetWishes, score }))
}

test('the best five on columns are the plain ranking’s first five, with the same turns and scores, at any hour', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(0, 1, 40, 400, 900), fc.nat(24 * 21), (seed, size, hours) => {
      const { workers, needs } = people(size, size === 0 ? 0 : 8, seed)
      const columns = new WorkerColumns(workers)
      for (const nowMs of [NOW_MS, NOW_MS + hours * hourMs + (seed % hourMs)]) {
        for (const need of needs) expect(columns.best(need, nowMs)).toEqual(plainBest(need, workers, nowMs))
      }
    }),
    { numRuns: 20 },
  )
})

test('so they are with whatever a district’s policy weighs, and in whatever order it asks', () => {
  const names = Object.keys(builtInPolicy.weights) as (keyof RoutingPolicy['weights'])[]
  const weights = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.nat(1000)])) as Record<string, fc.Arbitrary<number>>,
  )
  fc.assert(
    fc.property(fc.nat(), weights, fc.constantFrom('score', 'nearestFirst', 'inTurn'), (seed, drawn, order) => {
      const policy = { ...builtInPolicy, order, weights: { ...builtInPolicy.weights, ...drawn } }
      const { workers, needs } = people(300, 6, seed)
      const columns = new WorkerColumns(workers)
      for (const need of needs)
        expect(columns.best(need, NOW_MS, policy)).toEqual(plainBest(need, workers, NOW_MS, policy))
    }),
    { numRuns: 30 },
  )
})

test('so they are after workers changed load, leave, licence, fields or places, left, and came', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, otherSeed) => {
      const { workers, needs } = people(300, 6, seed)
      const columns = new WorkerColumns(workers)
      for (const need of needs) columns.best(need, NOW_MS)
      const others = people(300, 0, otherSeed).workers
      const now = workers.flatMap((worker, at): RoutedWorker[] => {
        const other = others[at] ?? worker
        if (at % 5 === 0)
          return [{ ...worker, loadPoints: other.loadPoints, leaves: other.leaves, recent: other.recent }]
        if (at % 5 === 1) return [{ ...other, _id: worker._id }]
        return at % 5 === 2 ? [] : [worker]
      })
      const newcomers = others.slice(0, 20).map((other, at) => ({ ...other, _id: `worker_new${at}` as const }))
      for (const worker of workers) if (!now.some(({ _id }) => _id === worker._id)) columns.remove(worker._id)
      for (const worker of [...now, ...newcomers]) columns.set(worker)
      expect(columns.size).toBe(now.length + newcomers.length)
      for (const need of needs) expect(columns.best(need, NOW_MS)).toEqual(plainBest(need, [...now, ...newcomers]))
    }),
    { numRuns: 25 },
  )
})

test('when everyone on top has an obstacle, the next ones come', () => {
  const [template] = people(1, 0, 1).workers
  const [need] = people(1, 1, 2).needs
  if (!template || !need) throw new Error('people() makes as many as it is asked for')
  const workers = Array.from(
    { length: 80 },
    (_, at): RoutedWorker => ({
      ...template,
      _id: `worker_${String(at).padStart(3, '0')}`,
      openid: `openid_${at}`,
      level: 'senior',
      fields: [need.field],
      subSkills: [need.subSkill],
      territoryCode: need.territoryCode,
      servesCodes: [need.streetCode],
      licenceValidUntilMs: NOW_MS + 1,
      conflictCodes: [],
      complainedBy: [],
      shifts: [],
      capPoints: 128,
      loadPoints: at,
      leaves: at < 70 ? [{ fromMs: 0, untilMs: NOW_MS + 1 }] : [],
    }),
  )
  const best = new WorkerColumns(workers).best({ ...need, urgency: 'normal' }, NOW_MS)
  expect(best).toHaveLength(5)
  expect(best).toEqual(plainBest({ ...need, urgency: 'normal' }, workers))
})
