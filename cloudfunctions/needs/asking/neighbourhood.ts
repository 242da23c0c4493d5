import type { DangerKind } from '../../../typings/asking'
import type { Field, SubSkill } from '../../../typings/terms'

/** What is told to nobody next door: whoever would learn of it may be the one it is about. */
export const untold: readonly SubSkill[] = ['domesticViolence', 'childProtection', 'suicideRisk']
/** The same, said in the words of a need that was asked for as something else. */
const untoldDangers: readonly DangerKind[] = ['selfHarm', 'violence', 'childHarm']

export interface Told {
  field: Field
  subSkill: SubSkill
  danger?: DangerKind
}

/** Whether people of the community may read it. What is confidential, or about a child, is for the social workers alone. */
export function isForNeighbourhood({ field, subSkill, danger }: Told): boolean {
  if (field === 'childCare' || untold.includes(subSkill)) return false
  return danger === undefined || !untoldDangers.includes(danger)
}
