import type { SoftRuleName } from '../../../typings/routing'
import type { RouteReason } from '../../../typings/terms'
import { hourMs } from '../../shared/time/spans'
import { untilAtWorkMs } from './calendar'
import { leastLevel, stepsAbove } from './fields'
import { type Given, type RoutedNeed, type RoutedWorker, tierOf } from './model'
import { likelihoodOf, shareOf } from './recent'
import { languageWords, subSkillWords } from './words'

/** Speaks for a worker with points and a sentence that the resident may read; null when it has nothing to say. */
export type SoftRule = (need: RoutedNeed, worker: RoutedWorker, nowMs: number, given: Given) => RouteReason | null

/** Who waited so long for an offer has waited long enough for all the points. */
export const LONG_WAIT_HOURS = 72

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

/**
 * Up to 120 points for having carried less than others in the last 30 days, measured by what each can carry: who has the
 * usual share gets half of them. With nobody to compare with, up to 10 points for the hours since their last offer.
 */
export const fairness: SoftRule = (_need, worker, nowMs, { usualShare }) => {
  const points = usualShare ? sharePoints(shareOf(worker, nowMs) / usualShare) : turnPoints(worker, nowMs)
  return points > 0 ? { rule: 'fairness', points, words: '近一个月接得不多，轮到这位社工' } : null
}

/** Keeps the senior free for what needs them. */
export const fittingLevel: SoftRule = (need, worker) => {
  const above = stepsAbove(worker.level, leastLevel(need.subSkill))
  if (above < 0 || above > 1) return null
  return { rule: 'fittingLevel', points: above === 0 ? 6 : 4, words: '职业水平适合这件事' }
}

/** Whoever helped this resident before is not a stranger. */
export const continuity: SoftRule = (need, worker) =>
  worker.formerResidents.includes(need.residentOpenid)
    ? { rule: 'continuity', points: 25, words: '以前帮过您，了解情况' }
    : null

export const wishedGender: SoftRule = ({ wishes }, { gender }) =>
  wishes?.gender && wishes.gender === gender
    ? { rule: 'wishedGender', points: 30, words: gender === 'female' ? '按您的心愿是女社工' : '按您的心愿是男社工' }
    : null

export const wishedLanguage: SoftRule = ({ wishes }, { languages }) =>
  wishes?.language && languages.includes(wishes.language)
    ? { rule: 'wishedLanguage', points: 30, words: `会${languageWords[wishes.language]}` }
    : null

/** Up to 30 points for having taken most of what they were asked in the last 30 days. */
export const likelyToAccept: SoftRule = (_need, worker, nowMs) => {
  const points = Math.round(60 * (likelihoodOf(worker, nowMs) - 0.5))
  return points > 0 ? { rule: 'likelyToAccept', points, words: '答复及时，很少转给别人' } : null
}

/** 12 points for who is at work, fewer for each hour until they are. */
export const onShift: SoftRule = (_need, { shifts }, nowMs, { policy: { calendar } }) => {
  const untilMs = untilAtWorkMs(nowMs, { calendar, shifts })
  if (untilMs === null) return null
  const points = Math.max(0, 12 - Math.ceil(untilMs / hourMs))
  if (points === 0) return null
  return { rule: 'onShift', points, words: untilMs === 0 ? '现在在班' : '很快到班' }
}

export const softRules: Readonly<Record<SoftRuleName, SoftRule>> = {
  sameCommunity,
  sameStreet,
  continuity,
  wishedGender,
  wishedLanguage,
  speciality,
  likelyToAccept,
  onShift,
  freeCapacity,
  fairness,
  fittingLevel,
}

/** `share` is 1 for who carried as much as usual in the last 30 days. */
export function sharePoints(share: number): number {
  return Math.max(0, Math.min(120, Math.round(120 - 60 * share)))
}

function turnPoints({ lastOfferedAtMs }: RoutedWorker, nowMs: number): number {
  const hours = Math.max(0, nowMs - lastOfferedAtMs) / hourMs
  return Math.min(10, Math.floor((10 * hours) / LONG_WAIT_HOURS))
}
