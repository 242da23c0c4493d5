import type { TerritoryCode } from '../../typings/ids'
import type { EscalationLevel } from '../../typings/routing'
import { findHolders } from '../people/public'
import type { World } from '../shared/ports/index'
import { escalated } from './casework/steps'
import { deliverNeed } from './deliver'
import { needEscalated, needWentUp } from './messages'
import { policyOf } from './policies'
import type { NeedRecord } from './records'
import { followerOf } from './residents/follower'
import { escalateAtMs, nextLevel } from './routing/policy'
import { saveStep, withMessages } from './store'

const AT_ONCE = 30

/** Waiting needs whose level has had its time: the next one is told, and at the top the person on duty again. */
export function findDueEscalations(world: World): Promise<NeedRecord[]> {
  return world.database.find<NeedRecord>('needs', {
    where: { escalateAtMs: { $lte: world.clock.nowMs() } },
    orderBy: [['escalateAtMs', 'asc']],
    limit: AT_ONCE,
  })
}

/** One guarded write with its messages; false when another step was first. */
export async function escalate(world: World, need: NeedRecord): Promise<boolean> {
  const nowMs = world.clock.nowMs()
  const policy = await policyOf(world, need.districtCode)
  const level = nextLevel(need.escalatedTo ?? 'station')
  const stepped = escalated(need, nowMs, level, escalateAtMs(policy, need.urgency, level, nowMs))
  const people = await findResponsible(world, level, need.districtCode)
  if (people.length === 0) world.log('error', 'needs.nobodyToTell', { need: need._id, level })
  const news = [
    ...(need.escalatedTo === level ? [] : [needWentUp(world, stepped, await followerOf(world, need, nowMs), nowMs)]),
    ...people.map((openid) => needEscalated(world, stepped, openid, nowMs)),
  ]
  const after = withMessages(stepped, news, nowMs)
  if (!(await saveStep(world.database, need, after))) return false
  await deliverNeed(world, after)
  return true
}

/** At the centre its supervisors and the district's staff; on duty whoever holds it, and failing that the centre again. */
export async function findResponsible(
  world: World,
  level: EscalationLevel,
  districtCode: TerritoryCode,
): Promise<string[]> {
  const onDuty = level === 'duty' ? await findHolders(world, 'dutyOfficer', districtCode) : []
  if (onDuty.length > 0) return onDuty
  const supervisors = await findHolders(world, 'stationSupervisor', districtCode)
  return [...new Set([...supervisors, ...(await findHolders(world, 'districtStaff', districtCode))])]
}
