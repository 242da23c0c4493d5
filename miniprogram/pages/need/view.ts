import type { Aftercare } from '../../../typings/aftercare'
import type { NeedDetail } from '../../../typings/needs'
import type { Field, RouteReason } from '../../../typings/terms'
import { fieldAndSkill } from '../../format/fields'
import {
  levelName,
  type StatusWords,
  statusSentence,
  statusWords,
  type TimelineItem,
  timeline,
  urgencyWords,
} from '../../format/needs'
import { initial } from '../../format/people'
import { dayAndTime, fullDate } from '../../format/time'

/** A need as its resident sees it, ready for the template. */
export interface NeedView {
  status: StatusWords
  now: string
  next: string
  deadlineMs: number
  helper: { name: string; initial: string; level: string; point: string; reasons: readonly RouteReason[] } | null
  items: TimelineItem[]
  field: Field
  about: string
  urgency: string
  description: string
  photos: { url: string; state: 'uploaded' }[]
  place: string
  phone: string
  submitted: string
  servicePoint: { name: string; phone: string }
  canWithdraw: boolean
  /** Whom it is for, where that is someone else. */
  forName: string
  care: Aftercare
  /** 还可以重新求助到 3 月 7 日; empty when it cannot be opened again. */
  reopenUntil: string
  unread: string
  version: number
}

export function needView(need: NeedDetail, nowMs: number): NeedView {
  const { helper } = need
  const { now, next } = statusSentence(need, helper)
  return {
    status: statusWords(need.status),
    now,
    next,
    deadlineMs: need.deadlineMs ?? 0,
    helper:
      helper === null
        ? null
        : {
            name: helper.name,
            initial: initial(helper.name),
            level: levelName(helper.level),
            point: helper.servicePointName,
            reasons: helper.reasons,
          },
    items: timeline(need.events, nowMs),
    field: need.field,
    about: fieldAndSkill(need.field, need.subSkill),
    urgency: urgencyWords(need.urgency).name,
    description: need.description,
    photos: need.photoUrls.map((url) => ({ url, state: 'uploaded' })),
    place: `${need.communityName} ${need.address}`,
    phone: need.contactPhoneMasked,
    submitted: dayAndTime(need.submittedAtMs, nowMs),
    servicePoint: need.servicePoint,
    canWithdraw: need.canWithdraw,
    forName: need.forName ?? '',
    care: need.aftercare,
    reopenUntil: need.aftercare.reopenUntilMs === null ? '' : fullDate(need.aftercare.reopenUntilMs),
    unread: need.aftercare.unreadNotes > 99 ? '99+' : String(need.aftercare.unreadNotes),
    version: need.version,
  }
}
