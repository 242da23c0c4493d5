import type { Field, LicenceLevel, SubSkill } from '../../../typings/terms'

/** Which sub-skills belong to which field; `general` belongs to each. */
export const subSkillsOf: Readonly<Record<Field, readonly SubSkill[]>> = {
  socialAssistance: ['general', 'livingAllowance', 'temporaryRelief', 'disabilitySupport'],
  elderCare: ['general', 'homeCare', 'livingAlone', 'mealsAndClinic'],
  childCare: ['general', 'leftBehind', 'childCounselling', 'tutoring', 'childProtection'],
  socialAffairs: ['general', 'familyAffairs', 'funeralAffairs', 'migrants'],
  communitySafety: ['general', 'mediation', 'communityCorrection', 'suicideRisk', 'domesticViolence'],
}

const levels: readonly LicenceLevel[] = ['assistant', 'certified', 'senior']

/** Child protection, suicide risk and domestic violence need certified or higher. */
const levelNeeded: Readonly<Partial<Record<SubSkill, LicenceLevel>>> = {
  childProtection: 'certified',
  suicideRisk: 'certified',
  domesticViolence: 'certified',
}

export function leastLevel(subSkill: SubSkill): LicenceLevel {
  return levelNeeded[subSkill] ?? 'assistant'
}

/** How many steps `level` stands above `least`; negative when it falls short. */
export function stepsAbove(level: LicenceLevel, least: LicenceLevel): number {
  return levels.indexOf(level) - levels.indexOf(least)
}
