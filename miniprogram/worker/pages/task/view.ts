import type { OfferId } from '../../../../typings/ids'
import type { Field, RouteReason, TaskDetail } from '../../../../typings/needs'
import { fieldAndSkill, mayBeDanger } from '../../../format/fields'
import { type TimelineItem, type Tone, timeline, urgencyWords } from '../../../format/needs'
import { dayAndTime } from '../../../format/time'

/** A task as its worker sees it: before accepting without name, phone and address. */
export interface TaskView {
  offerId: OfferId | ''
  field: Field
  about: string
  urgency: { name: string; tone: Tone }
  danger: boolean
  deadlineMs: number
  description: string
  photos: { url: string; state: 'uploaded' }[]
  place: string
  submitted: string
  points: number
  reasons: readonly RouteReason[]
  contact: { name: string; phone: string; address: string } | null
  /** The next step, in a sentence. */
  next: string
  items: TimelineItem[]
}

export function taskView(task: TaskDetail, nowMs: number): TaskView {
  const { name, tone } = urgencyWords(task.urgency)
  return {
    offerId: task.offerId ?? '',
    field: task.field,
    about: fieldAndSkill(task.field, task.subSkill),
    urgency: { name, tone },
    danger: mayBeDanger(task.subSkill) || task.urgency === 'emergency',
    deadlineMs: task.deadlineMs ?? 0,
    description: task.description,
    photos: task.photoUrls.map((url) => ({ url, state: 'uploaded' })),
    place: task.communityName,
    submitted: dayAndTime(task.submittedAtMs, nowMs),
    points: task.casePoints,
    reasons: task.reasons,
    contact: task.contact,
    next: task.contact === null ? '接单后能看到称呼、电话和地址' : '请先打个电话，约好时间再上门',
    items: timeline(task.events, nowMs),
  }
}
