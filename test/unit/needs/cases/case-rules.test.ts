import { caseAhead } from '../../../../cloudfunctions/needs/casework/case-opening'
import {
  referralAnswered,
  referralSent,
  volunteerCounted,
  volunteersAsked,
  volunteersSettled,
} from '../../../../cloudfunctions/needs/casework/case-requests'
import { caseDetail, caseSummary } from '../../../../cloudfunctions/needs/casework/case-views'
import { byPlace, errandsOf } from '../../../../cloudfunctions/needs/casework/day'
import { sampleOf } from '../../../../cloudfunctions/needs/casework/quality'
import { doorOf, walkOf } from '../../../../cloudfunctions/needs/casework/walk'
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import type { Errand } from '../../../../typings/cases'
import { nowMs } from '../builders'
import { acceptedNeed, type CaseRecord, caseStates, later, stamp, times, workerOpenid } from './builders'

const states = caseStates()
const none: ReadonlyMap<string, string> = new Map()

describe('a referral', () => {
  const toColleague = {
    referralId: 'ref_1',
    to: { kind: 'worker', workerId: 'worker_wang', name: '王社工' } as const,
    reason: '需要心理辅导',
    workerOpenid: 'o-wang',
    letter: null,
  }
  const sent = referralSent(states.served, toColleague, stamp(later))
  const answer = (kase: CaseRecord, state: 'accepted' | 'declined' | 'done', openid: string) =>
    referralAnswered(kase, { referralId: 'ref_1', state, note: '' }, openid, stamp(later))

  test('goes to one at a time', () => {
    expect(() => referralSent(sent, { ...toColleague, referralId: 'ref_2' }, stamp(later))).toThrow('还没有答复')
  })

  test('is answered by the colleague alone, once', () => {
    expect(() => answer(sent, 'accepted', workerOpenid)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    const accepted = answer(sent, 'accepted', 'o-wang')
    expect(accepted.referrals[0]?.state).toBe('accepted')
    expect(accepted.referredTo).toEqual([])
    expect(() => answer(accepted, 'declined', 'o-wang')).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
    expect(() => answer(sent, 'declined', 'o-stranger')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })

  test('to an organisation is noted by the case’s worker: accepted, then done', () => {
    const to = { kind: 'organisation', name: '阳光服务中心', phone: '023-48660000' } as const
    const out = referralSent(states.served, { ...toColleague, to, workerOpenid: null }, stamp(later))
    const done = answer(answer(out, 'accepted', workerOpenid), 'done', workerOpenid)
    expect(done.referrals[0]?.state).toBe('done')
  })
})

test('volunteers asked for are found, then done, or called off; nothing comes after', () => {
  const request = {
    requestId: 'v1',
    what: '陪诊',
    count: 2,
    onMs: later + dayMs,
    minutes: 120,
    createdAtMs: later,
    joined: 0,
  }
  const asked = volunteersAsked(states.served, { ...request, state: 'open' }, stamp(later))
  const filled = volunteersSettled(asked, 'v1', 'filled', stamp(later))
  const done = volunteersSettled(filled, 'v1', 'done', stamp(later))
  expect(done.volunteerRequests[0]?.state).toBe('done')
  expect(() => volunteersSettled(done, 'v1', 'cancelled', stamp(later))).toThrow('了结')
})

test('with the last neighbour who says yes a request is filled, and open again when one cannot come', () => {
  const request = { requestId: 'v1', what: '陪诊', count: 2, onMs: later + dayMs, minutes: 60, createdAtMs: later }
  const asked = volunteersAsked(states.served, { ...request, state: 'open', joined: 0 }, stamp(later))
  expect(asked.callsUntilMs).toBe(later + dayMs)
  const one = volunteerCounted(asked, 'v1', 1, later)
  const two = volunteerCounted(one, 'v1', 1, later)
  expect(two.volunteerRequests[0]).toMatchObject({ joined: 2, state: 'filled' })
  expect(volunteersSettled(two, 'v1', 'done', stamp(later)).callsUntilMs).toBeNull()
  expect(() => volunteerCounted(two, 'v1', 1, later)).toThrow('人已经够了')
  expect(volunteerCounted(two, 'v1', -1, later).volunteerRequests[0]).toMatchObject({ joined: 1, state: 'open' })
  expect(() => volunteerCounted(one, 'v1', 1, later + 2 * dayMs)).toThrow('已经过去')
  expect(two).toMatchObject({ version: asked.version, events: asked.events })
  const byHand = volunteersSettled(one, 'v1', 'filled', stamp(later))
  expect(volunteerCounted(byHand, 'v1', -1, later).volunteerRequests[0]).toMatchObject({ joined: 0, state: 'filled' })
  const cancelled = volunteersSettled(one, 'v1', 'cancelled', stamp(later))
  expect(() => volunteerCounted(cancelled, 'v1', -1, later)).toThrow('了结')
})

describe('the way of a day', () => {
  const [base, near, far] = [
    { latitude: 29, longitude: 106.6 },
    { latitude: 29.01, longitude: 106.6 },
    { latitude: 29.05, longitude: 106.6 },
  ]
  const communities = new Map([
    ['near', near],
    ['far', far],
  ])
  const at = (territoryCode: string, id: string): Errand => ({
    ...(errandsOf(
      [{ kase: caseAhead(acceptedNeed(), times), need: acceptedNeed() }],
      later + dayMs,
      later,
    )[0] as Errand),
    territoryCode,
    needId: `need_${id}`,
  })
  const walked = (errands: Errand[], from: typeof base | null, doors: [string, typeof base][] = []) =>
    walkOf(errands, from, { communities, doors: new Map(doors.map(([id, door]) => [`need_${id}` as const, door])) })

  test('goes to the nearest place next, and says how far; a place that is not on the map comes last', () => {
    const way = walked([at('nowhere', '1'), at('far', '2'), at('near', '3'), at('near', '4')], base)
    expect(way.map(({ needId }) => needId)).toEqual(['need_3', 'need_4', 'need_2', 'need_1'])
    expect(way.map(({ metres }) => metres && Math.round(metres / 100))).toEqual([11, null, 44, null])
    expect(walked([at('near', '1'), at('far', '2')], far).map(({ needId }) => needId)).toEqual(['need_2', 'need_1'])
  })

  test('within a community goes by doors where all are known, else as given', () => {
    const rows = [at('near', '1'), at('near', '2')]
    const doors: [string, typeof base][] = [
      ['1', far],
      ['2', near],
    ]
    expect(walked(rows, base, doors).map(({ needId }) => needId)).toEqual(['need_2', 'need_1'])
    expect(walked(rows, base, doors.slice(0, 1)).map(({ needId }) => needId)).toEqual(['need_1', 'need_2'])
  })

  test('knows a door from the last sharp visit at home alone', () => {
    const place = { latitude: 29.02, longitude: 106.61, accuracyM: 30 }
    const visit = { ...(states.served.visits[0] as CaseRecord['visits'][number]), place }
    expect(doorOf({ visits: [visit, { ...visit, way: 'phone', place: null }] })).toEqual(place)
    expect(doorOf({ visits: [{ ...visit, place: { ...place, accuracyM: 900 } }] })).toBeNull()
  })

  test('without a beginning keeps the given order of places, and counts from the first', () => {
    expect(
      walked([at('far', '1'), at('near', '2')], null).map(({ metres }) => metres && Math.round(metres / 100)),
    ).toEqual([null, 44])
  })
})

describe('a child’s file', () => {
  const need = acceptedNeed({ field: 'childCare', description: '孩子父母在外打工' })
  const kase: CaseRecord = { ...states.served, field: 'childCare', minor: true }

  test('is closed to the station until it was opened for them: no name, no visit, no story', () => {
    const sealed = caseDetail(kase, need, { kind: 'station', open: false, own: false }, none)
    expect(sealed).toMatchObject({ sealed: true, contact: null, visits: [], description: '', excerpt: '' })
    expect(JSON.stringify(sealed)).not.toMatch(/刘女士|13812345678|幸福路|送餐已对接|独居/)
    expect(sealed.can).toContain('askAccess')
    const open = caseDetail(kase, need, { kind: 'station', open: true, own: false }, none)
    expect(open).toMatchObject({ sealed: false, contact: { name: '刘女士' } })
    expect(open.visits).toHaveLength(1)
  })

  test('is open to the worker whose case it is, and in no list says what it is about', () => {
    expect(caseDetail(kase, need, { kind: 'worker' }, none).visits).toHaveLength(1)
    expect(caseSummary(kase).excerpt).toBe('')
  })
})

test('who decides never decides about a case of their own', () => {
  const can = (own: boolean) =>
    caseDetail(states.planWaits, acceptedNeed(), { kind: 'station', open: true, own }, none).can
  expect(can(false)).toContain('decidePlan')
  expect(can(true)).not.toContain('decidePlan')
})

test('a closed case gives no phone number away', () => {
  expect(caseDetail(states.closed, acceptedNeed(), { kind: 'worker' }, none).contact).toBeNull()
})

test('before it is opened there is one step: the first contact', () => {
  expect(caseDetail(caseAhead(acceptedNeed(), times), acceptedNeed(), { kind: 'worker' }, none).can).toEqual([
    'recordIntake',
  ])
})

describe('the day', () => {
  const need = acceptedNeed()

  test('has the agreed visits, what falls due, and the first contacts; not what waits for the supervisor', () => {
    const agreed: CaseRecord = { ...states.served, nextVisit: { atMs: later, purpose: '复查药量' } }
    const cases = [agreed, states.planning, caseAhead(need, times), states.closureWaits].map((kase) => ({ kase, need }))
    const errands = errandsOf(cases, later + dayMs, later)
    expect(errands.map(({ kind }) => kind).sort()).toEqual(['deadline', 'firstContact', 'visit'])
    expect(errands.find(({ kind }) => kind === 'visit')?.words).toBe('复查药量')
  })

  test('is walked community by community, house 2 before house 10', () => {
    const at = (communityName: string, address: string) => ({ communityName, address, atMs: nowMs })
    const walked = [at('遇仙桥', '1 栋'), at('新山村', '10 栋 1'), at('新山村', '2 栋 3')].sort(byPlace)
    expect(walked.map(({ address }) => address)).toEqual(['2 栋 3', '10 栋 1', '1 栋'])
  })
})

describe('the month’s sample', () => {
  const cases = Array.from({ length: 80 }, (_, index) => ({ _id: `case_${index}` }))

  test('is a tenth, three at least, all when there are fewer', () => {
    expect([80, 12, 2, 0].map((count) => sampleOf('2026-11', cases.slice(0, count)).length)).toEqual([8, 3, 2, 0])
  })

  test('is the same for everyone, and another in another month', () => {
    const ids = (month: string, from = cases) => sampleOf(month, from).map(({ _id }) => _id)
    expect(ids('2026-11', [...cases].reverse())).toEqual(ids('2026-11'))
    expect(ids('2026-12')).not.toEqual(ids('2026-11'))
  })
})
