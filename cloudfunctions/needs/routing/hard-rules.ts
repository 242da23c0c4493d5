import { fieldWords } from '../../shared/words'
import { isAtWork } from './calendar'
import { leastLevel, stepsAbove } from './fields'
import { covers, type Given, type RoutedNeed, type RoutedWorker } from './model'
import { levelWords, subSkillWords } from './words'

/** Says in words why the worker cannot have the need; null when this rule has nothing against it. */
export type HardRule = (need: RoutedNeed, worker: RoutedWorker, nowMs: number, given: Given) => string | null

export const servesField: HardRule = (need, worker) =>
  worker.fields.includes(need.field) ? null : `服务领域不含${fieldWords[need.field]}`

/** Who cannot tell what they need gets anyone of the field. */
export const hasSubSkill: HardRule = (need, worker) =>
  need.subSkill === 'general' || worker.subSkills.includes(need.subSkill)
    ? null
    : `没有${subSkillWords[need.subSkill]}专长`

export const hasLevel: HardRule = (need, worker) => {
  const least = leastLevel(need.subSkill)
  if (stepsAbove(worker.level, least) >= 0) return null
  return `${subSkillWords[need.subSkill]}须由${levelWords[least]}以上承接`
}

export const holdsValidLicence: HardRule = (_need, worker, nowMs) =>
  worker.licenceValidUntilMs > nowMs ? null : '证书登记已到期'

export const servesTerritory: HardRule = (need, worker) =>
  covers(worker.servesCodes, need.territoryCode) ? null : '不服务这个社区'

export const hasRoom: HardRule = (need, worker) =>
  worker.loadPoints + need.casePoints <= worker.capPoints ? null : '手上个案已满'

export const isNotOnLeave: HardRule = (_need, worker, nowMs) =>
  worker.leaves.some(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs) ? '正在休假' : null

/** Who said no is not asked again; who did not answer in time, by nobody but a person who has talked to them. */
export const hasNotPassed: HardRule = (need, worker, _nowMs, { byHand }) => {
  const passed = need.passedOver.filter(({ workerId }) => workerId === worker._id)
  if (passed.some(({ how }) => how === 'declined')) return '已婉拒这件求助'
  return passed.length === 0 || byHand ? null : '未在时限内答复'
}

/** For a person who chooses: what stands against the worker and is theirs to overrule. */
export function notesOn(need: RoutedNeed, worker: RoutedWorker): string[] {
  const lapsed = need.passedOver.some(({ workerId, how }) => workerId === worker._id && how === 'timedOut')
  return lapsed ? ['上次派单未在时限内答复，派之前先打个电话'] : []
}

/** Nobody works their own case. */
export const isNotResident: HardRule = (need, worker) =>
  worker.openid === need.residentOpenid ? '求助由本人提交' : null

/** Nobody works for their own kin, or where they live themselves. */
export const isNotKin: HardRule = (need, worker) =>
  (need.conflictCodes ?? []).some((code) => worker.conflictCodes.includes(code)) ? '是亲属或同住人，须回避' : null

/** Whoever complained of a worker is not sent the same one again. */
export const hasNoComplaint: HardRule = (need, worker) =>
  worker.complainedBy.includes(need.residentOpenid) ? '居民曾投诉，须回避' : null

/** A quarter of an hour is for those who are at work; others answer when they are back. */
export const isOnDuty: HardRule = (need, worker, nowMs, { policy: { calendar } }) =>
  need.urgency !== 'emergency' || isAtWork(nowMs, { calendar, shifts: worker.shifts }) ? null : '这会儿不在班'

export const hardRules: Readonly<Record<string, HardRule>> = {
  servesField,
  hasSubSkill,
  hasLevel,
  holdsValidLicence,
  servesTerritory,
  isNotOnLeave,
  hasNotPassed,
  isNotResident,
  isNotKin,
  hasNoComplaint,
  isOnDuty,
  hasRoom,
}
