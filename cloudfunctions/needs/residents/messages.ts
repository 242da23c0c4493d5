import type { DangerKind } from '../../../typings/asking'
import { pending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import { templateRows } from '../../shared/outbox/template'
import type { World } from '../../shared/ports/index'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { minuteMs } from '../../shared/time/spans'
import { topicOf } from '../messages'
import type { DangerRecord, NeedRecord, NoteRecord } from '../records'

/** What is told when people write to each other, come back, or are in danger. */

const dangerWords: Readonly<Record<DangerKind, string>> = {
  selfHarm: '有人可能伤害自己',
  violence: '有人正受暴力威胁',
  fire: '火情或险情',
  medical: '有人急病或受伤',
  childHarm: '孩子可能正受伤害',
}

/** To a person on duty. It breaks into the night: `urgent`. */
export function dangerRaised(world: World, danger: DangerRecord, openid: string, nowMs: number): PendingMessage {
  const what = dangerWords[danger.kind]
  return pending(
    {
      messageId: id(world, danger.escalated ? 'dangerWentUp' : 'danger', `${danger._id} ${openid}`),
      openid,
      kind: 'taskOffered',
      title: `紧急：${what}`,
      // What was said stays with the alert: a copy of it in an inbox could not be taken back.
      body: `${danger.communityName}：${what}。请立即点开，看说了什么、怎么联系。`,
      page: '/staff/pages/dangers/dangers',
      data: templateRows('taskOffered', {
        thing1: `紧急：${what}`,
        thing2: danger.communityName,
        time3: shanghaiMinute(nowMs + 10 * minuteMs),
        thing4: '生命安全，请立即处理',
      }),
      urgent: true,
    },
    nowMs,
  )
}

/** Of the first unread note alone: one notice for a conversation, not one for each line. */
export function noteSent(world: World, note: NoteRecord, need: NeedRecord, nowMs: number): PendingMessage {
  const toResident = note.from === 'worker'
  return pending(
    {
      messageId: id(world, 'note', note._id),
      openid: note.toOpenid,
      kind: toResident ? 'needProgress' : 'taskOffered',
      title: toResident ? '社工给您留言了' : '居民给您留言了',
      body: `「${topicOf(need)}」有新的留言，请点开查看。`,
      page: `/resident/pages/thread/thread?needId=${note.needId}`,
      // A worker's messages from WeChat are kept for tasks: the inbox tells of a note.
      data: toResident
        ? templateRows('needProgress', {
            thing1: topicOf(need),
            thing2: '社工给您留言了',
            time3: shanghaiMinute(nowMs),
            thing4: '点开就能看到和回复',
          })
        : null,
    },
    nowMs,
  )
}

/** To the station: the resident would rather have a person choose. */
export function personWanted(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  const inHand = need.status === 'accepted' || need.status === 'serving'
  return pending(
    {
      messageId: id(world, 'personAsked', `${need._id} ${openid}`),
      openid,
      kind: 'taskOffered',
      title: '居民希望由人来选社工',
      body: `${need.communityName}的「${topicOf(need)}」请您${inHand ? '看看是否要换一位社工' : '来派单'}，居民不想由系统挑选。`,
      page: '/worker/pages/triage/triage',
      data: templateRows('taskOffered', {
        thing1: '请由人来选社工',
        thing2: need.communityName,
        time3: shanghaiMinute(nowMs + 240 * minuteMs),
        thing4: '居民不想由系统挑选',
      }),
    },
    nowMs,
  )
}

/** To the worker and the station: the resident wants the service to end, or to go on after all. The inbox alone. */
export function endWishTold(world: World, need: NeedRecord, to: { openid: string; page: string }, nowMs: number) {
  const topic = `${need.communityName}的「${topicOf(need)}」`
  const told = need.endAsked
    ? { title: '居民想结束服务', body: `${topic}，居民说不需要了。请社工和本人确认，再按结案办理。` }
    : { title: '居民想继续服务', body: `${topic}，居民改了主意，服务照常继续。` }
  return pending(
    {
      messageId: id(world, 'endWish', `${need._id} ${need.version} ${to.openid}`),
      ...{ ...to, ...told },
      kind: 'taskOffered',
      data: null,
    },
    nowMs,
  )
}

/** To the station: what was closed is not solved in the resident's eyes. The inbox alone. */
export function notSolved(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  return pending(
    {
      messageId: id(world, 'notSolved', `${need._id} ${need.version} ${openid}`),
      openid,
      kind: 'taskOffered',
      title: '居民评价：没有解决',
      body: `${need.communityName}的「${topicOf(need)}」结案后，居民说没有解决，请您回访。`,
      page: '/worker/pages/triage/triage',
      data: null,
    },
    nowMs,
  )
}

/** To whoever wrote what a person refused. */
export function contentRefused(
  world: World,
  to: { openid: string; what: string; page: string; cause: string },
  reason: string,
  nowMs: number,
): PendingMessage {
  return pending(
    {
      messageId: id(world, 'refused', to.cause),
      openid: to.openid,
      kind: 'needProgress',
      title: `${to.what}没有通过审核`,
      body: `原因：${reason}。事情会照常办理，您可以换一种说法再写。`,
      page: to.page,
      data: null,
    },
    nowMs,
  )
}

function id(world: World, cause: string, subject: string): PendingMessage['messageId'] {
  return `message_${world.ids.from(cause, subject)}`
}
