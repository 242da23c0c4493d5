import type { QualityReview, ReferralState } from '../../../typings/cases'
import { require } from '../../shared/errors'
import type { CaseRecord, ReferralRecord, Stamp, VolunteerRequestRecord } from './case-record'
import { gate, step } from './case-steps'

/** What a case asks of others: a colleague, an organisation, volunteers, the station's review. */

/** 转介. One at a time; the colleague is named by openid so that their list finds it. */
export function referralSent(
  kase: CaseRecord,
  form: Pick<ReferralRecord, 'referralId' | 'to' | 'reason' | 'workerOpenid' | 'letter'>,
  by: Stamp,
): CaseRecord {
  gate(kase, 'refer')
  const referral: ReferralRecord = { ...form, state: 'sent', sentAtMs: by.nowMs, byName: by.name, answer: '' }
  return step(kase, by, 'referred', `转介给${form.to.name}`, {
    referrals: [...kase.referrals, referral],
    referredTo: form.workerOpenid === null ? kase.referredTo : [...kase.referredTo, form.workerOpenid],
  })
}

/** sent → accepted or declined; accepted → done. */
const answersTo: Readonly<Record<ReferralState, readonly ReferralState[]>> = {
  sent: ['accepted', 'declined'],
  accepted: ['done'],
  declined: [],
  done: [],
}

/**
 * The answer of the one who was asked: a colleague gives it themselves, an organisation's is noted by the case's worker.
 * `done` is always noted by the worker who has the case then.
 */
export function referralAnswered(
  kase: CaseRecord,
  answer: { referralId: string; state: 'accepted' | 'declined' | 'done'; note: string },
  openid: string,
  by: Stamp,
): CaseRecord {
  const referral = kase.referrals.find(({ referralId }) => referralId === answer.referralId)
  require(referral && maySee(kase, referral, openid), 'NOT_FOUND', 'no such referral')
  require(answersTo[referral.state].includes(answer.state), 'NOT_NOW', '这次转介已经有了答复')
  require(mayAnswer(kase, referral, answer.state, openid), 'NOT_FOUND', 'no such referral')
  const after = { ...referral, state: answer.state, answer: answer.note }
  return step(kase, by, 'referralAnswered', `${referral.to.name}${stateWords[answer.state]}`, {
    referrals: kase.referrals.map((each) => (each === referral ? after : each)),
    referredTo: kase.referredTo.filter((each) => each !== referral.workerOpenid),
  })
}

/** The organisation answers in its own letter; who answers first is whom the letter is for from then on. */
export function letterAnswered(
  kase: CaseRecord,
  answer: { referralId: string; state: 'accepted' | 'declined' | 'done'; name: string; note: string },
  openid: string,
  by: Stamp,
): CaseRecord {
  const referral = kase.referrals.find(({ referralId }) => referralId === answer.referralId)
  require(referral?.letter, 'NOT_FOUND', 'no such letter')
  require(answersTo[referral.state].includes(answer.state), 'NOT_NOW', '这次转介已经有了答复')
  const letter = { ...referral.letter, openid, name: answer.name }
  const after = { ...referral, letter, state: answer.state, answer: answer.note }
  return step(kase, by, 'referralAnswered', `${referral.to.name}（${answer.name}）${stateWords[answer.state]}`, {
    referrals: kase.referrals.map((each) => (each === referral ? after : each)),
  })
}

/** What may still be answered to a letter. */
export function letterAnswers(
  { status }: CaseRecord,
  { state }: ReferralRecord,
): readonly ('accepted' | 'declined' | 'done')[] {
  return status === 'open' ? letterSteps.filter((each) => answersTo[state].includes(each)) : []
}

function maySee(kase: CaseRecord, { workerOpenid }: ReferralRecord, openid: string): boolean {
  return openid === kase.workerOpenid || openid === workerOpenid
}

function mayAnswer(kase: CaseRecord, { workerOpenid }: ReferralRecord, state: ReferralState, openid: string): boolean {
  return workerOpenid === null || state === 'done' ? openid === kase.workerOpenid : openid === workerOpenid
}

export function volunteersAsked(kase: CaseRecord, request: VolunteerRequestRecord, by: Stamp): CaseRecord {
  gate(kase, 'askVolunteers')
  require(request.onMs > by.nowMs, 'NOT_NOW', '时间已经过去')
  return step(kase, by, 'volunteersAsked', request.what, callsOf([...kase.volunteerRequests, request]))
}

/** open → filled → done; cancelled from either. */
export function volunteersSettled(
  kase: CaseRecord,
  requestId: string,
  state: 'filled' | 'done' | 'cancelled',
  by: Stamp,
): CaseRecord {
  const request = kase.volunteerRequests.find((each) => each.requestId === requestId)
  require(request, 'NOT_FOUND', 'no such request')
  const from = { filled: ['open'], done: ['open', 'filled'], cancelled: ['open', 'filled'] }[state]
  require(from.includes(request.state), 'NOT_NOW', '这次志愿者请求已经了结')
  return step(kase, by, 'volunteersSettled', `${request.what}：${requestWords[state]}`, {
    ...callsOf(kase.volunteerRequests.map((each) => (each === request ? { ...request, state } : each))),
  })
}

/**
 * A neighbour says yes (`change` 1), or no longer: with the last one wanted it is filled, and open again when one of those
 * leaves; what the worker set to filled by hand stays so. No step of the case's own: its events and its version are the
 * worker's, whoever changes their mind.
 */
export function volunteerCounted(kase: CaseRecord, requestId: string, change: 1 | -1, nowMs: number): CaseRecord {
  const request = kase.volunteerRequests.find((each) => each.requestId === requestId)
  require(request, 'NOT_FOUND', 'no such request')
  const { state, count, onMs } = request
  require(state === 'open' || state === 'filled', 'NOT_NOW', '这次志愿者请求已经了结')
  require(change < 0 || state === 'open', 'NOT_NOW', '人已经够了，谢谢您')
  require(onMs > nowMs, 'NOT_NOW', '时间已经过去')
  const before = request.joined ?? 0
  const joined = Math.max(0, before + change)
  const byHand = state === 'filled' && before < count
  const after = { ...request, joined, state: byHand || joined >= count ? ('filled' as const) : ('open' as const) }
  return { ...kase, ...callsOf(kase.volunteerRequests.map((each) => (each === request ? after : each))) }
}

function callsOf(volunteerRequests: readonly VolunteerRequestRecord[]) {
  // Whoever comes sees a request that is filled too.
  const open = volunteerRequests.filter(({ state }) => state === 'open' || state === 'filled').map(({ onMs }) => onMs)
  return { volunteerRequests, callsUntilMs: open.length === 0 ? null : Math.max(...open) }
}

/** The station's review of a closed case; again replaces the one before. */
export function reviewed(kase: CaseRecord, quality: QualityReview, by: Stamp): CaseRecord {
  require(kase.status === 'closed', 'NOT_NOW', '结案之后才能评查')
  return step(kase, by, 'reviewed', `${quality.total} 分`, { quality })
}

const letterSteps = ['accepted', 'declined', 'done'] as const
const stateWords = { accepted: '接受了转介', declined: '没有接受转介', done: '转介办完了' } as const
const requestWords = { filled: '人找到了', done: '办完了', cancelled: '取消了' } as const
