import type { TaskDetail } from '../../typings/needs'
import { leaveTrace } from '../shared/audit/audit'
import type { Context } from '../shared/procedure'
import { detailForWorker, showsContact } from './casework/views'
import { photoUrls } from './photos'
import type { NeedRecord } from './records'
import { countUnreadNotes } from './residents/own'

/** The case for the worker who has it. When it shows who and exactly where, that read leaves its trace first. */
export async function showTask(context: Context, need: NeedRecord): Promise<TaskDetail> {
  const { world, openid, requestId, nowMs } = context
  if (showsContact(need)) {
    const { _id: subjectId, streetCode } = need
    const trace = { action: 'needs.readContact', subjectId, actorOpenid: openid, requestId, atMs: nowMs, streetCode }
    await leaveTrace(world, trace)
  }
  const [photos, unreadNotes] = await Promise.all([
    photoUrls(world, 'worker', need),
    // Nothing was written before this very moment of acceptance.
    need.acceptedAtMs === nowMs ? 0 : countUnreadNotes(world, openid, need),
  ])
  return detailForWorker(need, photos, { unreadNotes, nowMs })
}
