/** What comes due at once is done in the minute in which it is due, within the time that the function has. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { budgetMs } from '../../../cloudfunctions/clockwork/rounds'
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { expectLoadsToAgree, settle, stored, submitNeed, worker } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

const RUSH = 200
/** More than a batch claims in one go, and more than one look at what is due brings. */
const BACKLOG = 130
const room = { capPoints: 2 * RUSH }

/** Copies of one stored need, so that whatever a need holds today is in them. */
async function many(count: number, like: NeedRecord, change: (number: number) => Partial<NeedRecord>): Promise<void> {
  const copies = Array.from({ length: count }, (_, number) => ({
    ...like,
    _id: `need_${String(number).padStart(32, '0')}`,
    ...change(number),
  }))
  await world.load('needs', ...copies)
}

const statuses = () => {
  const counts: Record<string, number> = {}
  for (const { status } of world.cloud.database.find('needs', {}, 1000)) {
    counts[String(status)] = (counts[String(status)] ?? 0) + 1
  }
  return counts
}

test('200 offers that run out in the same minute are all with the next worker at the end of it', async () => {
  await settle(world, [worker('li', room), worker('wang', room)])
  const { needId } = await submitNeed(world)
  const like = stored(world, needId)
  await settle(world, [worker('li', { ...room, loadPoints: RUSH * like.casePoints }), worker('wang', room)])
  const offerDeadlineMs = world.cloud.clock.nowMs() - 1
  await many(RUSH, like, () => ({ offerDeadlineMs }))

  const sinceMs = performance.now()
  await world.tick()
  const tookMs = performance.now() - sinceMs

  expect(statuses()).toEqual({ offered: RUSH })
  const workers = new Set(world.cloud.database.find('needs', {}, 1000).map((need) => need.workerOpenid))
  expect([...workers]).toEqual(['o-wang'])
  expect(world.cloud.database.count('inbox')).toBe(RUSH)
  expectLoadsToAgree(world)
  // The budget is a fuse, not the usual: what 200 cost lies far below it.
  expect(tookMs).toBeLessThan(budgetMs)
}, 120_000)

test('a backlog larger than one portion: all are given out in the minute of the batch when workers come', async () => {
  await settle(world, [])
  const { needId } = await submitNeed(world)
  const like = stored(world, needId)
  await settle(world, [worker('li', room), worker('wang', room)])
  const routeAtMs = world.cloud.clock.nowMs() - 1
  await many(BACKLOG, like, (number) => ({ routeAtMs, submittedAtMs: like.submittedAtMs - number }))
  await world.tick()
  expect(statuses()).toEqual({ offered: BACKLOG })
  expectLoadsToAgree(world)
}, 120_000)

test('the time budget leaves the last portion room within the function’s timeout', () => {
  const config = readFileSync(join(__dirname, '../../../cloudfunctions/clockwork/config.json'), 'utf8')
  const { timeout } = JSON.parse(config) as { timeout: number }
  expect(budgetMs + 15_000).toBeLessThanOrEqual(timeout * 1000)
})
