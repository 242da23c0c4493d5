import { noCredits } from '../../../cloudfunctions/people/records'
import { minuteMs } from '../../../cloudfunctions/shared/time/spans'
import {
  community,
  expectLoadsToAgree,
  neighbour,
  offerOf,
  person,
  settle,
  stored,
  street,
  submitNeed,
  worker,
  workerNow,
} from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

test('an offer that nobody answers goes to the next at its deadline, and then to the station', async () => {
  await settle(world, [worker('li'), worker('wang')])
  const { needId } = await submitNeed(world, { urgency: 'emergency' })
  expect(offerOf(world, needId).workerId).toBe('worker_li')
  await world.cloud.clock.advance(14 * minuteMs)
  expect(offerOf(world, needId).workerId).toBe('worker_li')
  await world.cloud.clock.advance(2 * minuteMs)
  expect(offerOf(world, needId).workerId).toBe('worker_wang')
  expect(workerNow(world, 'li').loadPoints).toBe(0)
  await world.cloud.clock.advance(16 * minuteMs)
  expect(stored(world, needId)).toMatchObject({ status: 'triage', triageWhy: '2 人超期未答，已没有可问的社工' })
  expect(stored(world, needId).events.map(({ kind }) => kind)).toEqual([
    'submitted',
    'offered',
    'timedOut',
    'offered',
    'timedOut',
    'triaged',
  ])
  expectLoadsToAgree(world)
}, 30_000)

test('when a worker has room again, the oldest waiting case that they fit comes first', async () => {
  await settle(world, [worker('li', { capPoints: 2, servesCodes: [community] })])
  const held = await submitNeed(world, {}, 'o-holder')
  const elsewhere = await submitNeed(world, { territoryCode: neighbour }, 'o-elsewhere')
  const older = await submitNeed(world, {}, 'o-older')
  const newer = await submitNeed(world, {}, 'o-newer')
  expect([held, elsewhere, older, newer].map(({ status }) => status)).toEqual(['offered', 'triage', 'triage', 'triage'])
  const { version } = stored(world, held.needId)
  await world.ok('o-holder', 'needs.withdraw', { needId: held.needId, version, note: '' })
  await world.cloud.clock.advance(minuteMs)
  const statuses = [elsewhere, older, newer].map(({ needId }) => stored(world, needId).status)
  expect(statuses).toEqual(['triage', 'offered', 'triage'])
  await world.cloud.clock.advance(minuteMs)
  expect(workerNow(world, 'li')).toMatchObject({ loadPoints: 2, roomSinceMs: null })
  expectLoadsToAgree(world)
}, 30_000)

test('a triage case is tried again by itself: a new worker of the street gets it', async () => {
  await settle(world, [])
  const { needId, status } = await submitNeed(world)
  expect(status).toBe('triage')
  await world.load('workers', worker('new', { territoryCode: street, servesCodes: [street] }))
  await world.cloud.clock.advance(31 * minuteMs, 31)
  expect(stored(world, needId).status).toBe('offered')
  expect(world.cloud.database.find('inbox', { openid: 'o-resident' })).toHaveLength(1)
}, 30_000)

test('a message that WeChat does not take is tried again later, and is dead but visible after the last try', async () => {
  const broken = {
    messageId: 'message_broken',
    openid: 'o-li',
    kind: 'taskOffered',
    title: '新任务',
    body: '请看',
    page: '/worker/pages/tasks/tasks',
    // No row of this template: WeChat refuses it each time.
    data: { thing9: 'x' },
    urgent: true,
    attempts: 0,
    status: 'pending',
    nextAtMs: 0,
  }
  await settle(world, [worker('li')])
  const { needId } = await submitNeed(world)
  const messageCredits = { ...noCredits, taskOffered: 5 }
  await world.load('people', person('o-li', { messageCredits }))
  const need = world.cloud.database.get('needs', needId)
  if (!need) throw new Error('it was stored')
  await world.load('needs', { ...need, _id: 'need_stuck', outbox: [broken], outboxDueAtMs: 1 })
  await world.cloud.clock.advance(minuteMs)
  const first = stored(world, 'need_stuck').outbox[0]
  expect(first).toMatchObject({ attempts: 1, status: 'pending' })
  await world.cloud.clock.advance(16 * 60 * minuteMs)
  expect(stored(world, 'need_stuck')).toMatchObject({ outbox: [{ status: 'dead', attempts: 6 }], outboxDueAtMs: null })
  expect(world.cloud.database.find('inbox', { _id: 'message_broken' })).toHaveLength(1)
  expect(world.events.some((event) => event.type === 'log' && event.text.includes('outbox.dead'))).toBe(true)
  // What was taken for a message that was not sent came back each time.
  expect(world.cloud.database.get('people', 'o-li')).toMatchObject({ messageCredits })
}, 60_000)

test('a tick with nothing due is a handful of short queries', async () => {
  await settle(world, [worker('li')])
  await world.cloud.clock.advance(minuteMs)
  expect(await world.roundTrips(() => world.cloud.clock.advance(minuteMs))).toBeLessThanOrEqual(17)
}, 30_000)

test('forbidden: a phone that calls the timer’s function gets nothing done', async () => {
  await settle(world, [])
  const trips = await world.roundTrips(async () => {
    const reply = await world.cloud.functions.call('clockwork', {}, { openid: 'o-resident', source: 'wx_client' })
    expect(reply).toEqual({ refused: true })
  })
  expect(trips).toBe(0)
})

test('counts of a rate limit go when their window has passed', async () => {
  await settle(world, [worker('li')])
  await submitNeed(world)
  expect(world.cloud.database.count('rateLimits')).toBe(1)
  await world.cloud.clock.advance(61 * minuteMs)
  expect(world.cloud.database.count('rateLimits')).toBe(0)
}, 60_000)
