/** A mandate gives no more than it says, to nobody but whom it names. */
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import type { MandateId } from '../../../typings/asking'
import type { NeedId } from '../../../typings/ids'
import { needInput, needKey, offerOf, stored, submitNeed } from '../needs/scene'
import { productWorld } from '../product-world'
import { acceptedNeed, confirmMandate, inboxOf, openTown, put, staff } from '../residents/scene'
import { startTestWorld, type TestWorld } from '../world'

jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => openTown(world))
afterAll(() => world.close())

const mallory = 'o-mallory'
const motherPhone = '13900001234'
const mandateInput = (scope: readonly ('submit' | 'follow')[], principalPhone: string) => ({
  ...{ mandateKey: needKey(), principalName: '周桂芬', principalPhone, actorName: '周明', relation: 'child' as const },
  ...{ scope, consentHow: 'phone' as const, consentVersion: consentVersionOf('mandate') },
  untilMs: world.cloud.clock.nowMs() + 86_400_000,
})
const give = (scope: readonly ('submit' | 'follow')[] = ['submit', 'follow']) =>
  world.ok('o-son', 'people.giveMandate', mandateInput(scope, motherPhone))
const mandateNow = (mandateId: MandateId) => world.cloud.database.get('mandates', mandateId)
const codeOf = (openid: string, number: string) => world.cloud.phoneNumbers.issueCode(openid, number)
const say = (openid: string, input: object) => world.code(openid, 'people.confirmMandate', input)

describe('whoever was forwarded the card', () => {
  test('a no ends the mandate, and makes nobody owner of what was asked', async () => {
    const { mandateId } = await give()
    const { needId } = await submitNeed(world, { mandateId }, 'o-son')
    const refused = await world.ok(mallory, 'people.confirmMandate', { mandateId, agreed: false })
    expect(refused).toMatchObject({ state: 'revoked', you: 'asked' })
    await world.ok(mallory, 'people.confirmMandate', { mandateId, agreed: false })
    expect(mandateNow(mandateId)).toMatchObject({ principalOpenid: null, revokedBy: '收到确认的人' })
    expect(stored(world, needId).residentOpenid).toBe(`nobody_${mandateId}`)
    expect(await world.code(mallory, 'needs.get', { needId })).toBe('NOT_FOUND')
    expect(await world.code(mallory, 'people.revokeMandate', { mandateId })).toBe('NOT_FOUND')
    expect((await world.ok(mallory, 'needs.listMine', { cursor: null })).rows).toEqual([])
    const { counts } = await world.ok(mallory, 'people.exportMe', {})
    expect(counts.find(({ name }) => name === '求助')?.count).toBe(0)
  })

  test('a yes from another number, with another’s, a used or a made-up code, is no yes', async () => {
    const { mandateId } = await give()
    const { needId } = await submitNeed(world, { mandateId }, 'o-son')
    const mothers = await codeOf('o-mother', motherPhone)
    for (const phoneCode of [await codeOf(mallory, '13911112222'), mothers, 'guess']) {
      expect(await say(mallory, { mandateId, agreed: true, phoneCode })).toBe('FORBIDDEN')
    }
    expect(await say(mallory, { mandateId, agreed: true })).toBe('INVALID_INPUT')
    expect(mandateNow(mandateId)).toMatchObject({ principalOpenid: null, confirmedAtMs: null, revokedAtMs: null })
    expect(await world.code(mallory, 'people.revokeMandate', { mandateId })).toBe('NOT_FOUND')
    expect(stored(world, needId).residentOpenid).toBe('o-son')

    const yes = { mandateId, agreed: true, phoneCode: mothers } as const
    expect(await world.ok('o-mother', 'people.confirmMandate', yes)).toMatchObject({ you: 'principal' })
    await world.ok('o-mother', 'people.confirmMandate', yes)
    const other = await give()
    expect(await say('o-mother', { ...yes, mandateId: other.mandateId })).toBe('FORBIDDEN')
    expect(await say(mallory, { mandateId, agreed: false })).toBe('NOT_FOUND')
  })

  test('a landline is nobody’s WeChat: a mandate that no phone could confirm is not recorded', async () => {
    const landline = await world.code('o-son', 'people.giveMandate', mandateInput(['submit'], '023-48660001'))
    expect(landline).toBe('INVALID_INPUT')
    expect(world.cloud.database.count('mandates')).toBe(0)
  })

  test('the person’s own no, after their yes, gives them their needs', async () => {
    const { mandateId } = await give()
    const { needId } = await submitNeed(world, { mandateId }, 'o-son')
    await confirmMandate(world, 'o-mother', mandateId, motherPhone)
    await world.ok('o-mother', 'people.confirmMandate', { mandateId, agreed: false })
    expect(mandateNow(mandateId)).toMatchObject({ revokedBy: '本人' })
    expect((await world.ok('o-mother', 'needs.get', { needId })).needId).toBe(needId)
  })
})

describe('a mandate that is for asking alone, or that is over', () => {
  const noteOf = (needId: NeedId, said: string) => ({ needId, noteKey: needKey(), text: said })
  const seenBy = async (openid: string, needId: NeedId) => ({
    listed: (await world.ok(openid, 'needs.listMine', { cursor: null })).rows.map((row) => row.needId),
    exported: JSON.stringify(await exported(openid)).includes('幸福路'),
    get: (await world.call(openid, 'needs.get', { needId })).ok,
    erased: (await world.call(openid, 'needs.erase', { needId })).ok,
  })
  const nothing = { listed: [], exported: false, get: false, erased: false }

  test('for asking alone: its actor sees, exports, erases and hears nothing of it', async () => {
    const { mandateId } = await give(['submit'])
    const needId = await acceptedNeed(world, { mandateId }, 'o-son')
    await world.ok('o-li', 'needs.sendNote', noteOf(needId, '周阿姨您好，我明天来'))
    expect(await world.ok('o-son', 'needs.listUnreadNotes', {})).toEqual([])
    await put(world, needId, { status: 'withdrawn' })
    expect(await seenBy('o-son', needId)).toEqual(nothing)
    expect(inboxOf(world, 'o-son')).toEqual([])
    expect(stored(world, needId).address).toContain('幸福路')
  })

  test('for asking alone: nobody is held up by ten open needs that they cannot see', async () => {
    const { mandateId } = await give(['submit'])
    for (let time = 0; time < 10; time += 1) await submitNeed(world, { mandateId }, 'o-son')
    await submitNeed(world, {}, 'o-son')
    const { database } = await productWorld(world.cloud)
    await database.updateMany('needs', { 'behalf.mandateId': mandateId }, { set: { 'behalf.mayFollow': true } })
    expect(await world.code('o-son', 'needs.submit', needInput())).toBe('NOT_NOW')
  })

  test('over by time: the same; and whoever leaves then takes nothing of the other’s along', async () => {
    const { mandateId } = await give()
    const needId = await acceptedNeed(world, { mandateId }, 'o-son')
    expect(inboxOf(world, 'o-son').length).toBeGreaterThan(0)
    expect((await seenBy('o-son', needId)).listed).toEqual([needId])
    await world.cloud.clock.advance(2 * 86_400_000, 1)
    expect(await seenBy('o-son', needId)).toEqual(nothing)
    const before = inboxOf(world, 'o-son').length
    await world.ok('o-li', 'needs.sendNote', noteOf(needId, '周阿姨您好，我明天来'))
    expect(inboxOf(world, 'o-son')).toHaveLength(before)
    await world.ok('o-son', 'people.eraseMe', { confirm: '删除' })
    expect(stored(world, needId)).toMatchObject({ status: 'accepted', residentOpenid: `nobody_${mandateId}` })
    expect(stored(world, needId).address).toContain('幸福路')
  })
})

describe('a need that staff wrote down', () => {
  test('is theirs while their duty on the place lasts, and in nobody’s own data', async () => {
    const { needId } = await world.ok(staff, 'needs.enter', { ...needInput(), consentHow: 'inPerson' })
    const listed = async () => (await world.ok(staff, 'needs.listMine', { cursor: null })).rows.length
    expect((await world.ok(staff, 'needs.get', { needId })).needId).toBe(needId)
    expect(await listed()).toBe(1)
    expect(JSON.stringify(await exported(staff))).not.toContain('幸福路')

    const { database } = await productWorld(world.cloud)
    await database.update('people', staff, {}, { set: { duties: [] } })
    expect(await listed()).toBe(0)
    const version = stored(world, needId).version
    expect(await world.code(staff, 'needs.get', { needId })).toBe('NOT_FOUND')
    expect(await world.code(staff, 'needs.withdraw', { needId, version, note: '' })).toBe('NOT_FOUND')
    expect(await world.code(staff, 'needs.listNotes', { needId, cursor: null })).toBe('NOT_FOUND')
    expect(await world.code(staff, 'needs.getVoice', { needId })).toBe('NOT_FOUND')
    await put(world, needId, { status: 'withdrawn' })
    expect(await world.code(staff, 'needs.erase', { needId })).toBe('NOT_FOUND')
    const elsewhere = { role: 'communityStaff', territoryCode: '500110002001', territoryName: '' }
    await database.update('people', staff, {}, { set: { duties: [elsewhere] } })
    expect(await world.code(staff, 'needs.get', { needId })).toBe('NOT_FOUND')
  })
})

test('staff whose duty on the place has ended hear nothing more of a need that they wrote down', async () => {
  const { needId } = await world.ok(staff, 'needs.enter', { ...needInput(), consentHow: 'inPerson' })
  const { database } = await productWorld(world.cloud)
  await database.update('people', staff, {}, { set: { duties: [] } })
  await world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
  await world.ok('o-li', 'needs.sendNote', { needId, noteKey: needKey(), text: '周三上午九点到您家' })
  expect(inboxOf(world, staff)).toEqual([])
  expect(await world.ok(staff, 'needs.listUnreadNotes', {})).toEqual([])
})

async function exported(openid: string): Promise<unknown> {
  const { jsonUrl } = await world.ok(openid, 'people.exportMe', {})
  return (await fetch(jsonUrl)).json()
}
