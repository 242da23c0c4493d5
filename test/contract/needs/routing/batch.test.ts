import { minuteMs } from '../../../../cloudfunctions/shared/time/spans'
import type { NeedId } from '../../../../typings/ids'
import { startTestWorld, type TestWorld } from '../../world'
import {
  community,
  expectLoadsToAgree,
  farCommunity,
  neighbour,
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
} from '../scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

/** Two needs wait, one in each community of the street; then a room and a station get room for one each. */
async function backlog(): Promise<{ first: NeedId; second: NeedId }> {
  await settle(world, [])
  const first = await submitNeed(world, { wishes: { gender: 'female', language: null } }, 'o-first')
  const second = await submitNeed(world, { territoryCode: neighbour }, 'o-second')
  expect([first.status, second.status]).toEqual(['triage', 'triage'])
  await world.load(
    'workers',
    worker('room', { capPoints: 2, gender: 'male' }),
    worker('station', { capPoints: 2, gender: 'female', territoryCode: street, servesCodes: [street] }),
  )
  return { first: first.needId, second: second.needId }
}

const preview = (openid = supervisorOpenid) => world.ok(openid, 'needs.previewBatch', {})

describe('needs.previewBatch', () => {
  test('ok: who gets what and why, and what it changes against one by one; nothing is stored', async () => {
    const { first, second } = await backlog()
    const seen = await preview()
    expect(seen).toMatchObject({ waitingCount: 2, placedCount: 2, oneByOnePlacedCount: 1 })
    expect(
      seen.rows.map(({ needId, worker: to, oneByOneName, changed }) => [needId, to?.name, oneByOneName, changed]),
    ).toEqual([
      [first, 'room社工', 'station社工', true],
      [second, 'station社工', null, true],
    ])
    expect(seen.rows[1]?.worker).toMatchObject({ loadPoints: 0, loadAfterPoints: 2, capPoints: 2 })
    expect(seen.rows[1]?.reasons.length).toBeGreaterThan(0)
    expect(seen.nextRunAtMs).toBeGreaterThan(seen.atMs)
    expect(stored(world, first)).toMatchObject({ status: 'triage', version: 2 })
  })

  test('says why a need goes on waiting, and shows only what lies below the caller’s duties', async () => {
    await backlog()
    const { needId } = await submitNeed(world, { territoryCode: farCommunity }, 'o-far')
    expect((await preview()).rows.map((row) => row.needId)).not.toContain(needId)
    const duty = { role: 'stationSupervisor', territoryCode: otherStreet, territoryName: '文龙街道' } as const
    await world.load('people', person('o-other', { duties: [duty] }))
    expect((await preview('o-other')).rows).toMatchObject([
      { needId, worker: null, why: '没有服务这个社区的社工', oneByOneName: null, changed: false },
    ])
  })

  test('leaves out what a colleague has taken in hand', async () => {
    const { first, second } = await backlog()
    await world.ok(supervisorOpenid, 'needs.claimTriage', { needId: first, taken: true })
    expect((await preview()).rows.map((row) => row.needId)).toEqual([second])
  })

  test('invalid, unauthenticated, forbidden', async () => {
    await backlog()
    expect(await world.code(supervisorOpenid, 'needs.previewBatch', { street })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.previewBatch', {})).toBe('UNAUTHENTICATED')
    expect(await world.code('o-resident', 'needs.previewBatch', {})).toBe('FORBIDDEN')
  })
})

describe('needs.confirmBatch', () => {
  const items = async () => {
    const { rows } = await preview()
    return rows.flatMap(({ needId, version, worker: to }) => (to ? [{ needId, version, workerId: to.workerId }] : []))
  }

  test('ok: the offers are made as the supervisor leaves them, in their name', async () => {
    const { first, second } = await backlog()
    const { rows } = await world.ok(supervisorOpenid, 'needs.confirmBatch', { items: await items(), note: '一起派' })
    expect(rows.map(({ outcome }) => outcome)).toEqual(['offered', 'offered'])
    expect([offerOf(world, first).workerId, offerOf(world, second).workerId]).toEqual(['worker_room', 'worker_station'])
    expect(stored(world, first).events.at(-1)).toMatchObject({ kind: 'assigned', actorName: '王督导', note: '一起派' })
    expectLoadsToAgree(world)
  })

  test('replay is fine; conflict: what moved on, or no longer fits, is skipped and said, and the rest goes ahead', async () => {
    const { first, second } = await backlog()
    const [one, two] = await items()
    if (!one || !two) throw new Error('both were placed')
    await world.ok('o-first', 'needs.withdraw', { needId: first, version: stored(world, first).version, note: '' })
    const input = { items: [one, two], note: '' }
    for (let time = 0; time < 2; time += 1) {
      const { rows } = await world.ok(supervisorOpenid, 'needs.confirmBatch', input)
      expect(rows.map(({ needId, outcome }) => [needId, outcome])).toEqual([
        [first, 'needChanged'],
        [second, 'offered'],
      ])
    }
    expect(stored(world, second).offerIds).toHaveLength(1)
    expectLoadsToAgree(world)
  })

  test('the hard rules hold for the station too, and say so in words', async () => {
    const { second } = await backlog()
    await world.load('workers', worker('tutor', { fields: ['childCare'] }))
    const item = { needId: second, version: stored(world, second).version, workerId: 'worker_tutor' } as const
    const { rows } = await world.ok(supervisorOpenid, 'needs.confirmBatch', { items: [item], note: '' })
    expect(rows).toEqual([{ needId: second, outcome: 'workerChanged', words: '服务领域不含养老服务，不服务这个社区' }])
  })

  test('invalid, unauthenticated, forbidden; a need of another station looks like one that is gone', async () => {
    const { first } = await backlog()
    const item = { needId: first, version: 2, workerId: 'worker_room' } as const
    const send = (input: unknown, openid = supervisorOpenid) => world.code(openid, 'needs.confirmBatch', input)
    expect(await send({ items: [], note: '' })).toBe('INVALID_INPUT')
    expect(await send({ items: [item, item], note: '' })).toBe('INVALID_INPUT')
    expect(
      await send({ items: Array.from({ length: 21 }, (_, at) => ({ ...item, needId: `need_${at}` })), note: '' }),
    ).toBe('INVALID_INPUT')
    expect(await send({ items: [item], note: '' }, '')).toBe('UNAUTHENTICATED')
    expect(await send({ items: [item], note: '' }, 'o-resident')).toBe('FORBIDDEN')
    const duty = { role: 'stationSupervisor', territoryCode: otherStreet, territoryName: '文龙街道' } as const
    await world.load('people', person('o-other', { duties: [duty] }))
    const { rows } = await world.ok('o-other', 'needs.confirmBatch', { items: [item], note: '' })
    expect(rows).toMatchObject([{ outcome: 'needChanged' }])
    expect(stored(world, first).status).toBe('triage')
  })
})

describe('the timer’s batch', () => {
  test('assigns what waits together within five minutes, and tells each worker', async () => {
    const { first, second } = await backlog()
    await world.cloud.clock.advance(6 * minuteMs)
    expect([offerOf(world, first).workerId, offerOf(world, second).workerId]).toEqual(['worker_room', 'worker_station'])
    expect(world.cloud.database.find('inbox', { openid: 'o-station' })).toHaveLength(1)
    expectLoadsToAgree(world)
  }, 30_000)

  test('what it cannot place keeps its place: one need rings at every batch, all are taken along', async () => {
    await settle(world, [])
    const { needId } = await submitNeed(world)
    const other = await submitNeed(world, { territoryCode: neighbour }, 'o-second')
    await world.cloud.clock.advance(11 * minuteMs)
    const due = [needId, other.needId].map((id) => (stored(world, id).routeAtMs ?? 0) - world.cloud.clock.nowMs())
    expect(Math.min(...due)).toBeLessThanOrEqual(5 * minuteMs)
    await world.load('workers', worker('new', { servesCodes: [community, neighbour] }))
    await world.cloud.clock.advance(6 * minuteMs)
    expect([stored(world, needId).status, stored(world, other.needId).status]).toEqual(['offered', 'offered'])
    expect(workerNow(world, 'new').loadPoints).toBe(4)
  }, 30_000)
})
