/** A case's way through its six stages, on the real bundles. */
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import type { ProcedureName } from '../../../../typings/procedures'
import { upload } from '../../files'
import { startTestWorld, type TestWorld } from '../../world'
import { expectLoadsToAgree, offerOf, settle, stored, supervisorOpenid, worker, workerNow } from '../scene'
import {
  acceptedCase,
  assessmentInput,
  caseAt,
  closureInput,
  decide,
  inboxOf,
  intakeInput,
  key,
  liOpenid,
  planInput,
  storedCase,
  visitInput,
} from './stage'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld({ messagePushFunction: 'needs' })
}, 60_000)
beforeEach(() => settle(world, [worker('li')]))
afterAll(() => world.close())

test('from acceptance to closure each stage leaves its record, the resident follows, and the worker has room again', async () => {
  const before = await acceptedCase(world)
  expect((await world.ok(liOpenid, 'needs.getCase', { needId: before })).can).toEqual(['recordIntake'])
  await settle(world, [worker('li')])

  const kase = await caseAt(world, 'closed')
  expect(kase).toMatchObject({ status: 'closed', stage: 'closure', risk: 'low', dueAtMs: null, awaits: null })
  expect(kase.plan?.goals[0]?.result).toBe('met')
  expect(kase.visits).toHaveLength(1)
  const need = stored(world, kase.needId)
  expect(need).toMatchObject({ status: 'closed', workerOpenid: null, offer: { workerName: 'li社工' } })
  expect(need.events.map(({ kind }) => kind)).toEqual([
    'submitted',
    'offered',
    'accepted',
    'serving',
    'planApproved',
    'visited',
    'closed',
  ])
  expect(workerNow(world, 'li').loadPoints).toBe(0)
  expect(workerNow(world, 'li').roomSinceMs).not.toBeNull()
  expect(inboxOf(world, 'o-resident')).toContain('服务办结了')
  expectLoadsToAgree(world)
})

test('who decides is told what waits, and the worker what was decided', async () => {
  const waiting = await caseAt(world, 'planWaits')
  expect(inboxOf(world, supervisorOpenid)).toContain('待审批：服务计划')
  const back = await decide(world, waiting.needId, waiting.version, 'plan', false)
  expect(back).toMatchObject({
    stage: 'planning',
    awaits: null,
    plan: { approval: { state: 'returned', note: '再具体一些' } },
  })
  expect(inboxOf(world, liOpenid)).toContain('服务计划退回修改')
})

describe('a step sent again', () => {
  test('is one step: intake, assessment, visit, decision', async () => {
    const needId = await acceptedCase(world)
    const intake = intakeInput(needId, world)
    await world.ok(liOpenid, 'needs.recordIntake', intake)
    const opened = await world.ok(liOpenid, 'needs.recordIntake', intake)
    const assessment = assessmentInput(needId, opened.version)
    await world.ok(liOpenid, 'needs.recordAssessment', assessment)
    const assessed = await world.ok(liOpenid, 'needs.recordAssessment', assessment)
    const plan = await world.ok(liOpenid, 'needs.submitPlan', planInput(needId, assessed.version, world))
    const decision = { needId, key: key(), version: plan.version, what: 'plan' as const, approved: true, note: '' }
    await world.ok(supervisorOpenid, 'needs.decideCase', decision)
    await world.ok(supervisorOpenid, 'needs.decideCase', decision)
    const visit = visitInput(needId, world)
    await Promise.all([1, 2, 3].map(() => world.ok(liOpenid, 'needs.recordVisit', visit)))
    const kase = storedCase(world, needId)
    expect(kase.events.map(({ kind }) => kind)).toEqual([
      'opened',
      'assessed',
      'planSubmitted',
      'planApproved',
      'visited',
    ])
    expect(kase.version).toBe(5)
  })

  test('with other words is refused', async () => {
    const { needId } = await caseAt(world, 'serving')
    const visit = visitInput(needId, world)
    await world.ok(liOpenid, 'needs.recordVisit', visit)
    expect(await world.code(liOpenid, 'needs.recordVisit', { ...visit, note: '别的' })).toBe('KEY_REUSED')
  })
})

test('two visits written at once are both kept', async () => {
  const { needId } = await caseAt(world, 'serving')
  await Promise.all([1, 2].map(() => world.ok(liOpenid, 'needs.recordVisit', visitInput(needId, world))))
  expect(storedCase(world, needId).visits).toHaveLength(2)
})

test('a form that was written on an older state is told so, and nothing is lost', async () => {
  const { needId, version } = await caseAt(world, 'opened')
  await world.ok(liOpenid, 'needs.recordAssessment', assessmentInput(needId, version))
  expect(await world.code(liOpenid, 'needs.recordAssessment', assessmentInput(needId, version))).toBe('CONFLICT')
  expect(storedCase(world, needId).version).toBe(version + 1)
})

test('a gate is told in its words, and lets nothing through', async () => {
  const { needId, version } = await caseAt(world, 'serving')
  const reply = await world.call(liOpenid, 'needs.setCaseStage', { needId, key: key(), version, stage: 'evaluation' })
  expect(reply).toMatchObject({ ok: false, error: { code: 'NOT_NOW', message: '计划批准后至少服务一次，才能评估' } })
  expect(await world.code(liOpenid, 'needs.submitClosure', closureInput(needId, version))).toBe('NOT_NOW')
})

test('nothing can be written before 接案, nor after the closure was approved', async () => {
  const fresh = await acceptedCase(world)
  expect(await world.code(liOpenid, 'needs.recordVisit', visitInput(fresh, world))).toBe('NOT_NOW')
  await settle(world, [worker('li')])
  const { needId, version } = await caseAt(world, 'closed')
  expect(await world.code(liOpenid, 'needs.recordAssessment', assessmentInput(needId, version))).toBe('NOT_NOW')
  expect(
    await world.code(supervisorOpenid, 'needs.decideCase', {
      needId,
      key: key(),
      version,
      what: 'closure',
      approved: true,
      note: '',
    }),
  ).toBe('NOT_NOW')
  expect(workerNow(world, 'li').loadPoints).toBe(0)
})

test('two supervisors who decide at once decide once, and the load is given back once', async () => {
  const { needId, version } = await caseAt(world, 'closureWaits')
  const decision = () => ({ needId, key: key(), version, what: 'closure' as const, approved: true, note: '' })
  const replies = await Promise.all([1, 2].map(() => world.call(supervisorOpenid, 'needs.decideCase', decision())))
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
  expect(workerNow(world, 'li').loadPoints).toBe(0)
})

test('a visit of the day before the closure may still be written down; it does not open the case again', async () => {
  const { needId } = await caseAt(world, 'closed')
  const late = { ...visitInput(needId, world), startedAtMs: storedCase(world, needId).acceptedAtMs + 1 }
  await world.ok(liOpenid, 'needs.recordVisit', late)
  expect(storedCase(world, needId)).toMatchObject({ status: 'closed', dueAtMs: null })
  expect(storedCase(world, needId).visits).toHaveLength(2)
})

test('a need that comes back goes on in the same case, with people and risk first, and weighs on its worker again', async () => {
  const { needId } = await caseAt(world, 'closed')
  const { version } = await world.ok('o-resident', 'needs.get', { needId })
  await world.ok('o-resident', 'needs.reopen', { needId, version, reason: '又吃不上饭了' })
  const { offerId, workerOpenid } = offerOf(world, needId)
  await world.ok(workerOpenid, 'needs.accept', { needId, offerId })
  expect((await world.ok(liOpenid, 'needs.getCase', { needId })).can).toEqual(['recordIntake'])
  const again = await world.ok(liOpenid, 'needs.recordIntake', intakeInput(needId, world))
  expect(again).toMatchObject({ status: 'open', stage: 'assessment', reopenings: 1, plan: null, closure: null })
  expect(again.visits).toHaveLength(1)
  expect(workerNow(world, 'li').loadPoints).toBe(2)
  expectLoadsToAgree(world)
})

test('a picture follows when there is a network, once, and others see it when it has passed', async () => {
  const { needId } = await caseAt(world, 'serving')
  const visit = { ...visitInput(needId, world), photoCount: 1 }
  await world.ok(liOpenid, 'needs.recordVisit', visit)
  const visitId = `visit_${visit.key}`
  const fileId = await upload(world, 'cases', liOpenid)
  await world.ok(liOpenid, 'needs.addVisitPhoto', { needId, visitId, fileId })
  await world.ok(liOpenid, 'needs.addVisitPhoto', { needId, visitId, fileId })
  expect(storedCase(world, needId).photos).toHaveLength(1)
  await world.cloud.clock.advance(60_000, 1)
  const shown = await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
  expect(shown.visits[0]?.photoUrls.length).toBe(1)
  expect(await world.code(liOpenid, 'needs.addVisitPhoto', { needId, visitId: `visit_${key()}`, fileId })).toBe(
    'NOT_FOUND',
  )
})

test('what the law does not let people read is refused before anything is stored', async () => {
  const { needId } = await caseAt(world, 'serving')
  const before = storedCase(world, needId).version
  const visit = { ...visitInput(needId, world), note: '稳赚不赔' }
  expect(await world.code(liOpenid, 'needs.recordVisit', visit)).toBe('CONTENT_REFUSED')
  expect(storedCase(world, needId).version).toBe(before)
})

test('the day has the agreed visit and what falls due, and its addresses leave a trace', async () => {
  const { needId } = await caseAt(world, 'served')
  await world.ok(liOpenid, 'needs.planVisit', {
    needId,
    key: key(),
    atMs: world.cloud.clock.nowMs() + 60_000,
    purpose: '看看药量',
  })
  const second = await acceptedCase(world, {})
  await world.cloud.clock.advance(3 * dayMs, 1)
  const day = await world.ok(liOpenid, 'needs.getMyDay', { from: null })
  expect(day.errands.map((errand) => [errand.kind, errand.needId]).sort()).toEqual(
    [
      ['firstContact', second],
      ['visit', needId],
    ].sort(),
  )
  expect(day.openCases).toBe(2)
  expect(world.cloud.database.find('audit', { subjectId: 'worker_li' })).toHaveLength(1)
  const mine = await world.ok(liOpenid, 'needs.listMyCases', { status: 'open', cursor: null })
  expect(mine.rows.map((row) => row.needId)).toEqual([needId])
})

/** Each writing step of the worker, with an input that is right but for whose it is. */
async function workerInputs(): Promise<[ProcedureName, object][]> {
  const { needId, version } = await caseAt(world, 'served')
  const step = { needId, key: key() }
  return [
    ['needs.getCase', { needId }],
    ['needs.recordIntake', intakeInput(needId, world)],
    ['needs.recordAssessment', assessmentInput(needId, version)],
    ['needs.submitPlan', planInput(needId, version, world)],
    ['needs.recordVisit', visitInput(needId, world)],
    ['needs.addVisitPhoto', { needId, visitId: `visit_${key()}`, fileId: `cloud://x/cases/${'a'.repeat(32)}.jpg` }],
    ['needs.planVisit', { ...step, atMs: world.cloud.clock.nowMs() + dayMs, purpose: '' }],
    ['needs.setCaseStage', { ...step, version, stage: 'evaluation' }],
    [
      'needs.recordEvaluation',
      {
        ...step,
        version,
        results: [{ goalId: 'goal_1', result: 'met', note: '' }],
        change: '好',
        residentSatisfaction: null,
      },
    ],
    ['needs.submitClosure', closureInput(needId, version)],
    [
      'needs.sendReferral',
      { ...step, version, to: { kind: 'organisation', name: '阳光中心', phone: '023-48660000' }, reason: '专长' },
    ],
    ['needs.setReferral', { ...step, referralId: `ref_${key()}`, state: 'accepted', note: '' }],
    [
      'needs.requestVolunteers',
      { ...step, what: '陪诊', count: 1, onMs: world.cloud.clock.nowMs() + dayMs, minutes: 60 },
    ],
    ['needs.setVolunteerRequest', { ...step, requestId: `volunteers_${key()}`, state: 'done' }],
    ['needs.listColleagues', { needId }],
  ]
}

test('to anyone but its worker a case is not there, without WeChat’s name nobody gets in, and no limit can be passed', async () => {
  for (const [name, input] of await workerInputs()) {
    expect([name, await world.code('o-stranger', name, input)]).toEqual([name, 'NOT_FOUND'])
    expect([name, await world.code('', name, input)]).toEqual([name, 'UNAUTHENTICATED'])
    expect([name, await world.code(liOpenid, name, { ...input, needId: 'nonsense' })]).toEqual([name, 'INVALID_INPUT'])
    expect([name, await world.code(liOpenid, name, { ...input, more: 1 })]).toEqual([name, 'INVALID_INPUT'])
  }
})
