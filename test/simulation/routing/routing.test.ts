import { playSeed, policies } from './index'
import { type Comparison, playSeeds } from './seeds'

/** Generous: the machine may be busy with other tests. `npm run simulate -- --seeds N` plays whole quarters. */
jest.setTimeout(120_000)

const weeks = { days: 14, perDay: 8, csv: null }
let compared: Comparison
beforeAll(async () => {
  compared = await playSeeds([1, 2, 3], policies, (seed, policy) => playSeed(weeks, seed, policy))
})

test('residents wait less long and work is spread better than in turn and than by the best score, both at once', () => {
  const { ours, roundRobin, greedy } = compared.mean
  for (const other of [roundRobin, greedy]) {
    expect(ours.acceptedP90).toBeLessThan(other.acceptedP90)
    expect(ours.giniLoad).toBeLessThan(other.giniLoad)
  }
})

test('that costs nobody: as many offers are taken and answered in time as by the better of the others', () => {
  const { ours, roundRobin, greedy } = compared.mean
  expect(ours.acceptance).toBeGreaterThanOrEqual(Math.max(roundRobin.acceptance, greedy.acceptance) - 0.01)
  expect(ours.deadlineHits).toBeGreaterThanOrEqual(Math.max(roundRobin.deadlineHits, greedy.deadlineHits) - 0.01)
  expect(ours.worstWait).toBeLessThanOrEqual(Math.max(roundRobin.worstWait, greedy.worstWait))
})

test('the others are no straw men: the same hard rules, deadlines and calendar, on the same arrivals', async () => {
  for (const policy of [policies.roundRobin, policies.greedy]) {
    const { answerWithin, calendar, escalation } = policies.ours
    expect(policy).toMatchObject({ answerWithin, calendar, escalation })
  }
  const { ours, roundRobin, greedy } = compared.mean
  expect([roundRobin.needs, greedy.needs]).toEqual([ours.needs, ours.needs])
  expect(Math.min(roundRobin.accepted, greedy.accepted)).toBeGreaterThan(0.98)
})
