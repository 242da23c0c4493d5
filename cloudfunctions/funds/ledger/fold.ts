import type { FundId } from '../../../typings/ids'
import { invariant } from '../../shared/errors'
import { genesisDigest, linkTo } from './chain'
import { fen, zeroFen } from './fen'
import type { Books, Entry, Link, MonthTotals, Posting, Span } from './model'
import { giveBack, poolOf, receive, take } from './pools'

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
    invariant(balanceFen(next) >= 0, `${entry._id} takes ${entry.fundId} below zero`)
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

/** What the fund can spend. */
export function balanceFen(books: Books): number {
  return books.balances[`fund:${books.fundId}:available`] ?? 0
}

/**
 * What an entry adds to the public totals. Giving back and correcting take away from the side that they undo, so that
 * received less spent is always the balance.
 */
export function effect(entry: Pick<Entry, 'kind' | 'direction' | 'amountFen'>): {
  receivedFen: number
  spentFen: number
} {
  const { kind, direction, amountFen } = entry
  const undoes = kind === 'refund' || kind === 'correction'
  if (direction === 'in')
    return undoes ? { receivedFen: 0, spentFen: -amountFen } : { receivedFen: amountFen, spentFen: 0 }
  return undoes ? { receivedFen: -amountFen, spentFen: 0 } : { receivedFen: 0, spentFen: amountFen }
}

function move(books: Books, entry: Entry): { pools: Books['pools']; spans: readonly Span[] } {
  invariant(entry.fundId === books.fundId, `${entry._id} belongs to another fund`)
  if (entry.direction === 'out') return { pools: take(books.pools, entry.spans), spans: entry.spans }
  if (entry.spans.length > 0) return { pools: giveBack(books.pools, entry.spans), spans: entry.spans }
  const { pools, lot } = receive(books.pools, poolOf(entry.earmark), entry.amountFen)
  return { pools, spans: [lot] }
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
