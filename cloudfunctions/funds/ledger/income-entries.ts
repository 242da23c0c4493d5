import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import { Failure, invariant } from '../../shared/errors'
import type { EntryRecord } from '../records'
import { available, type Facts, move, write } from './entries'
import type { Account, Books, Link, PoolName } from './model'
import { choose, chooseWithin, lengthFen } from './pools'
import { giftTitle } from './titles'

/** Money and goods that come in another way than by WeChat Pay; each rule is a posting, its cause what makes it unique. */

interface Income extends Facts {
  cause: string
  amountFen: Fen
  earmark: Field | null
  /** As the public may read it; null is anonymous. */
  donorName: string | null
}

/** A gift made on a ministry-designated platform, from its export: platform → available. The whole of it, before any fee. */
export function platformGiftEntry(gift: Income): EntryRecord {
  const postings = [move('world:platform', available(gift.fundId), gift.amountFen)]
  return write(gift, 'platformGift', gift.cause, 'in', giftTitle(gift.donorName), postings, { earmark: gift.earmark })
}

/** A transfer that a bank list confirms: bank → available. */
export function bankReceiptEntry(gift: Income): EntryRecord {
  const postings = [move('world:bank', available(gift.fundId), gift.amountFen)]
  return write(gift, 'bankReceipt', gift.cause, 'in', giftTitle(gift.donorName), postings, { earmark: gift.earmark })
}

/**
 * What a platform or bank kept of a gift: available → fees, out of that gift's own lot. Its cause is the gift's entry, so
 * that one fee is taken once. NOT_NOW when the gift is spent.
 */
export function feeEntry(
  books: Books,
  gift: EntryRecord,
  link: Link,
  fee: Omit<Facts, 'fundId'> & { amountFen: Fen; title: string },
): EntryRecord {
  const lot = link.spans[0]
  invariant(link.entryId === gift._id && lot, `${link.entryId} is not the lot of ${gift._id}`)
  const postings = [move(available(gift.fundId), 'world:fees', fee.amountFen)]
  const spans = chooseWithin(books.pools, lot, fee.amountFen)
  const facts = { ...fee, fundId: gift.fundId }
  const more = { earmark: gift.earmark, spans, reverses: gift._id }
  return write(facts, 'fee', gift._id, 'out', fee.title, postings, more)
}

interface TransferFacts extends Omit<Facts, 'fundId'> {
  cause: string
  amountFen: Fen
  earmark: Field | null
}

/**
 * Money moves to a pool above the fund, or from it: two entries with one cause, one a fund. Earmarked money keeps its
 * earmark; of several pools each arrives as a lot of its own. NOT_NOW when there is too little.
 */
export function transferEntries(
  books: Books,
  transfer: TransferFacts & {
    from: { fundId: Facts['fundId']; name: string }
    to: { fundId: Facts['fundId']; name: string }
  },
): { out: EntryRecord; arrivals: EntryRecord[] } {
  const { from, to, cause, earmark, amountFen } = transfer
  if (from.fundId === to.fundId) throw new Failure('NOT_NOW', 'A transfer has two funds')
  const spans = choose(books.pools, earmark, amountFen)
  const sent = { ...transfer, fundId: from.fundId }
  const out = write(
    sent,
    'transfer',
    `${cause} out`,
    'out',
    `划往${to.name}`,
    [move(available(from.fundId), 'world:transfer', amountFen)],
    { earmark, spans },
  )
  const pools = [...new Set(spans.map(({ pool }) => pool))]
  const arrivals = pools.map((pool) => {
    const partFen = lengthFen(spans.filter((span) => span.pool === pool))
    const own = pools.length === 1 ? `${cause} in` : `${cause} ${pool} in`
    const postings = [move('world:transfer', available(to.fundId), partFen)]
    const facts = { ...transfer, fundId: to.fundId }
    return write(facts, 'transfer', own, 'in', `${from.name}划入`, postings, { earmark: earmarkOf(pool) })
  })
  return { out, arrivals }
}

/** Goods or a service, at their value: inkind → the fund's goods. Never part of the money. */
export function inKindEntry(gift: Facts & { cause: string; valueFen: Fen; title: string }): EntryRecord {
  const postings = [move('world:inkind', goods(gift.fundId), gift.valueFen)]
  return write(gift, 'inKind', gift.cause, 'in', gift.title, postings, {})
}

/** (Part of) a gift in kind was handed out, or the service done: out of that very gift. NOT_NOW when less of it is left. */
export function inKindUseEntry(
  books: Books,
  link: Link,
  use: Facts & { cause: string; valueFen: Fen; title: string },
): EntryRecord {
  const lot = link.spans[0]
  invariant(lot?.pool === 'inKind', `${link.entryId} is no gift in kind`)
  const spans = chooseWithin(books.pools, lot, use.valueFen)
  const postings = [move(goods(use.fundId), 'world:inkind', use.valueFen)]
  return write(use, 'inKindUse', use.cause, 'out', use.title, postings, { spans })
}

function earmarkOf(pool: PoolName): Field | null {
  invariant(pool !== 'inKind', 'goods are not transferred as money')
  return pool === 'general' ? null : pool
}

function goods(fundId: Facts['fundId']): Account {
  return `fund:${fundId}:inkind`
}
