/** A mandate gives no more than it says, to nobody but whom it names. */
import type { MandateId } from '../../../typings/residents'
import { needKey, stored, submitNeed } from '../needs/scene'
import { confirmMandate, openTown } from '../residents/scene'
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
const give = (scope: readonly ('submit' | 'follow')[] = ['submit', 'follow'], principalPhone = motherPhone) =>
  world.ok('o-son', 'people.giveMandate', {
    ...{ mandateKey: needKey(), principalName: '周桂芬', principalPhone, actorName: '周明', relation: 'child' },
    ...{ scope, consentHow: 'phone', consentVersion: '2026-11-01' },
    untilMs: world.cloud.clock.nowMs() + 86_400_000,
  })
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

  test('a landline is nobody’s WeChat: such a mandate is never confirmed by a phone', async () => {
    const { mandateId } = await give(['submit'], '023-48660001')
    expect(await say(mallory, { mandateId, agreed: true, phoneCode: await codeOf(mallory, motherPhone) })).toBe(
      'FORBIDDEN',
    )
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
