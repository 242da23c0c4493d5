import type { NeedId, OfferId } from '../../typings/ids'
import type { TaskSummary } from '../../typings/needs'
import type { Field } from '../../typings/terms'
import { fieldAndSkill } from '../format/fields'
import { type UrgencyWords, urgencyWords } from '../format/needs'
import { ago } from '../format/time'

/** A task in a list, ready for the template. */
export interface TaskRow {
  needId: NeedId
  offerId: OfferId | ''
  field: Field
  about: string
  excerpt: string
  place: string
  time: string
  deadlineMs: number
  urgency: UrgencyWords
  points: number
}

export function taskRow(task: TaskSummary, nowMs: number): TaskRow {
  return {
    needId: task.needId,
    offerId: task.offerId ?? '',
    field: task.field,
    about: fieldAndSkill(task.field, task.subSkill),
    excerpt: task.excerpt,
    place: task.communityName,
    time: ago(task.submittedAtMs, nowMs),
    deadlineMs: task.deadlineMs ?? 0,
    urgency: urgencyWords(task.urgency),
    points: task.casePoints,
  }
}
