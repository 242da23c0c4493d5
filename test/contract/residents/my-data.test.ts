import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { needKey, stored, submitNeed, supervisorOpenid } from '../needs/scene'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { closedNeed, community, openTown, versionOf } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
beforeEach(() => openTown(world))
afterAll(() => world.close())

describe('people.findNearby', () => {
  const at = async (code: string, latitude: number, longitude: number) => {
    const { database } = await productWorld(world.cloud)
    await database.update('territories', code, {}, { set: { position: { latitude, longitude } } })
  }

  test('communities near the point, nearest first; streets and far places are none', async () => {
    await at(community, 29.03, 106.65)
    await at('500110001002', 29.031, 106.66)
    await at('500110001', 29.03, 106.65)
    await at('500110002001', 29.2, 107.4)
    const found = await world.ok('o-resident', 'people.findNearby', { latitude: 29.0301, longitude: 106.6501 })
    expect(found.map(({ territoryCode }) => territoryCode)).toEqual([community, '500110001002'])
    expect(found[0]?.distanceM).toBeLessThan(20)
    expect(found[1]?.distanceM).toBeGreaterThan(900)
    expect(await world.ok('o-resident', 'people.findNearby', { latitude: 0, longitude: 0 })).toEqual([])
    // The point itself is kept nowhere.
    expect(JSON.stringify(world.cloud.database.find('people'))).not.toContain('29.0301')
  })

  test('invalid, unauthenticated, limited', async () => {
    expect(await world.code('o-resident', 'people.findNearby', { latitude: 91, longitude: 0 })).toBe('INVALID_INPUT')
    expect(await world.code('', 'people.findNearby', { latitude: 0, longitude: 0 })).toBe('UNAUTHENTICATED')
    for (let time = 0; time < 20; time += 1)
      await world.call('o-lost', 'people.findNearby', { latitude: 0, longitude: 0 })
    expect(await world.code('o-lost', 'people.findNearby', { latitude: 0, longitude: 0 })).toBe('RATE_LIMITED')
  })
})

describe('consents', () => {
  test('each answer stays with its version; what is taken back can be given again', async () => {
    const [contact] = await world.ok('o-resident', 'people.listConsents', {})
    expect(contact).toMatchObject({ text: { kind: 'contact' }, answer: null })
    const version = contact?.text.version ?? ''
    await world.ok('o-resident', 'people.setConsent', { kind: 'contact', version, given: true })
    await world.ok('o-resident', 'people.setConsent', { kind: 'contact', version, given: true })
    await world.ok('o-resident', 'people.setConsent', { kind: 'contact', version, given: false })
    const [after] = await world.ok('o-resident', 'people.listConsents', {})
    expect(after?.answer).toMatchObject({ given: false, version })
    const [record] = world.cloud.database.find('consents', { openid: 'o-resident' })
    expect(record?.answers).toMatchObject([{ given: true }, { given: false }])
    expect((await world.ok('o-other', 'people.listConsents', {}))[0]?.answer).toBeNull()
  })

  test('a yes to words that changed is CONFLICT; invalid, unauthenticated', async () => {
    const input = { kind: 'contact', version: '2019', given: true } as const
    expect(await world.code('o-resident', 'people.setConsent', input)).toBe('CONFLICT')
    expect(await world.code('o-resident', 'people.setConsent', { ...input, kind: 'soul' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'people.setConsent', input)).toBe('UNAUTHENTICATED')
    expect(await world.code('', 'people.listConsents', {})).toBe('UNAUTHENTICATED')
  })
})

describe('my data', () => {
  test('the export holds what is kept, as a page and as JSON, and nobody else’s', async () => {
    await submitNeed(world)
    await submitNeed(world, { contactName: '别人', description: '另一个人的事情在这里' }, 'o-other')
    const { pageUrl, jsonUrl, counts } = await world.ok('o-resident', 'people.exportMe', {})
    expect(counts.find(({ name }) => name === '求助')?.count).toBe(1)
    const page = await (await fetch(pageUrl)).text()
    expect(page).toContain('幸福路 12 号 3 单元')
    expect(page).not.toContain('另一个人')
    const json = (await (await fetch(jsonUrl)).json()) as { name: string }[]
    expect(json.map(({ name }) => name)).toContain('求助')
  })

  test('what people wrote cannot break the page', async () => {
    await submitNeed(world, { description: '<script>alert(1)</script>想请人来看看' })
    const { pageUrl } = await world.ok('o-resident', 'people.exportMe', {})
    expect(await (await fetch(pageUrl)).text()).not.toContain('<script>')
  })

  test('erasing takes the person out everywhere, again is fine, and a new beginning is an empty one', async () => {
    const needId = await closedNeed(world, { description: '老人晕倒了叫不醒，想请人来看看' })
    await world.ok('o-resident', 'people.setCommunity', { territoryCode: community })
    await world.ok('o-resident', 'people.giveMandate', {
      mandateKey: needKey(),
      principalName: '周桂芬',
      principalPhone: '13900001234',
      actorName: '周明',
      relation: 'child',
      scope: ['submit'],
      consentHow: 'phone',
      consentVersion: consentVersionOf('mandate'),
      untilMs: world.cloud.clock.nowMs() + 86_400_000,
    })
    expect((await world.ok('o-resident', 'people.getErasePreview', {})).obstacles).toEqual([])
    await world.ok('o-resident', 'people.eraseMe', { confirm: '删除' })
    await world.ok('o-resident', 'people.eraseMe', { confirm: '删除' })
    const { database } = world.cloud
    const left = ['people', 'needs', 'notes', 'inbox', 'consents', 'mandates', 'dangers'].map((name) =>
      database.find(name),
    )
    expect(JSON.stringify(left)).not.toMatch(/o-resident|刘女士|13812345678|13900001234|周桂芬|周明|晕倒/)
    expect(stored(world, needId).status).toBe('closed')
    expect((await world.ok('o-resident', 'people.getMe', {})).community).toBeNull()
  })

  test('not while help is under way, nor by who holds a duty: each is named', async () => {
    const { needId } = await submitNeed(world)
    const { obstacles } = await world.ok('o-resident', 'people.getErasePreview', {})
    expect(obstacles).toEqual(['您还有 1 份求助在办，请先撤回或等办完'])
    expect(await world.code('o-resident', 'people.eraseMe', { confirm: '删除' })).toBe('NOT_NOW')
    expect(stored(world, needId).contactName).toBe('刘女士')
    expect(await world.code(supervisorOpenid, 'people.eraseMe', { confirm: '删除' })).toBe('NOT_NOW')
    await world.ok('o-resident', 'needs.withdraw', { needId, version: versionOf(world, needId), note: '' })
    await world.ok('o-resident', 'people.eraseMe', { confirm: '删除' })
  })

  test('invalid, unauthenticated', async () => {
    expect(await world.code('o-resident', 'people.eraseMe', { confirm: '好' })).toBe('INVALID_INPUT')
    for (const name of ['people.eraseMe', 'people.exportMe', 'people.getErasePreview'] as const) {
      const input = name === 'people.eraseMe' ? { confirm: '删除' } : {}
      expect(await world.code('', name, input)).toBe('UNAUTHENTICATED')
    }
  })
})
