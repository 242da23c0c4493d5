/** A case on its way, through the product's own procedures. */

import type { CaseRecord } from '../../../../cloudfunctions/needs/records'
import { dayMs } from '../../../../cloudfunctions/shared/time/spans'
import type { CaseDetail } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import type { SubmitNeedInput } from '../../../../typings/needs'
import type { TestWorld } from '../../world'
import { needKey, offerOf, submitNeed, supervisorOpenid } from '../scene'

export const liOpenid = 'o-li'
export { needKey as key }

/** A need that 李 has accepted. */
export async function acceptedCase(
  world: TestWorld,
  changes: Partial<SubmitNeedInput> = {},
  residentOpenid = 'o-resident',
): Promise<NeedId> {
  const { needId } = await submitNeed(world, changes, residentOpenid)
  const { offerId, workerOpenid } = offerOf(world, needId)
  await world.ok(workerOpenid, 'needs.accept', { needId, offerId })
  return needId
}

export function intakeInput(needId: NeedId, world: TestWorld) {
  return {
    needId,
    key: needKey(),
    firstContactAtMs: world.cloud.clock.nowMs(),
    way: 'phone' as const,
    agreement: 'spoken' as const,
    summary: '约好周三上门',
  }
}

export function assessmentInput(needId: NeedId, version: number) {
  return {
    needId,
    key: needKey(),
    version,
    situation: '独居，腿脚不便',
    strengths: '邻居热心',
    problems: '买菜做饭困难',
    risk: 'low' as const,
    safetyPlan: '',
  }
}

export function planInput(needId: NeedId, version: number, world: TestWorld) {
  return {
    needId,
    key: needKey(),
    version,
    goals: [{ text: '每天吃上热饭', measure: '连续两周送餐' }],
    everyDays: 7,
    untilMs: world.cloud.clock.nowMs() + 90 * dayMs,
    measures: '对接社区食堂',
  }
}

export function visitInput(needId: NeedId, world: TestWorld) {
  return {
    needId,
    key: needKey(),
    way: 'home' as const,
    startedAtMs: world.cloud.clock.nowMs(),
    minutes: 40,
    note: '送餐已对接，精神好',
    place: { latitude: 29.03, longitude: 106.65, accuracyM: 20 },
    photoCount: 0,
  }
}

export function closureInput(needId: NeedId, version: number) {
  return { needId, key: needKey(), version, outcome: 'goalsMet' as const, summary: '目标达成', followUp: '' }
}

/** The stages in order, each by the one who does it; what the last of them gave back. */
const way: readonly ((world: TestWorld, needId: NeedId, kase: CaseDetail | null) => Promise<CaseDetail>)[] = [
  (world, needId) => world.ok(liOpenid, 'needs.recordIntake', intakeInput(needId, world)),
  (world, needId, kase) => world.ok(liOpenid, 'needs.recordAssessment', assessmentInput(needId, kase?.version ?? 0)),
  (world, needId, kase) => world.ok(liOpenid, 'needs.submitPlan', planInput(needId, kase?.version ?? 0, world)),
  (world, needId, kase) => decide(world, needId, kase?.version ?? 0, 'plan'),
  async (world, needId) => {
    await world.ok(liOpenid, 'needs.recordVisit', visitInput(needId, world))
    return world.ok(liOpenid, 'needs.getCase', { needId })
  },
  (world, needId, kase) =>
    world.ok(liOpenid, 'needs.setCaseStage', {
      needId,
      key: needKey(),
      version: kase?.version ?? 0,
      stage: 'evaluation',
    }),
  (world, needId, kase) =>
    world.ok(liOpenid, 'needs.recordEvaluation', {
      needId,
      key: needKey(),
      version: kase?.version ?? 0,
      results: [{ goalId: 'goal_1', result: 'met', note: '' }],
      change: '每天有热饭吃',
      residentSatisfaction: 5,
    }),
  (world, needId, kase) => world.ok(liOpenid, 'needs.submitClosure', closureInput(needId, kase?.version ?? 0)),
  (world, needId, kase) => decide(world, needId, kase?.version ?? 0, 'closure'),
]

export const reached = {
  opened: 1,
  assessed: 2,
  planWaits: 3,
  serving: 4,
  served: 5,
  closureWaits: 8,
  closed: 9,
} as const

/** A case that has come so far. */
export async function caseAt(
  world: TestWorld,
  point: keyof typeof reached,
  changes: Partial<SubmitNeedInput> = {},
  residentOpenid = 'o-resident',
): Promise<CaseDetail> {
  const needId = await acceptedCase(world, changes, residentOpenid)
  let kase: CaseDetail | null = null
  for (const go of way.slice(0, reached[point])) kase = await go(world, needId, kase)
  if (!kase) throw new Error('a case has come at least to its intake')
  return kase
}

export function decide(world: TestWorld, needId: NeedId, version: number, what: 'plan' | 'closure', approved = true) {
  const input = { needId, key: needKey(), version, what, approved, note: approved ? '' : '再具体一些' }
  return world.ok(supervisorOpenid, 'needs.decideCase', input)
}

export function storedCase(world: TestWorld, needId: NeedId): CaseRecord {
  const kase = world.cloud.database.get('cases', `case_${needId.slice(5)}`)
  if (!kase) throw new Error(`there is no case of ${needId}`)
  return kase as unknown as CaseRecord
}

export function inboxOf(world: TestWorld, openid: string): string[] {
  return world.cloud.database.find('inbox', { openid }).map((item) => String(item.title))
}
