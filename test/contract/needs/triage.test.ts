import { startTestWorld, type TestWorld } from '../world'
import {
  community,
  district,
  expectLoadsToAgree,
  farCommunity,
  offerOf,
  otherStreet,
  person,
  settle,
  stored,
  street,
  submitNeed,
  supervisorOpenid,
  worker,
  workerNow,
} from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

const duty = (territoryCode: string) => ({ role: 'stationSupervisor', territoryCode, territoryName: '' }) as const
const others = [
  person('o-elsewhere', { name: '别处督导', duties: [duty(otherStreet)] }),
  person('o-district', { name: '区里', duties: [duty(district)] }),
  person('o-staff', { duties: [{ role: 'communityStaff', territoryCode: street, territoryName: '' }] }),
]

/** Two needs for which nobody had room; `li` of the street can be given one of them afterwards. */
async function waitingNeeds() {
  await settle(world, [worker('li', { capPoints: 1 })], others)
  const first = await submitNeed(world, {}, 'o-first')
  const second = await submitNeed(world, {}, 'o-second')
  expect([first.status, second.status]).toEqual(['triage', 'triage'])
  return { first: first.needId, second: second.needId }
}

async function giveRoom(name: string, capPoints: number): Promise<void> {
  const free = { ...workerNow(world, name), capPoints }
  const needs = world.cloud.database.find('needs')
  await settle(world, [free], others)
  if (needs.length > 0) await world.load('needs', ...needs)
}

const versionOf = (needId: string) => stored(world, needId).version

test('listTriage ok: the station’s waiting needs, oldest first, with why', async () => {
  const { first, second } = await waitingNeeds()
  const { rows } = await world.ok(supervisorOpenid, 'needs.listTriage', { cursor: null })
  expect(rows.map(({ needId }) => needId)).toEqual([first, second])
  expect(rows[0]).toMatchObject({ why: '能服务这里的 1 人中 1 人手上个案已满', communityName: '新山村社区' })
  expect(JSON.stringify(rows)).not.toMatch(/幸福路|刘女士|13812345678/)
})

test('a duty holds on its territory and below: another street sees nothing, the district all', async () => {
  const { first } = await waitingNeeds()
  const far = await submitNeed(world, { territoryCode: farCommunity }, 'o-far')
  const rowsOf = async (openid: string) =>
    (await world.ok(openid, 'needs.listTriage', { cursor: null })).rows.map(({ needId }) => needId)
  expect(await rowsOf('o-elsewhere')).toEqual([far.needId])
  expect(await rowsOf('o-district')).toHaveLength(3)
  expect(await world.code('o-elsewhere', 'needs.listCandidates', { needId: first })).toBe('NOT_FOUND')
  const input = { needId: first, workerId: 'worker_li', version: versionOf(first), note: '' } as const
  expect(await world.code('o-elsewhere', 'needs.assign', input)).toBe('NOT_FOUND')
})

test('forbidden, unauthenticated, invalid: without the duty nothing of it is there', async () => {
  const { first } = await waitingNeeds()
  for (const openid of ['o-first', 'o-staff', 'o-li']) {
    expect(await world.code(openid, 'needs.listTriage', { cursor: null })).toBe('FORBIDDEN')
    expect(await world.code(openid, 'needs.listCandidates', { needId: first })).toBe('FORBIDDEN')
  }
  expect(await world.code('', 'needs.listTriage', { cursor: null })).toBe('UNAUTHENTICATED')
  expect(await world.code('', 'needs.listCandidates', { needId: first })).toBe('UNAUTHENTICATED')
  expect(await world.code(supervisorOpenid, 'needs.listCandidates', { needId: 'li' })).toBe('INVALID_INPUT')
  expect(await world.code(supervisorOpenid, 'needs.assign', { needId: first })).toBe('INVALID_INPUT')
})

test('listCandidates: those who fit first, the others with what stands in the way', async () => {
  const fits = worker('fits')
  const away = worker('away', { leaves: [{ fromMs: 0, untilMs: 9e14 }] })
  const elsewhere = worker('elsewhere', {
    territoryCode: farCommunity,
    streetCode: otherStreet,
    servesCodes: [farCommunity],
  })
  await settle(world, [], others)
  const { needId } = await submitNeed(world)
  await world.load('workers', fits, away, elsewhere, worker('tutor', { fields: ['childCare'] }))
  const candidates = await world.ok(supervisorOpenid, 'needs.listCandidates', { needId })
  expect(candidates.map(({ workerId, obstacles }) => [workerId, obstacles])).toEqual([
    ['worker_fits', []],
    ['worker_away', ['正在休假']],
    ['worker_elsewhere', ['不服务这个社区']],
  ])
  expect(candidates[0]?.score).toBe(candidates[0]?.reasons.reduce((sum, { points }) => sum + points, 0))
})

test('assign ok: the worker is offered the need by a person, and the station’s note stays with the station', async () => {
  const { first } = await waitingNeeds()
  await giveRoom('li', 8)
  const input = { needId: first, workerId: 'worker_li', version: versionOf(first), note: '熟悉这户' } as const
  await world.ok(supervisorOpenid, 'needs.assign', input)
  const need = stored(world, first)
  expect(need).toMatchObject({ status: 'offered', offer: { workerId: 'worker_li' } })
  expect(need.events.at(-1)).toMatchObject({ kind: 'assigned', actorName: '王督导', note: '熟悉这户' })
  expect((await world.ok('o-li', 'needs.getTask', { needId: first })).reasons[0]).toMatchObject({ rule: 'assigned' })
  const resident = await world.ok('o-first', 'needs.get', { needId: first })
  expect(resident.events.at(-1)).toMatchObject({ kind: 'assigned', actorName: '王督导', note: null })
  expectLoadsToAgree(world)
})

test('assign replay is fine; conflict: a version that has passed is CONFLICT', async () => {
  const { first } = await waitingNeeds()
  await giveRoom('li', 8)
  const input = { needId: first, workerId: 'worker_li', version: versionOf(first), note: '' } as const
  await world.ok(supervisorOpenid, 'needs.assign', input)
  await world.ok(supervisorOpenid, 'needs.assign', input)
  expect(stored(world, first).offerIds).toHaveLength(1)
  const { offerId } = offerOf(world, first)
  await world.ok('o-li', 'needs.accept', { needId: first, offerId })
  expect(await world.code(supervisorOpenid, 'needs.assign', { ...input, version: 1 })).toBe('CONFLICT')
  const now = { ...input, version: versionOf(first) }
  expect(await world.code(supervisorOpenid, 'needs.assign', now)).toBe('NOT_NOW')
  expectLoadsToAgree(world)
})

test('the hard rules hold for the station too: no room is NO_CAPACITY, any other is NOT_NOW', async () => {
  const { first } = await waitingNeeds()
  const input = { needId: first, workerId: 'worker_li', version: versionOf(first), note: '' } as const
  expect(await world.code(supervisorOpenid, 'needs.assign', input)).toBe('NO_CAPACITY')
  await world.load('workers', worker('tutor', { fields: ['childCare'] }))
  expect(await world.code(supervisorOpenid, 'needs.assign', { ...input, workerId: 'worker_tutor' })).toBe('NOT_NOW')
  expect(await world.code(supervisorOpenid, 'needs.assign', { ...input, workerId: 'worker_nobody' })).toBe('NOT_NOW')
  expect(stored(world, first).status).toBe('triage')
})

test('who did not answer in time may be chosen by hand, with a note; the router does not ask them again', async () => {
  const { first, second } = await waitingNeeds()
  const passed = { workerId: 'worker_li', offerId: 'offer_before', atMs: Date.now() } as const
  const lapsed = { ...stored(world, first), passedOver: [{ ...passed, how: 'timedOut' }] }
  const declined = { ...stored(world, second), passedOver: [{ ...passed, how: 'declined' }] }
  await settle(world, [worker('li')], others)
  await world.load('needs', lapsed, declined)
  const [li] = await world.ok(supervisorOpenid, 'needs.listCandidates', { needId: first })
  expect(li).toMatchObject({ obstacles: [], notes: ['上次派单未在时限内答复，派之前先打个电话'] })
  const give = (needId: typeof first) =>
    ({ needId, workerId: 'worker_li', version: versionOf(needId), note: '电话里说好了' }) as const
  await world.ok(supervisorOpenid, 'needs.assign', give(first))
  expect(offerOf(world, first).workerId).toBe('worker_li')
  expect(await world.code(supervisorOpenid, 'needs.assign', give(second))).toBe('NOT_NOW')
  expectLoadsToAgree(world)
})

test('two supervisors at once: one assignment holds', async () => {
  const { first } = await waitingNeeds()
  await giveRoom('li', 8)
  const input = { needId: first, workerId: 'worker_li', version: versionOf(first), note: '' } as const
  await Promise.all([
    world.call(supervisorOpenid, 'needs.assign', input),
    world.call('o-district', 'needs.assign', input),
  ])
  expect(stored(world, first).offerIds).toHaveLength(1)
  expectLoadsToAgree(world)
})

describe('needs.getCommunityFigures', () => {
  test('small counts are not given; the median appears from five on', async () => {
    await settle(world, [worker('li', { capPoints: 100 })])
    const figures = () => world.ok('o-anyone', 'needs.getCommunityFigures', { territoryCode: community })
    expect(await figures()).toEqual({ submittedThisMonth: 0, acceptedThisMonth: 0, medianMinutesToAccept: null })
    const accept = async (needId: `need_${string}`) =>
      world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
    for (let time = 0; time < 4; time += 1) await accept((await submitNeed(world, {}, `o-${time}`)).needId)
    expect(await figures()).toEqual({ submittedThisMonth: '<5', acceptedThisMonth: '<5', medianMinutesToAccept: null })
    await accept((await submitNeed(world, {}, 'o-5')).needId)
    expect(await figures()).toEqual({ submittedThisMonth: 5, acceptedThisMonth: 5, medianMinutesToAccept: 0 })
  })

  test('invalid and unauthenticated', async () => {
    expect(await world.code('o-anyone', 'needs.getCommunityFigures', { territoryCode: '5' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.getCommunityFigures', { territoryCode: community })).toBe('UNAUTHENTICATED')
  })
})
