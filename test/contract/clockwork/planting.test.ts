import { dayMs, hourMs } from '../../../cloudfunctions/shared/time/spans'
import { plantSeed } from '../../../local/seed'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
afterAll(() => world.close())

test('a district can be planted at night: what the timers did on the way to the morning stands in nobody’s way', async () => {
  const { clock, database } = world.cloud
  const intoDayMs = (clock.nowMs() + 8 * hourMs) % dayMs
  await clock.advance((22 * hourMs - intoDayMs + dayMs) % dayMs, 1)
  await plantSeed(world.cloud, 'small', () => undefined)
  expect(new Date(clock.nowMs() + 8 * hourMs).getUTCHours()).toBe(8)
  expect(database.count('territories')).toBeGreaterThan(400)
})
