import type { Fen } from '../../../typings/money'
import { require } from '../../shared/errors'
import type { Books, Pool, Span } from '../ledger/model'
import { lengthFen, spendableFen, unspentOf } from '../ledger/pools'
import type { SeatRecord } from '../policy/roster'
import type { ConsentRecord, SpendingRecord } from './records'
import { end, openNext, tidy, withEvent } from './steps'

/** Earmarked money is used for something else with the consent of those who gave it, and of nobody else's. */

type Change = SpendingRecord['change']

/** What donors agreed to and what is unspent still, oldest first. */
export function agreedSpans(pools: readonly Pool[], change: Change): Span[] {
  const agreed = (change?.asked ?? []).filter(({ answer }) => answer === 'agreed').flatMap(({ spans }) => spans)
  return agreed.sort((a, b) => a.fromFen - b.fromFen).flatMap((span) => unspentOf(pools, span))
}

export function agreedFen(change: Change): Fen {
  return lengthFen((change?.asked ?? []).filter(({ answer }) => answer === 'agreed').flatMap(({ spans }) => spans))
}

/** A donor's answer. The same again changes nothing; another one after it: CONFLICT. */
export function answer(
  request: SpendingRecord,
  openid: string,
  agreed: boolean,
  books: Books,
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  const own = request.change?.asked.find((each) => each.openid === openid)
  require(own, 'NOT_FOUND', 'this donor was not asked')
  const said = agreed ? 'agreed' : 'refused'
  if (own.answer === said) return request
  require(own.answer === null, 'CONFLICT', 'the answer was given already')
  require(isAsking(request, nowMs), 'NOT_NOW', 'the time to answer is over')
  const answered: ConsentRecord = { ...own, answer: said, answeredAtMs: nowMs }
  return conclude(withAnswer(request, answered), books, seats, nowMs)
}

/** Goes on as soon as enough agreed, and ends when it can't be enough any more; else it waits for the others. */
export function conclude(
  request: SpendingRecord,
  books: Books,
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  const { change, amountFen, field } = request
  if (request.status !== 'consulting' || !change) return request
  const usualFen = spendableFen(books.pools, field)
  const isOver = nowMs >= change.deadlineMs
  if (usualFen + lengthFen(agreedSpans(books.pools, change)) >= amountFen && change.asked.some(hasAgreed)) {
    return openNext(withEvent(request, 'consentGiven', nowMs, null, null), seats, nowMs)
  }
  const still = change.asked.filter((each) => each.answer !== 'refused').flatMap(({ spans }) => spans)
  const possibleFen = usualFen + lengthFen(still.flatMap((span) => unspentOf(books.pools, span)))
  const waiting = change.asked.some((each) => each.answer === null)
  if (isOver || !waiting || possibleFen < amountFen) {
    return end(withEvent(request, 'consentRefused', nowMs, null, null), 'consentRefused')
  }
  return tidy(request)
}

/** Whether the donors are being asked still; silence until the deadline is no. */
export function isAsking({ status, change }: Pick<SpendingRecord, 'status' | 'change'>, nowMs: number): boolean {
  return status === 'consulting' && change !== null && nowMs < change.deadlineMs
}

function hasAgreed({ answer }: ConsentRecord): boolean {
  return answer === 'agreed'
}

function withAnswer(request: SpendingRecord, answered: ConsentRecord): SpendingRecord {
  const { change } = request
  if (!change) return request
  const asked = change.asked.map((each) => (each.openid === answered.openid ? answered : each))
  return { ...request, change: { ...change, asked } }
}
