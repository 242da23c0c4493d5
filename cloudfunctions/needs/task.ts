import type { TaskDetail } from '../../typings/needs'
import { leaveTrace } from '../shared/audit/audit'
import type { Context } from '../shared/procedure'
import { detailForWorker, showsContact } from './casework/views'
import { photoUrls } from './photos'
import type { NeedRecord } from './records'

/** The case for the worker who has it. When it shows who and exactly where, that read leaves its trace first. */
export async function showTask(context: Context, need: NeedRecord): Promise<TaskDetail> {
  const { world, openid, requestId, nowMs } = context
  if (showsContact(need)) {
    const { _id: subjectId, streetCode } = need
    const trace = { action: 'needs.readContact', subjectId, actorOpenid: openid, requestId, atMs: nowMs, streetCode }
    await leaveTrace(world, trace)
  }
  return detailForWorker(need, await photoUrls(world, 'worker', need))
}
