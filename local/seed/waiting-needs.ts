import type { NeedRecord, WorkerRecord } from '../../cloudfunctions/needs/records'
import type { TerritoryRecord } from '../../cloudfunctions/shared/territory/records'
import { minuteMs } from '../../cloudfunctions/shared/time/spans'
import type { Field, SubSkill, Urgency } from '../../typings/terms'
import { homeStreetCode } from './cast'
import { makeNeed } from './past-needs'
import { Chance } from './random'

interface Waiting {
  /** Of the communities of the home street; never the home community, whose needs are for the stage's own people. */
  community: number
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  casePoints: number
  description: string
  waitedMinutes: number
  wish: 'female' | null
}

const waiting: readonly Waiting[] = [
  {
    community: 2,
    field: 'childCare',
    subSkill: 'tutoring',
    urgency: 'normal',
    casePoints: 1,
    description: '孙子放学后没人管作业，想请人每周辅导两次。',
    waitedMinutes: 190,
    wish: null,
  },
  {
    community: 3,
    field: 'socialAffairs',
    subSkill: 'familyAffairs',
    urgency: 'urgent',
    casePoints: 2,
    description: '女儿正在办离婚，情绪很低，想找一位女社工谈谈。',
    waitedMinutes: 75,
    wish: 'female',
  },
  {
    community: 2,
    field: 'childCare',
    subSkill: 'leftBehind',
    urgency: 'normal',
    casePoints: 2,
    description: '两个孩子跟着外婆，爸妈在外地打工，想有人常来看看。',
    waitedMinutes: 320,
    wish: null,
  },
  {
    community: 4,
    field: 'socialAffairs',
    subSkill: 'migrants',
    urgency: 'normal',
    casePoints: 2,
    description: '刚从外地搬来，孩子入学和医保都不知道怎么办。',
    waitedMinutes: 45,
    wish: null,
  },
]

/** Needs for which nobody had room when they came, and somebody has now: what the station may give out together. */
export function makeWaitingNeeds(
  places: readonly TerritoryRecord[],
  workers: readonly WorkerRecord[],
  seed: number,
  nowMs: number,
): NeedRecord[] {
  const [somebody] = workers
  return waiting.flatMap((each, number) => {
    const place = places.find(({ _id }) => _id === `${homeStreetCode}${String(each.community).padStart(3, '0')}`)
    if (!place || !somebody) return []
    const label = `waiting:${seed}:${number}`
    const submittedAtMs = nowMs - each.waitedMinutes * minuteMs
    const need = makeNeed({ label, place, worker: somebody, ...each, chance: new Chance(seed, label), nowMs })
    const event = { actorName: null, note: null, noteFor: 'all' as const }
    return {
      ...need,
      consent: { ...need.consent, atMs: submittedAtMs },
      urgency: each.urgency,
      wishes: each.wish && { gender: each.wish, language: null },
      status: 'triage',
      submittedAtMs,
      acceptedAtMs: null,
      offer: null,
      workerOpenid: null,
      offerIds: [],
      routeAtMs: nowMs + 45 * minuteMs,
      triageWhy: '能服务这里的社工当时手上个案已满',
      escalatedTo: 'station',
      escalateAtMs: nowMs + 240 * minuteMs,
      events: [
        { ...event, kind: 'submitted', atMs: submittedAtMs },
        { ...event, kind: 'triaged', atMs: submittedAtMs + 2_000 },
      ],
      version: 2,
    }
  })
}
