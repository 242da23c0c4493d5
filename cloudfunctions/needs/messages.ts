import { quietHours } from '../shared/operator'
import { pending } from '../shared/outbox/deliver'
import type { PendingMessage } from '../shared/outbox/message'
import { shorten, templateRows } from '../shared/outbox/template'
import type { World } from '../shared/ports/index'
import { quietUntilMs } from '../shared/time/quiet'
import { shanghaiMinute } from '../shared/time/shanghai'
import { fieldWords } from '../shared/words'
import type { NeedRecord, OfferRecord } from './records'
import { escalationWords, subSkillWords } from './routing/words'

/** What is told to whom when a need moves. Each message's id comes from its cause: a repeat is the same message. */

const urgencyWords = { emergency: '紧急，请立即答复', urgent: '较急，请尽快答复', normal: '请及时查看并答复' } as const

/** To the worker who is asked. */
export function taskOffered(world: World, need: NeedRecord, offer: OfferRecord): PendingMessage {
  const topic = topicOf(need)
  const until = shanghaiMinute(offer.deadlineMs)
  return pending(
    {
      messageId: messageId(world, 'taskOffered', offer.offerId),
      openid: offer.workerOpenid,
      kind: 'taskOffered',
      title: `新任务：${topic}`,
      body: `${need.communityName}有一位居民需要${topic}，请在 ${until} 前答复。`,
      page: taskPage(need),
      data: templateRows('taskOffered', {
        thing1: topic,
        thing2: need.communityName,
        time3: until,
        thing4: urgencyWords[need.urgency],
      }),
      // A notice that comes after the offer has ended helps nobody.
      urgent: isEmergency(need) || offer.deadlineMs <= (quietUntilMs(quietHours, offer.offeredAtMs) ?? 0),
    },
    offer.offeredAtMs,
  )
}

/** To the resident: a worker is on it. */
export function needAccepted(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  const { workerName = '社工', servicePointName = '' } = need.offer ?? {}
  return progress(world, need, nowMs, {
    openid,
    step: 'accepted',
    title: '社工接手了',
    body: `${servicePointName}的${workerName}已接手您的求助「${topicOf(need)}」，会与您联系。`,
    status: `${shorten(workerName, 10)}接手了`,
    tip: '社工会与您联系，请留意来电',
  })
}

/** To the resident: nobody was free, the station chooses. */
export function needInTriage(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  return progress(world, need, nowMs, {
    openid,
    step: 'triaged',
    title: '社工站正在安排',
    body: `您的求助「${topicOf(need)}」由${need.streetName}社工站安排社工，有结果会告诉您。着急时请拨打 ${need.servicePoint.phone}。`,
    status: '社工站正在安排',
    tip: callTip(need),
  })
}

/** To the station's supervisor: nobody was found, a person has to choose. */
export function needToAssign(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  const topic = topicOf(need)
  return pending(
    {
      messageId: messageId(world, 'toAssign', `${need._id} ${need.version} ${openid}`),
      openid,
      kind: 'taskOffered',
      title: `待派单：${topic}`,
      body: `${need.communityName}的「${topic}」没有找到合适的社工，请您派单。`,
      page: '/worker/pages/triage/triage',
      data: templateRows('taskOffered', {
        thing1: `待派单：${topic}`,
        thing2: need.communityName,
        time3: shanghaiMinute(need.escalateAtMs ?? nowMs),
        thing4: isEmergency(need) ? '紧急，请立即派单' : '没有合适的社工，请您派单',
      }),
      urgent: isEmergency(need),
    },
    nowMs,
  )
}

/** To whom the need goes up to: the level below has not found anybody in its time. */
export function needEscalated(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  const topic = topicOf(need)
  const below = need.escalatedTo === 'duty' ? '区指导中心' : `${need.streetName}社工站`
  return pending(
    {
      messageId: messageId(world, 'escalated', `${need._id} ${need.version} ${openid}`),
      openid,
      kind: 'taskOffered',
      title: `待协调：${topic}`,
      body: `${need.communityName}的「${topic}」在${below}还没有人接，请您协调。`,
      page: '/worker/pages/triage/triage',
      data: templateRows('taskOffered', {
        thing1: `待协调：${topic}`,
        thing2: need.communityName,
        time3: shanghaiMinute(need.escalateAtMs ?? nowMs),
        thing4: isEmergency(need) ? '紧急，请立即协调' : `${below}没有找到人，请协调`,
      }),
      urgent: isEmergency(need),
    },
    nowMs,
  )
}

/** To the resident: it went up, it is not forgotten. */
export function needWentUp(world: World, need: NeedRecord, openid: string, nowMs: number): PendingMessage {
  const whom = escalationWords[need.escalatedTo ?? 'station']
  return progress(world, need, nowMs, {
    openid,
    step: `escalated ${need.escalatedTo}`,
    title: `已请${whom}帮忙找人`,
    body: `您的求助「${topicOf(need)}」还没有社工接手，已请${whom}帮忙找人，有结果会告诉您。着急时请拨打 ${need.servicePoint.phone}。`,
    status: `已请${whom}帮忙`,
    tip: callTip(need),
  })
}

/** To the worker whose offer or case the resident took back; the inbox alone: no template of ours says that. */
export function needWithdrawn(world: World, need: NeedRecord, offer: OfferRecord, nowMs: number): PendingMessage {
  return pending(
    {
      messageId: messageId(world, 'withdrawn', offer.offerId),
      openid: offer.workerOpenid,
      kind: 'taskOffered',
      title: '居民撤回了求助',
      body: `${need.communityName}的「${topicOf(need)}」已由居民撤回，不用再处理。`,
      page: '/worker/pages/tasks/tasks',
      data: null,
    },
    nowMs,
  )
}

function progress(
  world: World,
  need: NeedRecord,
  nowMs: number,
  told: { openid: string; step: string; title: string; body: string; status: string; tip: string },
): PendingMessage {
  return pending(
    {
      messageId: messageId(world, told.step, need._id),
      openid: told.openid,
      kind: 'needProgress',
      title: told.title,
      body: told.body,
      page: `/pages/need/need?needId=${need._id}`,
      data: templateRows('needProgress', {
        thing1: topicOf(need),
        thing2: told.status,
        time3: shanghaiMinute(nowMs),
        thing4: told.tip,
      }),
      // Whoever is in need of help at once waits for this word.
      urgent: isEmergency(need),
    },
    nowMs,
  )
}

/** The phone beside the template's words, which hold 20 signs. */
function callTip({ servicePoint }: NeedRecord): string {
  return shorten(`着急请打 ${servicePoint.phone}`, 20)
}

function isEmergency({ urgency }: NeedRecord): boolean {
  return urgency === 'emergency'
}

export function topicOf({ field, subSkill }: NeedRecord): string {
  return subSkill === 'general' ? fieldWords[field] : `${fieldWords[field]}·${subSkillWords[subSkill]}`
}

function taskPage({ _id }: NeedRecord): string {
  return `/worker/pages/task/task?needId=${_id}`
}

function messageId(world: World, cause: string, subject: string): PendingMessage['messageId'] {
  return `message_${world.ids.from(cause, subject)}`
}
