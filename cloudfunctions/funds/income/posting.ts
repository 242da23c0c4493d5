import type { EntryId, FundId, TerritoryCode } from '../../../typings/ids'
import type { ImportSource } from '../../../typings/income'
import type { Fen } from '../../../typings/money'
import type { Transaction, World } from '../../shared/ports'
import { postAtOnce } from '../books/post'
import { entryIdOf } from '../ledger/entries'
import { fold } from '../ledger/fold'
import { bankReceiptEntry, feeEntry, platformGiftEntry } from '../ledger/income-entries'
import { territoryOf } from '../proof/records'
import type { EntryRecord } from '../records'
import type { WaitingReceipt } from './records'
import { sources } from './sources'

/** A row that is to be posted: what it is, and to which fund. */
export interface Receipt extends WaitingReceipt {
  orderNumber: string
  fundId: FundId
}

/**
 * The platform's or bank's own number makes the entry, within the district whose account it came to: the same row of another
 * file, or of the same again, is the same, and no other district's number stands in its way.
 */
export function receiptEntryId(source: ImportSource, districtCode: TerritoryCode, orderNumber: string): EntryId {
  return entryIdOf(sources[source].kind, receiptCause(source, districtCode, orderNumber))
}

export function receiptCause(source: ImportSource, districtCode: TerritoryCode, orderNumber: string): string {
  return `${source}:${districtCode}:${orderNumber}`
}

/**
 * Books one receipt. Without a fee it is one insert, as a gift's; with one, gift and fee are folded together, so that the
 * fee comes out of that very gift. The same again changes nothing. `also` is written in the same transaction.
 */
export async function postReceipt(
  world: World,
  receipt: Receipt,
  also?: (transaction: Transaction) => Promise<void>,
): Promise<'posted' | 'known'> {
  if (receipt.feeFen === 0 && !also) {
    const outcome = await world.database.insert('journal', entryOf(world, receipt))
    return outcome === 'inserted' ? 'posted' : 'known'
  }
  return postAtOnce<'posted' | 'known'>(world, receipt.fundId, async (transaction, books) => {
    const gift = entryOf(world, receipt)
    await also?.(transaction)
    if (await transaction.get('journal', gift._id)) return { entries: [], result: 'known' }
    if (receipt.feeFen === 0) return { entries: [gift], result: 'posted' }
    const { books: after, links } = fold(books, [gift])
    const [link] = links
    if (!link) return { entries: [gift], result: 'posted' }
    const fee = feeEntry(after, gift, link, {
      ...{ atMs: gift.atMs, titleSalt: world.ids.random(), amountFen: receipt.feeFen },
      title: `${sources[receipt.source].name}手续费`,
    })
    return { entries: [gift, fee], result: 'posted' }
  })
}

function entryOf(world: World, receipt: Receipt): EntryRecord {
  const { fundId, atMs, source, orderNumber, earmark, donorName } = receipt
  const amountFen: Fen = receipt.amountFen
  const cause = receiptCause(source, territoryOf(fundId).slice(0, 6), orderNumber)
  const facts = { fundId, atMs, titleSalt: world.ids.random(), cause }
  const gift = { ...facts, amountFen, earmark, donorName }
  return sources[source].kind === 'platformGift' ? platformGiftEntry(gift) : bankReceiptEntry(gift)
}
