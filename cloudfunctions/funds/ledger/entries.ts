import type { EntryKind } from '../../../typings/funds'
import type { EntryId, FundId, GiftId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import { Failure, invariant } from '../../shared/errors'
import { shanghaiMonth } from '../../shared/time/shanghai'
import { type EntryRecord, UNFOLDED } from '../records'
import { sha256 } from './canonical'
import { titleDigest } from './chain'
import { fen } from './fen'
import type { Account, Books, Entry, Link, Posting, Span } from './model'
import { choose, chooseWithin, firstOf, lengthFen } from './pools'
import { giftTitle } from './titles'

/** What every posting rule asks for; `titleSalt` is 32 random hex digits. */
export interface Facts {
  fundId: FundId
  atMs: number
  titleSalt: string
}

/**
 * A gift paid with WeChat Pay: wechatpay → available, for its earmark. A name that is `held` (content security was not sure)
 * is in the digest and not in the title: a person's release puts it there, and the chain stays as it is.
 */
export function giftEntry(
  gift: Facts & { giftId: GiftId; amountFen: Fen; earmark: Field | null; donorName: string | null; held?: boolean },
): EntryRecord {
  const postings = [move('world:wechatpay', available(gift.fundId), gift.amountFen)]
  const entry = write(gift, 'gift', gift.giftId, 'in', giftTitle(gift.donorName), postings, { earmark: gift.earmark })
  return gift.held && gift.donorName !== null ? { ...entry, title: giftTitle(null), titleSalt: null } : entry
}

/** The district's start money: seedgrant → available, for whatever the fund needs most. */
export function seedGrantEntry(grant: Facts & { cause: string; amountFen: Fen; title: string }): EntryRecord {
  const postings = [move('world:seedgrant', available(grant.fundId), grant.amountFen)]
  return write(grant, 'seedGrant', grant.cause, 'in', grant.title, postings, {})
}

/** Money spent: available → payee, out of the oldest money that may be spent on this field. NOT_NOW when there is too little. */
export function paymentEntry(
  books: Books,
  payment: Facts & { cause: string; amountFen: Fen; earmark: Field | null; title: string },
): EntryRecord {
  const spans = choose(books.pools, payment.earmark, payment.amountFen)
  const postings = [move(available(payment.fundId), 'world:payee', payment.amountFen)]
  return write(payment, 'payment', payment.cause, 'out', payment.title, postings, { earmark: payment.earmark, spans })
}

/** What an approved request's entries have in common: the request is the cause, and the field what the money is for. */
interface SpendingFacts extends Facts {
  cause: string
  earmark: Field | null
  title: string
}

/**
 * Sets money apart for an approved request: available → committed. Without `spans` the oldest money that may be spent on
 * the field; with them those very stretches (a change of use that their donors agreed to). NOT_NOW when there is too little.
 */
export function commitmentEntry(
  books: Books,
  request: SpendingFacts & { amountFen: Fen; spans?: readonly Span[] },
): EntryRecord {
  const { fundId, amountFen, earmark } = request
  const spans = request.spans ? firstOf(request.spans, amountFen) : choose(books.pools, earmark, amountFen)
  const postings = [move(available(fundId), committed(fundId), amountFen)]
  return write(request, 'commitment', request.cause, 'within', request.title, postings, { earmark, spans })
}

/** Pays out of what was set apart: committed → payee, these stretches of it. */
export function committedPaymentEntry(payment: SpendingFacts & { spans: readonly Span[] }): EntryRecord {
  const { fundId, earmark, spans } = payment
  const postings = [move(committed(fundId), 'world:payee', lengthFen(spans))]
  return write(payment, 'payment', payment.cause, 'out', payment.title, postings, { earmark, spans })
}

/** Sets free what was set apart and not needed: committed → available, where it was. */
export function releaseEntry(release: SpendingFacts & { spans: readonly Span[] }): EntryRecord {
  const { fundId, earmark, spans } = release
  const postings = [move(committed(fundId), available(fundId), lengthFen(spans))]
  return write(release, 'release', release.cause, 'within', release.title, postings, { earmark, spans })
}

/** Takes back what was paid and not spent: payee → available, where it was. It lessens what was spent. */
export function settlementEntry(settlement: SpendingFacts & { spans: readonly Span[] }): EntryRecord {
  const { fundId, earmark, spans } = settlement
  const postings = [move('world:payee', available(fundId), lengthFen(spans))]
  return write(settlement, 'settlement', settlement.cause, 'in', settlement.title, postings, { earmark, spans })
}

/** Gives (part of) a gift back to its donor: available → wechatpay, out of the gift's own unspent lot. NOT_NOW when it is spent. */
export function refundEntry(
  books: Books,
  gift: Entry,
  link: Link,
  refund: Omit<Facts, 'fundId'> & { cause: string; amountFen: Fen; title: string },
): EntryRecord {
  const lot = link.spans[0]
  invariant(gift.kind === 'gift' && link.entryId === gift._id && lot, `${gift._id} is not a gift with its lot`)
  const spans = chooseWithin(books.pools, lot, refund.amountFen)
  const postings = [move(available(gift.fundId), 'world:wechatpay', refund.amountFen)]
  const facts = { ...refund, fundId: gift.fundId }
  return write(facts, 'refund', refund.cause, 'out', refund.title, postings, {
    ...{ earmark: gift.earmark, spans, reverses: gift._id },
  })
}

/**
 * Undoes an entry whole: its postings reversed, its money back where it was. Its cause is the entry, so that nothing is
 * undone twice. NOT_NOW when money that came in by mistake was spent in the meantime, or for a correction itself.
 */
export function correctionEntry(
  books: Books,
  wrong: Entry,
  link: Link,
  correction: Omit<Facts, 'fundId'> & { title: string },
): EntryRecord {
  invariant(link.entryId === wrong._id, `${link.entryId} is not the link of ${wrong._id}`)
  if (wrong.kind === 'transfer') throw new Failure('NOT_NOW', 'A transfer has two sides: transfer it back')
  if (wrong.kind === 'correction') throw new Failure('NOT_NOW', 'A correction is not corrected: post the entry again')
  const ofRequest =
    wrong.kind === 'settlement' || wrong.postings.some(({ source, destination }) => isSetApart(source, destination))
  if (ofRequest) throw new Failure('NOT_NOW', 'It belongs to a request, whose settlement puts it right')
  const direction = wrong.direction === 'in' ? 'out' : 'in'
  if (direction === 'out') for (const lot of link.spans) chooseWithin(books.pools, lot, lengthFen([lot]))
  const postings = wrong.postings.map(({ source, destination, amountFen }) => move(destination, source, amountFen))
  const facts = { ...correction, fundId: wrong.fundId }
  return write(facts, 'correction', wrong._id, direction, correction.title, postings, {
    ...{ earmark: wrong.earmark, spans: link.spans, reverses: wrong._id },
  })
}

/** The same cause gives the same id, so that its insert can succeed once only. */
export function entryIdOf(kind: EntryKind, cause: string): EntryId {
  return `entry_${sha256(`${kind} ${cause}`).slice(0, 32)}`
}

export function write(
  { fundId, atMs, titleSalt }: Facts,
  kind: EntryKind,
  cause: string,
  direction: Entry['direction'],
  title: string,
  postings: readonly Posting[],
  {
    earmark = null,
    spans = [],
    reverses = null,
  }: Partial<Pick<Entry, 'earmark' | 'reverses'>> & { spans?: readonly Span[] },
): EntryRecord {
  return {
    _id: entryIdOf(kind, cause),
    ...{ fundId, kind, cause, postings, direction },
    amountFen: fen(postings.reduce((total, { amountFen }) => total + amountFen, 0)),
    ...{ earmark, spans, reverses, atMs },
    month: shanghaiMonth(atMs),
    titleDigest: titleDigest(titleSalt, title),
    ...{ title, titleSalt },
    foldedIn: UNFOLDED,
  }
}

export function move(source: Account, destination: Account, amountFen: Fen): Posting {
  invariant(fen(amountFen) > 0, `${amountFen} fen cannot be posted`)
  return { source, destination, amountFen }
}

export function available(fundId: FundId): Account {
  return `fund:${fundId}:available`
}

function committed(fundId: FundId): Account {
  return `fund:${fundId}:committed`
}

function isSetApart(...accounts: readonly Account[]): boolean {
  return accounts.some((account) => account.endsWith(':committed'))
}
