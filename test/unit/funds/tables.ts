/** Journals as tables that a bookkeeper can read. */

import {
  correctionEntry,
  giftEntry,
  paymentEntry,
  refundEntry,
  seedGrantEntry,
} from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { balanceFen, emptyBooks, fold } from '../../../cloudfunctions/funds/ledger/fold'
import type { Books, Link, Span } from '../../../cloudfunctions/funds/ledger/model'
import type { EntryRecord } from '../../../cloudfunctions/funds/records'
import type { GiftId } from '../../../typings/ids'
import type { Field } from '../../../typings/terms'

export const fundId = 'fund_500110001003'
export const noonMs = Date.parse('2025-11-03T04:00:00Z')

/** A small book that folds each entry as it comes. */
export class Ledger {
  books: Books = emptyBooks(fundId)
  readonly entries: EntryRecord[] = []
  readonly links: Link[] = []

  gift(name: string, yuan: number, earmark: Field | null = null): EntryRecord {
    const giftId: GiftId = `gift_${name}`
    return this.add(giftEntry({ ...this.facts(), giftId, amountFen: fen(yuan * 100), earmark, donorName: name }))
  }

  seedGrant(yuan: number): EntryRecord {
    return this.add(
      seedGrantEntry({ ...this.facts(), cause: 'pilot 2025', amountFen: fen(yuan * 100), title: '区级种子资金' }),
    )
  }

  payment(title: string, yuan: number, earmark: Field | null = null): EntryRecord {
    return this.add(
      paymentEntry(this.books, { ...this.facts(), cause: title, amountFen: fen(yuan * 100), earmark, title }),
    )
  }

  refund(gift: EntryRecord, yuan: number): EntryRecord {
    const facts = { ...this.facts(), cause: `${gift.cause} refund`, amountFen: fen(yuan * 100), title: '退款' }
    return this.add(refundEntry(this.books, gift, this.linkOf(gift), facts))
  }

  correct(wrong: EntryRecord): EntryRecord {
    return this.add(correctionEntry(this.books, wrong, this.linkOf(wrong), { ...this.facts(), title: '更正' }))
  }

  linkOf(entry: EntryRecord): Link {
    const link = this.links.find(({ entryId }) => entryId === entry._id)
    if (!link) throw new Error(`${entry._id} is not folded`)
    return link
  }

  add(entry: EntryRecord): EntryRecord {
    const { books, links } = fold(this.books, [entry])
    this.books = books
    this.links.push(...links)
    this.entries.push(entry)
    return entry
  }

  private facts() {
    return { fundId, atMs: noonMs + this.entries.length * 60_000, titleSalt: `salt${this.entries.length}` } as const
  }

  /** `number kind title | source → destination yuan … | stretches of money | balance after`. */
  table(): string[] {
    let balance = 0
    return this.entries.map((entry, index) => {
      balance += (entry.direction === 'in' ? 1 : -1) * entry.amountFen
      const postings = entry.postings.map(
        ({ source, destination, amountFen }) => `${short(source)} → ${short(destination)} ${amountFen / 100}`,
      )
      const number = this.links[index]?.number
      return [
        `${number} ${entry.kind} ${entry.title}`,
        postings.join(', '),
        spans(this.links[index]?.spans),
        balance / 100,
      ].join(' | ')
    })
  }

  balanceYuan(): number {
    return balanceFen(this.books) / 100
  }
}

function short(account: string): string {
  return account.replace(`fund:${fundId}:`, '').replace('world:', '')
}

export function spans(list: readonly Span[] = []): string {
  return list.map(({ pool, fromFen, toFen }) => `${pool} ${fromFen / 100}–${toFen / 100}`).join(' + ')
}
