import { findDuties, holdsOn } from '../../shared/access/duties'
import type { World } from '../../shared/ports/index'
import { isOwn } from '../aftercare/rules'
import type { NeedRecord } from '../records'

/**
 * Who is told how it goes: nobody, while the mandate under which it was asked does not (or no longer) cover following it, or
 * once the duty of whoever wrote it down has ended. One round trip, for what was written down alone.
 */
export async function followerOf(world: World, need: NeedRecord, nowMs: number): Promise<string> {
  const { residentOpenid } = need
  if (await isOwnNow(world, need, residentOpenid, nowMs)) return residentOpenid
  return `nobody_${need.behalf?.mandateId ?? need._id}`
}

/** Whoever wrote a need down for another holds it as long as their duty on the place does. */
export async function isOwnNow(world: World, need: NeedRecord, openid: string, nowMs: number): Promise<boolean> {
  if (!isOwn(need, openid, nowMs)) return false
  return !need.entered || holdsOn(await findDuties(world.database, openid, ['communityStaff']), need.territoryCode)
}
