import type { DeclineReason, HelperCard, NeedDetail, NeedEvent, NeedEventKind, NeedSummary } from '../../typings/needs'
import type { LicenceLevel, NeedStatus, PublicCount, Urgency } from '../../typings/terms'
import { dayAndTime } from './time'

export type Tone = 'waiting' | 'moving' | 'done' | 'danger' | 'quiet'

export interface StatusWords {
  word: string
  tone: Tone
  icon: string
}

const status: Record<NeedStatus, StatusWords> = {
  submitted: { word: '已收到', tone: 'waiting', icon: 'clock' },
  offered: { word: '正在找人', tone: 'waiting', icon: 'clock' },
  triage: { word: '社工站安排中', tone: 'waiting', icon: 'users' },
  accepted: { word: '有人帮您了', tone: 'moving', icon: 'check' },
  serving: { word: '服务中', tone: 'moving', icon: 'hands' },
  closed: { word: '已办结', tone: 'done', icon: 'done' },
  withdrawn: { word: '已撤回', tone: 'quiet', icon: 'undo' },
}

export function statusWords(value: NeedStatus): StatusWords {
  return status[value]
}

/** The one sentence on top of a need: where it stands, and what comes next. */
export function statusSentence(
  need: NeedSummary | NeedDetail,
  helper: HelperCard | null,
): { now: string; next: string } {
  switch (need.status) {
    case 'submitted':
      return { now: '您的求助已收到', next: '正在为您找合适的社工，一般只要几秒钟。' }
    case 'offered':
      return helper === null
        ? { now: '已经通知社工', next: '社工没空的话，会自动转给下一位，您不用重新提交。' }
        : { now: `已经通知${helper.name}`, next: '社工没空的话，会自动转给下一位，您不用重新提交。' }
    case 'triage':
      return { now: '社工站正在为您安排', next: '站里会挑一位合适的社工，安排好就告诉您。' }
    case 'accepted':
      return helper === null
        ? { now: '已经有社工接手', next: '社工会打电话联系您，请留意来电。' }
        : { now: `${helper.name}来帮您`, next: '社工会打电话联系您，请留意来电。' }
    case 'serving':
      return helper === null
        ? { now: '社工正在帮您', next: '有什么变化，随时告诉社工。' }
        : { now: `${helper.name}正在帮您`, next: '有什么变化，随时告诉社工。' }
    case 'closed':
      return { now: '这件事已经办结', next: '办得怎么样，请您说一说。' }
    case 'withdrawn':
      return { now: '您已撤回这份求助', next: '以后有需要，随时可以再提交。' }
  }
}

const levels: Record<LicenceLevel, string> = {
  assistant: '助理社会工作师',
  certified: '社会工作师',
  senior: '高级社会工作师',
}

export function levelName(level: LicenceLevel): string {
  return levels[level]
}

export interface UrgencyWords {
  urgency: Urgency
  name: string
  promise: string
  tone: Tone
  icon: string
}

export const urgencies: readonly UrgencyWords[] = [
  {
    urgency: 'normal',
    name: '不着急',
    promise: '一般一两个工作日内有社工联系',
    tone: 'quiet',
    icon: 'calendar',
  },
  { urgency: 'urgent', name: '比较急', promise: '上班时间里尽快有社工联系', tone: 'waiting', icon: 'bolt' },
  {
    urgency: 'emergency',
    name: '非常急',
    promise: '马上找社工，晚上和节假日也一样',
    tone: 'danger',
    icon: 'alert',
  },
]

/** Right after sending: until when the worker who was asked answers; null while nobody is asked yet. */
export function answerPromise(deadlineMs: number | null, nowMs: number): string {
  if (deadlineMs === null) return '正在找合适的社工，有结果马上告诉您'
  return `已经请一位社工在${dayAndTime(deadlineMs, nowMs)} 前答复，没空就换下一位`
}

const urgencyByName = new Map(urgencies.map((words) => [words.urgency, words]))

export function urgencyWords(urgency: Urgency): UrgencyWords {
  const words = urgencyByName.get(urgency)
  if (words === undefined) throw new Error(`no words for the urgency ${urgency}`)
  return words
}

export const declineReasons: readonly { reason: DeclineReason; name: string; hint: string }[] = [
  { reason: 'noTime', name: '这段时间忙不过来', hint: '会转给下一位社工' },
  { reason: 'notMySkill', name: '不是我擅长的', hint: '会转给更合适的社工' },
  { reason: 'conflictOfInterest', name: '和当事人有关系，需要回避', hint: '会转给其他社工' },
  { reason: 'onLeave', name: '我在休假', hint: '别忘了请督导登记休假' },
  { reason: 'other', name: '别的原因', hint: '请写一句，站里会看到' },
]

export interface TimelineItem {
  key: string
  title: string
  note: string
  time: string
  icon: string
  tone: Tone
  latest: boolean
}

const eventLook: Record<NeedEventKind, readonly [icon: string, tone: Tone]> = {
  submitted: ['send', 'moving'],
  offered: ['bell', 'moving'],
  declined: ['swap', 'quiet'],
  timedOut: ['clock', 'quiet'],
  escalated: ['users', 'waiting'],
  triaged: ['users', 'waiting'],
  assigned: ['user', 'moving'],
  accepted: ['check', 'done'],
  withdrawn: ['undo', 'quiet'],
  serving: ['hands', 'moving'],
  planApproved: ['paper', 'moving'],
  visited: ['pin', 'moving'],
  reassigned: ['swap', 'moving'],
  closed: ['done', 'done'],
  personAsked: ['user', 'waiting'],
  verified: ['check', 'moving'],
  rated: ['star', 'done'],
  reopened: ['refresh', 'waiting'],
  endAsked: ['info', 'waiting'],
  endDropped: ['refresh', 'moving'],
  rewritten: ['edit', 'moving'],
  erased: ['bin', 'quiet'],
}

/** Events for the screen, the newest first, as they are said to whoever reads. */
export function timeline(
  events: readonly NeedEvent[],
  nowMs: number,
  reader: 'resident' | 'worker' = 'resident',
): TimelineItem[] {
  const newestFirst = [...events].reverse()
  return newestFirst.map((event, index) => {
    const [icon, tone] = eventLook[event.kind]
    return {
      key: `${event.kind}-${event.atMs}-${index}`,
      title: reader === 'resident' ? eventSentence(event) : eventSentence(event).replace(/您/g, '居民'),
      note: event.note ?? '',
      time: dayAndTime(event.atMs, nowMs),
      icon,
      tone,
      latest: index === 0,
    }
  })
}

function eventSentence(event: NeedEvent): string {
  const who = event.actorName
  switch (event.kind) {
    case 'submitted':
      return '求助已提交'
    case 'offered':
      return who === null ? '已通知一位社工' : `已通知${who}`
    case 'declined':
      return who === null ? '社工没空，正在换人' : `${who}没空，正在换人`
    case 'timedOut':
      return who === null ? '社工没有及时答复，正在换人' : `${who}没有及时答复，正在换人`
    case 'escalated':
      return '已请区里帮忙找人'
    case 'triaged':
      return who === null ? '转到社工站安排' : `转到${who}安排`
    case 'assigned':
      return who === null ? '社工站安排了社工' : `${who}安排了社工`
    case 'accepted':
      return who === null ? '社工接手了' : `${who}接手了`
    case 'withdrawn':
      return '求助已撤回'
    case 'serving':
      return who === null ? '服务开始了' : `${who}开始为您服务`
    case 'planApproved':
      return '服务计划定下来了'
    case 'visited':
      return who === null ? '社工和您见了面' : `${who}和您见了面`
    case 'reassigned':
      return who === null ? '换了一位社工继续服务' : `换由${who}继续为您服务`
    case 'closed':
      return '服务办结了'
    case 'personAsked':
      return '您要求由社工站的人来挑社工'
    case 'verified':
      return who === null ? '社区已核实情况' : `${who}已核实情况`
    case 'rated':
      return '您评价了这次服务'
    case 'reopened':
      return '您要求继续办理'
    case 'endAsked':
      return '您想结束服务，已告诉社工'
    case 'endDropped':
      return '您想继续服务，已告诉社工'
    case 'rewritten':
      return '您换了一种说法'
    case 'erased':
      return '您的信息已按您的要求删除'
  }
}

/** 少于 5 for a small count that could point at a person. */
export function publicCount(count: PublicCount): string {
  return count === '<5' ? '少于 5' : String(count)
}
