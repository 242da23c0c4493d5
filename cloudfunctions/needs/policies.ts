import type { TerritoryCode } from '../../typings/ids'
import type { RoutingPolicy } from '../../typings/routing'
import type { Database, Stored, World } from '../shared/ports/index'
import { minuteMs } from '../shared/time/spans'
import { builtInPolicy } from './routing/policy'

/** Collection `routingPolicies`: each version of each district's policy, never changed. The highest version holds. */
export interface RoutingPolicyRecord extends Stored {
  /** From the district and the version: two people who set the next version at once cannot both. */
  _id: `policy_${string}`
  districtCode: TerritoryCode
  version: number
  policy: RoutingPolicy
  setAtMs: number
  setByOpenid: string
  setByName: string
  note: string
}

/** A policy changes a few times a year: a warm instance may go on with the old one for so long. */
const REMEMBERED_MS = 5 * minuteMs

/** By database, so that two worlds in one process (tests) do not share. */
const memories = new WeakMap<Database, Map<TerritoryCode, { policy: RoutingPolicy; untilMs: number }>>()

/** The district's policy; no round trip when this instance knows it. */
export async function policyOf(world: World, districtCode: TerritoryCode): Promise<RoutingPolicy> {
  const memory = memories.get(world.database) ?? new Map<TerritoryCode, { policy: RoutingPolicy; untilMs: number }>()
  memories.set(world.database, memory)
  const nowMs = world.clock.nowMs()
  const known = memory.get(districtCode)
  if (known && known.untilMs > nowMs) return known.policy
  const record = await latestPolicy(world.database, districtCode)
  const policy = record?.policy ?? builtInPolicy
  memory.set(districtCode, { policy, untilMs: nowMs + REMEMBERED_MS })
  return policy
}

/** What was set last; null when nothing ever was. */
export async function latestPolicy(
  database: Database,
  districtCode: TerritoryCode,
): Promise<RoutingPolicyRecord | null> {
  const [latest] = await database.find<RoutingPolicyRecord>('routingPolicies', {
    where: { districtCode },
    orderBy: [['version', 'desc']],
    limit: 1,
  })
  // One that was set before a part of the policy was there has that part as built in.
  return latest ? { ...latest, policy: { ...builtInPolicy, ...latest.policy } } : null
}

/** Stores the next version; false when somebody else stored it first. Other instances know it within five minutes. */
export async function addPolicy(database: Database, record: Omit<RoutingPolicyRecord, '_id'>): Promise<boolean> {
  const _id = `policy_${record.districtCode}_${record.version}` as const
  const stored = (await database.insert<RoutingPolicyRecord>('routingPolicies', { _id, ...record })) === 'inserted'
  memories.get(database)?.delete(record.districtCode)
  return stored
}
