import type { NeedId, OfferId } from '../../typings/ids'
import type { DeclineReason, TaskDetail } from '../../typings/needs'
import { type Failure, failureWords } from '../format/errors'
import { acceptOffer, declineOffer } from '../services/needs'

/** What became of an answer. `gone`: a colleague has it, or its time was over; no fault of the person. */
export type Answer<Value> = { kind: 'done'; value: Value } | { kind: 'gone' } | { kind: 'failed'; failure: Failure }

export function accept(needId: NeedId, offerId: OfferId): Promise<Answer<TaskDetail>> {
  return answer(() => acceptOffer(needId, offerId))
}

export function decline(
  needId: NeedId,
  offerId: OfferId,
  reason: DeclineReason,
  note: string,
): Promise<Answer<{ needId: NeedId }>> {
  return answer(() => declineOffer(needId, offerId, reason, note))
}

async function answer<Value>(send: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { kind: 'done', value: await send() }
  } catch (error) {
    const failure = failureWords(error)
    return failure.code === 'OFFER_GONE' ? { kind: 'gone' } : { kind: 'failed', failure }
  }
}
