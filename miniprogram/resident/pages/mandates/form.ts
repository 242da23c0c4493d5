import type { Relation } from '../../../../typings/asking'
import type { MandateConsent } from '../../../../typings/residents'
import { isMobile, plainPhone } from '../../../format/people'
import { dayMs } from '../../../format/time'

/** As in the cloud's `consents/texts.ts`. */
export const mandateConsent = {
  version: '2026-11-23',
  short: '我已得到本人同意，替家人提出求助',
  lines: [
    '请先把这件事告诉本人，得到同意，再替家人提交。',
    '本人可以随时取消代办；取消后，您就看不到进展了。',
    '您填的内容要真实，只用来帮助本人。',
  ],
}

export const lengths: readonly { days: number; name: string }[] = [
  { days: 30, name: '一个月' },
  { days: 180, name: '半年' },
  { days: 365, name: '一年' },
]

export interface MandateDraft {
  principalName: string
  principalPhone: string
  actorName: string
  relation: Relation
  follow: boolean
  consentHow: MandateConsent
  days: number
  agreed: boolean
}

export const newMandateDraft: MandateDraft = {
  principalName: '',
  principalPhone: '',
  actorName: '',
  relation: 'child',
  follow: true,
  consentHow: 'phone',
  days: 180,
  agreed: false,
}

/** The first thing that is missing, in a sentence; empty when it can be sent. */
export function missingOf(draft: MandateDraft): string {
  if (draft.principalName.trim() === '') return '请写本人的姓名'
  if (!isMobile(draft.principalPhone)) return '请写本人的手机号，要用它在微信里确认'
  if (draft.actorName.trim() === '') return '请写您自己的姓名'
  return draft.agreed ? '' : '需要先得到本人同意'
}

export function inputOf(
  draft: MandateDraft,
  mandateKey: string,
  nowMs: number,
  consentVersion = mandateConsent.version,
) {
  return {
    mandateKey,
    principalName: draft.principalName.trim(),
    principalPhone: plainPhone(draft.principalPhone),
    actorName: draft.actorName.trim(),
    relation: draft.relation,
    scope: draft.follow ? (['submit', 'follow'] as const) : (['submit'] as const),
    consentHow: draft.consentHow,
    consentVersion,
    untilMs: nowMs + draft.days * dayMs,
  }
}
