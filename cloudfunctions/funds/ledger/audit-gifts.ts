import type { EntryRecord, GiftRecord } from '../records'
import { type Find, plain } from './audit-facts'

/** Of a gift, what the auditor compares. */
export type KeptGift = Pick<GiftRecord, '_id' | 'fundId' | 'amountFen' | 'earmark' | 'status' | 'entryId'>

/** Part of the auditor: a gift is paid if and only if it is in the books, with the same amount, fund and earmark. */
export function checkGift(
  gift: KeptGift,
  entry: EntryRecord | undefined,
  refundedFen: (giftEntryId: string) => number,
  find: Find,
): void {
  if (gift.status === 'paid' && !entry) find(gift._id, 'it is paid and not in the books')
  if (gift.status === 'refunded') {
    const backFen = gift.entryId === null ? 0 : refundedFen(gift.entryId)
    if (backFen !== gift.amountFen) find(gift._id, 'it is refunded and the books do not give all of it back')
  } else if (gift.status !== 'paid' && entry) find(gift._id, `it is ${gift.status} and in the books`)
  if (!entry) return
  const asGiven = plain([gift.amountFen, gift.fundId, gift.earmark])
  if (asGiven !== plain([entry.amountFen, entry.fundId, entry.earmark])) find(gift._id, 'the books say otherwise')
}

/** How much of each gift these refunds gave back, without those that were undone. */
export function refundsByGift(
  refunds: readonly EntryRecord[],
  undone: ReadonlySet<string>,
): (giftEntryId: string) => number {
  const sums = new Map<string, number>()
  for (const { _id, kind, reverses, amountFen } of refunds) {
    if (kind !== 'refund' || reverses === null || undone.has(_id)) continue
    sums.set(reverses, (sums.get(reverses) ?? 0) + amountFen)
  }
  return (giftEntryId) => sums.get(giftEntryId) ?? 0
}
