import {
  closed,
  planApproved,
  reassigned,
  serving,
  visited,
} from '../../../cloudfunctions/needs/casework/service-steps'
import {
  accepted,
  declined,
  isPossible,
  offered,
  timedOut,
  triaged,
  withdrawn,
} from '../../../cloudfunctions/needs/casework/steps'
import {
  detailForResident,
  detailForWorker,
  maskPhone,
  photosFor,
  rowForStation,
} from '../../../cloudfunctions/needs/casework/views'
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { stepChange } from '../../../cloudfunctions/needs/store'
import type { NeedEventKind } from '../../../typings/needs'
import type { NeedStatus } from '../../../typings/terms'
import { need, nowMs, offer } from './builders'

const unread = { voiceUrl: null, unreadNotes: 0, nowMs }

const later = nowMs + 1000
const acceptedNeed = accepted(offered(need(), offer(), nowMs), nowMs)
const servingNeed = serving(acceptedNeed, nowMs)
const states: Record<NeedStatus, NeedRecord> = {
  submitted: need(),
  offered: offered(need(), offer(), nowMs),
  accepted: acceptedNeed,
  serving: servingNeed,
  closed: closed(servingNeed, nowMs),
  triage: triaged(need(), nowMs, '没有人'),
  withdrawn: withdrawn(need(), nowMs, ''),
}
const steps: Partial<Record<NeedEventKind, (from: NeedRecord) => NeedRecord>> = {
  offered: (from) => offered(from, offer({ offerId: 'offer_2' }), later),
  assigned: (from) => offered(from, offer({ offerId: 'offer_2' }), later, { supervisorName: '王督导', note: '熟悉' }),
  declined: (from) => declined(from, later, '时间排不开'),
  timedOut: (from) => timedOut(from, later),
  triaged: (from) => triaged(from, later, '没有人'),
  accepted: (from) => accepted(from, later),
  withdrawn: (from) => withdrawn(from, later, '不用了'),
  serving: (from) => serving(from, later),
  planApproved: (from) => planApproved(from, later),
  visited: (from) => visited(from, later),
  reassigned: (from) => reassigned(from, offer({ offerId: 'offer_2', workerName: '王社工' }), later, '休假'),
  closed: (from) => closed(from, later),
}

/** From each state, each step: the state it leads to, or a dash where it is not possible. */
const machine = `
              offered   assigned  declined   timedOut   triaged   accepted  withdrawn  serving  planApproved  visited  reassigned  closed
  submitted   offered   offered   -          -          triage    -         withdrawn  -        -             -        -           -
  offered     -         -         submitted  submitted  -         accepted  withdrawn  -        -             -        -           -
  accepted    -         -         -          -          -         -         withdrawn  serving  -             -        accepted    -
  serving     -         -         -          -          -         -         -          -        serving       serving  serving     closed
  closed      -         -         -          -          -         -         -          -        -             -        -           -
  triage      offered   offered   -          -          triage    -         withdrawn  -        -             -        -           -
  withdrawn   -         -         -          -          -         -         -          -        -             -        -           -
`
const [header, ...rows] = machine
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
const table = rows.flatMap(([from = '', ...to]) =>
  (header ?? []).map((kind, index) => [from, kind, to[index] ?? ''] as [NeedStatus, NeedEventKind, string]),
)

test.each(table)('%s, %s → %s', (from, kind, to) => {
  const before = states[from]
  const step = steps[kind]
  if (!step) throw new Error(`${kind} is not in the table`)
  expect(isPossible(before, kind)).toBe(to !== '-')
  if (to === '-') {
    expect(() => step(before)).toThrow('Invariant broken')
    return
  }
  const after = step(before)
  expect(after.status).toBe(to)
  expect(after.version).toBe(before.version + 1)
  const repeated = from === 'triage' && kind === 'triaged'
  expect(after.events.slice(before.events.length).map((event) => event.kind)).toEqual(repeated ? [] : [kind])
  expect(after.offer === null).toBe(!['offered', 'accepted', 'serving', 'closed'].includes(to))
  expect(after.offerDeadlineMs === null).toBe(to !== 'offered')
  expect(after.routeAtMs === null).toBe(to !== 'submitted' && to !== 'triage')
})

test('whoever passes is remembered, with the offer that they had', () => {
  expect(declined(states.offered, later, '忙').passedOver).toEqual([
    { workerId: 'worker_li', offerId: 'offer_1', how: 'declined', atMs: later },
  ])
})

test('a step appends its event and counts its version, and touches nothing else that others write', () => {
  const before = { ...states.offered, outboxVersion: 3 }
  const change = stepChange(before, accepted(before, later))
  expect(change).toEqual({
    set: { status: 'accepted', acceptedAtMs: later, offerDeadlineMs: null },
    push: { events: [expect.objectContaining({ kind: 'accepted', actorName: '李社工' })], outbox: [] },
    increment: { version: 1, outboxVersion: 0 },
  })
})

describe('views', () => {
  const photos = (['pass', 'pending', 'review', 'risky'] as const).map((verdict) => ({ fileId: verdict, verdict }))

  test('the worker sees who and where only once they have accepted', () => {
    const secrets = /刘女士|13812345678|幸福路/
    expect(JSON.stringify(detailForWorker(states.offered, [], unread))).not.toMatch(secrets)
    expect(detailForWorker(states.accepted, [], unread).contact).toEqual({
      name: '刘女士',
      phone: '13812345678',
      address: '幸福路 12 号',
    })
    expect(JSON.stringify(rowForStation(states.triage, 'o-station', later))).not.toMatch(secrets)
  })

  test('the resident sees their helper from acceptance on, and never who passed or why', () => {
    expect(detailForResident(states.offered, [], unread).helper).toBeNull()
    expect(detailForResident(states.accepted, [], unread).helper).toMatchObject({
      name: '李社工',
      reasons: [{ points: 30 }],
    })
    const passed = detailForResident(declined(states.offered, later, '和这家有矛盾'), [], unread)
    expect(passed.events.map(({ kind }) => kind)).toEqual(['submitted', 'offered', 'declined'])
    expect(JSON.stringify(passed)).not.toMatch(/矛盾|李社工/)
  })

  test('a picture that has not passed is for the resident alone; a refused one for nobody', () => {
    expect(photosFor('worker', { photos })).toEqual(['pass'])
    expect(photosFor('resident', { photos })).toEqual(['pass', 'pending', 'review'])
  })

  test('a withdrawn need cannot be withdrawn, every other can', () => {
    const can = Object.values(states).map((each) => [each.status, detailForResident(each, [], unread).canWithdraw])
    expect(can.filter(([, possible]) => !possible)).toEqual([
      ['serving', false],
      ['closed', false],
      ['withdrawn', false],
    ])
  })

  test.each([
    ['13812345678', '138****5678'],
    ['023-48660001', '********0001'],
  ])('%s is shown as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked)
  })

  test('the excerpt is 40 characters at most, and no character is cut in half', () => {
    const { excerpt } = detailForResident(need({ description: '😀'.repeat(60) }), [], unread)
    expect(excerpt).toBe('😀'.repeat(40))
  })
})
