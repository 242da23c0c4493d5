/** What others than a case's worker and station have of it: an organisation's letter, the neighbourhood's calls, reads, children's files. */

import { consentVersionOf } from '../../../../cloudfunctions/people/consents/texts'
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import type { NeedId } from '../../../../typings/ids'
import type { ProcedureName } from '../../../../typings/procedures'
import { productWorld } from '../../product-world'
import { startTestWorld, type TestWorld } from '../../world'
import { community, farCommunity, neighbour, person, settle, supervisorOpenid, worker } from '../scene'
import { caseAt, inboxOf, key, liOpenid, storedCase, visitInput } from './stage'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
const wangOpenid = 'o-wang'
const socialWorker = (openid: string, territoryCode: string) =>
  person(openid, { name: '王社工', duties: [{ role: 'socialWorker', territoryCode, territoryName: '' }] })
const childWorker = { fields: ['elderCare', 'childCare'], subSkills: ['livingAlone', 'leftBehind'] } as const
const child = { field: 'childCare', subSkill: 'leftBehind' } as const
beforeEach(() => settle(world, [worker('li', childWorker)], [socialWorker(wangOpenid, community)]))
afterAll(() => world.close())

const consentVersion = consentVersionOf('contact')
const now = () => world.cloud.clock.nowMs()

describe('a referral to an organisation', () => {
  const to = { kind: 'organisation', name: '阳光服务中心', phone: '023-48660000' } as const

  async function sendLetter() {
    const { needId, version } = await caseAt(world, 'served')
    const kase = await world.ok(liOpenid, 'needs.sendReferral', { needId, key: key(), version, to, reason: '需要康复' })
    const [referral] = kase.referrals
    if (!referral?.letterCode) throw new Error('an organisation’s referral has a letter')
    return { needId, referralId: referral.referralId, code: referral.letterCode }
  }
  const yes = (letter: Awaited<ReturnType<typeof sendLetter>>) =>
    ({ ...letter, key: key(), state: 'accepted', name: '孙主任', note: '周四上门评估' }) as const

  test('ok: whoever holds the letter reads what is asked and nothing of the person, answers, and the worker hears of it', async () => {
    const letter = await sendLetter()
    const seen = await world.ok('o-centre', 'needs.getReferralLetter', letter)
    expect(seen).toMatchObject({
      organisation: '阳光服务中心',
      reason: '需要康复',
      state: 'sent',
      can: ['accepted', 'declined'],
    })
    expect(JSON.stringify(seen)).not.toMatch(/刘女士|13812345678|幸福路|独居/)
    const accepted = await world.ok('o-centre', 'needs.answerReferralLetter', yes(letter))
    expect(accepted).toMatchObject({ state: 'accepted', answeredBy: '孙主任', can: ['done'] })
    expect(inboxOf(world, liOpenid)).toContain('阳光服务中心接受了转介')
    const done = { ...yes(letter), state: 'done', note: '做了六次康复' } as const
    expect(await world.ok('o-centre', 'needs.answerReferralLetter', done)).toMatchObject({ state: 'done', can: [] })
    const kase = await world.ok(liOpenid, 'needs.getCase', { needId: letter.needId })
    expect(kase.referrals[0]).toMatchObject({ state: 'done', answer: '做了六次康复' })
    expect(kase.workerName).toBe('li社工')
  })

  test('replay is one answer; conflict: what was answered is answered, and a used key is refused', async () => {
    const letter = await sendLetter()
    const answer = yes(letter)
    await world.ok('o-centre', 'needs.answerReferralLetter', answer)
    await world.ok('o-centre', 'needs.answerReferralLetter', answer)
    expect(storedCase(world, letter.needId).events.filter(({ kind }) => kind === 'referralAnswered')).toHaveLength(1)
    expect(await world.code('o-centre', 'needs.answerReferralLetter', { ...answer, note: '别的' })).toBe('KEY_REUSED')
    const no = { ...answer, key: key(), state: 'declined', note: '人手不够' } as const
    expect(await world.code('o-centre', 'needs.answerReferralLetter', no)).toBe('NOT_NOW')
  })

  test('forbidden: a wrong code, and another person after the first answer, find nothing; its worker reads and does not answer', async () => {
    const letter = await sendLetter()
    const wrong = { ...letter, code: '0'.repeat(32) }
    expect(await world.code('o-centre', 'needs.getReferralLetter', wrong)).toBe('NOT_FOUND')
    expect(await world.code('o-centre', 'needs.answerReferralLetter', yes(wrong))).toBe('NOT_FOUND')
    await world.ok('o-centre', 'needs.answerReferralLetter', yes(letter))
    expect(await world.code('o-other', 'needs.getReferralLetter', letter)).toBe('NOT_FOUND')
    expect(await world.ok(liOpenid, 'needs.getReferralLetter', letter)).toMatchObject({ mine: true, can: [] })
    const own = { ...yes(letter), state: 'done' } as const
    expect(await world.code(liOpenid, 'needs.answerReferralLetter', own)).toBe('NOT_NOW')
  })

  test('invalid, unauthenticated: no without a reason; nobody without an identity', async () => {
    const letter = await sendLetter()
    const no = { ...yes(letter), state: 'declined', note: '' } as const
    expect(await world.code('o-centre', 'needs.answerReferralLetter', no)).toBe('INVALID_INPUT')
    expect(await world.code('o-centre', 'needs.getReferralLetter', { ...letter, code: 'x' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.getReferralLetter', letter)).toBe('UNAUTHENTICATED')
    expect(await world.code('', 'needs.answerReferralLetter', yes(letter))).toBe('UNAUTHENTICATED')
  })

  test('the station, which decides, is not given the letter’s code', async () => {
    const { needId } = await sendLetter()
    const kase = await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
    expect(kase.referrals[0]?.letterCode).toBeNull()
  })
})

describe('a request for volunteers', () => {
  const list = async (openid: string, territoryCode = community) =>
    world.ok(openid, 'needs.listHelpCalls', { territoryCode })

  async function ask(count = 2, changes: Parameters<typeof caseAt>[2] = {}): Promise<NeedId> {
    const { needId } = await caseAt(world, 'serving', changes)
    const request = { needId, key: key(), what: '陪老人去医院复查', count, onMs: now() + dayMs, minutes: 120 }
    await world.ok(liOpenid, 'needs.requestVolunteers', request)
    return needId
  }
  const yes = (requestId: string) =>
    ({ requestId, key: key(), name: '刘伟', phone: '13900000001', consentVersion }) as const

  test('ok: neighbours see it without the person, say yes, and the worker has their name and phone; full it leaves the list', async () => {
    const needId = await ask(1)
    const [call] = await list('o-neighbour')
    expect(call).toMatchObject({ what: '陪老人去医院复查', left: 1, near: true, joined: false })
    expect(JSON.stringify(call)).not.toMatch(/刘女士|幸福路|need_/)
    expect(await list('o-neighbour', neighbour)).toMatchObject([{ near: false }])
    expect(await list('o-neighbour', farCommunity)).toEqual([])
    const requestId = call?.requestId ?? ''
    expect(await world.ok('o-neighbour', 'needs.joinHelpCall', yes(requestId))).toMatchObject({ joined: true, left: 0 })
    expect(inboxOf(world, liOpenid)).toContain('刘伟报名来帮忙')
    const [request] = (await world.ok(liOpenid, 'needs.getCase', { needId })).volunteerRequests
    expect(request).toMatchObject({ state: 'filled', joined: 1, helpers: [{ name: '刘伟', phone: '13900000001' }] })
    const atStation = await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
    expect(atStation.volunteerRequests[0]?.helpers).toEqual([])
    expect(await list('o-else')).toEqual([])
    expect(await list('o-neighbour')).toMatchObject([{ joined: true }])
  })

  test('conflict: the last place is taken once, a second yes is none; who cannot come makes room again', async () => {
    const needId = await ask(1)
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    const codes = await Promise.all(
      ['o-a', 'o-b'].map(async (openid) => (await world.call(openid, 'needs.joinHelpCall', yes(requestId))).ok),
    )
    expect(codes.filter(Boolean)).toHaveLength(1)
    const [first, other] = codes[0] ? ['o-a', 'o-b'] : ['o-b', 'o-a']
    expect(await world.code(first, 'needs.joinHelpCall', yes(requestId))).toBe('NOT_NOW')
    await world.ok(first, 'needs.leaveHelpCall', { requestId, key: key() })
    expect(inboxOf(world, liOpenid)).toContain('刘伟来不了了')
    await world.ok(other, 'needs.joinHelpCall', yes(requestId))
    expect(storedCase(world, needId).volunteerRequests[0]).toMatchObject({ joined: 1, state: 'filled' })
  })

  test('replay: a yes sent again is one yes, a no sent again one no', async () => {
    const needId = await ask()
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    const joined = yes(requestId)
    await world.ok('o-a', 'needs.joinHelpCall', joined)
    await world.ok('o-a', 'needs.joinHelpCall', joined)
    expect(storedCase(world, needId).volunteerRequests[0]?.joined).toBe(1)
    const left = { requestId, key: key() }
    await world.ok('o-a', 'needs.leaveHelpCall', left)
    await world.ok('o-a', 'needs.leaveHelpCall', left)
    expect(storedCase(world, needId).volunteerRequests[0]?.joined).toBe(0)
    // The yes that comes late once more is answered by what is so now.
    expect(await world.ok('o-a', 'needs.joinHelpCall', joined)).toMatchObject({ joined: false, left: 2 })
    expect(await world.code('o-a', 'needs.joinHelpCall', { ...joined, name: '别人' })).toBe('KEY_REUSED')
    expect(storedCase(world, needId).volunteerRequests[0]?.joined).toBe(0)
  })

  test('one neighbour who changes their mind all day is four lines to the worker, and no step of the case', async () => {
    const needId = await ask()
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    const before = storedCase(world, needId)
    const codes: (string | null)[] = []
    for (let round = 0; round < 4; round += 1) {
      for (const reply of [
        await world.call('o-a', 'needs.joinHelpCall', yes(requestId)),
        await world.call('o-a', 'needs.leaveHelpCall', { requestId, key: key() }),
      ])
        codes.push(reply.ok ? null : reply.error.code)
    }
    expect(codes).toEqual([null, null, null, null, ...Array(4).fill('NOT_NOW')])
    expect(inboxOf(world, liOpenid).filter((title) => title.startsWith('刘伟'))).toHaveLength(4)
    const after = storedCase(world, needId)
    expect([after.version, after.events.length]).toEqual([before.version, before.events.length])
    expect(after.volunteerRequests[0]).toMatchObject({ joined: 0, state: 'open' })
  })

  test('conflict: a yes and the worker’s own step at the same moment both stand', async () => {
    const needId = await ask(3)
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    const more = { needId, key: key(), what: '帮忙搬家具', count: 1, onMs: now() + dayMs, minutes: 60 }
    await Promise.all([
      world.ok('o-a', 'needs.joinHelpCall', yes(requestId)),
      world.ok(liOpenid, 'needs.requestVolunteers', more),
      world.ok('o-b', 'needs.joinHelpCall', yes(requestId)),
    ])
    expect(storedCase(world, needId).volunteerRequests).toMatchObject([{ joined: 2 }, { what: '帮忙搬家具' }])
  })

  test('what the worker said is full stays full when somebody leaves', async () => {
    const needId = await ask(3)
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    await world.ok('o-a', 'needs.joinHelpCall', yes(requestId))
    await world.ok(liOpenid, 'needs.setVolunteerRequest', { needId, key: key(), requestId, state: 'filled' })
    await world.ok('o-a', 'needs.leaveHelpCall', { requestId, key: key() })
    expect(await list('o-else')).toEqual([])
    expect(storedCase(world, needId).volunteerRequests[0]).toMatchObject({ joined: 0, state: 'filled' })
  })

  test('a request of before neighbours could join is one that nobody joined yet', async () => {
    const needId = await ask(2)
    const kase = storedCase(world, needId)
    const volunteerRequests = kase.volunteerRequests.map(({ joined: _joined, ...request }) => request)
    const { database } = await productWorld(world.cloud)
    await database.update('cases', kase._id, {}, { set: { volunteerRequests } })
    const [call] = await list('o-a')
    expect(call).toMatchObject({ left: 2 })
    expect((await world.ok(liOpenid, 'needs.getCase', { needId })).volunteerRequests[0]?.joined).toBe(0)
    expect(await world.ok('o-a', 'needs.joinHelpCall', yes(call?.requestId ?? ''))).toMatchObject({ left: 1 })
  })

  test('forbidden: a child’s case is in no list, and its resident and worker do not sign up for their own', async () => {
    const needId = await ask(2, child)
    expect(await list('o-a')).toEqual([])
    const requestId = storedCase(world, needId).volunteerRequests[0]?.requestId ?? ''
    expect(await world.code('o-a', 'needs.joinHelpCall', yes(requestId))).toBe('NOT_FOUND')
    await settle(world, [worker('li', childWorker)])
    await ask()
    const own = (await list('o-a'))[0]?.requestId ?? ''
    expect(await world.code('o-resident', 'needs.joinHelpCall', yes(own))).toBe('NOT_NOW')
    expect(await world.code(liOpenid, 'needs.joinHelpCall', yes(own))).toBe('NOT_NOW')
    expect(await world.code('o-a', 'needs.leaveHelpCall', { requestId: own, key: key() })).toBe('NOT_FOUND')
  })

  test.each([
    { field: 'communitySafety', subSkill: 'domesticViolence', description: '想请人帮忙' },
    { description: '我不想活了，请帮帮我' },
  ] as const)('forbidden: what is confidential, by its kind or by its words, is in no list: %j', async (changes) => {
    await settle(world, [
      worker('li', { fields: ['elderCare', 'communitySafety'], subSkills: ['livingAlone', 'domesticViolence'] }),
    ])
    const needId = await ask(2, changes)
    expect(await list('o-husband')).toEqual([])
    const requestId = storedCase(world, needId).volunteerRequests[0]?.requestId ?? ''
    expect(await world.code('o-husband', 'needs.joinHelpCall', yes(requestId))).toBe('NOT_FOUND')
  })

  test('invalid, unauthenticated, an old text of consent', async () => {
    await ask()
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    expect(await world.code('o-a', 'needs.joinHelpCall', { ...yes(requestId), phone: '110' })).toBe('INVALID_INPUT')
    expect(await world.code('o-a', 'needs.joinHelpCall', { ...yes(requestId), consentVersion: 'x' })).toBe('CONFLICT')
    for (const name of ['needs.joinHelpCall', 'needs.leaveHelpCall', 'needs.listHelpCalls'] as ProcedureName[])
      expect(await world.code('', name, { requestId } as never)).toBe('UNAUTHENTICATED')
  })

  test('whoever leaves for good is taken out of it, name and phone; the place is free, and the worker knows', async () => {
    const needId = await ask(1)
    const requestId = (await list('o-a'))[0]?.requestId ?? ''
    await world.ok('o-a', 'needs.joinHelpCall', yes(requestId))
    expect(JSON.stringify(world.cloud.database.find('helpOffers'))).toContain('13900000001')
    await world.ok('o-a', 'people.eraseMe', { confirm: '删除' })
    expect(JSON.stringify(world.cloud.database.find('helpOffers'))).not.toMatch(/13900000001|刘伟|o-a/)
    const lines = inboxOf(world, liOpenid)
    expect(lines).toEqual(expect.arrayContaining(['有位志愿者报名来帮忙', '有位志愿者来不了了']))
    expect(lines.join()).not.toContain('刘伟')
    expect(storedCase(world, needId).volunteerRequests[0]).toMatchObject({ joined: 0, state: 'open' })
    expect(await list('o-b')).toMatchObject([{ left: 1 }])
  })
})

describe('who looked', () => {
  test('a worker has their own log, and sees who else looked at whom they help; others’ logs are not there', async () => {
    const { needId } = await caseAt(world, 'served')
    await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
    const read = (openid: string, of: 'mine' | 'clients') => world.ok(openid, 'needs.listMyReads', { of, cursor: null })
    const mine = await read(liOpenid, 'mine')
    expect(mine.rows.length).toBeGreaterThan(1)
    expect(mine.rows[0]).toMatchObject({ needId, what: '查看联系方式' })
    const clients = (await read(liOpenid, 'clients')).rows
    expect(new Set(clients.map((row) => `${row.readerName} ${row.needId}`))).toEqual(new Set([`王督导 ${needId}`]))
    expect((await read('o-stranger', 'clients')).rows).toEqual([])
    expect((await read('o-stranger', 'mine')).rows).toEqual([])
    expect(await world.code('', 'needs.listMyReads', { of: 'mine', cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code(liOpenid, 'needs.listMyReads', { of: 'all', cursor: null } as never)).toBe('INVALID_INPUT')
  })
})

describe('a child’s file, for a worker who does not have the case', () => {
  test('ok: is in the area’s list without the child, asked for with a reason, opened for a week, and each read is on record', async () => {
    const { needId } = await caseAt(world, 'served', child)
    const [file] = (await world.ok(wangOpenid, 'needs.listChildFiles', { cursor: null })).rows
    expect(file).toMatchObject({ needId, workerName: 'li社工', accessRequest: null })
    expect(JSON.stringify(file)).not.toMatch(/刘女士|独自居住|幸福路/)
    expect(await world.code(wangOpenid, 'needs.getCase', { needId })).toBe('NOT_FOUND')
    const asked = await world.ok(wangOpenid, 'needs.askAccess', { needId, key: key(), reason: '代班期间要上门' })
    await world.ok(supervisorOpenid, 'needs.decideAccess', { accessId: asked.accessId, approved: true, note: '' })
    const [after] = (await world.ok(wangOpenid, 'needs.listChildFiles', { cursor: null })).rows
    expect(after?.accessRequest).toMatchObject({ state: 'approved' })
    const open = await world.ok(wangOpenid, 'needs.getCase', { needId })
    expect(open).toMatchObject({ sealed: false, contact: null, can: [], talk: null })
    const { rows } = await world.ok(liOpenid, 'needs.listSensitiveReads', { needId, cursor: null })
    expect(rows[0]).toMatchObject({ readerName: '王社工', what: '查看儿童档案' })
    await world.cloud.clock.advance(8 * dayMs, 1)
    expect(await world.code(wangOpenid, 'needs.getCase', { needId })).toBe('NOT_FOUND')
  })

  test('forbidden, unauthenticated, invalid; their own and other areas’ are not in the list', async () => {
    await settle(
      world,
      [worker('li', childWorker)],
      [socialWorker(liOpenid, community), socialWorker('o-far', farCommunity)],
    )
    await caseAt(world, 'served', child)
    expect((await world.ok(liOpenid, 'needs.listChildFiles', { cursor: null })).rows).toEqual([])
    expect((await world.ok('o-far', 'needs.listChildFiles', { cursor: null })).rows).toEqual([])
    expect(await world.code('o-resident', 'needs.listChildFiles', { cursor: null })).toBe('FORBIDDEN')
    expect(await world.code('', 'needs.listChildFiles', { cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code(liOpenid, 'needs.listChildFiles', {} as never)).toBe('INVALID_INPUT')
  })
})

test('a visit that was written without a network before the case moved is kept; one of afterwards is refused with words', async () => {
  const { needId } = await caseAt(world, 'serving')
  const before = visitInput(needId, world)
  await world.load('workers', worker('wang'))
  await world.cloud.clock.advance(60_000, 1)
  await world.ok(supervisorOpenid, 'needs.reassign', { needId, key: key(), workerId: 'worker_wang', reason: '休假' })
  await world.cloud.clock.advance(60_000, 1)
  const synced = await Promise.all([1, 2].map(() => world.ok(liOpenid, 'needs.recordVisit', before)))
  expect(synced.map(({ visitId }) => visitId)).toEqual([`visit_${before.key}`, `visit_${before.key}`])
  expect(storedCase(world, needId).visits).toMatchObject([{ byName: 'li社工' }])
  const reply = await world.call(liOpenid, 'needs.recordVisit', { ...visitInput(needId, world), startedAtMs: now() })
  expect(reply).toMatchObject({ ok: false, error: { code: 'NOT_NOW', message: '那时这件个案不在您手上' } })
})

test('the worker’s case says how many of the resident’s words are unread', async () => {
  const { needId } = await caseAt(world, 'serving')
  expect((await world.ok(liOpenid, 'needs.getCase', { needId })).talk).toEqual({ canTalk: true, unreadNotes: 0 })
  await world.ok('o-resident', 'needs.sendNote', { needId, noteKey: key(), text: '明天几点来？' })
  expect((await world.ok(liOpenid, 'needs.getCase', { needId })).talk).toEqual({ canTalk: true, unreadNotes: 1 })
})
