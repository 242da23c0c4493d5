import type { FundId } from '../../../typings/ids'
import { type ChainRecord, type CheckpointRecord, chainId, type EntryRecord } from '../records'
import { emptyBooks, fold } from './fold'

/** The most links that one batch of the chain holds: about 80 kB, one read. */
export const batchSize = 200

export function emptyCheckpoint(fundId: FundId): CheckpointRecord {
  return { _id: fundId, ...emptyBooks(fundId), batch: 0, unmarked: [], foldedAtMs: 0 }
}

/** Folds entries (200 at most, in order) as the next batch: the new checkpoint, with all of them unmarked, and its links. */
export function nextBatch(
  checkpoint: CheckpointRecord,
  entries: readonly EntryRecord[],
  foldedAtMs: number,
): { checkpoint: CheckpointRecord; chain: ChainRecord } {
  const { _id, batch, unmarked, foldedAtMs: before, ...books } = checkpoint
  const { books: after, links } = fold(books, entries)
  return {
    checkpoint: { _id, ...after, batch: batch + 1, unmarked: entries.map((entry) => entry._id), foldedAtMs },
    chain: {
      _id: chainId(_id, batch + 1),
      fundId: _id,
      batch: batch + 1,
      firstNumber: books.entryCount + 1,
      previousDigest: books.digest,
      links,
      foldedAtMs,
    },
  }
}
