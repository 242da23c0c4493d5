import { caseAhead, openedAgain } from '../../../../cloudfunctions/needs/casework/case-opening'
import type { CaseTimes } from '../../../../cloudfunctions/needs/casework/case-record'
import {
  assessed,
  closureDecided,
  closureSubmitted,
  evaluated,
  moved,
  planDecided,
  planSubmitted,
  stageSet,
  supervised,
  visitPlanned,
  visitRecorded,
} from '../../../../cloudfunctions/needs/casework/case-steps'
import { dueOf } from '../../../../cloudfunctions/needs/casework/due'
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import type { Outcome } from '../../../../typings/cases'
import type { RiskLevel, Urgency } from '../../../../typings/terms'
import { nowMs } from '../builders'
import {
  acceptedNeed,
  assessmentForm,
  type CaseRecord,
  type CaseStateName,
  caseStates,
  closureForm,
  evaluationForm,
  intakeForm,
  later,
  planForm,
  stamp,
  times,
  visitForm,
  workerOpenid,
} from './builders'

const states = caseStates()
const colleague = { workerId: 'worker_wang', workerOpenid: 'o-wang', workerName: '王社工' } as const

const steps: Record<string, (kase: CaseRecord) => CaseRecord> = {
  assess: (kase) => assessed(kase, assessmentForm, stamp(later)),
  plan: (kase) => planSubmitted(kase, planForm, stamp(later)),
  approvePlan: (kase) => planDecided(kase, true, '', stamp(later)),
  returnPlan: (kase) => planDecided(kase, false, '目标不具体', stamp(later)),
  visit: (kase) => visitRecorded(kase, visitForm(later - dayMs / 2), workerOpenid, stamp(later)),
  agree: (kase) => visitPlanned(kase, later + dayMs, '复查药量', stamp(later)),
  evaluate: (kase) => stageSet(kase, 'evaluation', stamp(later)),
  resume: (kase) => stageSet(kase, 'intervention', stamp(later)),
  judge: (kase) => evaluated(kase, evaluationForm, stamp(later)),
  close: (kase) => closureSubmitted(kase, closureForm, stamp(later)),
  closeEarly: (kase) => closureSubmitted(kase, { ...closureForm, outcome: 'movedAway' }, stamp(later)),
  approveEnd: (kase) => closureDecided(kase, true, '', stamp(later)),
  returnEnd: (kase) => closureDecided(kase, false, '补写总结', stamp(later)),
  supervise: (kase) => supervised(kase, { noteId: 'n', text: '注意边界', byName: '王督导', atMs: later }, stamp(later)),
  move: (kase) => moved(kase, colleague, '休假', stamp(later)),
}

/** From each state, each step: the stage it leads to (+: waits for the supervisor), or a dash where it is NOT_NOW. */
const machine = `
                assess        plan      approvePlan   returnPlan  visit         agree         evaluate    resume        judge    close     closeEarly     approveEnd  returnEnd  supervise     move
  ahead         -             -             -             -             -             -             -             -             -             -             -             -             -             -             intake
  assessing     planning      -         -             -           assessment    assessment    -           -             -        -         assessment+    -           -          assessment    assessment
  planning      planning      planning+ -             -           planning      planning      -           -             -        -         planning+      -           -          planning      planning
  planWaits     -             -         intervention  planning    planning+     planning+     -           -             -        -         -              -           -          planning+     planning+
  serving       intervention  planning+ -             -           intervention  intervention  -           -             -        -         intervention+  -           -          intervention  intervention
  served        intervention  planning+ -             -           intervention  intervention  evaluation  -             -        -         intervention+  -           -          intervention  intervention
  evaluating    -             -         -             -           evaluation    evaluation    -           intervention  closure  -         evaluation+    -           -          evaluation    evaluation
  closing       -             -         -             -           closure       -             -           intervention  -        closure+  closure+       -           -          closure       closure
  closureWaits  -             -         -             -           closure+      -             -           -             -        -         -              closed      closure    closure+      closure+
  closed        -             -         -             -           -             -             -           -             -        -         -              -           -          -             -
`
const [header = [], ...rows] = machine
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
const table = rows.flatMap(([from = '', ...to]) =>
  header.map((name, index) => [from, name, to[index] ?? ''] as [CaseStateName, string, string]),
)

test.each(table)('%s, %s → %s', (from, name, to) => {
  const before = states[from]
  const step = steps[name]
  if (!step) throw new Error(`${name} is not in the table`)
  if (to === '-') {
    expect(() => step(before)).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
    return
  }
  const after = step(before)
  const shown = after.status === 'closed' ? 'closed' : `${after.stage}${after.awaits ? '+' : ''}`
  expect(shown).toBe(to)
  expect(after.version).toBe(before.version + 1)
  expect(after.events).toHaveLength(before.events.length + 1)
  expect(after.dueAtMs).toBe(dueOf(after, times))
  expect(after.dueAtMs === null).toBe(after.status === 'closed')
})

test.each<[RiskLevel, string, boolean]>([
  ['medium', '', true],
  ['high', '', false],
  ['critical', '', false],
  ['high', '每日电话，邻居备用钥匙', true],
])('risk %s with the safety plan «%s» may be written down: %s', (risk, safetyPlan, may) => {
  const write = () => assessed(states.assessing, { ...assessmentForm, risk, safetyPlan }, stamp(later))
  if (may) expect(write().risk).toBe(risk)
  else expect(write).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
})

test('an assessment made again keeps the one before', () => {
  const again = assessed(states.served, { ...assessmentForm, risk: 'medium' }, stamp(later))
  expect(again.earlierAssessments).toEqual([states.served.assessment])
  expect([again.risk, again.stage]).toEqual(['medium', 'intervention'])
})

test('an evaluation that leaves a goal without a result is not one', () => {
  const partly = { ...evaluationForm, results: evaluationForm.results.slice(1) }
  expect(() => evaluated(states.evaluating, partly, stamp(later))).toThrow('每个目标')
})

test.each<[Outcome, string, boolean]>([
  ['residentEnded', '', false],
  ['unreachable', '', false],
  ['residentEnded', '转社区网格员每周查看', true],
  ['deceased', '', true],
])('a case of high risk that ends as %s, followed up by «%s»: %s', (outcome, followUp, may) => {
  const risky = { ...states.served, risk: 'high' as const }
  const end = () => closureSubmitted(risky, { outcome, summary: '说明', followUp }, stamp(later))
  if (may) expect(end().awaits).toBe('closure')
  else expect(end).toThrow('后续')
})

describe('a visit written down later', () => {
  const visitAt = nowMs + 7 * dayMs
  const record = (kase: CaseRecord, atMs: number, openid = workerOpenid) =>
    visitRecorded(kase, visitForm(visitAt), openid, stamp(atMs))

  test('than a day after is marked so', () => {
    expect(record(states.served, visitAt + dayMs / 2).visits.at(-1)?.late).toBe(false)
    expect(record(states.served, visitAt + 2 * dayMs).visits.at(-1)?.late).toBe(true)
  })

  test('is kept after the case closed or moved, if it was this worker’s at the time', () => {
    const closed = { ...states.closed, closedAtMs: nowMs + 12 * dayMs }
    expect(record(closed, later).visits).toHaveLength(2)
    const elsewhere = moved(states.served, colleague, '休假', stamp(nowMs + 8 * dayMs))
    expect(record(elsewhere, later).visits).toHaveLength(2)
  })

  test('is not kept two weeks after that, nor by who did not have the case then', () => {
    const elsewhere = moved(states.served, colleague, '休假', stamp(nowMs + 8 * dayMs))
    expect(() => record(elsewhere, nowMs + 30 * dayMs)).toThrow('不在您手上')
    expect(() => record(elsewhere, later, 'o-wang')).toThrow('不在您手上')
    expect(() => record(states.served, later, 'o-stranger')).toThrow('不在您手上')
  })

  test('cannot lie ahead', () => {
    expect(() => record(states.served, visitAt - 1)).toThrow('还没到')
  })
})

test('an agreed visit is kept until one took place', () => {
  const agreed = visitPlanned(states.served, later, '复查', stamp(later - dayMs))
  expect(visitRecorded(agreed, visitForm(later - 2 * dayMs), workerOpenid, stamp(later)).nextVisit).not.toBeNull()
  expect(visitRecorded(agreed, visitForm(later), workerOpenid, stamp(later)).nextVisit).toBeNull()
})

test('a case that came back begins with people and risk again, and forgets nothing', () => {
  const again = openedAgain(states.closed, acceptedNeed(), intakeForm, stamp(later))
  expect(again).toMatchObject({ status: 'open', stage: 'assessment', plan: null, closure: null, reopenings: 1 })
  expect(again.visits).toEqual(states.closed.visits)
  expect(again.events.map(({ kind }) => kind)).toEqual([...states.closed.events.map(({ kind }) => kind), 'reopened'])
})

describe('what falls due', () => {
  const day = (kase: CaseRecord) => ((kase.dueAtMs ?? 0) - nowMs) / dayMs

  test('follows the stage', () => {
    expect(Object.entries(states).map(([name, kase]) => [name, kase.dueAtMs === null ? null : day(kase)])).toEqual([
      ['ahead', 3],
      ['assessing', 5],
      ['planning', 9],
      ['planWaits', 6],
      ['serving', 13],
      ['served', 14],
      ['evaluating', 18],
      ['closing', 17],
      ['closureWaits', 13],
      ['closed', null],
    ])
  })

  test('comes the sooner the higher the risk, whatever the plan says', () => {
    const due = (risk: RiskLevel) => (dueOf({ ...states.served, risk }, times) ?? 0) - nowMs
    expect([due('critical') / dayMs, due('high') / dayMs, due('low') / dayMs]).toEqual([10, 14, 14])
  })

  test('is a matter of the district: its own days, counted in working days but for who is in danger', () => {
    const own: CaseTimes = {
      ...times,
      casework: {
        ...times.casework,
        counts: 'working' as const,
        assessmentDays: { emergency: 1, urgent: 2, normal: 4 },
      },
    }
    const atMs = Date.UTC(2026, 10, 20, 2) // A Friday, ten in the morning.
    const at = (urgency: Urgency, terms = own) =>
      ((dueOf({ ...states.assessing, stageSinceMs: atMs, urgency }, terms) ?? 0) - atMs) / dayMs
    expect([at('normal'), at('urgent'), at('emergency')]).toEqual([6, 4, 1])
    expect(at('normal', times)).toBe(5)
    const ahead = caseAhead({ ...acceptedNeed(), acceptedAtMs: atMs }, own)
    expect(((ahead.dueAtMs ?? 0) - atMs) / dayMs).toBe(5)
    const visits = dueOf({ ...states.served, risk: 'low' }, own)
    expect(visits).toBe(dueOf({ ...states.served, risk: 'low' }, times))
  })
})
