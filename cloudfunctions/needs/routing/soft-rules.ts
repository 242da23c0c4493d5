import type { RouteReason } from '../../../typings/needs'
import { leastLevel, stepsAbove } from './fields'
import { type RoutedNeed, type RoutedWorker, tierOf } from './model'
import { subSkillWords } from './words'

/** Speaks for a worker with points and a sentence that the resident may read; null when it has nothing to say. */
export type SoftRule = (need: RoutedNeed, worker: RoutedWorker, nowMs: number) => RouteReason | null

const HOUR_MS = 3_600_000
/** Who waited so long for an offer has waited long enough for all the points. */
const LONG_WAIT_HOURS = 72

export const sameCommunity: SoftRule = (need, worker) =>
  tierOf(need, worker) === 0 ? { rule: 'sameCommunity', points: 30, words: '就在您的社区社工室' } : null

export const sameStreet: SoftRule = (need, worker) =>
  tierOf(need, worker) === 1 ? { rule: 'sameStreet', points: 15, words: '就在您的街镇' } : null

/** A worker's first sub-skill of all is what they do most. */
export const speciality: SoftRule = (need, worker) => {
  if (need.subSkill === 'general' || !worker.subSkills.includes(need.subSkill)) return null
  const words = subSkillWords[need.subSkill]
  return worker.subSkills.find((subSkill) => subSkill !== 'general') === need.subSkill
    ? { rule: 'speciality', points: 20, words: `主要做${words}` }
    : { rule: 'speciality', points: 10, words: `受过${words}训练` }
}

/** Up to 20 points for the share of their room that would still be free. */
export const freeCapacity: SoftRule = (need, worker) => {
  const left = worker.capPoints - worker.loadPoints - need.casePoints
  const points = Math.round((20 * left) / Math.max(1, worker.capPoints))
  return points > 0 ? { rule: 'freeCapacity', points, words: '手上个案不多，能及时跟进' } : null
}

/** Up to 10 points for the hours since their last offer. */
export const fairness: SoftRule = (_need, worker, nowMs) => {
  const hours = Math.max(0, nowMs - worker.lastOfferedAtMs) / HOUR_MS
  const points = Math.min(10, Math.floor((10 * hours) / LONG_WAIT_HOURS))
  return points > 0 ? { rule: 'fairness', points, words: '按轮值轮到' } : null
}

/** Keeps the senior free for what needs them. */
export const fittingLevel: SoftRule = (need, worker) => {
  const above = stepsAbove(worker.level, leastLevel(need.subSkill))
  if (above < 0 || above > 1) return null
  return { rule: 'fittingLevel', points: above === 0 ? 6 : 4, words: '职业水平与需求相称' }
}

export const softRules: readonly SoftRule[] = [
  sameCommunity,
  sameStreet,
  speciality,
  freeCapacity,
  fairness,
  fittingLevel,
]
