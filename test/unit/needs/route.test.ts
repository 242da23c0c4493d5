import { casePointsOf } from '../../../cloudfunctions/needs/casework/terms'
import { builtInPolicy } from '../../../cloudfunctions/needs/routing/policy'
import { dayKey } from '../../../cloudfunctions/needs/routing/recent'
import { chooseWorker, explainNobody, judge, rank } from '../../../cloudfunctions/needs/routing/route'
import { oldestFitting } from '../../../cloudfunctions/needs/routing/waiting'
import { worker } from '../../contract/needs/scene'
import { need, nowMs } from './builders'

const room = worker('room')
const station = worker('station', { territoryCode: '500110001', servesCodes: ['500110001'] })
const centre = worker('centre', { territoryCode: '500110', streetCode: null, servesCodes: ['500110'] })
const full = { loadPoints: 8 }

test('the score is the sum of its reasons, and a worker who fits has no obstacle', () => {
  const judged = judge(need(), room, nowMs)
  expect(judged.obstacles).toEqual([])
  expect(judged.score).toBe(judged.reasons.reduce((sum, { points }) => sum + points, 0))
  expect(judged.reasons.map(({ rule }) => rule)).toContain('sameCommunity')
})

test('the nearest tier that has anyone who fits is asked, however well someone farther scores', () => {
  const tired = { ...room, lastOfferedAtMs: nowMs, loadPoints: 6, subSkills: ['homeCare', 'livingAlone'] as const }
  expect(chooseWorker(need(), [centre, station, tired], nowMs)?.worker._id).toBe('worker_room')
  expect(chooseWorker(need(), [centre, station, { ...tired, ...full }], nowMs)?.worker._id).toBe('worker_station')
  expect(chooseWorker(need(), [centre, { ...station, ...full }, { ...tired, ...full }], nowMs)?.worker._id).toBe(
    'worker_centre',
  )
  expect(chooseWorker(need(), [{ ...room, ...full }], nowMs)).toBeNull()
  expect(chooseWorker(need(), [], nowMs)).toBeNull()
})

test('equal workers: the same one each time, whatever the order they come in', () => {
  const twins = ['c', 'a', 'b'].map((name) => worker(name))
  const chosen = [twins, [...twins].reverse()].map((list) => chooseWorker(need(), list, nowMs)?.worker._id)
  expect(chosen).toEqual(['worker_a', 'worker_a'])
})

test('the ranking puts those who fit first, and says of the others why', () => {
  const ranked = rank(need(), [{ ...room, ...full }, centre, station], nowMs)
  expect(ranked.map(({ worker: { _id }, obstacles }) => [_id, obstacles.map(({ words }) => words)])).toEqual([
    ['worker_station', []],
    ['worker_centre', []],
    ['worker_room', ['手上个案已满']],
  ])
})

describe('why nobody was found', () => {
  const passed = { offerId: 'offer_0', atMs: nowMs } as const
  test('who was asked, then what stands in the way of most of the others', () => {
    const asked = need({
      passedOver: [
        { ...passed, workerId: 'worker_a', how: 'declined' },
        { ...passed, workerId: 'worker_b', how: 'timedOut' },
      ],
    })
    const others = [worker('c', full), worker('d', full), worker('e', { leaves: [{ fromMs: 0, untilMs: 9e14 }] })]
    expect(explainNobody(asked, [worker('a'), worker('b'), ...others], nowMs)).toBe(
      '1 人婉拒，1 人超期未答，能服务这里的其余 3 人中 2 人手上个案已满',
    )
  })

  test('nobody of the field serves the place at all', () => {
    const elsewhere = worker('far', { servesCodes: ['500110002'] })
    expect(explainNobody(need(), [elsewhere], nowMs)).toBe('没有服务这个社区的社工')
    expect(explainNobody(need(), [], nowMs)).toBe('没有服务这个社区的社工')
  })
})

describe('the oldest waiting case that a worker fits', () => {
  const waiting = [
    need({ _id: 'need_newer', submittedAtMs: 3 }),
    need({ _id: 'need_heavy', submittedAtMs: 1, casePoints: 4 }),
    need({ _id: 'need_older', submittedAtMs: 2 }),
    need({ _id: 'need_elsewhere', submittedAtMs: 0, territoryCode: '500110001002' }),
  ]
  test('is chosen before newer ones, and never one that they do not fit', () => {
    expect(oldestFitting({ ...room, loadPoints: 5 }, waiting, nowMs)?._id).toBe('need_older')
    expect(oldestFitting(room, waiting, nowMs)?._id).toBe('need_heavy')
    expect(oldestFitting({ ...room, ...full }, waiting, nowMs)).toBeNull()
  })
})

test.each([
  ['general', 'normal', 1],
  ['livingAlone', 'urgent', 2],
  ['livingAlone', 'emergency', 3],
  ['childProtection', 'normal', 3],
  ['domesticViolence', 'emergency', 4],
] as const)('a case of %s, %s, weighs %d', (subSkill, urgency, points) => {
  expect(casePointsOf(subSkill, urgency)).toBe(points)
})

describe('the order in which workers are asked', () => {
  const busy = (points: number) => ({ recent: { [dayKey(nowMs)]: { asked: 4, declined: 0, lapsed: 0, points } } })

  test('a wish goes before nearness; one that nobody can meet changes nothing', () => {
    const workers = [
      { ...room, gender: 'male' as const },
      { ...station, gender: 'female' as const },
    ]
    const wish = (gender: 'female' | 'male' | null, language: 'miao' | null) =>
      chooseWorker(need({ wishes: { gender, language } }), workers, nowMs)?.worker._id
    expect(wish('female', null)).toBe('worker_station')
    expect(wish('male', null)).toBe('worker_room')
    expect(wish(null, 'miao')).toBe('worker_room')
  })

  test('who helped this resident before is asked in the first turn, wherever they sit', () => {
    const former = { ...centre, formerResidents: ['o-resident'] }
    expect(
      rank(need(), [room, station, former], nowMs)
        .map(({ turn }) => turn)
        .sort(),
    ).toEqual([0, 0, 1])
  })

  test('who carried clearly more than their share in the last 30 days gives way for one turn', () => {
    const workers = [{ ...room, ...busy(30) }, station, worker('idle', { servesCodes: [] })]
    expect(chooseWorker(need(), workers, nowMs)?.worker._id).toBe('worker_station')
    expect(
      chooseWorker(
        need(),
        [
          { ...room, ...busy(8) },
          { ...station, ...busy(8) },
        ],
        nowMs,
      )?.worker._id,
    ).toBe('worker_room')
  })

  test('by score alone where the policy says so: weights decide, 0 silences a rule', () => {
    const policy = { ...builtInPolicy, order: 'score' as const }
    const far = { ...station, lastOfferedAtMs: 0 }
    const near = { ...room, loadPoints: 6, lastOfferedAtMs: nowMs }
    const weigh = (sameCommunity: number) => ({ ...policy, weights: { ...policy.weights, sameCommunity } })
    expect(chooseWorker(need(), [near, far], nowMs, weigh(300))?.worker._id).toBe('worker_room')
    expect(chooseWorker(need(), [near, far], nowMs, weigh(0))?.worker._id).toBe('worker_station')
    const judged = judge(need(), near, nowMs, { policy: weigh(0), usualShare: null })
    expect(judged.reasons.map(({ rule }) => rule)).not.toContain('sameCommunity')
  })
})
