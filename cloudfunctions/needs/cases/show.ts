import type { CaseDetail } from '../../../typings/cases'
import { leaveTrace } from '../../shared/audit/audit'
import type { World } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { canTalk } from '../aftercare/rules'
import { type CaseViewer, caseDetail, isSealed, shownPhotos, showsContactOf } from '../casework/case-views'
import { countUnreadNotes } from '../residents/own'
import { helpersOf } from './help'
import type { CaseAndNeed } from './store'

const MOST_ADDRESSES = 50

/** The case for this viewer. Whatever names the person, or is a child's file, leaves its trace before it is given. */
export async function showCase(context: Context, found: CaseAndNeed, viewer: CaseViewer): Promise<CaseDetail> {
  const { kase, need } = found
  const childFile = kase.minor && !isSealed(kase, viewer)
  if (childFile || showsContactOf(kase, viewer)) {
    await leaveTrace(context.world, {
      action: childFile ? 'needs.readChildFile' : 'needs.readContact',
      subjectId: kase.needId,
      actorOpenid: context.openid,
      requestId: context.requestId,
      atMs: context.nowMs,
      streetCode: kase.streetCode,
    })
  }
  const urls = isSealed(kase, viewer) ? new Map<string, string>() : await addressesOf(context.world, shownPhotos(kase))
  if (viewer.kind !== 'worker') return caseDetail(kase, need, viewer, urls)
  const [helpers, unreadNotes] = await Promise.all([
    helpersOf(context.world, kase),
    countUnreadNotes(context.world, context.openid, need),
  ])
  const talk = { canTalk: canTalk(need, context.nowMs), unreadNotes }
  return caseDetail(kase, need, viewer, urls, { helpersOf: helpers, talk })
}

/** Of the latest pictures; no round trip when there is none. */
async function addressesOf(world: World, fileIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const latest = fileIds.slice(-MOST_ADDRESSES)
  const urls = await world.files.temporaryUrls(latest)
  return new Map(latest.flatMap((fileId, index) => (urls[index] ? [[fileId, urls[index]] as const] : [])))
}
