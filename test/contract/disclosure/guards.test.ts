/** What one wrong record or input must not do to a district's calendar, its night, or its neighbours. */
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { DisclosureEventInput } from '../../../typings/disclosure'
import { startTestWorld, type TestWorld } from '../world'
import { district, fundId, newKey, plant } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await plant(world)
})
afterAll(() => world.close())

const uncountable = Number.MAX_SAFE_INTEGER
const event = (change: Partial<DisclosureEventInput> = {}): DisclosureEventInput => ({
  ...{ eventKey: newKey(), kind: 'project', fundId, title: '适老化改造', amountFen: null },
  ...{ fromMs: world.cloud.clock.nowMs(), toMs: null, ...change },
})
const logged = (name: string) => world.events.filter((each) => each.type === 'log' && each.text.includes(name)).length
const nights = () => world.cloud.database.find('nightly', { finishedAtMs: { $ne: null } }).length

describe('a moment that nobody can count with', () => {
  test('is refused: no event begins before 2020 or ends after 2099', async () => {
    for (const change of [{ toMs: uncountable }, { fromMs: uncountable }, { fromMs: 0 }, { fromMs: 1.5e12 + 0.5 }]) {
      expect(await world.code('o-district', 'funds.addDisclosureEvent', event(change))).toBe('INVALID_INPUT')
    }
    expect(world.cloud.database.count('disclosureEvents')).toBe(0)
  })

  test('stored all the same, it is reported and hides nothing else: the calendar is read, the night goes on', async () => {
    await world.load('disclosureEvents', {
      ...{ _id: 'event_bad', districtCode: district, kind: 'project', fundId, title: '坏了', amountFen: null },
      ...{ fromMs: world.cloud.clock.nowMs(), toMs: uncountable, addedByOpenid: 'o-district', addedAtMs: 0 },
      inputDigest: '',
    })
    await world.ok('o-district', 'funds.addDisclosureEvent', event({ kind: 'disaster', title: '洪水救助' }))
    const ahead = await world.ok('o-district', 'funds.listCalendar', {})
    expect(ahead.filter(({ kind }) => kind === 'disaster').length).toBeGreaterThan(20)
    await world.tick()
    expect(nights()).toBe(1)
    expect(world.cloud.database.count('disclosures')).toBeGreaterThan(0)
    expect(logged('funds.obligationsBroken')).toBeGreaterThan(0)
  })

  test('it is taken back by the district’s own staff, with a reason; the same again is fine', async () => {
    const remove = (openid: string, change: object = {}) =>
      world.code(openid, 'funds.removeDisclosureEvent', { eventId: 'event_bad', reason: '日期填错了', ...change })
    expect(await remove('o-neighbour')).toBe('NOT_FOUND')
    expect(await remove('o-staff')).toBe('FORBIDDEN')
    expect(await remove('')).toBe('UNAUTHENTICATED')
    expect(await remove('o-district', { reason: '' })).toBe('INVALID_INPUT')
    expect(await remove('o-district', { eventId: 'event_none' })).toBe('NOT_FOUND')
    const input = { eventId: 'event_bad', reason: '日期填错了' } as const
    const left = await world.ok('o-district', 'funds.removeDisclosureEvent', input)
    expect(left.map(({ title }) => title)).toEqual(['洪水救助'])
    expect(await world.ok('o-district', 'funds.removeDisclosureEvent', input)).toEqual(left)
    expect(await world.ok('o-neighbour', 'funds.listDisclosureEvents', {})).toEqual([])
    expect(world.cloud.database.get('disclosureEvents', 'event_bad')).toMatchObject({
      removed: { byOpenid: 'o-district', reason: '日期填错了' },
    })
    const before = logged('funds.obligationsBroken')
    await world.ok('o-district', 'funds.listCalendar', {})
    expect(logged('funds.obligationsBroken')).toBe(before)
  })

  test('what is taken back owes nothing more: its drafts go, what was published of it stays', async () => {
    const own = event({ kind: 'disaster', title: '误登记', fromMs: world.cloud.clock.nowMs() - 12 * dayMs })
    await world.ok('o-district', 'funds.addDisclosureEvent', own)
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    const named = async () =>
      (await world.ok('o-district', 'funds.listCalendar', {})).filter(({ title }) => title.startsWith('误登记'))
    const [first] = (await named()).filter(({ state }) => state !== 'ahead')
    if (!first) throw new Error('nothing was drafted')
    const publish = { disclosureId: first.disclosureId, version: 1, remark: '' }
    await world.ok('o-district', 'funds.publishDisclosure', publish)
    expect((await named()).filter(({ state }) => state !== 'ahead').length).toBeGreaterThan(0)
    const events = await world.ok('o-district', 'funds.listDisclosureEvents', {})
    const eventId = events.find(({ title }) => title === '误登记')?.eventId ?? 'event_none'
    await world.ok('o-district', 'funds.removeDisclosureEvent', { eventId, reason: '登记错了社区' })
    expect(await named()).toEqual([])
    const shown = await world.ok('o-1', 'funds.listDisclosures', { districtCode: district, fundId, cursor: null })
    expect(shown.rows.map(({ disclosureId }) => disclosureId)).toEqual([first.disclosureId])
  })

  test('a district whose night breaks is reported, tried again, and keeps no other district from its own', async () => {
    const [first] = world.cloud.database.find('territories', { _id: district })
    await world.load('territories', { ...first, _id: '500100', name: '前一个区', districtCode: '500100' })
    const late = { _id: 'disclosure_bad', districtCode: '500100', status: 'draft', dueAtMs: -uncountable }
    await world.load('disclosures', { ...late, fundId: '', territoryCode: '500100', placeName: '', title: '坏了' })
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    const reported = logged('funds.nightlyFailed')
    expect(reported).toBeGreaterThan(0)
    expect(world.cloud.database.find('nightly', { finishedAtMs: null }).length).toBeGreaterThan(0)
    expect(nights()).toBe(3)
    await world.tick()
    expect(logged('funds.nightlyFailed')).toBeGreaterThan(reported)
  })
})
