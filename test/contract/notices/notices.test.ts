/** Messages that nobody got, content that waits for a person, and other words for what was refused: on the real bundles. */
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import type { DeadLetterRecord } from '../../../cloudfunctions/people/letters/records'
import { noCredits } from '../../../cloudfunctions/people/records'
import { messageTemplates } from '../../../cloudfunctions/shared/operator'
import type { World } from '../../../cloudfunctions/shared/ports'
import type { NeedId } from '../../../typings/ids'
import { caseAt } from '../needs/cases/stage'
import {
  community,
  district,
  farCommunity,
  offerOf,
  otherStreet,
  person,
  settle,
  stored,
  submitNeed,
  supervisorOpenid,
  worker,
} from '../needs/scene'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'

let world: TestWorld
let ports: World
beforeAll(async () => {
  world = await startTestWorld()
  ports = await productWorld(world.cloud)
}, 60_000)
beforeEach(() => settle(world, [worker('li')], [district_, elsewhere, resident]))
afterAll(() => world.close())

const holder = (openid: string, role: 'districtStaff' | 'stationSupervisor', territoryCode: string) =>
  person(openid, { name: openid, duties: [{ role, territoryCode, territoryName: '' }] })
const district_ = holder('o-district', 'districtStaff', district)
const elsewhere = holder('o-elsewhere', 'stationSupervisor', otherStreet)
const resident = person('o-resident', {
  name: '周桂芬',
  messageCredits: { ...noCredits, needProgress: 2 },
})

const inboxOf = (openid: string) => world.cloud.database.find('inbox', { openid }).map(({ title }) => String(title))

describe('messages that nobody got', () => {
  const letterId = `message_${'ab12'.repeat(8)}` as const
  /** A letter as the outbox lays it down; what it carries is what the template wants. */
  const plant = (changes: Partial<DeadLetterRecord> = {}) => {
    const told = { openid: 'o-resident', kind: 'needProgress', title: '社工接手了', body: '张社工会联系您' } as const
    const rows = { thing1: '独居探访', thing2: '已接单', time3: '2026年11月24日 10:00', thing4: '请留意来电' }
    const message = { messageId: letterId, ...told, page: '/pages/need/need?needId=need_1', data: rows }
    return world.load('deadLetters', {
      _id: letterId,
      ...told,
      message: { ...message, attempts: 6, status: 'pending', nextAtMs: 0 },
      territoryCode: community,
      streetCode: community.slice(0, 9),
      districtCode: district,
      diedAtMs: world.cloud.clock.nowMs(),
      state: 'dead',
      settledByName: null,
      outbox: [],
      outboxDueAtMs: null,
      outboxVersion: 0,
      ...changes,
    })
  }
  const list = (openid: string, view: 'dead' | 'all' = 'dead') =>
    world.ok(openid, 'people.listDeadLetters', { view, cursor: null })

  test('a message that WeChat refuses each time lies before its station and its district, who are told', async () => {
    const { needId } = await submitNeed(world)
    const broken = { ...told(needId), data: { thing9: 'x' }, attempts: 5, status: 'pending', nextAtMs: 0 }
    await ports.database.update('needs', needId, {}, { set: { outbox: [broken], outboxDueAtMs: 1 } })
    await world.tick()
    expect((await list(supervisorOpenid)).rows).toMatchObject([
      { messageId: broken.messageId, toName: '周**', placeName: '古南街道 · 新山村社区', attempts: 6, state: 'dead' },
    ])
    expect((await list('o-district')).rows).toHaveLength(1)
    expect((await list('o-elsewhere')).rows).toEqual([])
    expect(inboxOf(supervisorOpenid)).toContain('有微信通知没有送到')
    expect(inboxOf('o-resident')).toContain('社工接手了')
    expect((await world.ok(supervisorOpenid, 'needs.getDesk', {})).deadLetters).toBe(1)
  })
  const told = (needId: NeedId) => ({
    ...{ messageId: `message_${'cd34'.repeat(8)}`, openid: 'o-resident', kind: 'needProgress', title: '社工接手了' },
    ...{ body: '', page: `/pages/need/need?needId=${needId}`, urgent: true },
  })

  test('sent again it goes out once, however often it is tapped, and leaves a trace of who had it sent', async () => {
    await plant()
    await world.cloud.messages.grant('o-resident', [messageTemplates.needProgress.id])
    const before = world.cloud.messages.notices('o-resident').length
    const again = { messageId: letterId, how: 'again' } as const
    const replies = await Promise.all([1, 2].map(() => world.ok(supervisorOpenid, 'people.settleDeadLetter', again)))
    expect(replies.every(({ state }) => state !== 'dead')).toBe(true)
    expect(await world.ok('o-district', 'people.settleDeadLetter', again)).toMatchObject({
      state: 'settled',
      settledByName: '王督导',
    })
    expect(world.cloud.messages.notices('o-resident')).toHaveLength(before + 1)
    expect((await list(supervisorOpenid)).rows).toEqual([])
    expect((await list(supervisorOpenid, 'all')).rows).toMatchObject([{ state: 'settled' }])
    expect(world.cloud.database.find('audit', { action: 'people.retryMessage' })).not.toEqual([])
  })

  test('given up once more it is the same letter, dead again', async () => {
    await plant({ message: { ...rowless(), messageId: letterId, openid: 'o-resident', data: { thing9: 'x' } } })
    expect(
      await world.ok(supervisorOpenid, 'people.settleDeadLetter', { messageId: letterId, how: 'again' }),
    ).toMatchObject({ state: 'trying' })
    await world.cloud.clock.advance(40 * 3_600_000)
    expect((await list(supervisorOpenid)).rows).toMatchObject([{ messageId: letterId, state: 'dead', attempts: 6 }])
  }, 60_000)
  const rowless = () => ({
    ...({ kind: 'needProgress', title: '社工接手了', body: '', page: '/pages/need/need', urgent: true } as const),
    ...({ attempts: 0, status: 'pending', nextAtMs: 0 } as const),
  })

  test('seen is settled without sending', async () => {
    await plant()
    const seen = { messageId: letterId, how: 'seen' } as const
    expect(await world.ok('o-district', 'people.settleDeadLetter', seen)).toMatchObject({ state: 'settled' })
    expect(await world.ok('o-district', 'people.settleDeadLetter', seen)).toMatchObject({ state: 'settled' })
    expect(world.cloud.database.get('deadLetters', letterId)).toMatchObject({ outbox: [] })
  })

  test('whoever erases themselves takes their letters with them', async () => {
    await plant()
    await world.ok('o-resident', 'people.eraseMe', { confirm: '删除' })
    expect(world.cloud.database.count('deadLetters')).toBe(0)
  })

  test('forbidden, elsewhere, invalid, unauthenticated', async () => {
    await plant()
    const input = { messageId: letterId, how: 'again' }
    expect(await world.code('o-resident', 'people.listDeadLetters', { view: 'dead', cursor: null })).toBe('FORBIDDEN')
    expect(await world.code('o-li', 'people.settleDeadLetter', input)).toBe('FORBIDDEN')
    expect(await world.code('o-elsewhere', 'people.settleDeadLetter', input)).toBe('NOT_FOUND')
    expect(await world.code('o-district', 'people.settleDeadLetter', { ...input, how: 'loud' })).toBe('INVALID_INPUT')
    expect(await world.code('o-district', 'people.listDeadLetters', { view: 'old', cursor: null })).toBe(
      'INVALID_INPUT',
    )
    expect(await world.code('', 'people.listDeadLetters', { view: 'dead', cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code('', 'people.settleDeadLetter', input)).toBe('UNAUTHENTICATED')
  })
})

describe('content that waits for a person', () => {
  const decide = (reviewKey: string, approve: boolean, reason = approve ? '' : '照片里有别人的脸') =>
    world.ok(supervisorOpenid, 'needs.decideReview', { reviewKey, approve, reason })
  const held = (needId: NeedId, changes: Partial<NeedRecord>) =>
    ports.database.update('needs', needId, {}, { set: { contentReview: true, ...changes } })

  test('a picture that is refused hides no words, and its owner is told that it was the picture', async () => {
    const { needId } = await submitNeed(world)
    await held(needId, { photos: [{ fileId: 'cloud://local.files/a.png', verdict: 'review' }] })
    const { rows } = await world.ok(supervisorOpenid, 'needs.listReviews', { cursor: null })
    expect(rows).toMatchObject([{ reviewKey: needId, textHeld: false }])
    await decide(needId, false)
    expect(stored(world, needId)).toMatchObject({ contentReview: false, photos: [{ verdict: 'risky' }] })
    expect(stored(world, needId).refusedBecause).toBeUndefined()
    expect(inboxOf('o-resident')).toContain('您求助里的照片或录音没有通过审核')
  })

  test('pictures of a visit wait in the same queue; the worker is told of a refusal, the decision leaves a trace', async () => {
    const { needId } = await caseAt(world, 'served')
    const caseId = `case_${needId.slice(5)}`
    const photos = [{ visitId: 'visit_1', fileId: 'cloud://local.files/b.png', verdict: 'review' }]
    await ports.database.update('cases', caseId, {}, { set: { photos, contentReview: true } })
    const { rows } = await world.ok(supervisorOpenid, 'needs.listReviews', { cursor: null })
    expect(rows).toMatchObject([{ reviewKey: caseId, kind: 'visit', needId }])
    expect((await world.ok(supervisorOpenid, 'needs.getDesk', {})).reviews).toBe(1)
    expect(
      await world.code('o-elsewhere', 'needs.decideReview', { reviewKey: caseId, approve: true, reason: '' }),
    ).toBe('NOT_FOUND')
    await decide(caseId, false)
    await decide(caseId, false)
    expect(world.cloud.database.get('cases', caseId)).toMatchObject({
      contentReview: false,
      photos: [{ verdict: 'risky' }],
    })
    expect(inboxOf('o-li').filter((title) => title === '服务照片没有通过审核')).toHaveLength(1)
    const reads = await world.ok(supervisorOpenid, 'needs.listSensitiveReads', { needId, cursor: null })
    expect(reads.rows[0]).toMatchObject({ readerName: '王督导', what: '审核内容：未通过' })
  })
})

describe('other words for what was refused', () => {
  const refused = async () => {
    const { needId } = await submitNeed(world, { description: '楼下天天有人聚众赌博，吵得睡不着' })
    await world.ok(supervisorOpenid, 'needs.decideReview', { reviewKey: needId, approve: false, reason: '写到了别人' })
    return { needId, version: stored(world, needId).version, description: '夜里楼下太吵，睡不着觉，想请社区管一管' }
  }

  test('ok, and again: whoever helps reads the new words, the timeline says so once', async () => {
    const input = await refused()
    const { needId } = input
    await world.ok('o-resident', 'needs.rewrite', input)
    const after = await world.ok('o-resident', 'needs.rewrite', input)
    expect(after.aftercare.refusedBecause).toBeNull()
    expect(after.events.filter(({ kind }) => kind === 'rewritten')).toHaveLength(1)
    expect((await world.ok(offerOf(world, needId).workerOpenid, 'needs.getTask', { needId })).description).toBe(
      input.description,
    )
  })

  test('words that are not sure either wait in their turn; risky ones are refused at once and nothing changes', async () => {
    const input = await refused()
    expect(await world.code('o-resident', 'needs.rewrite', { ...input, description: '贩卖毒品贩卖毒品' })).toBe(
      'CONTENT_REFUSED',
    )
    expect(stored(world, input.needId).refusedBecause).toBe('写到了别人')
    await world.ok('o-resident', 'needs.rewrite', { ...input, description: '楼下那个骗子太吵了' })
    expect(stored(world, input.needId)).toMatchObject({ contentReview: true, textHeld: true })
  })

  test('invalid, unauthenticated, another’s, conflict, not refused', async () => {
    const input = await refused()
    const code = (openid: string, change: object = {}) => world.code(openid, 'needs.rewrite', { ...input, ...change })
    expect(await code('o-resident', { description: '短' })).toBe('INVALID_INPUT')
    expect(await code('')).toBe('UNAUTHENTICATED')
    expect(await code('o-neighbour')).toBe('NOT_FOUND')
    expect(await code('o-li')).toBe('NOT_FOUND')
    expect(await code('o-resident', { version: input.version + 1 })).toBe('CONFLICT')
    const { needId } = await submitNeed(world, { territoryCode: farCommunity })
    expect(await code('o-resident', { needId, version: stored(world, needId).version })).toBe('NOT_NOW')
  })
})
