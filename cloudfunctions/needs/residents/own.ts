import type { NeedId } from '../../../typings/ids'
import type { NeedDetail } from '../../../typings/needs'
import { findDuties, holdsOn } from '../../shared/access/duties'
import { require } from '../../shared/errors'
import type { World } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { isOwn } from '../aftercare/rules'
import { detailForResident } from '../casework/views'
import { photoUrls } from '../photos'
import type { NeedRecord } from '../records'
import { getNeed } from '../store'
import { isOwnNow } from './follower'

/** A need that this person may act on as its resident; anybody else's, and one whose mandate has ended, is not there. */
export async function getOwnNeed({ world, openid, nowMs }: Context, needId: NeedId): Promise<NeedRecord> {
  const need = await getNeed(world.database, needId)
  require(await isOwnNow(world, need, openid, nowMs), 'NOT_FOUND', 'no such need')
  return need
}

/** Those of them that the person may act on, at one round trip. */
export async function keepOwn(world: World, needs: readonly NeedRecord[], openid: string, nowMs: number) {
  const own = needs.filter((need) => isOwn(need, openid, nowMs))
  if (!own.some(({ entered }) => entered)) return own
  const duties = await findDuties(world.database, openid, ['communityStaff'])
  return own.filter(({ entered, territoryCode }) => !entered || holdsOn(duties, territoryCode))
}

/** The need as its resident sees it, with addresses of what can be seen and heard, and how many notes wait. */
export async function showOwnNeed({ world, openid, nowMs }: Context, need: NeedRecord): Promise<NeedDetail> {
  const [photos, voiceUrl, unreadNotes] = await Promise.all([
    photoUrls(world, 'resident', need),
    voiceUrlFor(world, 'resident', need),
    countUnreadNotes(world, openid, need),
  ])
  return detailForResident(need, photos, { voiceUrl, unreadNotes, nowMs })
}

/**
 * The recording's address, good for 10 minutes. Whoever helps may hear it while its check still runs: a check of sound takes
 * up to half an hour, which nobody should wait for help. What was found risky only its owner hears.
 */
export async function voiceUrlFor(
  world: World,
  viewer: 'resident' | 'helper',
  need: Pick<NeedRecord, 'voice' | 'refusedBecause'>,
): Promise<string | null> {
  const { voice } = need
  if (!voice) return null
  if (viewer === 'helper' && (voice.verdict === 'risky' || need.refusedBecause !== undefined)) return null
  const [url] = await world.files.temporaryUrls([voice.fileId])
  return url ?? null
}

/** Notes of this need that the reader has not opened; no round trip before anybody can have written. */
export async function countUnreadNotes({ database }: World, openid: string, need: NeedRecord): Promise<number> {
  if (need.acceptedAtMs === null && need.status !== 'closed') return 0
  return database.count('notes', { toOpenid: openid, read: false, verdict: 'pass', needId: need._id })
}
