import { randomBytes } from 'node:crypto'
import { noCredits } from '../../../cloudfunctions/people/records'
import { messageTemplates, operator } from '../../../cloudfunctions/shared/operator'
import { community, district, neighbour, person, settle, street, submitNeed, worker } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())
beforeEach(() => settle(world, []))

const none = noCredits
const grantKey = () => randomBytes(16).toString('hex')

describe('people.getMe', () => {
  test('ok: a stranger is nobody yet, and the call writes nothing', async () => {
    expect(await world.ok('o-new', 'people.getMe', {})).toEqual({
      name: null,
      community: null,
      duties: [],
      unreadCount: 0,
      messageCredits: none,
      templateIds: {
        taskOffered: messageTemplates.taskOffered.id,
        needProgress: messageTemplates.needProgress.id,
        giftReceived: messageTemplates.giftReceived.id,
        giftReminder: messageTemplates.giftReminder.id,
        giftSpent: messageTemplates.giftSpent.id,
        fundTask: messageTemplates.fundTask.id,
        fundProgress: messageTemplates.fundProgress.id,
      },
      emergencyPhone: operator.emergencyPhone,
    })
    expect(world.cloud.database.get('people', 'o-new')).toBeUndefined()
  })

  test('ok: whoever has a duty, a community and news sees them', async () => {
    const duty = { role: 'socialWorker', territoryCode: community, territoryName: '新山村社区' } as const
    await world.load('people', person('o-li', { name: '李明', territoryCode: community, duties: [duty] }))
    await world.load('workers', worker('li'))
    await submitNeed(world)
    const me = await world.ok('o-li', 'people.getMe', {})
    expect(me).toMatchObject({ name: '李明', duties: [duty], unreadCount: 1 })
    expect(me.community).toMatchObject({ name: '新山村社区', streetName: '古南街道', districtName: '綦江区' })
  })

  /** The person and the unread count, at once. That is the floor of two collections. */
  test('a warm getMe costs 2 database round trips', async () => {
    await world.load('people', person('o-li', { territoryCode: community }))
    await world.ok('o-li', 'people.getMe', {})
    expect(await world.roundTrips(() => world.ok('o-li', 'people.getMe', {}))).toBe(2)
  })

  test('unauthenticated and invalid', async () => {
    expect(await world.code('', 'people.getMe', {})).toBe('UNAUTHENTICATED')
    expect(await world.code('o-li', 'people.getMe', { openid: 'o-wang' })).toBe('INVALID_INPUT')
  })

  test('an all-digit identity that a number would garble is refused, one that fits is itself', async () => {
    expect(await world.code('123456789012345678901234567890', 'people.getMe', {})).toBe('UNAUTHENTICATED')
    await world.load('people', person('1234567', { name: '数字' }))
    expect(await world.ok('1234567', 'people.getMe', {})).toMatchObject({ name: '数字' })
  })
})

describe('people.setCommunity', () => {
  test('ok and replay: the community is remembered, for a stranger too', async () => {
    for (const territoryCode of [community, community, neighbour]) {
      const card = await world.ok('o-new', 'people.setCommunity', { territoryCode })
      expect(card.territoryCode).toBe(territoryCode)
      expect((await world.ok('o-new', 'people.getMe', {})).community).toEqual(card)
    }
    expect(world.cloud.database.find('people', { _id: 'o-new' })).toHaveLength(1)
  })

  test('at the same moment twice: one person', async () => {
    await Promise.all([1, 2].map(() => world.ok('o-new', 'people.setCommunity', { territoryCode: community })))
    expect(world.cloud.database.get('people', 'o-new')).toMatchObject({ territoryCode: community })
  })

  test('what the person has besides stays', async () => {
    await world.load('people', person('o-li', { name: '李明', messageCredits: { ...none, taskOffered: 2 } }))
    await world.ok('o-li', 'people.setCommunity', { territoryCode: community })
    expect(world.cloud.database.get('people', 'o-li')).toMatchObject({
      name: '李明',
      messageCredits: { taskOffered: 2 },
    })
  })

  test('invalid: a street is no community; one that is not there is NOT_FOUND; unauthenticated', async () => {
    expect(await world.code('o-new', 'people.setCommunity', { territoryCode: street })).toBe('INVALID_INPUT')
    expect(await world.code('o-new', 'people.setCommunity', { territoryCode: '500110001999' })).toBe('NOT_FOUND')
    expect(await world.code('', 'people.setCommunity', { territoryCode: community })).toBe('UNAUTHENTICATED')
  })
})

describe('territories', () => {
  test('the tree is listed level by level, in the order of its codes', async () => {
    const names = async (parentCode: string | null) =>
      (await world.ok('o-new', 'people.listTerritories', { parentCode })).map(({ name }) => name)
    expect(await names(null)).toEqual(['綦江区'])
    expect(await names(district)).toEqual(['古南街道', '文龙街道'])
    expect(await names(street)).toEqual(['新山村社区', '遇仙桥社区'])
    expect(await names(community)).toEqual([])
  })

  test('a community is found by a part of its name, with its street', async () => {
    expect(await world.ok('o-new', 'people.searchCommunities', { text: ' 仙桥 ' })).toEqual([
      expect.objectContaining({ territoryCode: neighbour, name: '遇仙桥社区', streetName: '古南街道' }),
    ])
    expect(await world.ok('o-new', 'people.searchCommunities', { text: '街道' })).toEqual([])
    expect(await world.code('o-new', 'people.searchCommunities', { text: ' ' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'people.searchCommunities', { text: '仙' })).toBe('UNAUTHENTICATED')
  })

  test('a community’s card names its room and its fund', async () => {
    const card = await world.ok('o-new', 'people.getCommunity', { territoryCode: community })
    expect(card).toMatchObject({ servicePoint: { kind: 'room' }, fundId: `fund_${community}` })
    expect(await world.code('o-new', 'people.getCommunity', { territoryCode: '500110001999' })).toBe('NOT_FOUND')
  })
})

describe('people.addMessageCredits', () => {
  test('ok and replay: the same key counts once, another key again', async () => {
    const input = { kinds: ['needProgress', 'giftReceived'] as const, grantKey: grantKey() }
    const one = { ...noCredits, needProgress: 1, giftReceived: 1 }
    expect(await world.ok('o-new', 'people.addMessageCredits', input)).toEqual(one)
    expect(await world.ok('o-new', 'people.addMessageCredits', input)).toEqual(one)
    const more = { kinds: ['needProgress'] as const, grantKey: grantKey() }
    expect(await world.ok('o-new', 'people.addMessageCredits', more)).toEqual({ ...one, needProgress: 2 })
  })

  test('many at the same moment, each twice: every key counts once', async () => {
    const keys = Array.from({ length: 4 }, grantKey)
    const calls = [...keys, ...keys].map((key) =>
      world.call('o-new', 'people.addMessageCredits', { kinds: ['taskOffered'], grantKey: key }),
    )
    const replies = await Promise.all(calls)
    const busy = keys.filter((_, index) => !replies[index]?.ok && !replies[index + keys.length]?.ok)
    // Whoever was told BUSY tries again with the same key.
    for (const key of busy)
      await world.ok('o-new', 'people.addMessageCredits', { kinds: ['taskOffered'], grantKey: key })
    expect(world.cloud.database.get('people', 'o-new')).toMatchObject({ messageCredits: { taskOffered: 4 } })
  })

  test('invalid and unauthenticated', async () => {
    const input = { kinds: ['taskOffered'], grantKey: grantKey() }
    const broken = [{ kinds: [] }, { kinds: ['taskOffered', 'taskOffered'] }, { kinds: ['spam'] }, { grantKey: 'x' }]
    for (const part of broken) {
      expect(await world.code('o-new', 'people.addMessageCredits', { ...input, ...part })).toBe('INVALID_INPUT')
    }
    expect(await world.code('', 'people.addMessageCredits', input)).toBe('UNAUTHENTICATED')
  })
})

describe('the inbox', () => {
  const item = (index: number, openid = 'o-li') => ({
    _id: `message_${openid}${index}`,
    openid,
    kind: 'taskOffered',
    title: `第 ${index} 条`,
    body: '请看',
    page: '/pages/home/home',
    atMs: 1_000_000 + index,
    read: false,
  })

  test('newest first, page by page; reading one counts down, and again changes nothing', async () => {
    await world.load('inbox', ...Array.from({ length: 25 }, (_, index) => item(index)), item(1, 'o-wang'))
    const first = await world.ok('o-li', 'people.listInbox', { cursor: null })
    const second = await world.ok('o-li', 'people.listInbox', { cursor: first.nextCursor })
    const titles = [...first.rows, ...second.rows].map(({ title }) => title)
    expect(titles).toEqual(Array.from({ length: 25 }, (_, index) => `第 ${24 - index} 条`))
    expect(second.nextCursor).toBeNull()
    const messageId = 'message_o-li3'
    expect(await world.ok('o-li', 'people.setInboxRead', { messageId })).toEqual({ unreadCount: 24 })
    expect(await world.ok('o-li', 'people.setInboxRead', { messageId })).toEqual({ unreadCount: 24 })
  })

  test('forbidden: another person’s message is not there; invalid; unauthenticated', async () => {
    await world.load('inbox', item(1, 'o-wang'))
    expect(await world.code('o-li', 'people.setInboxRead', { messageId: 'message_o-wang1' })).toBe('NOT_FOUND')
    expect(world.cloud.database.get('inbox', 'message_o-wang1')).toMatchObject({ read: false })
    expect(await world.code('o-li', 'people.setInboxRead', { messageId: 'x' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'people.listInbox', { cursor: null })).toBe('UNAUTHENTICATED')
  })
})

test('a procedure of another area, an unknown one and no call at all are told apart from nothing', async () => {
  const send = (event: unknown) =>
    world.cloud.functions.call('people', event, { openid: 'o-new', source: 'wx_client' }) as Promise<unknown>
  const failed = (code: string) => ({ ok: false, error: { code, retryable: false } })
  expect(await send({ procedure: 'needs.submit', input: {}, requestId: 'r1' })).toMatchObject(failed('NOT_FOUND'))
  expect(await send({ procedure: 'toString', input: {}, requestId: 'r2' })).toMatchObject(failed('NOT_FOUND'))
  expect(await send({})).toMatchObject(failed('INVALID_INPUT'))
  expect(await send({ procedure: 'people.getMe', input: {}, requestId: 'bad id!' })).toMatchObject(
    failed('INVALID_INPUT'),
  )
})
