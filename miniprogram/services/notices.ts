import type { MessageId, NeedId } from '../../typings/ids'
import type { NeedDetail } from '../../typings/needs'
import type { DeadLetter } from '../../typings/notices'
import type { Page } from '../../typings/page'
import type { ReviewRow } from '../../typings/residents'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/notices.ts`. All reject with CallFailure (`platform/cloud.ts`). */

export function listDeadLetters(view: 'dead' | 'all', cursor: string | null): Promise<Page<DeadLetter>> {
  return call('people.listDeadLetters', { view, cursor })
}

export function settleDeadLetter(messageId: MessageId, how: 'again' | 'seen'): Promise<DeadLetter> {
  return call('people.settleDeadLetter', { messageId, how })
}

export function listReviews(cursor: string | null): Promise<Page<ReviewRow>> {
  return call('needs.listReviews', { cursor })
}

/** `reason` must be there for a refusal: whoever wrote it reads it. */
export function decideReview(reviewKey: string, approve: boolean, reason: string): Promise<{ reviewKey: string }> {
  return call('needs.decideReview', { reviewKey, approve, reason })
}

export function rewriteNeed(needId: NeedId, version: number, description: string): Promise<NeedDetail> {
  return call('needs.rewrite', { needId, version, description })
}
