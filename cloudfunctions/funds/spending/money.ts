import type { RequestKey } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import { invariant, require } from '../../shared/errors'
import { commitmentEntry, committedPaymentEntry, releaseEntry, settlementEntry } from '../ledger/entries'
import { fen, sumFen } from '../ledger/fen'
import type { Books } from '../ledger/model'
import { choose, firstOf, lastOf, lengthFen, restOf, spendableFen } from '../ledger/pools'
import type { SeatRecord } from '../policy/roster'
import type { EntryRecord } from '../records'
import { agreedSpans } from './consents'
import { approversOf, interestOf } from './interest'
import { newPictures } from './pictures'
import type { PaymentRecord, SpendingRecord } from './records'
import { type Actor, end, payerRoles, settlerRoles, tidy, withEvent } from './steps'

/** With nine vouchers each what a person can look through, and what one document holds. */
export const mostPayments = 30

/** A step of a request that moves money: the request after it, and the entries to post with it. */
export interface MoneyStep {
  request: SpendingRecord
  entries: readonly EntryRecord[]
}

/** What this request could have now: the usual money of its field, and what donors agreed to give for it. */
export function spendableFor(books: Books, request: Pick<SpendingRecord, 'field' | 'change'>): Fen {
  return fen(spendableFen(books.pools, request.field) + lengthFen(agreedSpans(books.pools, request.change)))
}

/** Sets the money of an approved request apart. Unchanged, with nothing to post, while there is too little. */
export function commit(request: SpendingRecord, books: Books, nowMs: number): MoneyStep {
  invariant(request.status === 'approved', 'only what is approved is committed')
  if (spendableFor(books, request) < request.amountFen) return { request, entries: [] }
  const { field, amountFen } = request
  const agreed = agreedSpans(books.pools, request.change)
  const given = firstOf(agreed, fen(Math.min(amountFen, lengthFen(agreed))))
  const missingFen = fen(amountFen - lengthFen(given))
  const spans = [...given, ...(missingFen > 0 ? choose(books.pools, field, missingFen) : [])]
  const entry = commitmentEntry(books, { ...facts(request, nowMs), cause: request._id, amountFen, spans })
  const commitment = { entryId: entry._id, spans, atMs: nowMs }
  const committed = withEvent({ ...request, status: 'committed', commitment }, 'committed', nowMs, null, null)
  return { request: tidy(committed), entries: [entry] }
}

/**
 * Pays (a part) out of what was set apart. The payer has approved nothing of it, is not the author and gains nothing by it:
 * FORBIDDEN. More than what is left, or the thirty-first: NOT_NOW.
 */
export function pay(
  request: SpendingRecord,
  actor: Actor,
  payment: { paymentKey: RequestKey; amountFen: Fen; note: string; voucherFileIds: readonly string[] },
  seats: readonly SeatRecord[],
  nowMs: number,
): MoneyStep {
  const { commitment } = request
  require(commitment &&
    (request.status === 'committed' || request.status === 'paid'), 'NOT_NOW', 'nothing is set apart')
  require(mayPay(request, actor, seats), 'FORBIDDEN', 'who asked for it, approved it or gains by it does not pay it')
  const left = restOf(commitment.spans, paidFen(request))
  require(request.payments.length < mostPayments, 'NOT_NOW', 'so many payments are another request')
  require(payment.amountFen <= lengthFen(left), 'NOT_NOW', 'more than what is set apart')
  const spans = firstOf(left, payment.amountFen)
  const cause = `${request._id} ${payment.paymentKey}`
  const entry = committedPaymentEntry({ ...facts(request, nowMs), cause, spans })
  const paid: PaymentRecord = {
    ...payment,
    ...{ entryId: entry._id, spans, atMs: nowMs, payerOpenid: actor.openid, payerName: actor.name, sourcesTold: 0 },
  }
  const after: SpendingRecord = {
    ...request,
    ...{ status: 'paid', payments: [...request.payments, paid], tellDonorsAtMs: nowMs },
    photos: [...request.photos, ...newPictures(request, payment.voucherFileIds, actor.openid, nowMs)],
  }
  return { request: tidy(withEvent(after, 'paid', nowMs, actor.name, payment.note)), entries: [entry] }
}

/**
 * Closes the account of a request: what was never paid is set free, what was paid and not spent comes back. Who settles
 * paid none of it and gains nothing by it: FORBIDDEN. More than was paid: NOT_NOW.
 */
export function settle(
  request: SpendingRecord,
  actor: Actor,
  settlement: { actualFen: Fen; note: string; voucherFileIds: readonly string[] },
  seats: readonly SeatRecord[],
  nowMs: number,
): MoneyStep {
  const { commitment } = request
  require(commitment &&
    (request.status === 'committed' || request.status === 'paid'), 'NOT_NOW', 'nothing is set apart')
  require(maySettle(request, actor, seats), 'FORBIDDEN', 'who paid or gains by it does not settle')
  const paid = paidFen(request)
  require(settlement.actualFen <= paid, 'NOT_NOW', 'more than was paid')
  const released = restOf(commitment.spans, paid)
  const back = lastOf(firstOf(commitment.spans, paid), fen(paid - settlement.actualFen))
  const shared = { ...facts(request, nowMs), cause: request._id }
  const entries = [
    ...(released.length > 0
      ? [releaseEntry({ ...shared, title: titled(request, '没用完的部分'), spans: released })]
      : []),
    ...(back.length > 0 ? [settlementEntry({ ...shared, title: titled(request, '结余放回'), spans: back })] : []),
  ]
  const after: SpendingRecord = {
    ...request,
    photos: [...request.photos, ...newPictures(request, settlement.voucherFileIds, actor.openid, nowMs)],
    settlement: {
      ...settlement,
      ...{ releasedFen: lengthFen(released), returnedFen: lengthFen(back) },
      ...{ openid: actor.openid, name: actor.name, atMs: nowMs },
    },
  }
  return { request: end(withEvent(after, 'settled', nowMs, actor.name, settlement.note), 'settled'), entries }
}

export function mayPay(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): boolean {
  const hasRole = actor.roles.some((role) => payerRoles.includes(role))
  return hasRole && interestOf(request, actor, seats) === null && !approversOf(request).has(actor.openid)
}

/** Whether there is something left of it, in so many payments as a request takes. */
export function mayBePaid(request: Pick<SpendingRecord, 'payments' | 'amountFen'>): boolean {
  return request.payments.length < mostPayments && paidFen(request) < request.amountFen
}

/** Whoever asked for it reports what became of it, wherever their own duty is; else those of the place. */
export function maySettle(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): boolean {
  const interest = interestOf(request, actor, seats)
  const has = interest === 'author' || actor.roles.some((role) => settlerRoles.includes(role))
  const hasPaid = request.payments.some(({ payerOpenid }) => payerOpenid === actor.openid)
  return has && interest !== 'related' && !hasPaid
}

export function paidFen({ payments }: Pick<SpendingRecord, 'payments'>): Fen {
  return sumFen(payments.map(({ amountFen }) => amountFen))
}

function facts(request: SpendingRecord, atMs: number) {
  const { fundId, field: earmark, title, titleSalt } = request
  return { fundId, earmark, title, titleSalt, atMs }
}

function titled({ title }: SpendingRecord, what: string): string {
  return `${title}（${what}）`
}
