import { pending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import { shorten, templateRows } from '../../shared/outbox/template'
import type { World } from '../../shared/ports/index'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { fieldWords } from '../../shared/words'
import type { CaseRecord } from '../casework/case-record'
import { subSkillWords } from '../routing/words'

/** What is told to whom when a case moves. Each message's id comes from its cause: a repeat is the same message. */

type Told = Pick<CaseRecord, '_id' | 'needId' | 'field' | 'subSkill' | 'communityName' | 'version'>

function topicOf({ field, subSkill }: Pick<CaseRecord, 'field' | 'subSkill'>): string {
  return subSkill === 'general' ? fieldWords[field] : `${fieldWords[field]}·${subSkillWords[subSkill]}`
}

/** To the station: a plan or a closure waits. */
export function toApprove(world: World, kase: CaseRecord, openids: readonly string[], nowMs: number): PendingMessage[] {
  const what = kase.awaits === 'plan' ? '服务计划' : '结案'
  return openids.map((openid) =>
    note(world, kase, {
      cause: `toApprove ${openid}`,
      openid,
      title: `待审批：${what}`,
      body: `${kase.workerName}的「${topicOf(kase)}」（${kase.communityName}）提交了${what}，请您审批。`,
      page: `/station/pages/decide/decide?needId=${kase.needId}`,
      nowMs,
    }),
  )
}

/** To the worker: what the supervisor said. */
export function decisionTold(
  world: World,
  kase: CaseRecord,
  decision: { what: 'plan' | 'closure'; approved: boolean; note: string },
  nowMs: number,
): PendingMessage {
  const what = decision.what === 'plan' ? '服务计划' : '结案'
  const words = decision.note === '' ? '' : `督导说：${decision.note}`
  return note(world, kase, {
    cause: 'decided',
    openid: kase.workerOpenid,
    title: decision.approved ? `${what}通过了` : `${what}退回修改`,
    body: `${kase.communityName}的「${topicOf(kase)}」${what}${decision.approved ? '已批准' : '被退回修改'}。${words}`,
    page: casePage(kase),
    nowMs,
  })
}

export function supervisionTold(world: World, kase: CaseRecord, text: string, nowMs: number): PendingMessage {
  return note(world, kase, {
    cause: 'supervised',
    openid: kase.workerOpenid,
    title: '督导留了话',
    body: `「${topicOf(kase)}」：${shorten(text, 60)}`,
    page: casePage(kase),
    nowMs,
  })
}

/** To the colleague who is asked to take a case over. */
export function referralTold(world: World, kase: CaseRecord, openid: string, nowMs: number): PendingMessage {
  return note(world, kase, {
    cause: `referred ${openid}`,
    openid,
    title: `同事转介：${topicOf(kase)}`,
    body: `${kase.workerName}想请您接手${kase.communityName}的「${topicOf(kase)}」，请答复。`,
    page: '/worker/pages/day/day',
    nowMs,
  })
}

export function referralAnsweredTold(world: World, kase: CaseRecord, openid: string, words: string, nowMs: number) {
  return note(world, kase, {
    cause: `referralAnswered ${openid}`,
    openid,
    title: '转介有了答复',
    body: `「${topicOf(kase)}」（${kase.communityName}）：${words}`,
    page: '/worker/pages/tasks/tasks',
    nowMs,
  })
}

/** What an organisation answered in its letter. */
export function letterAnsweredTold(world: World, kase: CaseRecord, referralId: string, nowMs: number): PendingMessage {
  const referral = kase.referrals.find((each) => each.referralId === referralId)
  const words = { sent: '', accepted: '接受了转介', declined: '这次接不了', done: '办完了' }[referral?.state ?? 'sent']
  return note(world, kase, {
    cause: `letter ${referralId}`,
    openid: kase.workerOpenid,
    title: `${shorten(referral?.to.name ?? '', 20)}${words}`,
    body: `「${topicOf(kase)}」（${kase.communityName}）：${referral?.answer || words}`,
    page: casePage(kase),
    nowMs,
  })
}

/** A neighbour says yes to a request for volunteers, or no longer; of one who is gone (`name` null) not who it was. */
export function helperTold(
  world: World,
  kase: CaseRecord,
  told: { messageId: PendingMessage['messageId']; requestId: string; name: string | null; coming: boolean },
  nowMs: number,
): PendingMessage {
  const request = kase.volunteerRequests.find(({ requestId }) => requestId === told.requestId)
  const counted = `已报名 ${request?.joined ?? 0} 人，要 ${request?.count ?? 0} 人。`
  const line = note(world, kase, {
    cause: 'helper',
    openid: kase.workerOpenid,
    title: helperTitle(told.name, told.coming),
    body: `「${request?.what ?? ''}」（${kase.communityName}）${counted}${told.coming ? '请您联系。' : ''}`,
    page: casePage(kase),
    nowMs,
  })
  return { ...line, messageId: told.messageId }
}

export function helperTitle(name: string | null, coming: boolean): string {
  return `${name ?? '有位志愿者'}${coming ? '报名来帮忙' : '来不了了'}`
}

/** To the worker who has the case from now on. */
export function caseGiven(
  world: World,
  kase: Told,
  to: { openid: string; fromName: string; reason: string },
  nowMs: number,
): PendingMessage {
  return note(world, kase, {
    cause: `given ${to.openid}`,
    openid: to.openid,
    title: `个案转给您：${topicOf(kase)}`,
    body: `${kase.communityName}的「${topicOf(kase)}」由${to.fromName}转给您继续服务。原因：${to.reason}`,
    page: casePage(kase),
    nowMs,
  })
}

export function caseTaken(world: World, kase: Told, to: { openid: string; toName: string }, nowMs: number) {
  return note(world, kase, {
    cause: `taken ${to.openid}`,
    openid: to.openid,
    title: '个案已转给同事',
    body: `${kase.communityName}的「${topicOf(kase)}」已由${to.toName}接手。您写好没交的记录还可以补交。`,
    page: '/worker/pages/tasks/tasks',
    nowMs,
  })
}

/** To whom follows it, with a subscription message where they bought one: it is done, say how it was. */
export function closedTold(world: World, kase: CaseRecord, openid: string, nowMs: number): PendingMessage {
  const topic = topicOf(kase)
  return pending(
    {
      messageId: messageId(world, 'caseClosed', `${kase._id} ${kase.version}`),
      openid,
      kind: 'needProgress',
      title: '服务办结了',
      body: `您的求助「${topic}」已经办结。办得怎么样，请您说一说；还没办好，30 天内可以再提出来。`,
      page: `/pages/need/need?needId=${kase.needId}`,
      data: templateRows('needProgress', {
        thing1: topic,
        thing2: '服务已办结',
        time3: shanghaiMinute(nowMs),
        thing4: '办得怎么样，请您评一评',
      }),
    },
    nowMs,
  )
}

/** In the inbox alone: no template of ours says that. */
function note(
  world: World,
  kase: Pick<Told, '_id' | 'version'>,
  told: { cause: string; openid: string; title: string; body: string; page: string; nowMs: number },
): PendingMessage {
  const { cause, openid, title, body, page, nowMs } = told
  const id = messageId(world, `case ${cause}`, `${kase._id} ${kase.version}`)
  return pending({ messageId: id, openid, kind: 'taskOffered', title, body, page, data: null }, nowMs)
}

export function casePage({ needId }: Pick<CaseRecord, 'needId'>): string {
  return `/worker/pages/case/case?needId=${needId}`
}

function messageId(world: World, cause: string, subject: string): PendingMessage['messageId'] {
  return `message_${world.ids.from(cause, subject)}`
}
