import { minuteMs } from '../../../../cloudfunctions/shared/time/spans'
import { startTestWorld, type TestWorld } from '../../world'
import { district, offerOf, person, settle, stored, submitNeed, supervisorOpenid, worker } from '../scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

const holder = (openid: string, role: 'districtStaff' | 'dutyOfficer') =>
  person(openid, { duties: [{ role, territoryCode: district, territoryName: '綦江区' }] })
const told = (openid: string) => world.cloud.database.find('inbox', { openid }).map(({ title }) => title)

test('declined, timed out, station, centre, person on duty: each is told in turn, and the resident each time', async () => {
  await settle(
    world,
    [worker('li'), worker('wang')],
    [holder('o-centre', 'districtStaff'), holder('o-duty', 'dutyOfficer')],
  )
  const { needId } = await submitNeed(world, { urgency: 'emergency' })
  const { offerId } = offerOf(world, needId)
  await world.ok('o-li', 'needs.decline', { needId, offerId, reason: 'noTime', note: '' })
  await world.cloud.clock.advance(16 * minuteMs)
  expect(stored(world, needId)).toMatchObject({ status: 'triage', escalatedTo: 'station' })
  expect([told(supervisorOpenid), told('o-centre'), told('o-duty')].map((each) => each.length)).toEqual([1, 0, 0])
  await world.cloud.clock.advance(6 * minuteMs)
  expect(stored(world, needId)).toMatchObject({ status: 'triage', escalatedTo: 'centre' })
  expect(told('o-centre')).toEqual(['待协调：养老服务·独居探访'])
  await world.cloud.clock.advance(6 * minuteMs)
  expect(stored(world, needId)).toMatchObject({ status: 'triage', escalatedTo: 'duty' })
  expect(told('o-duty')).toHaveLength(1)
  // Not silent after that either: the person on duty is reminded until somebody has it.
  await world.cloud.clock.advance(6 * minuteMs)
  expect(told('o-duty')).toHaveLength(2)
  expect(stored(world, needId).events.map(({ kind }) => kind)).toEqual([
    'submitted',
    'offered',
    'declined',
    'offered',
    'timedOut',
    'triaged',
    'escalated',
    'escalated',
  ])
  expect(told('o-resident')).toEqual(
    expect.arrayContaining(['社工站正在安排', '已请区指导中心帮忙找人', '已请区值班员帮忙找人']),
  )

  // The person on duty chooses like the station does.
  await world.load('workers', worker('night'))
  const { version } = stored(world, needId)
  await world.ok('o-duty', 'needs.assign', { needId, workerId: 'worker_night', version, note: '' })
  expect(stored(world, needId)).toMatchObject({ status: 'offered', escalateAtMs: null })
  await world.ok('o-night', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
}, 60_000)

test('with nobody on duty the centre is reminded, and with nobody at all it is an error that somebody sees', async () => {
  await settle(world, [], [holder('o-centre', 'districtStaff')])
  const { needId } = await submitNeed(world, { urgency: 'emergency' })
  await world.cloud.clock.advance(12 * minuteMs)
  expect(stored(world, needId).escalatedTo).toBe('duty')
  expect(told('o-centre')).toHaveLength(2)
  await settle(world, [])
  await submitNeed(world, { urgency: 'emergency' })
  world.events.length = 0
  await world.cloud.clock.advance(6 * minuteMs)
  const log = world.events.flatMap((event) => (event.type === 'log' && event.level === 'error' ? [event.text] : []))
  expect(log.join()).toContain('needs.nobodyToTell')
}, 60_000)

test('an emergency reaches nobody who went home: with all off shift the station is told at once', async () => {
  await settle(world, [worker('day', { shifts: [{ weekday: 9, fromMinute: 0, untilMinute: 1 }] })])
  const { needId, status } = await submitNeed(world, { urgency: 'emergency' })
  expect(status).toBe('triage')
  expect(stored(world, needId).triageWhy).toContain('不在班')
  expect((await submitNeed(world, {}, 'o-other')).status).toBe('offered')
}, 30_000)
