import type { TerritoryCode } from '../../../typings/ids'
import type { PolicyLevel, PolicyRules } from '../../../typings/spending'
import { invariant } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { defaultRules, strictest } from '../policy/rules'
import type { PolicyRecord } from './records'

export interface PolicyChain {
  /** The levels down to the territory, the district first; null where nobody set one that is in force. */
  levels: readonly { level: PolicyLevel; territoryCode: TerritoryCode; inForce: PolicyRecord | null }[]
  /** Every version of these levels, in order. */
  versions: readonly PolicyRecord[]
  effective: PolicyRules
}

const levelOf: Readonly<Record<number, PolicyLevel>> = { 6: 'district', 9: 'street', 12: 'community' }
const mostVersions = 300

/** What counts at a place and a moment: one round trip for all levels. */
export async function readPolicies(world: World, territoryCode: TerritoryCode, atMs: number): Promise<PolicyChain> {
  const codes = [6, 9, 12]
    .filter((length) => length <= territoryCode.length)
    .map((length) => territoryCode.slice(0, length))
  const versions = await world.database.find<PolicyRecord>('policies', {
    where: { territoryCode: { $in: codes } },
    orderBy: [['version', 'asc']],
    limit: mostVersions,
  })
  const levels = codes.map((code) => {
    const level = levelOf[code.length]
    invariant(level, 'a territory is a district, a street or a community')
    return { level, territoryCode: code, inForce: inForceAt(versions, code, atMs) }
  })
  const effective = levels.reduce(
    (rules, { inForce, level }) =>
      inForce ? (level === 'district' ? inForce.rules : strictest(rules, inForce.rules)) : rules,
    defaultRules,
  )
  return { levels, versions, effective }
}

/** Whether a later version of the same level begins no later than this one: then this one never holds (any more). */
export function isReplaced(
  { territoryCode, version, effectiveFromMs }: PolicyRecord,
  versions: readonly PolicyRecord[],
) {
  return versions.some(
    (later) =>
      later.territoryCode === territoryCode && later.version > version && later.effectiveFromMs <= effectiveFromMs,
  )
}

/** The latest version of a level that has begun: what was to begin later than its successor never holds. */
function inForceAt(versions: readonly PolicyRecord[], code: TerritoryCode, atMs: number): PolicyRecord | null {
  const begun = versions.filter((each) => each.territoryCode === code && each.effectiveFromMs <= atMs)
  return begun.reduce<PolicyRecord | null>((last, each) => (last && last.version > each.version ? last : each), null)
}
