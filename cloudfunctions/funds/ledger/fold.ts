import type { EntryKind } from '../../../typings/funds'
import type { FundId } from '../../../typings/ids'
import { invariant } from '../../shared/errors'
import { genesisDigest, linkTo } from './chain'
import { fen, zeroFen } from './fen'
import type { Account, Books, Entry, Link, MonthTotals, Posting, PurposeTotals, Span } from './model'
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
      giftCount: next.giftCount + giftsAdded(entry),
      months: addMonth(next.months, entry.month, receivedFen, spentFen),
      purposes: addPurpose(next.purposes, entry.earmark, receivedFen, spentFen),
      runningCostFen: addRunningCost(next.runningCostFen, entry),
      lastSpentAtMs: entry.kind === 'payment' ? Math.max(next.lastSpentAtMs ?? 0, entry.atMs) : next.lastSpentAtMs,
      receivedFen: fen(next.receivedFen + receivedFen),
      spentFen: fen(next.spentFen + spentFen),
    }
    const { available, committed } = balancesOf(next)
    const least = Math.min(available, committed, goodsFen(next))
    invariant(least >= 0, `${entry._id} takes ${entry.fundId} below zero`)
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
    purposes: [],
    runningCostFen: {},
    lastSpentAtMs: null,
    receivedFen: zeroFen,
    spentFen: zeroFen,
  }
}

/** What the fund can spend, and what is set apart for approved requests. */
export function balancesOf({ fundId, balances }: Books): { available: number; committed: number } {
  return { available: balances[`fund:${fundId}:available`] ?? 0, committed: balances[`fund:${fundId}:committed`] ?? 0 }
}

/** The value of the goods that the fund holds; no part of its money. */
export function goodsFen({ fundId, balances }: Books): number {
  return balances[`fund:${fundId}:inkind`] ?? 0
}

/** Money that somebody gave, whichever way it came. */
export function isGift(kind: EntryKind): boolean {
  return kind === 'gift' || kind === 'platformGift' || kind === 'bankReceipt'
}

/** All the money that the fund holds: received less spent. */
export function balanceFen(books: Books): number {
  const { available, committed } = balancesOf(books)
  return available + committed
}

/** Where gifts of money come from; a correction that sends one back there takes it out of their number. */
const givers: ReadonlySet<string> = new Set<Account>(['world:wechatpay', 'world:platform', 'world:bank'])

/**
 * By how much an entry changes the number of gifts: one comes with each, and goes when it is given back (a fund's rule knows
 * whole refunds alone) or corrected; a refund that is undone brings it back.
 */
export function giftsAdded({
  kind,
  direction,
  postings,
}: Pick<Entry, 'kind' | 'direction'> & { postings?: readonly Posting[] }): -1 | 0 | 1 {
  if (isGift(kind)) return 1
  if (kind === 'refund') return -1
  if (kind !== 'correction' || !givers.has(outsideOf({ kind, direction, ...(postings ? { postings } : {}) }))) return 0
  return direction === 'in' ? 1 : -1
}

export interface Effect {
  receivedFen: number
  spentFen: number
}

/** Where money is spent; everywhere else outside it comes from. */
const spending: ReadonlySet<Account> = new Set<Account>(['world:payee', 'world:fees'])

/**
 * What an entry adds to the public totals, by the account outside that it touches. What comes back from where it was spent
 * lessens what was spent, what goes back to where it came from lessens what was received (a pool's money moved to another
 * fund too, so that no sum over funds counts it twice): received less spent is always what the fund holds. What moves
 * within it, and goods, add nothing.
 */
export function effect(
  entry: Pick<Entry, 'kind' | 'direction' | 'amountFen'> & { postings?: readonly Posting[] },
): Effect {
  const { direction, amountFen } = entry
  const outside = outsideOf(entry)
  if (direction === 'within' || outside === 'world:inkind') return { receivedFen: 0, spentFen: 0 }
  const arrivedFen = direction === 'in' ? amountFen : -amountFen
  return spending.has(outside) ? { receivedFen: 0, spentFen: 0 - arrivedFen } : { receivedFen: arrivedFen, spentFen: 0 }
}

/** The account outside of the fund; where postings are not at hand (sums over many entries) the one that the kind has mostly. */
function outsideOf({
  kind,
  direction,
  postings,
}: Pick<Entry, 'kind' | 'direction'> & { postings?: readonly Posting[] }): Account {
  const [posting] = postings ?? []
  if (posting) return direction === 'in' ? posting.source : posting.destination
  if (kind === 'inKind' || kind === 'inKindUse') return 'world:inkind'
  const undoesSpending = kind === 'settlement' || (kind === 'correction' && direction === 'in')
  return kind === 'payment' || kind === 'fee' || undoesSpending ? 'world:payee' : 'world:bank'
}

function move(books: Books, entry: Entry): { pools: Books['pools']; spans: readonly Span[] } {
  invariant(entry.fundId === books.fundId, `${entry._id} belongs to another fund`)
  if (entry.direction === 'in' && entry.spans.length === 0) {
    const name = entry.kind === 'inKind' ? 'inKind' : poolOf(entry.earmark)
    const { pools, lot } = receive(books.pools, name, entry.amountFen)
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
  if (account.endsWith(':available') || account.endsWith(':inkind'))
    return account.startsWith('fund:') ? 'free' : 'spent'
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

function addPurpose(
  purposes: readonly PurposeTotals[],
  earmark: PurposeTotals['earmark'],
  receivedFen: number,
  spentFen: number,
): readonly PurposeTotals[] {
  if (receivedFen === 0 && spentFen === 0) return purposes
  const old = purposes.find((row) => row.earmark === earmark) ?? { receivedFen: 0, spentFen: 0 }
  const row = { earmark, receivedFen: fen(old.receivedFen + receivedFen), spentFen: fen(old.spentFen + spentFen) }
  const nameOf = (each: PurposeTotals) => each.earmark ?? '~'
  const others = purposes.filter((other) => other.earmark !== earmark)
  return [...others, row].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

function addRunningCost(costs: Books['runningCostFen'], entry: Entry): Books['runningCostFen'] {
  if (entry.direction === 'within' || outsideOf(entry) !== 'world:fees') return costs
  const year = entry.month.slice(0, 4)
  const changeFen = entry.direction === 'out' ? entry.amountFen : -entry.amountFen
  return { ...costs, [year]: (costs[year] ?? 0) + changeFen }
}

function addMonth(months: readonly MonthTotals[], month: string, receivedFen: number, spentFen: number): MonthTotals[] {
  const old = months.find((row) => row.month === month) ?? { receivedFen: 0, spentFen: 0 }
  const row = { month, receivedFen: fen(old.receivedFen + receivedFen), spentFen: fen(old.spentFen + spentFen) }
  return [...months.filter((other) => other.month !== month), row].sort((a, b) => (a.month < b.month ? -1 : 1))
}
