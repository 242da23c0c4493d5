/** Who must not read, decide or set off what, of needs and their cases: each test is an attack that once worked. */
import { shanghaiMonth } from '../../../cloudfunctions/shared/time/shanghai'
import type { Role } from '../../../typings/people'
import { caseAt, key, liOpenid, storedCase, visitInput } from '../needs/cases/stage'
import { needInput, offerOf, person, stored, submitNeed, supervisorOpenid, worker, workerNow } from '../needs/scene'
import { productWorld } from '../product-world'
import {
  acceptedNeed,
  closedNeed,
  community,
  districtStaff,
  duty,
  inboxOf,
  openTown,
  staff,
  street,
  versionOf,
} from '../residents/scene'

import { startTestWorld, type TestWorld } from '../world'

jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => openTown(world))
afterAll(() => world.close())

/** Words of the local WeChat’s list that ask for a person. */
const unsure = '邻居天天聚众赌博，吵得睡不着'
const violence = {
  field: 'communitySafety',
  subSkill: 'domesticViolence',
  description: `${unsure}，老公还打我`,
} as const
const childNeed = { field: 'childCare', subSkill: 'tutoring', description: `孩子的爸爸${unsure}` } as const
const minor = { field: 'childCare', subSkill: 'general' } as const
const wang = (changes = {}) =>
  worker('wang', { fields: ['elderCare', 'childCare'], subSkills: ['general', 'livingAlone'], ...changes })
const dutyOf = (role: Role, territoryCode: string = street) => ({ role, territoryCode, territoryName: '' })
const reviewsOf = async (openid: string) => (await world.ok(openid, 'needs.listReviews', { cursor: null })).rows
const decision = (reviewKey: string) => ({ reviewKey, approve: true, reason: '' })
const traces = (action: string, actorOpenid: string) => world.cloud.database.find('audit', { action, actorOpenid })
const reassigned = (needId: `need_${string}`) =>
  world.ok(supervisorOpenid, 'needs.reassign', { needId, key: key(), workerId: 'worker_wang', reason: '换人' })

describe('staff of the community', () => {
  const waiting = async () => (await world.ok(staff, 'needs.listToVerify', { view: 'waiting', cursor: null })).rows

  test('neither find nor decide what waits of violence, of a child, of somebody’s wish to die; the station does', async () => {
    const hidden = [
      await submitNeed(world, violence, 'o-a'),
      await submitNeed(world, childNeed, 'o-b'),
      await submitNeed(world, { description: `${unsure}，我不想活了` }, 'o-c'),
    ].map(({ needId }) => needId)
    const { needId: plain } = await submitNeed(world, { description: unsure }, 'o-d')
    expect((await reviewsOf(staff)).map(({ needId }) => needId)).toEqual([plain])
    expect((await waiting()).map(({ needId }) => needId)).toEqual([plain])
    for (const needId of hidden) {
      expect(await world.code(staff, 'needs.decideReview', decision(needId))).toBe('NOT_FOUND')
      expect(await world.code(staff, 'needs.verify', { needId, outcome: 'confirmed', note: '' })).toBe('NOT_FOUND')
      expect(stored(world, needId).contentReview).toBe(true)
    }
    expect((await reviewsOf(supervisorOpenid)).map(({ needId }) => needId)).toEqual([...hidden, plain])
    await world.ok(supervisorOpenid, 'needs.decideReview', decision(hidden[0] ?? ''))
  })

  test('nor what is said in, or photographed at, such a case', async () => {
    const needId = await acceptedNeed(world, { ...violence, description: '老公喝醉了就打我' })
    const note = await world.ok('o-resident', 'needs.sendNote', { needId, noteKey: key(), text: '他又去赌博了' })
    expect(note.state).toBe('held')
    const kase = await caseAt(world, 'served', minor)
    await hold(kase.needId)
    expect(await reviewsOf(staff)).toEqual([])
    expect(await world.code(staff, 'needs.decideReview', decision(note.noteId))).toBe('NOT_FOUND')
    const caseKey = storedCase(world, kase.needId)._id
    expect(await world.code(staff, 'needs.decideReview', decision(caseKey))).toBe('NOT_FOUND')
    expect((await reviewsOf(supervisorOpenid)).map(({ kind }) => kind)).toEqual(['note', 'visit'])
  })

  test('nor where the need’s words alone tell of a wish to die', async () => {
    const needId = await acceptedNeed(world, { description: '我不想活了，请帮帮我' })
    const intake = {
      firstContactAtMs: world.cloud.clock.nowMs(),
      way: 'phone',
      agreement: 'spoken',
      summary: '约好了',
    } as const
    await world.ok(liOpenid, 'needs.recordIntake', { needId, key: key(), ...intake })
    const { _id: caseKey } = storedCase(world, needId)
    const { database } = await productWorld(world.cloud)
    const photos = [{ visitId: 'visit', fileId: `cloud://env/cases/${key()}.jpg`, verdict: 'review' }]
    await database.update('cases', caseKey, {}, { set: { contentReview: true, photos } })
    expect(await reviewsOf(staff)).toEqual([])
    expect(await world.code(staff, 'needs.decideReview', decision(caseKey))).toBe('NOT_FOUND')
    expect(storedCase(world, needId).contentReview).toBe(true)
    expect((await reviewsOf(supervisorOpenid)).map(({ reviewKey }) => reviewKey)).toEqual([caseKey])
    await world.ok(supervisorOpenid, 'needs.decideReview', decision(caseKey))
  })

  test('who also have a duty elsewhere gain nothing here by it', async () => {
    await setDuties(staff, dutyOf('communityStaff', community), dutyOf('stationSupervisor', '500110002'))
    const { needId } = await submitNeed(world, violence, 'o-a')
    expect(await reviewsOf(staff)).toEqual([])
    expect(await world.code(staff, 'needs.decideReview', decision(needId))).toBe('NOT_FOUND')
  })
})

describe('each read of words, addresses and numbers', () => {
  test('is on record of every need that was shown, with its street, for its person and its station to find', async () => {
    const { needId: first } = await submitNeed(world, { description: unsure }, 'o-a')
    const { needId: second } = await submitNeed(world, { description: unsure, address: '幸福路 1 号' }, 'o-b')
    await world.ok(staff, 'needs.listToVerify', { view: 'waiting', cursor: null })
    await reviewsOf(staff)
    for (const action of ['needs.readAddresses', 'needs.readReview']) {
      const found = traces(action, staff).map(({ subjectId, streetCode }) => [subjectId, streetCode])
      expect(found.sort()).toEqual(
        [
          [first, street],
          [second, street],
        ].sort(),
      )
    }
    await world.ok(staff, 'needs.verify', { needId: second, outcome: 'confirmed', note: '' })
    expect(traces('needs.readAddresses', staff)).toHaveLength(3)
    const reads = await world.ok(supervisorOpenid, 'needs.listSensitiveReads', { needId: null, cursor: null })
    expect(reads.rows.filter(({ needId, what }) => needId === second && what === '查看地址')).toHaveLength(2)
  })

  test('of an alert too, whether it is listed, taken or closed', async () => {
    const { needId } = await submitNeed(world, { description: '老人晕倒了，叫不醒' })
    const alert = { kind: 'fire', territoryCode: community, phone: '13812345678', words: '楼道冒烟' } as const
    const { dangerId } = await world.ok('o-a', 'needs.raiseDanger', { ...alert, dangerKey: key() })
    await world.ok(duty, 'needs.listDangers', { cursor: null })
    const listed = traces('needs.readDangers', duty).map(({ subjectId, streetCode }) => [subjectId, streetCode])
    expect(listed.sort()).toEqual(
      [
        [needId, street],
        [dangerId, street],
      ].sort(),
    )
    await world.ok(duty, 'needs.takeDanger', { dangerId })
    await world.ok(duty, 'needs.closeDanger', { dangerId, outcome: '已处理' })
    expect(traces('needs.readDangers', duty)).toHaveLength(4)
    const { exportNeeds } = await import('../../../cloudfunctions/needs/public')
    const shown = await exportNeeds(await productWorld(world.cloud), 'o-a')
    const reads = shown.find(({ name }) => name === '谁看过您的信息')?.rows ?? []
    expect(reads.map((row) => row.看了什么)).toEqual(Array(3).fill(expect.stringContaining('值班的人')))
  })
})

test('a worker with no more than an offer does not learn who read the need', async () => {
  const { needId } = await submitNeed(world, {}, 'o-a')
  await world.ok(staff, 'needs.listToVerify', { view: 'waiting', cursor: null })
  const reads = async () => (await world.ok(liOpenid, 'needs.listMyReads', { of: 'clients', cursor: null })).rows
  expect(stored(world, needId).status).toBe('offered')
  expect(await reads()).toEqual([])
  await world.ok(liOpenid, 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
  expect((await reads()).map((read) => read.needId)).toEqual([needId])
})

describe('nobody lets through', () => {
  test('a need that they asked or wrote down themselves', async () => {
    const mine = await submitNeed(world, { description: unsure }, supervisorOpenid)
    const written = await world.ok(staff, 'needs.enter', {
      ...needInput({ description: unsure }),
      consentHow: 'inPerson',
    })
    for (const [openid, { needId }] of [
      [supervisorOpenid, mine],
      [staff, written],
    ] as const) {
      expect((await reviewsOf(openid)).map((row) => row.needId)).not.toContain(needId)
      expect(await world.code(openid, 'needs.decideReview', decision(needId))).toBe('FORBIDDEN')
    }
    await world.ok(staff, 'needs.decideReview', decision(mine.needId))
    expect(stored(world, written.needId).contentReview).toBe(true)
  })

  test('a line that they wrote, a picture that they may have taken', async () => {
    await world.load('people', person(liOpenid, { name: '李社工', duties: [dutyOf('stationSupervisor')] }))
    const kase = await caseAt(world, 'served')
    const { needId } = kase
    const { noteId } = await world.ok(liOpenid, 'needs.sendNote', { needId, noteKey: key(), text: '别再赌博了' })
    await hold(needId)
    expect(await reviewsOf(liOpenid)).toEqual([])
    const caseKey = storedCase(world, needId)._id
    for (const each of [noteId, caseKey]) {
      expect(await world.code(liOpenid, 'needs.decideReview', decision(each))).toBe('FORBIDDEN')
    }
    await world.load('workers', wang())
    await reassigned(needId)
    expect(await world.code(liOpenid, 'needs.decideReview', decision(caseKey))).toBe('FORBIDDEN')
    expect(await reviewsOf(supervisorOpenid)).toHaveLength(2)
  })
})

describe('a worker who is a supervisor too', () => {
  beforeEach(() => world.load('people', person(liOpenid, { name: '李社工', duties: [dutyOf('stationSupervisor')] })))

  test.each(['plan', 'closure'] as const)('does not approve their own %s after giving the case away', async (what) => {
    const { needId } = await caseAt(world, what === 'plan' ? 'planWaits' : 'closureWaits')
    await world.load('workers', wang())
    await world.ok(liOpenid, 'needs.reassign', { needId, key: key(), workerId: 'worker_wang', reason: '换人' })
    const { version, can } = await world.ok(liOpenid, 'needs.getStationCase', { needId })
    expect(can).toEqual(expect.not.arrayContaining(['decidePlan', 'decideClosure']))
    const input = { needId, key: key(), version, what, approved: true, note: '' }
    expect(await world.code(liOpenid, 'needs.decideCase', input)).toBe('FORBIDDEN')
    await world.ok(supervisorOpenid, 'needs.decideCase', { ...input, key: key() })
  })

  test('does not score a case that they worked on and gave away', async () => {
    const { needId, version } = await caseAt(world, 'closureWaits')
    await world.load('workers', wang())
    await world.ok(liOpenid, 'needs.reassign', { needId, key: key(), workerId: 'worker_wang', reason: '换人' })
    const closing = { needId, key: key(), version: version + 1, what: 'closure', approved: true, note: '' } as const
    const closed = await world.ok(supervisorOpenid, 'needs.decideCase', closing)
    const scores = { assessment: 5, planning: 5, recording: 5, outcome: 5, ethics: 5 }
    const review = { needId, key: key(), version: closed.version, scores, comment: '' }
    expect(await world.code(liOpenid, 'needs.setQualityReview', review)).toBe('FORBIDDEN')
  })
})

test('an approved request to read a child’s file ends with the duty that it was approved for', async () => {
  await world.load('people', person('o-colleague', { name: '同事', duties: [dutyOf('socialWorker')] }))
  const { needId } = await caseAt(world, 'served', minor)
  const request = { needId, key: key(), reason: '接下来由我代班' }
  const { accessId } = await world.ok('o-colleague', 'needs.askAccess', request)
  await world.ok(districtStaff, 'needs.decideAccess', { accessId, approved: true, note: '' })
  expect((await world.ok('o-colleague', 'needs.getCase', { needId })).visits).toHaveLength(1)
  await setDuties('o-colleague', dutyOf('socialWorker', '500110002'))
  expect(await world.code('o-colleague', 'needs.getCase', { needId })).toBe('NOT_FOUND')
  await setDuties('o-colleague')
  expect(await world.code('o-colleague', 'needs.getCase', { needId })).toBe('NOT_FOUND')
})

describe('a former worker', () => {
  test('who sends an old visit again gets that visit, and nothing of what became of the case', async () => {
    const { needId } = await caseAt(world, 'serving')
    const visit = visitInput(needId, world)
    await world.ok(liOpenid, 'needs.recordVisit', visit)
    await world.load('workers', wang())
    await reassigned(needId)
    const later = { ...visitInput(needId, world), note: '后来的话' }
    await world.ok('o-wang', 'needs.recordVisit', later)
    const before = world.cloud.database.count('audit')
    const seen = await world.ok(liOpenid, 'needs.recordVisit', visit)
    expect(seen).toMatchObject({ visitId: `visit_${visit.key}`, note: visit.note, photoUrls: [] })
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['description', 'contact', 'visits', 'events']))
    expect(JSON.stringify(seen)).not.toContain('后来的话')
    expect(world.cloud.database.count('audit')).toBe(before)
    expect(await world.code(liOpenid, 'needs.recordVisit', { ...later, note: '猜' })).toBe('KEY_REUSED')
    expect(await world.code('o-zhao', 'needs.recordVisit', visit)).toBe('NOT_FOUND')
  })
})

describe('a need that was taken back', () => {
  const withdraw = (needId: `need_${string}`) =>
    world.ok('o-resident', 'needs.withdraw', { needId, version: versionOf(world, needId), note: '' })

  test('gives its contact to no worker any more, though it had changed hands before 接案', async () => {
    const needId = await acceptedNeed(world)
    await world.load('workers', wang())
    await reassigned(needId)
    expect((await world.ok('o-wang', 'needs.getCase', { needId })).contact).not.toBeNull()
    await withdraw(needId)
    const intake = { needId, key: key(), firstContactAtMs: 0, way: 'phone', agreement: 'spoken', summary: '约好了' }
    intake.firstContactAtMs = world.cloud.clock.nowMs()
    for (const openid of ['o-wang', liOpenid]) {
      expect(await world.code(openid, 'needs.getCase', { needId })).toBe('NOT_FOUND')
      expect(await world.code(openid, 'needs.recordIntake', intake)).toBe('NOT_FOUND')
    }
    expect(await world.code(supervisorOpenid, 'needs.getStationCase', { needId })).toBe('NOT_FOUND')
    expect(world.cloud.database.count('cases')).toBe(0)
    expect(stored(world, needId).status).toBe('withdrawn')
    expect(workerNow(world, 'wang').loadPoints).toBe(0)
  })

  test('after it had come back: what was written stays as a closed record, without the contact', async () => {
    const { needId } = await caseAt(world, 'closed')
    const before = storedCase(world, needId)
    await world.ok('o-resident', 'needs.reopen', { needId, version: versionOf(world, needId), reason: '又不行了' })
    await world.ok(liOpenid, 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
    await world.load('workers', wang())
    await reassigned(needId)
    const moved = storedCase(world, needId)
    expect(moved).toMatchObject({ status: 'open', stage: 'intake', assessment: before.assessment, reopenings: 1 })
    expect(moved.events).toHaveLength(before.events.length + 1)
    expect(moved.formerWorkers.map(({ openid }) => openid)).toContain(liOpenid)
    await withdraw(needId)
    const kase = await world.ok('o-wang', 'needs.getCase', { needId })
    expect(kase).toMatchObject({ status: 'closed', contact: null, can: [] })
    const month = shanghaiMonth(world.cloud.clock.nowMs())
    expect((await world.ok(supervisorOpenid, 'needs.listQualitySample', { month })).rows).toEqual([])
  })
})

describe('nobody alone', () => {
  const dangers = () => world.cloud.database.count('dangers')
  const dangerous = { description: '我不想活了，谁来帮帮我' }

  test('pages those on duty more than six times an hour by the words of needs; the needs go their way', async () => {
    for (let time = 0; time < 8; time += 1) await submitNeed(world, dangerous, 'o-a')
    expect(dangers()).toBe(6)
    expect(inboxOf(world, duty)).toHaveLength(6)
    expect(world.cloud.database.find('needs', { urgency: 'emergency' })).toHaveLength(8)
    await submitNeed(world, dangerous, 'o-b')
    expect(dangers()).toBe(7)
  })

  test('and nobody who cries for help is refused: beyond six pages it stands on the alert that is open', async () => {
    const button = { kind: 'selfHarm', territoryCode: community, phone: null, words: '' } as const
    for (let time = 0; time < 6; time += 1) await submitNeed(world, dangerous, 'o-a')
    for (let time = 0; time < 4; time += 1) await submitNeed(world, {}, 'o-a')
    const cry = needInput({ description: '我真的不想活了，药已经拿在手里' })
    const { needId } = await world.ok('o-a', 'needs.submit', cry)
    await world.ok('o-a', 'needs.submit', cry)
    expect(stored(world, needId)).toMatchObject({ danger: 'selfHarm', urgency: 'emergency' })
    const pressed = { ...button, dangerKey: key() }
    const { dangerId, pagedCount } = await world.ok('o-a', 'needs.raiseDanger', pressed)
    expect(await world.ok('o-a', 'needs.raiseDanger', pressed)).toMatchObject({ dangerId, pagedCount })
    expect(pagedCount).toBeGreaterThan(0)
    expect(dangers()).toBe(6)
    const again = async () =>
      (await world.ok(duty, 'needs.listDangers', { cursor: null })).rows.find((row) => row.dangerId === dangerId)?.again
    expect((await again())?.count).toBe(2)
    // Whoever took it still hears of it; what was closed everywhere does not silence the next cry.
    for (const { _id } of world.cloud.database.find('dangers') as { _id: `danger_${string}` }[]) {
      await world.ok(duty, 'needs.takeDanger', { dangerId: _id })
    }
    expect((await world.ok('o-a', 'needs.raiseDanger', { ...button, dangerKey: key() })).dangerId).toBe(dangerId)
    expect((await again())?.count).toBe(3)
    for (const { _id } of world.cloud.database.find('dangers') as { _id: `danger_${string}` }[]) {
      await world.ok(duty, 'needs.closeDanger', { dangerId: _id, outcome: '已处理' })
    }
    await world.ok('o-a', 'needs.raiseDanger', { ...button, dangerKey: key() })
    expect(dangers()).toBe(7)
  })

  test('nor by other words for what was refused; what is sent again takes nothing from the limit', async () => {
    const input = needInput(dangerous)
    for (let time = 0; time < 8; time += 1) await world.ok('o-a', 'needs.submit', input)
    for (let time = 0; time < 5; time += 1) await submitNeed(world, dangerous, 'o-a')
    expect(dangers()).toBe(6)
    const { needId } = await submitNeed(world, { description: unsure }, 'o-a')
    await world.ok(supervisorOpenid, 'needs.decideReview', { ...decision(needId), approve: false, reason: '广告' })
    const again = { needId, version: versionOf(world, needId), description: dangerous.description }
    await world.ok('o-a', 'needs.rewrite', again)
    expect(dangers()).toBe(6)
    expect(stored(world, needId).danger).toBe('selfHarm')
  })

  test('but staff, who write down what many people say', async () => {
    const written = () => ({ ...needInput(dangerous), consentHow: 'phone' as const })
    for (let time = 0; time < 8; time += 1) await world.ok(staff, 'needs.enter', written())
    expect(dangers()).toBe(8)
    // Nor are those needs counted as staff’s own.
    for (let time = 0; time < 4; time += 1)
      await world.ok(staff, 'needs.enter', { ...written(), description: '想请人常来看看' })
    await submitNeed(world, {}, staff)
  })

  test('fills everybody’s day: ten needs are open at once, save of whoever is in danger', async () => {
    const first = needInput()
    await world.ok('o-a', 'needs.submit', first)
    for (let time = 0; time < 9; time += 1) await submitNeed(world, {}, 'o-a')
    const reply = await world.call('o-a', 'needs.submit', needInput())
    expect(reply).toMatchObject({ ok: false, error: { code: 'NOT_NOW', fields: [{ path: 'openNeeds', limit: '10' }] } })
    const { needId } = await world.ok('o-a', 'needs.submit', first)
    await submitNeed(world, dangerous, 'o-a')
    await submitNeed(world, {}, 'o-b')
    for (const id of [needId, ...world.cloud.database.find('needs', { danger: 'selfHarm' }).map(({ _id }) => _id)]) {
      const version = versionOf(world, id as `need_${string}`)
      await world.ok('o-a', 'needs.withdraw', { needId: id as `need_${string}`, version, note: '' })
    }
    await submitNeed(world, {}, 'o-a')
  })

  test('fills a worker’s and a station’s inbox by changing their mind', async () => {
    const { needId } = await caseAt(world, 'serving')
    const wish = (ends: boolean) => ({ needId, version: versionOf(world, needId), ends, note: '' })
    for (let time = 0; time < 6; time += 1) await world.ok('o-resident', 'needs.askToEnd', wish(time % 2 === 0))
    expect(await world.code('o-resident', 'needs.askToEnd', wish(true))).toBe('RATE_LIMITED')
    const closed = await closedNeed(world, {}, 'o-a')
    const rating = (comment: string) => ({
      needId: closed,
      version: versionOf(world, closed),
      solved: false,
      satisfied: false,
      comment,
    })
    for (let time = 0; time < 12; time += 1) await world.ok('o-a', 'needs.rate', rating(`第 ${time} 次`))
    expect(await world.code('o-a', 'needs.rate', rating('又一次'))).toBe('RATE_LIMITED')
  })
})

/** A picture of the case’s visit waits for a person. */
async function hold(needId: `need_${string}`): Promise<void> {
  const { database } = await productWorld(world.cloud)
  const { _id, visits } = storedCase(world, needId)
  const fileId = await world.cloud.storage.upload(`cases/${key()}.png`, Buffer.from('x'), liOpenid)
  const photos = [{ visitId: visits[0]?.visitId ?? '', fileId, verdict: 'review' }]
  await database.update('cases', _id, {}, { set: { photos, contentReview: true } })
}

async function setDuties(openid: string, ...duties: readonly ReturnType<typeof dutyOf>[]): Promise<void> {
  const { database } = await productWorld(world.cloud)
  await database.update('people', openid, {}, { set: { duties } })
}
