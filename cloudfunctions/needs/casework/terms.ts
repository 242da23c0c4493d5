import type { SubSkill, Urgency } from '../../../typings/terms'

const heavy: readonly SubSkill[] = ['childProtection', 'suicideRisk', 'domesticViolence']
const light: readonly SubSkill[] = ['general', 'mealsAndClinic', 'tutoring', 'funeralAffairs', 'livingAllowance']

/** What a case weighs on a worker: 1 light to 4 heavy; an emergency is one heavier. */
export function casePointsOf(subSkill: SubSkill, urgency: Urgency): number {
  const base = heavy.includes(subSkill) ? 3 : light.includes(subSkill) ? 1 : 2
  return Math.min(4, base + (urgency === 'emergency' ? 1 : 0))
}
