import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { expectLoadsToAgree, settle, stored, worker } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

/** Submits needs in a process of its own that dies at the nth such write; the ids of those that were acknowledged. */
async function dieAt(action: string, collection: string, nth: number, count = 1): Promise<string[]> {
  await world.cloud.close()
  const script = join(__dirname, 'killed.ts')
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, world.dataDir, world.functionsDir, action, collection, String(nth), String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  expect(signal).toBe('SIGKILL')
  await world.restart()
  return said.split('\n').filter((line) => line !== '')
}

test.each([
  ['after the need is stored and before it is routed', 'insertDocument', 'needs', 1],
  ['in the middle of the claim: the worker is written, the need is not', 'modifyDocument', 'workers', 1],
  ['after the offer is made and before the worker is told', 'insertDocument', 'inbox', 1],
] as const)(
  'killed %s: the timer finishes it, once',
  async (_when, action, collection, nth) => {
    await settle(world, [worker('li')])
    await dieAt(action, collection, nth)
    await world.cloud.clock.advance(3 * 60_000)
    const needs = world.cloud.database.find('needs')
    expect(needs).toHaveLength(1)
    expect(needs[0]).toMatchObject({ status: 'offered', outbox: [], offer: { workerId: 'worker_li' } })
    expect(world.cloud.database.find('inbox', { openid: 'o-li' })).toHaveLength(1)
    expectLoadsToAgree(world)
  },
  60_000,
)

test('killed amid 20 needs at once: what was acknowledged is there, what was stored is finished, nothing counts twice', async () => {
  const names = ['a', 'b', 'c', 'd']
  await settle(
    world,
    names.map((name) => worker(name, { capPoints: 8 })),
  )
  const acknowledged = await dieAt('insertDocument', 'inbox', 12, 20)
  expect(acknowledged.length).toBeGreaterThan(0)
  for (const needId of acknowledged) expect(stored(world, needId).residentOpenid).toMatch(/^o-resident/)
  await world.cloud.clock.advance(5 * 60_000)
  const needs = world.cloud.database.find('needs') as unknown as NeedRecord[]
  expect(needs.length).toBeGreaterThanOrEqual(12)
  for (const need of needs) {
    expect(['offered', 'triage']).toContain(need.status)
    expect(need.outbox).toEqual([])
    const offers = need.events.filter(({ kind }) => kind === 'offered')
    expect(offers).toHaveLength(need.status === 'offered' ? 1 : 0)
  }
  const told = world.cloud.database.find('inbox').filter(({ kind }) => kind === 'taskOffered')
  const toWorkers = told.filter(({ openid }) => names.some((name) => openid === `o-${name}`))
  expect(toWorkers).toHaveLength(needs.filter(({ status }) => status === 'offered').length)
  expectLoadsToAgree(world)
}, 90_000)
