/** What a station decides about cases: approvals, overdue, reassignment, leave, referrals, reviews, children's files. */
import { shanghaiMonth } from '../../../../cloudfunctions/shared/time/shanghai'
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import type { ProcedureName } from '../../../../typings/procedures'
import { startTestWorld, type TestWorld } from '../../world'
import {
  community,
  district,
  expectLoadsToAgree,
  offerOf,
  person,
  settle,
  stored,
  submitNeed,
  supervisorOpenid,
  worker,
  workerNow,
} from '../scene'
import { acceptedCase, caseAt, decide, inboxOf, key, liOpenid, storedCase, visitInput } from './stage'

let world: TestWorld
const wang = () => worker('wang', { territoryCode: community, level: 'certified' })
const minor = { field: 'childCare', subSkill: 'leftBehind' } as const
const childWorker = { fields: ['elderCare', 'childCare'], subSkills: ['general', 'livingAlone', 'leftBehind'] } as const
const districtOpenid = 'o-district'
const districtPerson = person(districtOpenid, {
  name: '郑主任',
  duties: [{ role: 'districtStaff', territoryCode: district, territoryName: '綦江区' }],
})
const farOpenid = 'o-far'
const farPerson = person(farOpenid, {
  name: '远督导',
  duties: [{ role: 'stationSupervisor', territoryCode: '500110002', territoryName: '文龙街道' }],
})

beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
beforeEach(() => settle(world, [worker('li')], [districtPerson, farPerson]))
afterAll(() => world.close())

/** 王 joins after 李 has the case, so that it is 李's for certain. */
async function withWang(changes: Parameters<typeof worker>[1] = {}): Promise<void> {
  await world.load('workers', { ...wang(), ...changes })
}

test('the queue has what waits, oldest first, and the desk counts it', async () => {
  const first = await caseAt(world, 'planWaits')
  await world.cloud.clock.advance(60_000, 1)
  const second = await caseAt(world, 'closureWaits')
  const queue = await world.ok(supervisorOpenid, 'needs.listApprovals', { cursor: null })
  expect(queue.rows.map(({ needId, awaits }) => [needId, awaits])).toEqual([
    [first.needId, 'plan'],
    [second.needId, 'closure'],
  ])
  expect(await world.ok(supervisorOpenid, 'needs.getDesk', {})).toMatchObject({ approvals: 2, overdue: 0, triage: 0 })
  await decide(world, first.needId, first.version, 'plan')
  expect((await world.ok(districtOpenid, 'needs.listApprovals', { cursor: null })).rows).toHaveLength(1)
})

test('what is past its time stands on the board, the longest first, with needs whose first contact was not made', async () => {
  const { needId } = await caseAt(world, 'opened')
  const fresh = await acceptedCase(world)
  await world.cloud.clock.advance(4 * dayMs, 1)
  const early = await world.ok(supervisorOpenid, 'needs.listOverdue', { cursor: null })
  expect(early.rows.map((row) => [row.needId, row.stage])).toEqual([[fresh, 'intake']])
  await world.cloud.clock.advance(3 * dayMs, 1)
  const later = await world.ok(supervisorOpenid, 'needs.listOverdue', { cursor: null })
  expect(later.rows.map((row) => row.needId)).toEqual([fresh, needId])
})

describe('a reassignment', () => {
  test('moves case, need and load at once, both are told, and the reason stays with the station', async () => {
    const { needId } = await caseAt(world, 'served')
    await withWang()
    const input = { needId, key: key(), workerId: 'worker_wang' as const, reason: '李社工产假' }
    await world.ok(supervisorOpenid, 'needs.reassign', input)
    await world.ok(supervisorOpenid, 'needs.reassign', input)
    expect([workerNow(world, 'li').loadPoints, workerNow(world, 'wang').loadPoints]).toEqual([0, 2])
    expect(workerNow(world, 'li').formerResidents).toContain('o-resident')
    expectLoadsToAgree(world)
    expect(stored(world, needId)).toMatchObject({ workerOpenid: 'o-wang', status: 'serving' })
    expect(storedCase(world, needId).events.filter(({ kind }) => kind === 'reassigned')).toHaveLength(1)
    expect(await world.code(liOpenid, 'needs.getCase', { needId })).toBe('NOT_FOUND')
    expect((await world.ok('o-wang', 'needs.getCase', { needId })).visits).toHaveLength(1)
    expect(inboxOf(world, 'o-wang').some((title) => title.startsWith('个案转给您'))).toBe(true)
    expect(JSON.stringify(await world.ok('o-resident', 'needs.get', { needId }))).not.toContain('产假')
  })

  test('works before the first contact too', async () => {
    const needId = await acceptedCase(world)
    await withWang()
    await world.ok(supervisorOpenid, 'needs.reassign', {
      needId,
      key: key(),
      workerId: 'worker_wang',
      reason: '同社区',
    })
    expect((await world.ok('o-wang', 'needs.getCase', { needId })).stage).toBe('intake')
    expect((await world.ok('o-wang', 'needs.getCase', { needId })).can).toEqual(['recordIntake'])
  })

  test('goes to nobody who has no room or whom a rule forbids, and then nothing has moved', async () => {
    const { needId } = await caseAt(world, 'served')
    await withWang({ loadPoints: 8 })
    const to = (name: string) => ({ needId, key: key(), workerId: `worker_${name}`, reason: '换人' })
    expect(await world.code(supervisorOpenid, 'needs.reassign', to('wang'))).toBe('NO_CAPACITY')
    await world.load('workers', worker('zhao', { fields: ['childCare'] }))
    expect(await world.code(supervisorOpenid, 'needs.reassign', to('zhao'))).toBe('NOT_NOW')
    expect(workerNow(world, 'li').loadPoints).toBe(2)
    expect(stored(world, needId).workerOpenid).toBe(liOpenid)
  })

  test('leaves the former worker the way to write down what they did', async () => {
    const { needId } = await caseAt(world, 'served')
    const offline = visitInput(needId, world)
    await withWang()
    await world.cloud.clock.advance(3_600_000, 1)
    await world.ok(supervisorOpenid, 'needs.reassign', { needId, key: key(), workerId: 'worker_wang', reason: '休假' })
    await world.ok(liOpenid, 'needs.recordVisit', offline)
    expect(storedCase(world, needId).visits).toHaveLength(2)
    const after = { ...visitInput(needId, world), startedAtMs: world.cloud.clock.nowMs() }
    expect(await world.code(liOpenid, 'needs.recordVisit', after)).toBe('NOT_NOW')
  })
})

test('a referral that a colleague accepts moves the case; declined it stays, and the answer is told', async () => {
  const kase = await caseAt(world, 'served')
  await withWang()
  const { needId } = kase
  const send = (version: number) =>
    world.ok(liOpenid, 'needs.sendReferral', {
      needId,
      key: key(),
      version,
      to: { kind: 'worker', workerId: 'worker_wang' },
      reason: '需要照护经验',
    })
  const sent = await send(kase.version)
  const [incoming] = (await world.ok('o-wang', 'needs.getMyDay', { from: null })).referrals
  expect(incoming).toMatchObject({ needId, reason: '需要照护经验' })
  const referralId = incoming?.referralId ?? ''
  const answer = (state: 'accepted' | 'declined') => ({ needId, key: key(), referralId, state, note: '' })
  expect(await world.code(liOpenid, 'needs.setReferral', answer('accepted'))).toBe('NOT_FOUND')
  await world.ok('o-wang', 'needs.setReferral', answer('declined'))
  expect(inboxOf(world, liOpenid)).toContain('转介有了答复')
  expect(stored(world, needId).workerOpenid).toBe(liOpenid)

  const again = await send(sent.version + 1)
  const second = again.referrals.at(-1)?.referralId ?? ''
  const yes = { ...answer('accepted'), referralId: second }
  await world.ok('o-wang', 'needs.setReferral', yes)
  expect(stored(world, needId).workerOpenid).toBe('o-wang')
  expectLoadsToAgree(world)
  expect(storedCase(world, needId).referrals.map(({ state }) => state)).toEqual(['declined', 'accepted'])
  await world.ok('o-wang', 'needs.setReferral', { ...yes, key: key(), state: 'done' })
  expect(storedCase(world, needId).referrals.at(-1)?.state).toBe('done')
})

test('volunteers are asked for and settled', async () => {
  const { needId } = await caseAt(world, 'serving')
  const request = { needId, key: key(), what: '陪诊', count: 2, onMs: world.cloud.clock.nowMs() + dayMs, minutes: 120 }
  await world.ok(liOpenid, 'needs.requestVolunteers', request)
  const kase = await world.ok(liOpenid, 'needs.requestVolunteers', request)
  const [asked] = kase.volunteerRequests
  expect(kase.volunteerRequests).toHaveLength(1)
  const settled = await world.ok(liOpenid, 'needs.setVolunteerRequest', {
    needId,
    key: key(),
    requestId: asked?.requestId ?? '',
    state: 'done',
  })
  expect(settled.volunteerRequests[0]?.state).toBe('done')
})

describe('leave', () => {
  const ask = async (fromMs = world.cloud.clock.nowMs(), days = 10) => {
    const input = { key: key(), fromMs, untilMs: fromMs + days * dayMs, reason: '产假' }
    const leave = await world.ok(liOpenid, 'needs.askLeave', input)
    expect((await world.ok(liOpenid, 'needs.askLeave', input)).leaveId).toBe(leave.leaveId)
    expect(await world.code(liOpenid, 'needs.askLeave', { ...input, reason: '事假' })).toBe('KEY_REUSED')
    return leave
  }

  test('approved, open offers go on, cases stand for hand-over, and nothing new is offered', async () => {
    const { needId } = await caseAt(world, 'served')
    const { needId: offered } = await submitNeed(world)
    await withWang()
    const { leaveId } = await ask()
    expect(inboxOf(world, supervisorOpenid)).toContain('请假待批：li社工')
    expect((await world.ok(supervisorOpenid, 'needs.listLeaves', { cursor: null })).rows).toHaveLength(1)
    await world.ok(supervisorOpenid, 'needs.decideLeave', { leaveId, approved: true, note: '' })
    await world.ok(supervisorOpenid, 'needs.decideLeave', { leaveId, approved: true, note: '' })
    expect(workerNow(world, 'li').leaves).toHaveLength(1)
    expect(offerOf(world, offered).workerId).toBe('worker_wang')
    expect((await world.ok(supervisorOpenid, 'needs.listHandOvers', {})).map((row) => row.needId)).toEqual([needId])
    expectLoadsToAgree(world)
    expect((await world.ok(liOpenid, 'needs.getMyDay', { from: null })).leave).not.toBeNull()
  })

  test('that begins later moves the offers when it begins, by the timer', async () => {
    const { leaveId } = await ask(world.cloud.clock.nowMs() + 3_600_000)
    await world.ok(supervisorOpenid, 'needs.decideLeave', { leaveId, approved: true, note: '' })
    const { needId } = await submitNeed(world)
    expect(offerOf(world, needId).workerId).toBe('worker_li')
    await withWang()
    await world.cloud.clock.advance(3_600_000, 1)
    await world.tick()
    expect(offerOf(world, needId).workerId).toBe('worker_wang')
  })

  test('is decided once, by somebody else, with a reason when it is a no; taken back it is gone from the worker', async () => {
    const { leaveId } = await ask()
    const no = { leaveId, approved: false, note: '' }
    expect(await world.code(supervisorOpenid, 'needs.decideLeave', no)).toBe('INVALID_INPUT')
    expect(await world.code(farOpenid, 'needs.decideLeave', { ...no, note: '人手不够' })).toBe('NOT_FOUND')
    await world.ok(supervisorOpenid, 'needs.decideLeave', { ...no, note: '人手不够' })
    expect(await world.code(supervisorOpenid, 'needs.decideLeave', { ...no, approved: true })).toBe('CONFLICT')
    const later = await ask(world.cloud.clock.nowMs() + dayMs)
    await world.ok(supervisorOpenid, 'needs.decideLeave', { leaveId: later.leaveId, approved: true, note: '' })
    await world.ok(liOpenid, 'needs.cancelLeave', { leaveId: later.leaveId })
    await world.ok(liOpenid, 'needs.cancelLeave', { leaveId: later.leaveId })
    expect(workerNow(world, 'li').leaves).toEqual([])
    expect(await world.code('o-wang', 'needs.cancelLeave', { leaveId: later.leaveId })).toBe('NOT_FOUND')
    expect((await world.ok(liOpenid, 'needs.listMyLeaves', { cursor: null })).rows).toHaveLength(2)
  })

  test('is for those in the talent pool', async () => {
    const fromMs = world.cloud.clock.nowMs()
    const input = { key: key(), fromMs, untilMs: fromMs + dayMs, reason: '事假' }
    expect(await world.code('o-resident', 'needs.askLeave', input)).toBe('FORBIDDEN')
  })
})

describe('a child’s file', () => {
  beforeEach(() => settle(world, [worker('li', childWorker)], [districtPerson, farPerson]))

  test('opens to the station with a reason and another’s approval, for a week, and each read is on record', async () => {
    const { needId } = await caseAt(world, 'served', minor)
    const sealed = await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
    expect(sealed).toMatchObject({ sealed: true, contact: null, visits: [] })
    const request = { needId, key: key(), reason: '核查安全计划是否落实' }
    const asked = await world.ok(supervisorOpenid, 'needs.askAccess', request)
    expect((await world.ok(supervisorOpenid, 'needs.askAccess', request)).accessId).toBe(asked.accessId)
    expect(inboxOf(world, districtOpenid)).toContain('申请查阅儿童档案')
    const decision = { accessId: asked.accessId, approved: true, note: '' }
    expect(await world.code(supervisorOpenid, 'needs.decideAccess', decision)).toBe('FORBIDDEN')
    await world.ok(districtOpenid, 'needs.decideAccess', decision)
    expect(await world.code(districtOpenid, 'needs.decideAccess', { ...decision, approved: false, note: '不' })).toBe(
      'CONFLICT',
    )
    const open = await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
    expect(open).toMatchObject({ sealed: false, contact: { name: '刘女士' } })
    const reads = await world.ok(liOpenid, 'needs.listSensitiveReads', { needId, cursor: null })
    expect(reads.rows[0]).toMatchObject({ readerName: '王督导', what: '查看儿童档案' })
    const all = await world.ok(supervisorOpenid, 'needs.listSensitiveReads', { needId: null, cursor: null })
    expect(all.rows.length).toBeGreaterThanOrEqual(reads.rows.length)
    await world.cloud.clock.advance(8 * dayMs, 1)
    expect((await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })).sealed).toBe(true)
  })

  test('its decisions can be made while it is sealed, and nobody asks for a file that is not one', async () => {
    const kase = await caseAt(world, 'planWaits', minor)
    expect((await decide(world, kase.needId, kase.version, 'plan')).stage).toBe('intervention')
    await settle(world, [worker('li')], [districtPerson])
    const { needId } = await caseAt(world, 'opened')
    const request = { needId, key: key(), reason: '想看一看这个' }
    expect(await world.code(supervisorOpenid, 'needs.askAccess', request)).toBe('NOT_NOW')
  })
})

test('the month’s sample is scored once per case, by somebody else, and only what was drawn', async () => {
  const { needId, version } = await caseAt(world, 'closed')
  const month = shanghaiMonth(world.cloud.clock.nowMs())
  const sample = await world.ok(supervisorOpenid, 'needs.listQualitySample', { month })
  expect(sample.rows.map((row) => row.needId)).toEqual([needId])
  const scores = { assessment: 4, planning: 5, recording: 3, outcome: 5, ethics: 5 }
  const review = { needId, key: key(), version, scores, comment: '记录可以更及时' }
  await world.ok(supervisorOpenid, 'needs.setQualityReview', review)
  const again = await world.ok(supervisorOpenid, 'needs.setQualityReview', review)
  expect(again.quality).toMatchObject({ total: 22, byName: '王督导' })
  const open = await caseAt(world, 'opened')
  const early = { ...review, needId: open.needId, version: open.version, key: key() }
  expect(await world.code(supervisorOpenid, 'needs.setQualityReview', early)).toBe('NOT_NOW')
})

test('a triage row that a colleague has taken is theirs for ten minutes', async () => {
  await settle(world, [], [districtPerson])
  const { needId } = await submitNeed(world)
  const take = { needId, taken: true }
  await world.ok(supervisorOpenid, 'needs.claimTriage', take)
  expect(await world.code(districtOpenid, 'needs.claimTriage', take)).toBe('CONFLICT')
  const [row] = (await world.ok(districtOpenid, 'needs.listTriage', { cursor: null })).rows
  expect(row?.claim).toMatchObject({ name: '王督导', mine: false })
  await world.load('workers', worker('li'))
  const assign = { needId, workerId: 'worker_li' as const, version: row?.version ?? 0, note: '' }
  expect(await world.code(districtOpenid, 'needs.assign', assign)).toBe('CONFLICT')
  await world.cloud.clock.advance(10 * 60_000 + 1, 1)
  await world.ok(districtOpenid, 'needs.claimTriage', take)
  await world.ok(districtOpenid, 'needs.claimTriage', { needId, taken: false })
  await world.ok(supervisorOpenid, 'needs.claimTriage', take)
})

test('supervision reaches the worker', async () => {
  const { needId } = await caseAt(world, 'served')
  const words = { needId, key: key(), text: '注意记录服务对象自己的话' }
  await world.ok(supervisorOpenid, 'needs.addSupervisionNote', words)
  await world.ok(supervisorOpenid, 'needs.addSupervisionNote', words)
  expect((await world.ok(liOpenid, 'needs.getCase', { needId })).supervision).toHaveLength(1)
  expect(inboxOf(world, liOpenid)).toContain('督导留了话')
})

test('nobody decides about a case of their own', async () => {
  const kase = await caseAt(world, 'planWaits')
  const duty = { role: 'stationSupervisor', territoryCode: '500110001', territoryName: '古南街道' } as const
  await world.load('people', person(liOpenid, { name: '李社工', duties: [duty] }))
  const decision = { needId: kase.needId, key: key(), version: kase.version, what: 'plan', approved: true, note: '' }
  expect(await world.code(liOpenid, 'needs.decideCase', decision)).toBe('FORBIDDEN')
})

test('the station’s procedures are for the station: others are refused, another street’s sees nothing', async () => {
  const { needId, version } = await caseAt(world, 'planWaits')
  const step = { needId, key: key() }
  const inputs: [ProcedureName, object][] = [
    ['needs.getStationCase', { needId }],
    ['needs.decideCase', { ...step, version, what: 'plan', approved: true, note: '' }],
    ['needs.addSupervisionNote', { ...step, text: '好' }],
    ['needs.reassign', { ...step, workerId: 'worker_li', reason: '换人' }],
    ['needs.askAccess', { ...step, reason: '想看一看这个' }],
    [
      'needs.setQualityReview',
      { ...step, version, scores: { assessment: 1, planning: 1, recording: 1, outcome: 1, ethics: 1 }, comment: '' },
    ],
  ]
  for (const [name, input] of inputs) {
    expect([name, await world.code('o-resident', name, input)]).toEqual([name, 'FORBIDDEN'])
    expect([name, await world.code(farOpenid, name, input)]).toEqual([name, 'NOT_FOUND'])
    expect([name, await world.code('', name, input)]).toEqual([name, 'UNAUTHENTICATED'])
    expect([name, await world.code(supervisorOpenid, name, { ...input, more: 1 })]).toEqual([name, 'INVALID_INPUT'])
  }
  const lists: [ProcedureName, object][] = [
    ['needs.getDesk', {}],
    ['needs.listApprovals', { cursor: null }],
    ['needs.listOverdue', { cursor: null }],
    ['needs.listLeaves', { cursor: null }],
    ['needs.listHandOvers', {}],
    ['needs.listQualitySample', { month: '2026-11' }],
    ['needs.listAccessRequests', { cursor: null }],
    ['needs.listSensitiveReads', { needId: null, cursor: null }],
    ['needs.claimTriage', { needId, taken: true }],
  ]
  for (const [name, input] of lists) {
    expect([name, await world.code('o-resident', name, input)]).toEqual([name, 'FORBIDDEN'])
    expect([name, await world.code('', name, input)]).toEqual([name, 'UNAUTHENTICATED'])
    expect([name, await world.code(supervisorOpenid, name, { ...input, more: 1 })]).toEqual([name, 'INVALID_INPUT'])
  }
  expect((await world.ok(farOpenid, 'needs.listApprovals', { cursor: null })).rows).toEqual([])
})
