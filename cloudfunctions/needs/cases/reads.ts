import type { SensitiveRead } from '../../../typings/cases'
import type { TerritoryCode } from '../../../typings/ids'
import { type AuditRecord, leaveTrace } from '../../shared/audit/audit'
import type { World } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { namesOf } from './viewers'

/** What is done to what a person could ask about, in words; other deeds are no reads. */
export const readWords: Readonly<Record<string, string>> = {
  'needs.readContact': '查看联系方式',
  'needs.readChildFile': '查看儿童档案',
  'needs.playVoice': '听录音',
  'needs.readAddresses': '查看地址',
  'needs.readDangers': '查看紧急求助',
  'needs.readReview': '查看待审核的内容',
  'people.retryMessage': '重发没送到的通知',
  'people.settleMessage': '处理没送到的通知',
  'needs.approveContent': '审核内容：通过',
  'needs.refuseContent': '审核内容：未通过',
}

/** One trace for each need that is shown, with its street, before any of them is: each person can ask who read theirs. */
export async function traceReads(
  { world, openid, requestId, nowMs }: Pick<Context, 'world' | 'openid' | 'requestId' | 'nowMs'>,
  action: string,
  read: readonly { subjectId: string; streetCode: TerritoryCode }[],
): Promise<void> {
  const trace = { action, actorOpenid: openid, requestId, atMs: nowMs }
  await Promise.all(read.map((subject) => leaveTrace(world, { ...trace, ...subject })))
}

/** Reads of sensitive fields as people are shown them. */
export async function readsShown(world: World, records: readonly AuditRecord[]): Promise<SensitiveRead[]> {
  const names = await namesOf(
    world,
    records.map(({ actorOpenid }) => actorOpenid),
  )
  return records.map(({ atMs, actorOpenid, action, subjectId }) => ({
    atMs,
    readerName: names.get(actorOpenid) ?? '工作人员',
    what: readWords[action] ?? '查看',
    needId: subjectId.startsWith('need_') ? (subjectId as `need_${string}`) : null,
  }))
}
