import { builtInPolicy } from '../../../../cloudfunctions/needs/routing/policy'
import { minuteMs } from '../../../../cloudfunctions/shared/time/spans'
import type { RoutingPolicy } from '../../../../typings/routing'
import { startTestWorld, type TestWorld } from '../../world'
import {
  community,
  district,
  offerOf,
  person,
  settle,
  stored,
  street,
  submitNeed,
  supervisorOpenid,
  worker,
  workerNow,
} from '../scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

const staffOpenid = 'o-district'
const staff = () =>
  person(staffOpenid, {
    name: '郑科长',
    duties: [{ role: 'districtStaff', territoryCode: district, territoryName: '綦江区' }],
  })
const quick: RoutingPolicy = {
  ...builtInPolicy,
  answerWithin: { ...builtInPolicy.answerWithin, normal: { minutes: 30, counts: 'clock' } },
}
const { casework } = builtInPolicy
const read = (openid = staffOpenid) => world.ok(openid, 'needs.getRoutingPolicy', { districtCode: district })
const input = (version: number, policy = quick) => ({ districtCode: district, version, policy, note: '节前加快答复' })

beforeEach(() => settle(world, [worker('li'), worker('wang')], [staff()]))

test('ok: a district has what is built in until its staff set something, and every version stays', async () => {
  expect(await read()).toMatchObject({ version: 0, policy: builtInPolicy, setByName: null })
  expect(await world.ok(staffOpenid, 'needs.setRoutingPolicy', input(0))).toMatchObject({
    version: 1,
    policy: quick,
    setByName: '郑科长',
    note: '节前加快答复',
  })
  await world.ok(staffOpenid, 'needs.setRoutingPolicy', { ...input(1, builtInPolicy), note: '恢复' })
  expect(await read(supervisorOpenid)).toMatchObject({ version: 2, policy: builtInPolicy })
  expect(world.cloud.database.count('routingPolicies')).toBe(2)
})

test('an offer is due when the policy says', async () => {
  await world.ok(staffOpenid, 'needs.setRoutingPolicy', input(0))
  const { needId } = await submitNeed(world)
  const { offeredAtMs, deadlineMs } = offerOf(world, needId)
  expect(deadlineMs - offeredAtMs).toBe(30 * minuteMs)
})

test('replay gives the version that was set; conflict when somebody else was first', async () => {
  await world.ok(staffOpenid, 'needs.setRoutingPolicy', input(0))
  expect(await world.ok(staffOpenid, 'needs.setRoutingPolicy', input(0))).toMatchObject({ version: 1 })
  expect(await world.code(staffOpenid, 'needs.setRoutingPolicy', { ...input(0), note: '另一个' })).toBe('CONFLICT')
  expect(await world.code(staffOpenid, 'needs.setRoutingPolicy', input(5))).toBe('CONFLICT')
})

test.each([
  ['a weight above 1,000', { weights: { ...builtInPolicy.weights, fairness: 1001 } }],
  ['an unknown weight', { weights: { ...builtInPolicy.weights, looks: 1 } }],
  [
    'an emergency in working time',
    {
      answerWithin: { ...builtInPolicy.answerWithin, emergency: { minutes: 15, counts: 'working' } },
    },
  ],
  [
    'hours that end before they begin',
    {
      calendar: { ...builtInPolicy.calendar, hours: [{ fromMinute: 600, untilMinute: 540 }] },
    },
  ],
  ['a day that is none', { calendar: { ...builtInPolicy.calendar, holidays: ['2026-13-01'] } }],
  ['no day for the first contact', { casework: { ...casework, intakeDays: { emergency: 1, urgent: 2, normal: 0 } } }],
  [
    'a critical case that may wait longer',
    { casework: { ...casework, visitEveryDays: { critical: 9, high: 7, medium: 14, low: 30 } } },
  ],
  ['no weekday', { calendar: { ...builtInPolicy.calendar, weekdays: [] } }],
])('invalid: %s', async (_what, changes) => {
  const bad = { ...input(0), policy: { ...builtInPolicy, ...changes } }
  expect(await world.code(staffOpenid, 'needs.setRoutingPolicy', bad)).toBe('INVALID_INPUT')
})

test('unauthenticated, forbidden; another district is not there', async () => {
  const get = { districtCode: district }
  expect(await world.code('', 'needs.getRoutingPolicy', get)).toBe('UNAUTHENTICATED')
  expect(await world.code('', 'needs.setRoutingPolicy', input(0))).toBe('UNAUTHENTICATED')
  expect(await world.code('o-resident', 'needs.getRoutingPolicy', get)).toBe('FORBIDDEN')
  expect(await world.code(supervisorOpenid, 'needs.setRoutingPolicy', input(0))).toBe('FORBIDDEN')
  expect(await world.code(staffOpenid, 'needs.getRoutingPolicy', { districtCode: '500111' })).toBe('NOT_FOUND')
  expect(await world.code(staffOpenid, 'needs.setRoutingPolicy', { ...input(0), districtCode: '500111' })).toBe(
    'NOT_FOUND',
  )
})

describe('rules that need the need’s own facts', () => {
  test('nobody is sent to their own kin or home, nor to who complained of them', async () => {
    const { needId } = await submitNeed(world)
    const [, phone] = stored(world, needId).conflictCodes ?? []
    if (!phone) throw new Error('a need keeps the codes of its home and phone')
    await settle(world, [worker('kin', { conflictCodes: [phone] }), worker('blamed', { complainedBy: ['o-resident'] })])
    const again = await submitNeed(world)
    expect(again.status).toBe('triage')
    expect(stored(world, again.needId).triageWhy).toContain('须回避')
  })

  test('a wish is met across the street; who helped before comes first', async () => {
    const her = worker('her', { gender: 'female', territoryCode: street, servesCodes: [street] })
    await settle(world, [worker('him', { gender: 'male' }), worker('former', { gender: 'male', loadPoints: 6 }), her])
    const wished = await submitNeed(world, { wishes: { gender: 'female', language: null } })
    expect(offerOf(world, wished.needId).workerId).toBe('worker_her')
    await world.load(
      'workers',
      worker('former2', { territoryCode: street, servesCodes: [street], formerResidents: ['o-back'] }),
    )
    const back = await submitNeed(world, {}, 'o-back')
    expect(offerOf(world, back.needId).reasons.map(({ rule }) => rule)).toContain('continuity')
  })

  test('what a worker was asked, declined and carried is counted by day, and an ended case is remembered', async () => {
    await settle(world, [worker('li', { servesCodes: [community] })])
    const first = await submitNeed(world, {}, 'o-a')
    await world.ok('o-li', 'needs.decline', {
      needId: first.needId,
      offerId: offerOf(world, first.needId).offerId,
      reason: 'noTime',
      note: '',
    })
    const second = await submitNeed(world, {}, 'o-b')
    await world.ok('o-li', 'needs.accept', { needId: second.needId, offerId: offerOf(world, second.needId).offerId })
    const days = Object.values(workerNow(world, 'li').recent)
    expect(days).toEqual([{ asked: 2, declined: 1, points: 2 }])
    await world.ok('o-b', 'needs.withdraw', {
      needId: second.needId,
      version: stored(world, second.needId).version,
      note: '',
    })
    expect(world.cloud.database.get('workers', 'worker_li')).toMatchObject({ loadPoints: 0, formerResidents: ['o-b'] })
  })
})
