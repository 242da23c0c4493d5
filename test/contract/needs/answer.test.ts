import { startTestWorld, type TestWorld } from '../world'
import {
  expectLoadsToAgree,
  offerOf,
  person,
  settle,
  stored,
  submitNeed,
  supervisorOpenid,
  worker,
  workerNow,
} from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
afterAll(() => world.close())

/** A need that `li` was offered; `wang` is the next. */
async function offeredToLi() {
  await settle(world, [worker('li'), worker('wang', { subSkills: ['general', 'homeCare', 'livingAlone'] })])
  const { needId } = await submitNeed(world)
  const { offerId, workerId } = offerOf(world, needId)
  expect(workerId).toBe('worker_li')
  return { needId, offerId }
}

describe('needs.accept', () => {
  test('ok: the worker has the case and now sees who and where; the resident is told and sees who helps', async () => {
    const { needId, offerId } = await offeredToLi()
    const before = await world.ok('o-li', 'needs.getTask', { needId })
    expect(before).toMatchObject({ offerId, status: 'offered', contact: null })
    expect(before.reasons.length).toBeGreaterThan(0)
    expect(JSON.stringify(before)).not.toMatch(/幸福路|刘女士|13812345678/)

    const task = await world.ok('o-li', 'needs.accept', { needId, offerId })

    expect(task).toMatchObject({ status: 'accepted', offerId: null, deadlineMs: null })
    expect(task.contact).toEqual({ name: '刘女士', phone: '13812345678', address: '幸福路 12 号 3 单元' })
    const mine = await world.ok('o-resident', 'needs.get', { needId })
    expect(mine.helper).toMatchObject({ name: 'li社工', level: 'certified', servicePointName: '新山村社区社工室' })
    expect(mine.events.map(({ kind }) => kind)).toEqual(['submitted', 'offered', 'accepted'])
    expect(mine.contactPhoneMasked).toBe('138****5678')
    expect(world.cloud.database.find('inbox', { openid: 'o-resident' })).toMatchObject([{ title: '社工接手了' }])
    expectLoadsToAgree(world)
  })

  test('each read of who and where leaves its trace; a read without leaves none', async () => {
    const { needId, offerId } = await offeredToLi()
    await world.ok('o-li', 'needs.getTask', { needId })
    expect(world.cloud.database.count('audit')).toBe(0)
    await world.ok('o-li', 'needs.accept', { needId, offerId })
    await world.ok('o-li', 'needs.getTask', { needId })
    const traces = world.cloud.database.find('audit')
    expect(traces).toHaveLength(2)
    for (const trace of traces) {
      expect(trace).toMatchObject({ actorOpenid: 'o-li', subjectId: needId, action: 'needs.readContact' })
    }
  })

  /**
   * Read 1 and guarded write 1: the floor of the step, since the room was claimed with the offer. Then inbox 1, credit 1,
   * outbox settled 1, so that the resident is told once and never not at all; and the trace 1 that reading a contact leaves.
   */
  test('a warm accept costs 6 database round trips', async () => {
    const first = await offeredToLi()
    await world.ok('o-li', 'needs.accept', first)
    const { needId, offerId } = await offeredToLi()
    expect(await world.roundTrips(() => world.ok('o-li', 'needs.accept', { needId, offerId }))).toBe(6)
  })

  test('replay: accepting again gives the case again, and nothing happens twice', async () => {
    const { needId, offerId } = await offeredToLi()
    const first = await world.ok('o-li', 'needs.accept', { needId, offerId })
    const second = await world.ok('o-li', 'needs.accept', { needId, offerId })
    expect(second).toEqual(first)
    expect(world.cloud.database.find('inbox', { openid: 'o-resident' })).toHaveLength(1)
  })

  test('two taps of one worker at once: one acceptance, and both see the case', async () => {
    const { needId, offerId } = await offeredToLi()
    const replies = await Promise.all([1, 2, 3].map(() => world.ok('o-li', 'needs.accept', { needId, offerId })))
    expect(replies.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(stored(world, needId).events.filter(({ kind }) => kind === 'accepted')).toHaveLength(1)
  })

  test('two workers, two taps, one need: whoever holds the offer wins, the other is told that it is gone', async () => {
    const { needId, offerId } = await offeredToLi()
    await world.ok('o-li', 'needs.decline', { needId, offerId, reason: 'noTime', note: '' })
    const next = offerOf(world, needId)
    expect(next.workerId).toBe('worker_wang')
    const [late, prompt] = await Promise.all([
      world.call('o-li', 'needs.accept', { needId, offerId }),
      world.call('o-wang', 'needs.accept', { needId, offerId: next.offerId }),
    ])
    expect(late).toMatchObject({ ok: false, error: { code: 'OFFER_GONE', retryable: false } })
    expect(prompt).toMatchObject({ ok: true })
    expectLoadsToAgree(world)
  })

  test('conflict: an offer past its deadline is gone, even before the timer has passed it on', async () => {
    const { needId, offerId } = await offeredToLi()
    const need = { ...stored(world, needId), offerDeadlineMs: world.cloud.clock.nowMs() - 1 }
    await settle(world, [workerNow(world, 'li')])
    await world.load('needs', need)
    expect(await world.code('o-li', 'needs.accept', { needId, offerId })).toBe('OFFER_GONE')
  })

  test('forbidden: whoever was not asked finds nothing there, whatever they know', async () => {
    const { needId, offerId } = await offeredToLi()
    expect(await world.code('o-wang', 'needs.accept', { needId, offerId })).toBe('NOT_FOUND')
    expect(await world.code('o-wang', 'needs.accept', { needId, offerId: 'offer_0000' })).toBe('NOT_FOUND')
    expect(await world.code('o-wang', 'needs.getTask', { needId })).toBe('NOT_FOUND')
    expect(await world.code('o-resident', 'needs.getTask', { needId })).toBe('NOT_FOUND')
    expect(await world.code(supervisorOpenid, 'needs.getTask', { needId })).toBe('NOT_FOUND')
  })

  test('invalid and unauthenticated', async () => {
    const { needId, offerId } = await offeredToLi()
    expect(await world.code('o-li', 'needs.accept', { needId, offerId: 'gift_1' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.accept', { needId, offerId })).toBe('UNAUTHENTICATED')
    expect(await world.code('o-li', 'needs.accept', { needId: 'need_none', offerId })).toBe('NOT_FOUND')
  })
})

describe('needs.decline', () => {
  test('ok: the room is free again and the next is asked; the reason stays with the station', async () => {
    const { needId, offerId } = await offeredToLi()
    await world.ok('o-li', 'needs.decline', { needId, offerId, reason: 'notMySkill', note: '没做过' })
    const need = stored(world, needId)
    expect(need.offer?.workerId).toBe('worker_wang')
    expect(workerNow(world, 'li').loadPoints).toBe(0)
    expect(need.events.find(({ kind }) => kind === 'declined')).toMatchObject({ note: '不是自己的专长：没做过' })
    const seen = JSON.stringify(await world.ok('o-resident', 'needs.get', { needId }))
    expect(seen).not.toMatch(/不是自己的专长|没做过|li社工/)
    expect(JSON.stringify(await world.ok('o-wang', 'needs.getTask', { needId }))).not.toMatch(/没做过|li社工/)
    expectLoadsToAgree(world)
  })

  test('the last one declined: the need goes to the station, nobody is asked twice', async () => {
    const { needId, offerId } = await offeredToLi()
    await world.ok('o-li', 'needs.decline', { needId, offerId, reason: 'noTime', note: '' })
    const second = offerOf(world, needId)
    await world.ok('o-wang', 'needs.decline', { needId, offerId: second.offerId, reason: 'onLeave', note: '' })
    expect(stored(world, needId)).toMatchObject({ status: 'triage', offer: null })
    expect(stored(world, needId).triageWhy).toMatch(/^2 人婉拒/)
    expectLoadsToAgree(world)
  })

  test('replay: declining again is fine and asks nobody else', async () => {
    const { needId, offerId } = await offeredToLi()
    const input = { needId, offerId, reason: 'noTime', note: '' } as const
    await Promise.all([world.ok('o-li', 'needs.decline', input), world.ok('o-li', 'needs.decline', input)])
    await world.ok('o-li', 'needs.decline', input)
    expect(stored(world, needId).offerIds).toHaveLength(2)
    expectLoadsToAgree(world)
  })

  test('conflict: what was accepted cannot be declined with its offer', async () => {
    const { needId, offerId } = await offeredToLi()
    await world.ok('o-li', 'needs.accept', { needId, offerId })
    const input = { needId, offerId, reason: 'noTime', note: '' } as const
    expect(await world.code('o-li', 'needs.decline', input)).toBe('OFFER_GONE')
  })

  test('forbidden, invalid and unauthenticated', async () => {
    const { needId, offerId } = await offeredToLi()
    const input = { needId, offerId, reason: 'noTime', note: '' } as const
    expect(await world.code('o-wang', 'needs.decline', input)).toBe('NOT_FOUND')
    expect(await world.code('o-li', 'needs.decline', { ...input, reason: 'bored' })).toBe('INVALID_INPUT')
    expect(await world.code('o-li', 'needs.decline', { ...input, note: '字'.repeat(101) })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.decline', input)).toBe('UNAUTHENTICATED')
    expect(stored(world, needId).status).toBe('offered')
  })
})

describe('needs.withdraw', () => {
  test('ok: an offered need is taken back, the room is free, the worker is told', async () => {
    const { needId, offerId } = await offeredToLi()
    const { version } = await world.ok('o-resident', 'needs.get', { needId })
    const after = await world.ok('o-resident', 'needs.withdraw', { needId, version, note: '已经解决了' })
    expect(after).toMatchObject({ status: 'withdrawn', canWithdraw: false, helper: null, deadlineMs: null })
    expect(workerNow(world, 'li').loadPoints).toBe(0)
    expect(world.cloud.database.find('inbox', { openid: 'o-li' }).map(({ title }) => title)).toContain('居民撤回了求助')
    expect(await world.code('o-li', 'needs.accept', { needId, offerId })).toBe('OFFER_GONE')
    expectLoadsToAgree(world)
  })

  test('replay: withdrawing again is fine; conflict: what has moved on since it was read is CONFLICT', async () => {
    const { needId, offerId } = await offeredToLi()
    const { version } = await world.ok('o-resident', 'needs.get', { needId })
    await world.ok('o-li', 'needs.accept', { needId, offerId })
    const stale = { needId, version, note: '' }
    expect(await world.code('o-resident', 'needs.withdraw', stale)).toBe('CONFLICT')
    const fresh = { ...stale, version: (await world.ok('o-resident', 'needs.get', { needId })).version }
    const first = await world.ok('o-resident', 'needs.withdraw', fresh)
    expect(await world.ok('o-resident', 'needs.withdraw', fresh)).toEqual(first)
    expectLoadsToAgree(world)
  })

  test('forbidden: only the resident; invalid; unauthenticated', async () => {
    const { needId } = await offeredToLi()
    const { version } = await world.ok('o-resident', 'needs.get', { needId })
    const input = { needId, version, note: '' }
    expect(await world.code('o-li', 'needs.withdraw', input)).toBe('NOT_FOUND')
    expect(await world.code('o-resident', 'needs.withdraw', { ...input, version: 0 })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.withdraw', input)).toBe('UNAUTHENTICATED')
  })

  test('a withdrawal and an acceptance at the same moment: one of them holds, and the load agrees', async () => {
    const { needId, offerId } = await offeredToLi()
    const { version } = await world.ok('o-resident', 'needs.get', { needId })
    await Promise.all([
      world.call('o-resident', 'needs.withdraw', { needId, version, note: '' }),
      world.call('o-li', 'needs.accept', { needId, offerId }),
    ])
    expect(['withdrawn', 'accepted']).toContain(stored(world, needId).status)
    expectLoadsToAgree(world)
  })
})

describe('lists', () => {
  test('a resident sees their own needs, newest first, page by page and each once', async () => {
    await settle(world, [], [person('o-resident')])
    const needIds: string[] = []
    // Submitted by the same call and, some of them, at the same millisecond.
    const first = await submitNeed(world)
    const one = world.cloud.database.get('needs', first.needId)
    if (!one) throw new Error('it was stored')
    const copies = Array.from({ length: 44 }, (_, index) => ({
      ...one,
      _id: `need_copy${String(index).padStart(2, '0')}`,
      submittedAtMs: Number(one.submittedAtMs) - Math.floor(index / 15),
    }))
    await world.load('needs', ...copies)
    let cursor: string | null = null
    do {
      const page: { rows: readonly { needId: string }[]; nextCursor: string | null } = await world.ok(
        'o-resident',
        'needs.listMine',
        { cursor },
      )
      needIds.push(...page.rows.map(({ needId }) => needId))
      cursor = page.nextCursor
    } while (cursor)
    expect(needIds).toHaveLength(45)
    expect(new Set(needIds).size).toBe(45)
    expect((await world.ok('o-other', 'needs.listMine', { cursor: null })).rows).toEqual([])
    expect(await world.code('o-resident', 'needs.listMine', { cursor: 'bm9uc2Vuc2U' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'needs.listMine', { cursor: null })).toBe('UNAUTHENTICATED')
  })

  test('a worker sees offers and cases of their own with their load; who is no worker is FORBIDDEN', async () => {
    const { needId, offerId } = await offeredToLi()
    const waiting = await world.ok('o-li', 'needs.listTasks', { cursor: null })
    expect(waiting).toMatchObject({
      rows: [{ needId, offerId, status: 'offered' }],
      load: { loadPoints: 2, capPoints: 8 },
    })
    expect((await world.ok('o-wang', 'needs.listTasks', { cursor: null })).rows).toEqual([])
    await world.ok('o-li', 'needs.accept', { needId, offerId })
    expect((await world.ok('o-li', 'needs.listTasks', { cursor: null })).rows).toMatchObject([
      { needId, offerId: null, status: 'accepted' },
    ])
    expect(await world.code('o-resident', 'needs.listTasks', { cursor: null })).toBe('FORBIDDEN')
    expect(await world.code('', 'needs.listTasks', { cursor: null })).toBe('UNAUTHENTICATED')
    expect(await world.code('o-li', 'needs.listTasks', { cursor: 7 })).toBe('INVALID_INPUT')
  })

  test('a need that is not the caller’s looks like one that is not there', async () => {
    const { needId } = await offeredToLi()
    const theirs = await world.call('o-li', 'needs.get', { needId })
    const nobodys = await world.call('o-li', 'needs.get', { needId: 'need_nothing' })
    if (theirs.ok || nobodys.ok) throw new Error('both fail')
    expect({ ...theirs.error, requestId: '' }).toEqual({ ...nobodys.error, requestId: '' })
  })
})
