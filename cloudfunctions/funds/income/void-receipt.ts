import type { EntryId } from '../../../typings/ids'
import { Failure } from '../../shared/errors'
import type { Transaction, World } from '../../shared/ports'
import { type NoReceiptRecord, type ReceiptRecord, receiptIdOf } from './records'

/**
 * What is given back or corrected has no valid receipt, in the same transaction: the one there is void; where there is none
 * its place is taken, so that none is made out afterwards by somebody who read the gift before. BUSY when one came in between.
 */
export async function voidReceipt(transaction: Transaction, entryId: EntryId): Promise<void> {
  const _id = receiptIdOf(entryId)
  if (await transaction.get('receipts', _id)) {
    await transaction.update('receipts', _id, { set: { status: 'void' } })
    return
  }
  const taken: NoReceiptRecord = { _id, entryId, status: 'void', neverMade: true }
  if ((await transaction.insert('receipts', taken)) === 'exists') throw new Failure('BUSY', 'a receipt came in between')
}

/** The receipts of these entries, those that were made out. */
export async function readReceipts(
  { database }: Pick<World, 'database'>,
  entryIds: readonly EntryId[],
): Promise<ReceiptRecord[]> {
  if (entryIds.length === 0) return []
  const rows = await database.find<ReceiptRecord | NoReceiptRecord>('receipts', {
    where: { _id: { $in: entryIds.map(receiptIdOf) } },
    limit: entryIds.length,
  })
  return rows.filter((row): row is ReceiptRecord => !('neverMade' in row))
}
