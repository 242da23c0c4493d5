import { z } from 'zod'
import type { ReferralLetter } from '../../../../typings/case-sharing'
import type { NeedId } from '../../../../typings/ids'
import { stepLimit } from '../../../shared/access/rate-limit'
import { require } from '../../../shared/errors'
import { needId, requestKey, text } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { letterAnsweredTold } from '../../cases/messages'
import { runCaseStep } from '../../cases/run-step'
import { type CaseAndNeed, loadCase } from '../../cases/store'
import type { ReferralRecord } from '../../casework/case-record'
import { letterAnswered, letterAnswers } from '../../casework/case-requests'
import { partId } from './forms'

/**
 * An organisation has no account here. The worker sends it the letter as a card; whoever holds the card's code reads it, and
 * who answers first is the one whom it is for from then on. It says what is asked, and nothing of who the person is.
 */

const code = z.string().regex(/^[0-9a-f]{32}$/, 'the code of the letter')
const letter = { needId, referralId: partId, code }

export const getReferralLetter = procedure({
  name: 'needs.getReferralLetter',
  input: z.strictObject(letter),
  access: 'anyone',
  limit: stepLimit('needs.getReferralLetter'),
  async run({ world, openid }, input) {
    const found = await loadCase(world, input.needId)
    return letterView(found, letterOf(found, input, openid), openid)
  },
})

/** Yes, no, or done; the case's worker is told. To another person than the one who answered first it is not there. */
export const answerReferralLetter = procedure({
  name: 'needs.answerReferralLetter',
  input: z
    .strictObject({
      ...letter,
      key: requestKey,
      state: z.enum(['accepted', 'declined', 'done']),
      name: text(2, 20),
      note: text(0, 200),
    })
    .refine(({ state, note }) => state !== 'declined' || note !== '', { path: ['note'], message: 'why not' }),
  access: 'anyone',
  limit: stepLimit('needs.answerReferralLetter'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    const { state, name, note, referralId } = input
    const found = await runCaseStep(context, input, {
      authorise: (seen) => {
        letterOf(seen, input, openid)
        require(seen.kase.workerOpenid !== openid, 'NOT_NOW', '这封转介函要由机构来答复')
      },
      name: () => name,
      texts: [name, note],
      step: (kase, by) => {
        require(kase.status === 'open', 'NOT_NOW', '个案已经结案')
        return letterAnswered(kase, { referralId, state, name, note }, openid, by)
      },
      messages: (after) => [letterAnsweredTold(world, after, referralId, nowMs)],
    })
    return letterView(found, letterOf(found, input, openid), openid)
  },
})

function letterOf(
  { kase }: CaseAndNeed,
  input: { needId: NeedId; referralId: string; code: string },
  openid: string,
): ReferralRecord {
  const referral = kase.referrals.find(({ referralId }) => referralId === input.referralId)
  const known = referral?.letter?.code === input.code ? referral : undefined
  const bound = known?.letter?.openid ?? null
  require(known && (bound === null || bound === openid || kase.workerOpenid === openid), 'NOT_FOUND', 'no such letter')
  return known
}

function letterView({ kase, need }: CaseAndNeed, referral: ReferralRecord, openid: string): ReferralLetter {
  const { referralId, to, reason, byName, state, sentAtMs, answer, letter } = referral
  const mine = kase.workerOpenid === openid
  return {
    needId: kase.needId,
    referralId,
    organisation: to.name,
    field: kase.field,
    subSkill: kase.subSkill,
    communityName: kase.communityName,
    reason,
    fromName: byName,
    stationName: need.servicePoint.name,
    stationPhone: need.servicePoint.phone,
    state,
    sentAtMs,
    answeredBy: letter?.name ?? '',
    answer,
    mine,
    can: mine ? [] : letterAnswers(kase, referral),
  }
}
