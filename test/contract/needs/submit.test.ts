import { noCredits } from '../../../cloudfunctions/people/records'
import { upload } from '../files'
import { startTestWorld, type TestWorld } from '../world'
import {
  district,
  expectLoadsToAgree,
  farCommunity,
  needInput,
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
  world = await startTestWorld({ messagePushFunction: 'needs' })
}, 60_000)
afterAll(() => world.close())

const fourTasks = { messageCredits: { ...noCredits, taskOffered: 4 } }

test('ok: the need is stored and offered in the same call, and the worker is told', async () => {
  await settle(world, [worker('li')], [person('o-li', fourTasks)])
  const template = world.cloud.messages.templates().find(({ title }) => title === '新任务提醒')
  await world.cloud.messages.grant('o-li', [template?.id ?? ''])

  const { needId, status, deadlineMs } = await submitNeed(world)

  expect(status).toBe('offered')
  const need = stored(world, needId)
  expect(deadlineMs).toBe(need.offer?.deadlineMs)
  expect(need.offer).toMatchObject({ workerId: 'worker_li', workerName: 'li社工' })
  expect(need.events.map(({ kind }) => kind)).toEqual(['submitted', 'offered'])
  expect(need.outbox).toEqual([])
  expect(workerNow(world, 'li').loadPoints).toBe(need.casePoints)
  expect(world.cloud.messages.notices('o-li')).toMatchObject([
    { title: '新任务提醒', page: `worker/pages/task/task?needId=${needId}` },
  ])
  expect(world.cloud.database.find('inbox')).toMatchObject([{ openid: 'o-li', read: false }])
  expect(world.cloud.database.get('people', 'o-li')).toMatchObject({ messageCredits: { taskOffered: 3 } })
  expectLoadsToAgree(world)
})

test('a credit that WeChat no longer has ends as the inbox alone, and the count as nought', async () => {
  await settle(world, [worker('li')], [person('o-li', { messageCredits: fourTasks.messageCredits })])
  const { needId } = await submitNeed(world)
  expect(world.cloud.messages.notices('o-li').filter(({ page }) => page.includes(needId))).toEqual([])
  const told = world.cloud.database.find('inbox').map(({ title }) => title)
  expect(told).toEqual(['新任务：养老服务·独居探访', '微信提醒用完了'])
  expect(world.cloud.database.get('people', 'o-li')).toMatchObject({ messageCredits: { taskOffered: 0 } })
  expect(stored(world, needId).outbox).toEqual([])
})

/**
 * rate limit 1, open needs 1, insert 1, candidates 1, claim and offer 6 (begin, two reads, two writes, commit), inbox 1, credit 1,
 * outbox settled 1. Each is the floor of what it promises:
 * - The limit counts exactly for all instances, so it is in the database; the second need of one hour costs one more.
 * - How many needs the person has open is asked beside the content check, so it takes no time; nobody fills everybody's day.
 * - The insert stands by itself: a need that is stored is never lost, whatever becomes of its routing. Born inside the offer's
 *   transaction it would save two and be lost with it.
 * - One query brings all who may be asked: room, street and centre, whoever of them has to be asked in the end.
 * - Inside a transaction writes carry no guard, so both documents are read again; the need and the load change together or not.
 * - Inbox, credit and outbox: a message that is there, one that is paid for, one that is done, in this order, each durable.
 */
test('a warm submit that ends in an offer costs 13 database round trips', async () => {
  await settle(world, [worker('li')])
  await submitNeed(world)
  expect(await world.roundTrips(() => submitNeed(world, {}, 'o-second'))).toBe(13)
})

test.each([
  ['description', 'too short', '太短'],
  ['description', 'too long', '长'.repeat(501)],
  ['description', 'with a mark that turns the direction', '看起来正常\u202e的话'],
  ['subSkill', 'of another field', 'tutoring'],
  ['field', 'unknown', 'gardening'],
  ['territoryCode', 'of a street', street],
  ['contactPhone', 'broken', '12345'],
  ['contactName', 'empty', ''],
  ['address', 'too long', '路'.repeat(101)],
  ['needKey', 'too short', 'short'],
  ['photoFileIds', 'from elsewhere', ['http://elsewhere/x.png']],
  [
    'photoFileIds',
    'too many',
    Array.from({ length: 5 }, (_, index) => `cloud://local-env/needs/${'0'.repeat(31)}${index}.png`),
  ],
  ['urgency', 'unknown', 'whenever'],
  ['openid', 'that no schema has', 'o-someone-else'],
] as const)('invalid: %s %s is INVALID_INPUT, with the field named', async (field, _broken, value) => {
  const reply = await world.call('o-resident', 'needs.submit', { ...needInput(), [field]: value })
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', retryable: false } })
  if (!reply.ok && field !== 'openid') expect(reply.error.fields?.[0]?.path).toMatch(new RegExp(`^${field}`))
})

test('invalid: a community that is not there is NOT_FOUND', async () => {
  await settle(world, [])
  expect(await world.code('o-resident', 'needs.submit', needInput({ territoryCode: '500110001999' }))).toBe('NOT_FOUND')
})

test('unauthenticated: without an identity nothing is stored', async () => {
  await settle(world, [worker('li')])
  expect(await world.code('', 'needs.submit', needInput())).toBe('UNAUTHENTICATED')
  expect(world.cloud.database.count('needs')).toBe(0)
})

test('replay: the same key is the same need, offered once; for another person it is another', async () => {
  await settle(world, [worker('li')])
  const input = needInput()
  const replies = await Promise.all([1, 2, 3].map(() => world.ok('o-resident', 'needs.submit', input)))
  const again = await world.ok('o-resident', 'needs.submit', input)
  expect(new Set([...replies, again].map(({ needId }) => needId)).size).toBe(1)
  expect(again.status).toBe('offered')
  const other = await world.ok('o-other', 'needs.submit', input)
  expect(other.needId).not.toBe(again.needId)
  expect(world.cloud.database.count('needs')).toBe(2)
  expect(world.cloud.database.find('inbox')).toHaveLength(2)
  expectLoadsToAgree(world)
})

test('conflict: the same key with another need is KEY_REUSED, and the first stays as it was', async () => {
  await settle(world, [worker('li')])
  const input = needInput()
  const { needId } = await world.ok('o-resident', 'needs.submit', input)
  expect(await world.code('o-resident', 'needs.submit', { ...input, address: '另一个地方' })).toBe('KEY_REUSED')
  expect(stored(world, needId).address).toBe(input.address)
})

test('content security: a risky text is refused and not stored; one to review is stored, flagged, and routed', async () => {
  await settle(world, [worker('li')])
  const words = await import('../../../local/cloud/openapi/words.json')
  const word = (kind: 'risky' | 'review') => Object.values(words[kind]).flat()[0] ?? ''
  const risky = needInput({ description: `想请人帮忙，另外${word('risky')}` })
  expect(await world.code('o-resident', 'needs.submit', risky)).toBe('CONTENT_REFUSED')
  expect(world.cloud.database.count('needs')).toBe(0)
  const { needId, status } = await submitNeed(world, { description: `想请人帮忙，另外${word('review')}` })
  expect([status, stored(world, needId).contentReview]).toEqual(['offered', true])
})

test('a person who submits without end is RATE_LIMITED, and others are not', async () => {
  await settle(world, [])
  const atMs = world.cloud.clock.nowMs()
  const window = Math.floor(atMs / 3_600_000)
  await world.load('rateLimits', {
    _id: `limit_needs.submit_${window}_o-resident`,
    count: 20,
    expiresAtMs: (window + 1) * 3_600_000,
  })
  expect(await world.code('o-resident', 'needs.submit', needInput())).toBe('RATE_LIMITED')
  expect((await submitNeed(world, {}, 'o-other')).status).toBe('triage')
})

test('the room comes first, then the street, then the district; who carried clearly more than the others gives way', async () => {
  const station = worker('station', { territoryCode: street, servesCodes: [street] })
  const centre = worker('centre', {
    territoryCode: district,
    streetCode: null,
    servesCodes: [district],
    level: 'senior',
  })
  const far = worker('far', { territoryCode: farCommunity, streetCode: otherStreet, servesCodes: [farCommunity] })
  await settle(world, [worker('room', { capPoints: 2 }), station, centre, far])
  const asked: string[] = []
  for (let time = 0; time < 6; time += 1) {
    const { needId, status } = await submitNeed(world, { urgency: 'normal' }, `o-resident-${time}`)
    asked.push(status === 'offered' ? offerOf(world, needId).workerId : status)
  }
  expect(asked).toEqual([
    'worker_room',
    'worker_station',
    'worker_station',
    'worker_station',
    'worker_centre',
    'worker_centre',
  ])
  expectLoadsToAgree(world)
})

test('nobody fits: the need goes to the station, says why, and the resident and the supervisor are told', async () => {
  await settle(world, [worker('small', { capPoints: 1 }), worker('away', { leaves: [{ fromMs: 0, untilMs: 9e14 }] })])
  const { needId, status, deadlineMs } = await submitNeed(world)
  expect({ status, deadlineMs }).toEqual({ status: 'triage', deadlineMs: null })
  expect(stored(world, needId)).toMatchObject({ triageWhy: expect.stringContaining('能服务这里的 2 人中'), outbox: [] })
  expect(world.cloud.database.find('inbox', { openid: 'o-resident' })).toMatchObject([{ title: '社工站正在安排' }])
  expect(world.cloud.database.find('inbox', { openid: supervisorOpenid })).toMatchObject([
    { title: '待派单：养老服务·独居探访', page: '/worker/pages/triage/triage' },
  ])
  expect(world.cloud.database.count('inbox')).toBe(2)
})

test('needs at the same moment never claim more room than a worker has', async () => {
  await settle(world, [worker('li', { capPoints: 4 }), worker('wang', { capPoints: 4 })])
  const replies = await Promise.all(
    Array.from({ length: 8 }, (_, index) => submitNeed(world, {}, `o-resident-${index}`)),
  )
  await world.cloud.clock.advance(120_000)
  const needs = replies.map(({ needId }) => stored(world, needId))
  expect(needs.filter(({ status }) => status === 'offered')).toHaveLength(4)
  expect(needs.filter(({ status }) => status === 'triage')).toHaveLength(4)
  expect(workerNow(world, 'li').loadPoints + workerNow(world, 'wang').loadPoints).toBe(8)
  expectLoadsToAgree(world)
}, 20_000)

test('a picture is shown to the worker once content security has passed it; a refused one to nobody', async () => {
  await settle(world, [worker('li')])
  const words = await import('../../../local/cloud/openapi/words.json')
  const risky = Object.values(words.risky).flat()[0] ?? ''
  const good = await upload(world, 'needs', 'o-resident')
  const bad = await upload(world, 'needs', 'o-resident', risky)
  const { needId } = await submitNeed(world, { photoFileIds: [good, bad] })
  expect((await world.ok('o-li', 'needs.getTask', { needId })).photoUrls).toEqual([])
  await world.cloud.clock.advance(60_000)
  expect(stored(world, needId).photos).toEqual([
    { fileId: good, verdict: 'pass' },
    { fileId: bad, verdict: 'risky' },
  ])
  expect((await world.ok('o-li', 'needs.getTask', { needId })).photoUrls).toHaveLength(1)
  expect((await world.ok('o-resident', 'needs.get', { needId })).photoUrls).toHaveLength(1)
})

test('pictures that got no verdict are asked about again when the resident looks, once in half an hour', async () => {
  await settle(world, [worker('li')])
  const file = await upload(world, 'needs', 'o-resident')
  const { needId } = await submitNeed(world)
  const photos = [{ fileId: file, verdict: 'pending' }]
  const need = { ...stored(world, needId), photos, submittedAtMs: world.cloud.clock.nowMs() - 3_600_000 }
  await settle(world, [])
  await world.load('needs', need)
  await Promise.all([1, 2, 3].map(() => world.ok('o-resident', 'needs.get', { needId })))
  expect(world.cloud.database.count('pictureChecks')).toBe(1)
  await world.cloud.clock.advance(60_000)
  expect(stored(world, needId).photos[0]?.verdict).toBe('pass')
})

test('a verdict that comes from a phone is no verdict', async () => {
  await settle(world, [worker('li')])
  const file = await upload(world, 'needs', 'o-resident')
  const { needId } = await submitNeed(world, { photoFileIds: [file] })
  const [check] = world.cloud.database.find('pictureChecks')
  const event = {
    MsgType: 'event',
    Event: 'wxa_media_check',
    trace_id: String(check?._id).replace('check_', ''),
    result: { suggest: 'pass' },
  }
  const reply = await world.cloud.functions.call('needs', event, { openid: 'o-resident', source: 'wx_client' })
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  expect(stored(world, needId).photos[0]?.verdict).toBe('pending')
})

test('no reply and no log of a submit holds an address, a phone or a name', async () => {
  await settle(world, [worker('li')])
  const before = world.events.length
  const input = needInput({ address: '秘密路 7 号', contactName: '不可见', contactPhone: '13900001111' })
  const reply = await world.call('o-resident', 'needs.submit', input)
  await world.call('o-resident', 'needs.submit', { ...input, contactPhone: 'broken-13900001111' })
  const said = JSON.stringify([reply, world.events.slice(before).filter(({ type }) => type === 'log')])
  expect(said).not.toMatch(/秘密路|不可见|13900001111/)
})
