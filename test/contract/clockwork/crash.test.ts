import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expectLoadsToAgree, settle, worker } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

/** Submits a need in a process of its own that dies at the nth such write. */
async function dieAt(action: string, collection: string, nth: number): Promise<void> {
  await settle(world, [worker('li')])
  await world.cloud.close()
  const script = join(__dirname, 'killed.ts')
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, world.dataDir, world.functionsDir, action, collection, String(nth)],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  await world.restart()
}

test.each([
  ['after the need is stored and before it is routed', 'insertDocument', 'needs', 1],
  ['in the middle of the claim: the worker is written, the need is not', 'modifyDocument', 'workers', 1],
  ['after the offer is made and before the worker is told', 'insertDocument', 'inbox', 1],
] as const)(
  'killed %s: the timer finishes it, once',
  async (_when, action, collection, nth) => {
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
