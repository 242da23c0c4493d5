/** A service that has begun is not taken back: its resident asks that it end, and it is closed by worker and supervisor. */
import type { NeedId } from '../../../typings/ids'
import { caseAt, decide, key, liOpenid } from '../needs/cases/stage'
import { settle, stored, submitNeed, supervisorOpenid, worker, workerNow } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'
import { inboxOf, versionOf } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
beforeEach(() => settle(world, [worker('li')]))
afterAll(() => world.close())

const ask = (needId: NeedId, ends = true, note = '女儿回来照顾我了') =>
  world.ok('o-resident', 'needs.askToEnd', { needId, version: versionOf(world, needId), ends, note })

test('worker and station are told and read why; the case is closed with the resident’s own reason, and the room is free', async () => {
  const { needId } = await caseAt(world, 'served')
  expect((await world.ok('o-resident', 'needs.get', { needId })).aftercare).toMatchObject({
    canAskToEnd: true,
    endAsked: null,
  })
  const asked = await ask(needId)
  expect(asked).toMatchObject({ status: 'serving', aftercare: { endAsked: { note: '女儿回来照顾我了' } } })
  expect(asked.events.at(-1)).toMatchObject({ kind: 'endAsked', note: '女儿回来照顾我了' })
  const page = `/worker/pages/case/case?needId=${needId}`
  expect(inboxOf(world, liOpenid)).toContainEqual(expect.objectContaining({ title: '居民想结束服务', page }))
  const station = `/station/pages/decide/decide?needId=${needId}`
  expect(inboxOf(world, supervisorOpenid)).toContainEqual(
    expect.objectContaining({ title: '居民想结束服务', page: station }),
  )
  const kase = await world.ok(liOpenid, 'needs.getCase', { needId })
  expect(kase.endAsked).toMatchObject({ note: '女儿回来照顾我了' })
  // Before the evaluation the goals cannot be said to be met; that the resident ends it can be.
  const closure = { needId, key: key(), version: kase.version, outcome: 'residentEnded' as const }
  const sent = await world.ok(liOpenid, 'needs.submitClosure', {
    ...closure,
    summary: '本人确认不再需要',
    followUp: '',
  })
  expect(stored(world, needId).status).toBe('serving')
  await decide(world, needId, sent.version, 'closure')
  const closed = await world.ok('o-resident', 'needs.get', { needId })
  expect(closed).toMatchObject({ status: 'closed', aftercare: { canAskToEnd: false, endAsked: null, canRate: true } })
  expect(workerNow(world, 'li').loadPoints).toBe(0)
})

test('whoever changes their mind says so; both hear of it, and the wish is gone', async () => {
  const { needId } = await caseAt(world, 'serving')
  await ask(needId)
  const after = await ask(needId, false, '')
  expect(after).toMatchObject({ status: 'serving', aftercare: { canAskToEnd: true, endAsked: null } })
  expect(inboxOf(world, liOpenid).map(({ title }) => title)).toContain('居民想继续服务')
  expect((await world.ok(liOpenid, 'needs.getCase', { needId })).endAsked).toBeNull()
})

test('opened again, the old wish is forgotten', async () => {
  const { needId } = await caseAt(world, 'serving')
  await ask(needId)
  const { version } = await world.ok(liOpenid, 'needs.getCase', { needId })
  const closure = { outcome: 'residentEnded' as const, summary: '本人确认不再需要', followUp: '' }
  const sent = await world.ok(liOpenid, 'needs.submitClosure', { needId, key: key(), version, ...closure })
  await decide(world, needId, sent.version, 'closure')
  await world.ok('o-resident', 'needs.reopen', { needId, version: versionOf(world, needId), reason: '还是要人来' })
  expect(stored(world, needId).endAsked).toBeNull()
})

test('again is fine; conflict, not now, not there, refused words, invalid, unauthenticated', async () => {
  const { needId } = await caseAt(world, 'serving')
  const input = { needId, version: versionOf(world, needId), ends: true, note: '' }
  expect(await world.code('o-resident', 'needs.askToEnd', { ...input, version: 1 })).toBe('CONFLICT')
  expect(await world.code('o-resident', 'needs.askToEnd', { ...input, note: '稳赚不赔' })).toBe('CONTENT_REFUSED')
  await world.ok('o-resident', 'needs.askToEnd', input)
  await world.ok('o-resident', 'needs.askToEnd', input)
  expect(stored(world, needId).events.filter(({ kind }) => kind === 'endAsked')).toHaveLength(1)
  expect(await world.code(liOpenid, 'needs.askToEnd', input)).toBe('NOT_FOUND')
  expect(await world.code('o-resident', 'needs.askToEnd', { needId, ends: 'yes' })).toBe('INVALID_INPUT')
  expect(await world.code('', 'needs.askToEnd', input)).toBe('UNAUTHENTICATED')
  const waiting = await submitNeed(world, {}, 'o-other')
  const early = { ...input, needId: waiting.needId, version: versionOf(world, waiting.needId) }
  expect(await world.code('o-other', 'needs.askToEnd', early)).toBe('NOT_NOW')
})
