import type { TaskAside } from '../../../../typings/aftercare'
import type { NeedId, OfferId } from '../../../../typings/ids'
import type { TaskDetail } from '../../../../typings/needs'
import type { Field, RouteReason } from '../../../../typings/terms'
import { fieldAndSkill, mayBeDanger } from '../../../format/fields'
import { type TimelineItem, timeline, type UrgencyWords, urgencyWords } from '../../../format/needs'
import { phoneInGroups } from '../../../format/people'
import { dayAndTime } from '../../../format/time'

/** A task as its worker sees it: before accepting without name, phone and address. */
export interface TaskView {
  needId: NeedId
  offerId: OfferId | ''
  field: Field
  about: string
  urgency: UrgencyWords
  danger: boolean
  deadlineMs: number
  description: string
  photos: { url: string; state: 'uploaded' }[]
  place: string
  submitted: string
  points: number
  reasons: readonly RouteReason[]
  contact: { name: string; phone: string; phoneWords: string; address: string } | null
  /** The next step, in a sentence. */
  next: string
  items: TimelineItem[]
  aside: TaskAside
  /** Who asked for whom, whose child it is, what the community saw: a line each. */
  asides: readonly string[]
}

export function taskView(task: TaskDetail, nowMs: number): TaskView {
  return {
    needId: task.needId,
    offerId: task.offerId ?? '',
    field: task.field,
    about: fieldAndSkill(task.field, task.subSkill),
    urgency: urgencyWords(task.urgency),
    danger: mayBeDanger(task.subSkill) || task.urgency === 'emergency',
    deadlineMs: task.deadlineMs ?? 0,
    description: task.description,
    photos: task.photoUrls.map((url) => ({ url, state: 'uploaded' })),
    place: task.communityName,
    submitted: dayAndTime(task.submittedAtMs, nowMs),
    points: task.casePoints,
    reasons: task.reasons,
    contact: task.contact === null ? null : { ...task.contact, phoneWords: phoneInGroups(task.contact.phone) },
    next: task.contact === null ? '接手后能看到称呼、电话和地址' : '请先打个电话，约好时间再上门',
    items: timeline(task.events, nowMs, 'worker'),
    aside: task.aside,
    asides: asidesOf(task.aside),
  }
}

function asidesOf({ askedBy, child, verification }: TaskAside): string[] {
  return [
    ...(askedBy === null ? [] : [askedBy]),
    ...(child?.guardian ? [`不满 14 岁，监护人${child.guardian.name}已同意`] : []),
    ...(verification?.outcome === 'confirmed' ? ['社区已核实，情况属实'] : []),
    ...(verification?.outcome === 'differs' ? [`社区说有出入：${verification.note || '接手后可见'}`] : []),
  ]
}
