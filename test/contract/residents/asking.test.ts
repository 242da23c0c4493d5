import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import type { MandateId } from '../../../typings/asking'
import type { NeedId } from '../../../typings/ids'
import type { DangerId } from '../../../typings/residents'
import { upload } from '../files'
import { needInput, needKey, offerOf, stored, submitNeed, supervisorOpenid } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'
import {
  community,
  confirmMandate,
  districtStaff,
  duty,
  elsewhereStaff,
  inboxOf,
  openTown,
  staff,
  versionOf,
} from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld({ messagePushFunction: 'needs' })
}, 60_000)
beforeEach(() => openTown(world))
afterAll(() => world.close())

const YEAR_MS = 365 * 86_400_000
const mandateInput = () => ({
  mandateKey: needKey(),
  principalName: '周桂芬',
  principalPhone: '13900001234',
  actorName: '周明',
  relation: 'child' as const,
  scope: ['submit', 'follow'] as const,
  consentHow: 'phone' as const,
  consentVersion: consentVersionOf('contact'),
  untilMs: world.cloud.clock.nowMs() + YEAR_MS / 2,
})

describe('by voice', () => {
  const voiceFile = () => upload(world, 'voices', 'o-resident', 'sound')

  test('a recording alone is a need; its worker hears it, each time leaving a trace; nobody else does', async () => {
    const voice = { fileId: await voiceFile(), durationMs: 18_000 }
    const { needId } = await submitNeed(world, { description: '', voice })
    const task = await world.ok('o-li', 'needs.getTask', { needId })
    expect(task).toMatchObject({ excerpt: '语音求助，18 秒', aside: { voiceMs: 18_000 } })
    const heard = await world.ok('o-li', 'needs.getVoice', { needId })
    expect(await (await fetch(heard?.url ?? '')).text()).toBe('sound')
    expect(world.cloud.database.find('audit', { action: 'needs.playVoice' })).toHaveLength(1)
    expect(await world.code('o-other', 'needs.getVoice', { needId })).toBe('NOT_FOUND')
    expect(await world.code('', 'needs.getVoice', { needId })).toBe('UNAUTHENTICATED')
    expect(await world.code('o-li', 'needs.getVoice', { needId: 'x' })).toBe('INVALID_INPUT')
    const mine = await world.ok('o-resident', 'needs.get', { needId })
    expect(mine.aftercare.voice?.durationMs).toBe(18_000)
  })

  test('a recording is checked like a picture: one that is risky nobody but its owner hears', async () => {
    const fileId = await upload(world, 'voices', 'o-resident', '赌博')
    const { needId } = await submitNeed(world, { voice: { fileId, durationMs: 3_000 } })
    await world.cloud.clock.advance(10_000)
    expect(['risky', 'review']).toContain(stored(world, needId).voice?.verdict)
  })

  test.each([
    ['neither words nor a recording', { description: '' }],
    [
      'a recording of a second and a half minute',
      { voice: { fileId: `cloud://x.y/voices/${'a'.repeat(32)}.mp3`, durationMs: 90_000 } },
    ],
    ['a file that is none', { voice: { fileId: 'https://x', durationMs: 2_000 } }],
  ])('invalid: %s', async (_, changes) => {
    expect(await world.code('o-resident', 'needs.submit', { ...needInput(), ...changes })).toBe('INVALID_INPUT')
  })
})

describe('needs.readWords', () => {
  test('suggests a field with its words, and hears danger', async () => {
    const read = await world.ok('o-resident', 'needs.readWords', { text: '奶奶一个人住，晕倒在厨房，叫不醒' })
    expect(read.suggestion?.field).toBe('elderCare')
    expect(read.danger).toMatchObject({ kind: 'medical', phone: '120' })
  })

  test('invalid, unauthenticated', async () => {
    expect(await world.code('o-resident', 'needs.readWords', { text: '长'.repeat(501) })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.readWords', { text: '' })).toBe('UNAUTHENTICATED')
  })
})

describe('needs.findSimilar', () => {
  const asked = {
    field: 'elderCare',
    territoryCode: community,
    address: '幸福路12号三单元',
    contactPhone: '13700000000',
  } as const

  test('the same door, however it is written: one’s own can be opened, another’s only shows', async () => {
    const { needId } = await submitNeed(world, {}, 'o-first')
    expect(await world.ok('o-first', 'needs.findSimilar', asked)).toMatchObject([{ needId, why: 'sameHousehold' }])
    expect(await world.ok('o-second', 'needs.findSimilar', asked)).toMatchObject([{ needId: null }])
    expect(await world.ok('o-second', 'needs.findSimilar', { ...asked, field: 'childCare' })).toEqual([])
    await world.ok('o-first', 'needs.withdraw', { needId, version: versionOf(world, needId), note: '' })
    expect(await world.ok('o-second', 'needs.findSimilar', asked)).toEqual([])
  })

  test('that somebody asked for help against violence is told to nobody', async () => {
    await submitNeed(world, { field: 'communitySafety', subSkill: 'domesticViolence' }, 'o-wife')
    expect(await world.ok('o-husband', 'needs.findSimilar', { ...asked, field: 'communitySafety' })).toEqual([])
  })

  test('invalid, unauthenticated, limited', async () => {
    expect(await world.code('o-first', 'needs.findSimilar', { ...asked, address: '' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.findSimilar', asked)).toBe('UNAUTHENTICATED')
    for (let time = 0; time < 20; time += 1) await world.ok('o-curious', 'needs.findSimilar', asked)
    expect(await world.code('o-curious', 'needs.findSimilar', asked)).toBe('RATE_LIMITED')
  })
})

describe('danger', () => {
  const raise = (openid: string, dangerKey = needKey()) =>
    world.ok(openid, 'needs.raiseDanger', {
      dangerKey,
      kind: 'medical',
      territoryCode: community,
      phone: '13812345678',
      words: '奶奶晕倒了',
    })

  test('pages the person on duty and the station, once however often it is sent', async () => {
    const key = needKey()
    const first = await raise('o-resident', key)
    expect(first.pagedCount).toBe(2)
    expect(await raise('o-resident', key)).toMatchObject({ dangerId: first.dangerId })
    for (const openid of [duty, supervisorOpenid]) expect(inboxOf(world, openid)).toHaveLength(1)
    expect(inboxOf(world, duty)[0]).toMatchObject({
      title: '紧急：有人急病或受伤',
      page: expect.stringContaining('/staff/pages/dangers/dangers'),
    })
  })

  test('words of danger in a need page too, make it an emergency, and the need goes its way', async () => {
    const { needId } = await submitNeed(world, {
      description: '老公喝醉了就打我，不敢回家',
      field: 'communitySafety',
      subSkill: 'domesticViolence',
    })
    expect(stored(world, needId)).toMatchObject({ urgency: 'emergency', danger: 'violence', status: 'offered' })
    const { rows } = await world.ok(duty, 'needs.listDangers', { cursor: null })
    expect(rows).toMatchObject([{ needId, kind: 'violence', state: 'open', phone: '13812345678' }])
  })

  test('one takes it and closes it with what came of it; others are told that it is taken', async () => {
    const { dangerId } = await raise('o-resident')
    expect(await world.ok(duty, 'needs.takeDanger', { dangerId })).toMatchObject({
      state: 'taken',
      takenByName: '值班员',
    })
    await world.ok(duty, 'needs.takeDanger', { dangerId })
    expect(await world.code(supervisorOpenid, 'needs.takeDanger', { dangerId })).toBe('NOT_NOW')
    expect(await world.code(supervisorOpenid, 'needs.closeDanger', { dangerId, outcome: '已处理' })).toBe('FORBIDDEN')
    expect(await world.ok(duty, 'needs.closeDanger', { dangerId, outcome: '已送医' })).toMatchObject({
      state: 'closed',
    })
    await world.ok(duty, 'needs.closeDanger', { dangerId, outcome: '已送医' })
    expect(await world.code(duty, 'needs.closeDanger', { dangerId, outcome: '别的' })).toBe('NOT_NOW')
  })

  test('two at once: one has it', async () => {
    const { dangerId } = await raise('o-resident')
    const replies = await Promise.all(
      [duty, supervisorOpenid].map((openid) => world.call(openid, 'needs.takeDanger', { dangerId })),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('nobody takes it for ten minutes: the district hears of it', async () => {
    await raise('o-resident')
    await world.cloud.clock.advance(11 * 60_000)
    await world.tick()
    expect(inboxOf(world, districtStaff)).toHaveLength(1)
    expect((await world.ok(districtStaff, 'needs.listDangers', { cursor: null })).rows[0]?.escalated).toBe(true)
  })

  test('forbidden, unauthenticated, invalid', async () => {
    const { dangerId } = await raise('o-resident')
    for (const openid of ['o-resident', staff, 'o-li']) {
      expect(await world.code(openid, 'needs.listDangers', { cursor: null })).toBe('FORBIDDEN')
      expect(await world.code(openid, 'needs.takeDanger', { dangerId })).toBe('FORBIDDEN')
      expect(await world.code(openid, 'needs.closeDanger', { dangerId, outcome: '好了' })).toBe('FORBIDDEN')
    }
    const missing: DangerId = `danger_${'0'.repeat(32)}`
    expect(await world.code(duty, 'needs.takeDanger', { dangerId: missing })).toBe('NOT_FOUND')
    expect(await world.code(duty, 'needs.takeDanger', { dangerId: 'danger' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.listDangers', { cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code('', 'needs.raiseDanger', {})).toBe('UNAUTHENTICATED')
    expect(await world.code('o-resident', 'needs.raiseDanger', { kind: 'fire' })).toBe('INVALID_INPUT')
  })
})

describe('a child under 14', () => {
  const tutoring = { field: 'childCare', subSkill: 'tutoring' } as const
  test('nothing without the guardian’s own consent, which is kept', async () => {
    const { child: _child, ...unsaid } = needInput(tutoring)
    expect(await world.code('o-resident', 'needs.submit', unsaid)).toBe('INVALID_INPUT')
    const refused = await world.call(
      'o-resident',
      'needs.submit',
      needInput({ ...tutoring, child: { under14: true, guardian: null } }),
    )
    expect(refused).toMatchObject({ error: { fields: [{ path: 'child.guardian' }] } })
    const guardian = { name: '王芳', relation: 'parent', consentVersion: consentVersionOf('child') } as const
    const { needId } = await submitNeed(world, { ...tutoring, child: { under14: true, guardian } })
    expect(stored(world, needId).child?.guardian).toEqual(guardian)
    // Whose child it is, only the one who takes it learns.
    expect((await world.ok('o-li', 'needs.getTask', { needId })).aside.child).toBeNull()
    const taken = await world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
    expect(taken.aside.child).toEqual({ under14: true, guardian })
  })

  test('help against harm waits for nobody', async () => {
    const { status } = await submitNeed(world, { field: 'childCare', subSkill: 'childProtection' })
    expect(status).toBe('offered')
  })
})

describe('acting for someone', () => {
  const give = (openid = 'o-son') => world.ok(openid, 'people.giveMandate', mandateInput())

  test('a son asks for his mother by his mandate; the worker learns who asked for whom once it is accepted', async () => {
    const { mandateId } = await give()
    const { needId } = await submitNeed(world, { mandateId }, 'o-son')
    expect(await world.ok('o-son', 'needs.listMine', { cursor: null })).toMatchObject({
      rows: [{ forName: '替父母周桂芬' }],
    })
    expect((await world.ok('o-li', 'needs.getTask', { needId })).aside.askedBy).toBeNull()
    const taken = await world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
    expect(taken.aside.askedBy).toBe('周明（儿女）替周桂芬提交')
  })

  test('nobody acts by another’s mandate, one that ended, or one that is over', async () => {
    const { mandateId } = await give()
    expect(await world.code('o-stranger', 'needs.submit', needInput({ mandateId }))).toBe('NOT_FOUND')
    await world.ok('o-son', 'people.revokeMandate', { mandateId })
    expect(await world.code('o-son', 'needs.submit', needInput({ mandateId }))).toBe('NOT_NOW')
    const missing: MandateId = `mandate_${'0'.repeat(32)}`
    expect(await world.code('o-son', 'needs.submit', needInput({ mandateId: missing }))).toBe('NOT_FOUND')
  })

  test('the person ends it on their own phone: the son sees the need no more, and the mother has it', async () => {
    const { mandateId } = await give()
    const { needId } = await submitNeed(world, { mandateId }, 'o-son')
    expect(await world.ok('o-mother', 'people.getMandate', { mandateId })).toMatchObject({
      you: 'asked',
      principalPhoneMasked: '139****1234',
    })
    expect(await confirmMandate(world, 'o-mother', mandateId, '13900001234')).toMatchObject({
      state: 'confirmed',
      you: 'principal',
    })
    await confirmMandate(world, 'o-mother', mandateId, '13900001234')
    expect(await world.ok('o-mother', 'people.revokeMandate', { mandateId })).toMatchObject({
      state: 'revoked',
      revokedBy: '本人',
    })
    await world.ok('o-mother', 'people.revokeMandate', { mandateId })
    expect(await world.code('o-son', 'needs.get', { needId })).toBe('NOT_FOUND')
    expect((await world.ok('o-mother', 'needs.get', { needId })).needId).toBe(needId)
  })

  test('what the person refuses is over at once; a mandate that ends by time ends the reading', async () => {
    const refused = await give()
    expect(
      await world.ok('o-mother', 'people.confirmMandate', { mandateId: refused.mandateId, agreed: false }),
    ).toMatchObject({ state: 'revoked' })
    const { mandateId } = await give()
    const { needId } = await submitNeed(world, { mandateId }, 'o-son')
    const { database } = world.cloud
    expect((database.get('needs', needId) as { behalf?: object }).behalf).toMatchObject({ mandateId })
    expect(await world.ok('o-son', 'people.listMandates', {})).toHaveLength(2)
  })

  test('the one who acts cannot say yes for the person, and a second person cannot be the person', async () => {
    const { mandateId } = await give()
    expect(await world.code('o-son', 'people.confirmMandate', { mandateId, agreed: true, phoneCode: 'a' })).toBe(
      'FORBIDDEN',
    )
    await confirmMandate(world, 'o-mother', mandateId, '13900001234')
    expect(await world.code('o-aunt', 'people.confirmMandate', { mandateId, agreed: true, phoneCode: 'a' })).toBe(
      'NOT_FOUND',
    )
    expect(await world.code('o-aunt', 'people.revokeMandate', { mandateId })).toBe('NOT_FOUND')
  })

  test('replay, key reused, invalid, unauthenticated', async () => {
    const input = mandateInput()
    const first = await world.ok('o-son', 'people.giveMandate', input)
    expect((await world.ok('o-son', 'people.giveMandate', input)).mandateId).toBe(first.mandateId)
    expect(await world.code('o-son', 'people.giveMandate', { ...input, actorName: '别人' })).toBe('KEY_REUSED')
    expect(await world.code('o-son', 'people.giveMandate', { ...mandateInput(), scope: ['follow'] })).toBe(
      'INVALID_INPUT',
    )
    const tooLong = { ...mandateInput(), untilMs: world.cloud.clock.nowMs() + 3 * YEAR_MS }
    expect(await world.code('o-son', 'people.giveMandate', tooLong)).toBe('INVALID_INPUT')
    for (const name of [
      'people.giveMandate',
      'people.listMandates',
      'people.getMandate',
      'people.confirmMandate',
      'people.revokeMandate',
    ] as const) {
      expect(await world.code('', name, {})).toBe('UNAUTHENTICATED')
    }
  })
})

describe('community staff', () => {
  const entered = (changes = {}) => ({ ...needInput(changes), consentHow: 'inPerson' as const })

  test('write down a need of somebody without a phone, and follow it', async () => {
    const { needId } = await world.ok(staff, 'needs.enter', entered())
    expect(stored(world, needId).entered).toEqual({ openid: staff, staffName: '何雪梅', consentHow: 'inPerson' })
    const { rows } = await world.ok(staff, 'needs.listToVerify', { view: 'entered', cursor: null })
    expect(rows).toMatchObject([{ needId, entered: true }])
    expect((await world.ok(staff, 'needs.get', { needId })).forName).toBe('代录：刘女士')
  })

  test('look at needs of their place and say what they found; the worker sees it', async () => {
    const { needId } = await submitNeed(world)
    const { rows } = await world.ok(staff, 'needs.listToVerify', { view: 'waiting', cursor: null })
    expect(rows).toMatchObject([
      { needId, address: '幸福路 12 号 3 单元', contactPhoneMasked: '138****5678', verification: null },
    ])
    expect(world.cloud.database.find('audit', { action: 'needs.readAddresses' })).toHaveLength(1)
    await world.ok(staff, 'needs.verify', { needId, outcome: 'confirmed', note: '' })
    await world.ok(staff, 'needs.verify', { needId, outcome: 'confirmed', note: '' })
    expect((await world.ok('o-li', 'needs.getTask', { needId })).aside.verification).toEqual({
      outcome: 'confirmed',
      note: '',
    })
    expect((await world.ok(staff, 'needs.listToVerify', { view: 'waiting', cursor: null })).rows).toEqual([])
  })

  test('what is confidential is not theirs to see', async () => {
    const { needId } = await submitNeed(world, { field: 'communitySafety', subSkill: 'domesticViolence' })
    expect((await world.ok(staff, 'needs.listToVerify', { view: 'waiting', cursor: null })).rows).toEqual([])
    expect(await world.code(staff, 'needs.verify', { needId, outcome: 'confirmed', note: '' })).toBe('NOT_FOUND')
  })

  test('of another place they see nothing; others are no staff; replay, invalid, unauthenticated, not now', async () => {
    const { needId } = await submitNeed(world)
    expect((await world.ok(elsewhereStaff, 'needs.listToVerify', { view: 'waiting', cursor: null })).rows).toEqual([])
    expect(await world.code(elsewhereStaff, 'needs.verify', { needId, outcome: 'confirmed', note: '' })).toBe(
      'NOT_FOUND',
    )
    expect(await world.code(elsewhereStaff, 'needs.enter', entered())).toBe('NOT_FOUND')
    for (const openid of ['o-resident', 'o-li', supervisorOpenid]) {
      expect(await world.code(openid, 'needs.enter', entered())).toBe('FORBIDDEN')
      expect(await world.code(openid, 'needs.listToVerify', { view: 'waiting', cursor: null })).toBe('FORBIDDEN')
      expect(await world.code(openid, 'needs.verify', { needId, outcome: 'confirmed', note: '' })).toBe('FORBIDDEN')
    }
    const once = entered()
    expect((await world.ok(staff, 'needs.enter', once)).needId).toBe(
      (await world.ok(staff, 'needs.enter', once)).needId,
    )
    expect(await world.code(staff, 'needs.enter', { ...once, consentHow: 'guessed' })).toBe('INVALID_INPUT')
    expect(await world.code(staff, 'needs.verify', { needId, outcome: 'differs', note: '' })).toBe('INVALID_INPUT')
    for (const name of ['needs.enter', 'needs.listToVerify', 'needs.verify'] as const) {
      expect(await world.code('', name, {})).toBe('UNAUTHENTICATED')
    }
    await world.ok('o-resident', 'needs.withdraw', { needId, version: versionOf(world, needId), note: '' })
    expect(await world.code(staff, 'needs.verify', { needId, outcome: 'confirmed', note: '' })).toBe('NOT_FOUND')
  })
})

describe('what content security is not sure of', () => {
  /** A word of the local WeChat's list that asks for a person. */
  const unsure = async (): Promise<NeedId> =>
    (await submitNeed(world, { description: '楼下天天有人聚众赌博，吵得睡不着，想请社区管一管' })).needId

  test('waits in a queue; approved, it is as if nothing had been', async () => {
    const needId = await unsure()
    expect(stored(world, needId).contentReview).toBe(true)
    const { rows } = await world.ok(staff, 'needs.listReviews', { cursor: null })
    expect(rows).toMatchObject([{ reviewKey: needId, kind: 'need' }])
    await world.ok(staff, 'needs.decideReview', { reviewKey: needId, approve: true, reason: '' })
    await world.ok(staff, 'needs.decideReview', { reviewKey: needId, approve: true, reason: '' })
    expect((await world.ok(staff, 'needs.listReviews', { cursor: null })).rows).toEqual([])
    expect(stored(world, needId)).toMatchObject({ contentReview: false })
  })

  test('refused, the worker reads it no more, and the resident learns why', async () => {
    const needId = await unsure()
    await world.ok(supervisorOpenid, 'needs.decideReview', { reviewKey: needId, approve: false, reason: '含广告' })
    expect((await world.ok('o-li', 'needs.getTask', { needId })).description).toContain('没有通过审核')
    expect((await world.ok('o-resident', 'needs.get', { needId })).aftercare.refusedBecause).toBe('含广告')
    expect(inboxOf(world, 'o-resident').map(({ title }) => title)).toContain('您求助里的文字没有通过审核')
  })

  test('forbidden, elsewhere, invalid, unauthenticated', async () => {
    const needId = await unsure()
    const input = { reviewKey: needId, approve: true, reason: '' }
    for (const openid of ['o-resident', 'o-li']) {
      expect(await world.code(openid, 'needs.listReviews', { cursor: null })).toBe('FORBIDDEN')
      expect(await world.code(openid, 'needs.decideReview', input)).toBe('FORBIDDEN')
    }
    expect(await world.code(elsewhereStaff, 'needs.decideReview', input)).toBe('NOT_FOUND')
    expect(await world.code(staff, 'needs.decideReview', { ...input, approve: false })).toBe('INVALID_INPUT')
    expect(await world.code(staff, 'needs.decideReview', { ...input, reviewKey: 'need' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.listReviews', { cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code('', 'needs.decideReview', input)).toBe('UNAUTHENTICATED')
  })
})
