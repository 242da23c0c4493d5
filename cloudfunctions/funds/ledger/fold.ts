import type { FundId } from '../../../typings/ids'
import { invariant } from '../../shared/errors'
import { genesisDigest, linkTo } from './chain'
import { fen, zeroFen } from './fen'
import type { Account, Books, Entry, Link, MonthTotals, Posting, Span } from './model'
import { lengthFen, type Place, poolOf, receive, shift } from './pools'

/**
 * Folds entries into a fund's books, in the order given: each gets the next number and its link, new money its lot. Pure;
 * an entry that the books cannot carry (money spent twice, a balance below zero) is a broken invariant.
 */
export function fold(books: Books, entries: readonly Entry[]): { books: Books; links: Link[] } {
  const links: Link[] = []
  let next = books
  for (const entry of entries) {
    const { pools, spans } = move(next, entry)
    const link = linkTo(next.digest, next.entryCount + 1, entry, spans)
    const { receivedFen, spentFen } = effect(entry)
    next = {
      fundId: next.fundId,
      entryCount: link.number,
      digest: link.digest,
      balances: post(next.balances, entry.postings),
      pools,
      giftCount: next.giftCount + (entry.kind === 'gift' ? 1 : 0),
      months: addMonth(next.months, entry.month, receivedFen, spentFen),
      receivedFen: fen(next.receivedFen + receivedFen),
      spentFen: fen(next.spentFen + spentFen),
    }
    const { available, committed } = balancesOf(next)
    invariant(available >= 0 && committed >= 0, `${entry._id} takes ${entry.fundId} below zero`)
    links.push(link)
  }
  return { books: next, links }
}

export function emptyBooks(fundId: FundId): Books {
  return {
    fundId,
    entryCount: 0,
    digest: genesisDigest(fundId),
    balances: {},
    pools: [],
    giftCount: 0,
    months: [],
    receivedFen: zeroFen,
    spentFen: zeroFen,
  }
}

/** What the fund can spend, and what is set apart for approved requests. */
export function balancesOf({ fundId, balances }: Books): { available: number; committed: number } {
  return { available: balances[`fund:${fundId}:available`] ?? 0, committed: balances[`fund:${fundId}:committed`] ?? 0 }
}

/** All that the fund holds: received less spent. */
export function balanceFen(books: Books): number {
  const { available, committed } = balancesOf(books)
  return available + committed
}

/**
 * What an entry adds to the public totals. Giving back and correcting take away from the side that they undo, so that
 * received less spent is always what the fund holds; what moves within it adds nothing.
 */
export function effect(entry: Pick<Entry, 'kind' | 'direction' | 'amountFen'>): {
  receivedFen: number
  spentFen: number
} {
  const { kind, direction, amountFen } = entry
  if (direction === 'within') return { receivedFen: 0, spentFen: 0 }
  const undoes = kind === 'refund' || kind === 'correction' || kind === 'settlement'
  if (direction === 'in')
    return undoes ? { receivedFen: 0, spentFen: -amountFen } : { receivedFen: amountFen, spentFen: 0 }
  return undoes ? { receivedFen: -amountFen, spentFen: 0 } : { receivedFen: 0, spentFen: amountFen }
}

function move(books: Books, entry: Entry): { pools: Books['pools']; spans: readonly Span[] } {
  invariant(entry.fundId === books.fundId, `${entry._id} belongs to another fund`)
  if (entry.direction === 'in' && entry.spans.length === 0) {
    const { pools, lot } = receive(books.pools, poolOf(entry.earmark), entry.amountFen)
    return { pools, spans: [lot] }
  }
  invariant(lengthFen(entry.spans) === entry.amountFen, `the stretches of ${entry._id} are not its amount`)
  const { from, to } = wayOf(entry)
  return { pools: shift(books.pools, entry.spans, from, to), spans: entry.spans }
}

/** From where to where an entry's money moves, by its accounts: the same way for all of its postings. */
function wayOf({ _id, postings }: Entry): { from: Place; to: Place } {
  const [first] = postings
  invariant(first, `${_id} moves nothing`)
  const way = { from: placeOf(first.source), to: placeOf(first.destination) }
  const same = ({ source, destination }: Posting) => placeOf(source) === way.from && placeOf(destination) === way.to
  invariant(way.from !== way.to && postings.every(same), `${_id} moves money in two ways`)
  return way
}

function placeOf(account: Account): Place {
  if (account.endsWith(':available')) return 'free'
  return account.endsWith(':committed') ? 'held' : 'spent'
}

function post(balances: Books['balances'], postings: readonly Posting[]): Books['balances'] {
  const next: Record<string, number> = { ...balances }
  for (const { source, destination, amountFen } of postings) {
    next[source] = fen((next[source] ?? 0) - amountFen)
    next[destination] = fen((next[destination] ?? 0) + amountFen)
  }
  return next
}

function addMonth(months: readonly MonthTotals[], month: string, receivedFen: number, spentFen: number): MonthTotals[] {
  const old = months.find((row) => row.month === month) ?? { receivedFen: 0, spentFen: 0 }
  const row = { month, receivedFen: fen(old.receivedFen + receivedFen), spentFen: fen(old.spentFen + spentFen) }
  return [...months.filter((other) => other.month !== month), row].sort((a, b) => (a.month < b.month ? -1 : 1))
}
