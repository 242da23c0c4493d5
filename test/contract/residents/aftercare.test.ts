import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { NeedId } from '../../../typings/ids'
import { upload } from '../files'
import { expectLoadsToAgree, needKey, offerOf, stored, submitNeed, supervisorOpenid } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'
import { acceptedNeed, closedNeed, inboxOf, openTown, put, staff, versionOf } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
beforeEach(() => openTown(world))
afterAll(() => world.close())

describe('needs.askPerson', () => {
  const ask = (needId: NeedId, note = '') =>
    world.ok('o-resident', 'needs.askPerson', { needId, version: versionOf(world, needId), note })

  test('the offer ends, the worker has the room again, the station is told, and the router leaves it alone', async () => {
    const { needId } = await submitNeed(world)
    const need = await ask(needId, '想要一位说重庆话的')
    expect(need).toMatchObject({ status: 'triage', aftercare: { personAsked: true, canAskPerson: false } })
    expectLoadsToAgree(world)
    expect(inboxOf(world, supervisorOpenid).map(({ title }) => title)).toContain('居民希望由人来选社工')
    await world.cloud.clock.advance(6 * 3_600_000)
    await world.tick()
    expect(stored(world, needId)).toMatchObject({ status: 'triage', offer: null })
    const input = { needId, workerId: 'worker_li', version: versionOf(world, needId), note: '' } as const
    await world.ok(supervisorOpenid, 'needs.assign', input)
    expect(stored(world, needId).status).toBe('offered')
  })

  test('once somebody is on it they stay until the station has decided', async () => {
    const needId = await acceptedNeed(world)
    expect(await ask(needId)).toMatchObject({ status: 'accepted', aftercare: { personAsked: true } })
    expect(stored(world, needId).workerOpenid).toBe('o-li')
    expectLoadsToAgree(world)
  })

  test('replay is fine; conflict, not now, not there, invalid, unauthenticated', async () => {
    const { needId } = await submitNeed(world)
    const input = { needId, version: versionOf(world, needId), note: '' }
    expect(await world.code('o-resident', 'needs.askPerson', { ...input, version: 99 })).toBe('CONFLICT')
    await world.ok('o-resident', 'needs.askPerson', input)
    await world.ok('o-resident', 'needs.askPerson', input)
    expect(await world.code('o-li', 'needs.askPerson', input)).toBe('NOT_FOUND')
    const closed = await closedNeed(world, {}, 'o-other')
    const late = { needId: closed, version: versionOf(world, closed), note: '' }
    expect(await world.code('o-other', 'needs.askPerson', late)).toBe('NOT_NOW')
    expect(await world.code('o-resident', 'needs.askPerson', { needId })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.askPerson', input)).toBe('UNAUTHENTICATED')
  })
})

describe('words between', () => {
  const say = (openid: string, needId: NeedId, text: string, noteKey = needKey()) =>
    world.ok(openid, 'needs.sendNote', { needId, noteKey, text })

  test('both sides write and read; nobody’s number is in it; one notice tells of a conversation', async () => {
    const needId = await acceptedNeed(world)
    await say('o-li', needId, '周阿姨您好，我明天上午来看您')
    await say('o-li', needId, '大概十点到')
    expect(inboxOf(world, 'o-resident').filter(({ title }) => title === '社工给您留言了')).toMatchObject([
      { page: `/resident/pages/thread/thread?needId=${needId}` },
    ])
    expect((await world.ok('o-resident', 'needs.get', { needId })).aftercare.unreadNotes).toBe(2)
    expect(await world.ok('o-resident', 'needs.listUnreadNotes', {})).toEqual([{ needId, count: 2 }])
    const thread = await world.ok('o-resident', 'needs.listNotes', { needId, cursor: null })
    expect(thread).toMatchObject({ withName: 'li社工（新山村社区社工室）', canWrite: true })
    expect(thread.rows.map(({ text, mine }) => [text, mine])).toEqual([
      ['大概十点到', false],
      ['周阿姨您好，我明天上午来看您', false],
    ])
    expect(JSON.stringify(thread)).not.toMatch(/13812345678/)
    await world.ok('o-resident', 'needs.setNotesRead', { needId })
    expect(await world.ok('o-resident', 'needs.listUnreadNotes', {})).toEqual([])
    await say('o-resident', needId, '好的，谢谢')
    expect((await world.ok('o-li', 'needs.getTask', { needId })).aside.unreadNotes).toBe(1)
    const [latest] = (await world.ok('o-li', 'needs.listNotes', { needId, cursor: null })).rows
    expect(latest).toMatchObject({ text: '好的，谢谢', from: 'resident', fromName: '刘女士', state: 'sent' })
    expect(inboxOf(world, 'o-li').map(({ title }) => title)).toContain('居民给您留言了')
  })

  test('what content security is not sure of waits for a person, then arrives; what is refused never does', async () => {
    const needId = await acceptedNeed(world)
    expect(await say('o-resident', needId, '邻居天天赌博')).toMatchObject({ state: 'held' })
    expect((await world.ok('o-li', 'needs.listNotes', { needId, cursor: null })).rows).toEqual([])
    const { rows } = await world.ok(staff, 'needs.listReviews', { cursor: null })
    expect(rows).toMatchObject([{ kind: 'note', text: '邻居天天赌博' }])
    const reviewKey = rows[0]?.reviewKey ?? ''
    await world.ok(staff, 'needs.decideReview', { reviewKey, approve: true, reason: '' })
    await world.ok(staff, 'needs.decideReview', { reviewKey, approve: true, reason: '' })
    expect((await world.ok('o-li', 'needs.listNotes', { needId, cursor: null })).rows).toHaveLength(1)
    await say('o-li', needId, '他是不是吸毒')
    const second = (await world.ok(staff, 'needs.listReviews', { cursor: null })).rows[0]?.reviewKey ?? ''
    await world.ok(staff, 'needs.decideReview', { reviewKey: second, approve: false, reason: '请换一种说法' })
    expect((await world.ok('o-resident', 'needs.listNotes', { needId, cursor: null })).rows).toHaveLength(1)
    expect((await world.ok('o-li', 'needs.listNotes', { needId, cursor: null })).rows[0]).toMatchObject({
      state: 'refused',
    })
    expect(await world.code('o-li', 'needs.sendNote', { needId, noteKey: needKey(), text: '去死吧' })).toBe(
      'CONTENT_REFUSED',
    )
  })

  test('replay is one note; key reused, others, before and long after, invalid, unauthenticated, limited', async () => {
    const needId = await acceptedNeed(world)
    const input = { needId, noteKey: needKey(), text: '您好' }
    const first = await world.ok('o-resident', 'needs.sendNote', input)
    expect(await world.ok('o-resident', 'needs.sendNote', input)).toEqual(first)
    expect(await world.code('o-resident', 'needs.sendNote', { ...input, text: '别的' })).toBe('KEY_REUSED')
    for (const name of ['needs.listNotes', 'needs.setNotesRead', 'needs.sendNote'] as const) {
      const asked =
        name === 'needs.sendNote' ? input : name === 'needs.listNotes' ? { needId, cursor: null } : { needId }
      expect(await world.code('o-stranger', name, asked)).toBe('NOT_FOUND')
      expect(await world.code('o-resident', name, { needId: 'x' })).toBe('INVALID_INPUT')
      expect(await world.code('', name, asked)).toBe('UNAUTHENTICATED')
    }
    expect(await world.code('', 'needs.listUnreadNotes', {})).toBe('UNAUTHENTICATED')
    const waiting = await submitNeed(world, {}, 'o-waiting')
    const early = { needId: waiting.needId, noteKey: needKey(), text: '在吗' }
    expect(await world.code('o-waiting', 'needs.sendNote', early)).toBe('NOT_NOW')
    expect(await world.code('o-li', 'needs.sendNote', early)).toBe('NOT_FOUND')
    // Twice the limit and one: the window may turn once on the way.
    const answers: string[] = []
    for (let time = 0; time < 41 && !answers.includes('RATE_LIMITED'); time += 1) {
      const reply = await world.call('o-li', 'needs.sendNote', { needId, noteKey: needKey(), text: `第 ${time} 句` })
      answers.push(reply.ok ? 'ok' : reply.error.code)
    }
    expect(answers).toContain('RATE_LIMITED')
  })
})

describe('afterwards', () => {
  const rating = { solved: true, satisfied: true, comment: '很细心' }

  test('a closed need is rated; unsolved, the station hears of it', async () => {
    const needId = await closedNeed(world)
    const rated = await world.ok('o-resident', 'needs.rate', { needId, version: versionOf(world, needId), ...rating })
    expect(rated.aftercare).toMatchObject({ rating, canRate: true })
    await world.ok('o-resident', 'needs.rate', { needId, version: 1, ...rating })
    const other = { ...rating, solved: false }
    expect(await world.code('o-resident', 'needs.rate', { needId, version: 1, ...other })).toBe('CONFLICT')
    await world.ok('o-resident', 'needs.rate', { needId, version: versionOf(world, needId), ...other })
    expect(inboxOf(world, supervisorOpenid).map(({ title }) => title)).toContain('居民评价：没有解决')
  })

  test('opened again within 30 days it is routed anew; the timeline says so', async () => {
    const needId = await closedNeed(world)
    const input = { needId, version: versionOf(world, needId), reason: '扶手又松了' }
    const again = await world.ok('o-resident', 'needs.reopen', input)
    expect(again).toMatchObject({ status: 'offered', aftercare: { reopenUntilMs: null } })
    expect(again.events.map(({ kind, note }) => [kind, note]).at(-2)).toEqual(['reopened', '扶手又松了'])
    await world.ok('o-resident', 'needs.reopen', input)
    expect(stored(world, needId).events.filter(({ kind }) => kind === 'reopened')).toHaveLength(1)
    expectLoadsToAgree(world)
    await world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
  })

  test('after 30 days it is neither rated nor opened again', async () => {
    const needId = await closedNeed(world)
    const events = stored(world, needId).events.map((event) => ({ ...event, atMs: event.atMs - 31 * dayMs }))
    await put(world, needId, { events })
    const version = versionOf(world, needId)
    expect(await world.code('o-resident', 'needs.rate', { needId, version, ...rating })).toBe('NOT_NOW')
    expect(await world.code('o-resident', 'needs.reopen', { needId, version, reason: '又坏了' })).toBe('NOT_NOW')
    expect((await world.ok('o-resident', 'needs.get', { needId })).aftercare).toMatchObject({
      canRate: false,
      reopenUntilMs: null,
    })
  })

  test('others, open needs, invalid, unauthenticated', async () => {
    const needId = await acceptedNeed(world)
    const version = versionOf(world, needId)
    expect(await world.code('o-resident', 'needs.rate', { needId, version, ...rating })).toBe('NOT_NOW')
    expect(await world.code('o-resident', 'needs.reopen', { needId, version, reason: '又坏了' })).toBe('NOT_NOW')
    expect(await world.code('o-li', 'needs.rate', { needId, version, ...rating })).toBe('NOT_FOUND')
    expect(await world.code('o-li', 'needs.reopen', { needId, version, reason: '又坏了' })).toBe('NOT_FOUND')
    expect(await world.code('o-resident', 'needs.reopen', { needId, version, reason: '' })).toBe('INVALID_INPUT')
    expect(await world.code('o-resident', 'needs.rate', { needId, version, solved: 'yes' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.rate', {})).toBe('UNAUTHENTICATED')
    expect(await world.code('', 'needs.reopen', {})).toBe('UNAUTHENTICATED')
  })
})

describe('needs.erase', () => {
  test('the person is gone from it: name, number, address, words, pictures, notes; what the books need stays', async () => {
    const photo = await upload(world, 'needs', 'o-resident')
    const needId = await closedNeed(world, { photoFileIds: [photo] })
    await world.ok('o-resident', 'needs.sendNote', { needId, noteKey: needKey(), text: '我住三楼' })
    await world.ok('o-resident', 'needs.erase', { needId })
    await world.ok('o-resident', 'needs.erase', { needId })
    const left = JSON.stringify([
      stored(world, needId),
      world.cloud.database.find('notes'),
      world.cloud.database.find('cases'),
    ])
    expect(left).not.toMatch(/刘女士|13812345678|幸福路|腿脚不便|三楼|o-resident|\.jpg/)
    expect(stored(world, needId)).toMatchObject({ field: 'elderCare', status: 'closed', communityName: '新山村社区' })
    await expect(world.cloud.storage.download(photo)).rejects.toThrow()
    expect(await world.code('o-resident', 'needs.get', { needId })).toBe('NOT_FOUND')
    expect((await world.ok('o-resident', 'needs.listMine', { cursor: null })).rows).toEqual([])
  })

  test('not while it is open; not another’s; invalid, unauthenticated', async () => {
    const needId = await acceptedNeed(world)
    expect(await world.code('o-resident', 'needs.erase', { needId })).toBe('NOT_NOW')
    expect(await world.code('o-li', 'needs.erase', { needId })).toBe('NOT_FOUND')
    expect(await world.code('o-resident', 'needs.erase', { needId: 1 })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.erase', { needId })).toBe('UNAUTHENTICATED')
  })
})
