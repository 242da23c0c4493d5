import type { Field, SubSkill } from '../../../typings/needs'
import type { Duty } from '../../../typings/people'
import type { DangerKind } from '../../../typings/residents'
import { holdsOn } from '../../shared/access/duties'

/** What is told to nobody next door: whoever would learn of it may be the one it is about. */
export const untold: readonly SubSkill[] = ['domesticViolence', 'childProtection', 'suicideRisk']
/** The same, said in the words of a need that was asked for as something else. */
const untoldDangers: readonly DangerKind[] = ['selfHarm', 'violence', 'childHarm']

interface Told {
  field: Field
  subSkill: SubSkill
  danger?: DangerKind
}

/** Whether people of the community may read it. What is confidential, or about a child, is for the social workers alone. */
export function isForNeighbourhood({ field, subSkill, danger }: Told): boolean {
  if (field === 'childCare' || untold.includes(subSkill)) return false
  return danger === undefined || !untoldDangers.includes(danger)
}

/** Whether these duties open its words to their holder: a duty of the community opens what is for the neighbourhood. */
export function mayRead(duties: readonly Duty[], need: Told & { territoryCode: string }): boolean {
  const holding = duties.filter((duty) => holdsOn([duty], need.territoryCode))
  if (holding.some(({ role }) => role !== 'communityStaff')) return true
  return holding.length > 0 && isForNeighbourhood(need)
}
