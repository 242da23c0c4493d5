import type { FundId } from '../../../typings/ids'
import { type ChainRecord, type CheckpointRecord, chainId, type EntryRecord } from '../records'
import { emptyBooks, fold } from './fold'
import type { Link, Span } from './model'

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
      lots: lotsOf(entries, links),
      foldedAtMs,
    },
  }
}

/** What each pool received in this batch: its lots touch one another, so that they are one stretch. */
function lotsOf(entries: readonly EntryRecord[], links: readonly Link[]): Span[] {
  const lots = new Map<string, Span>()
  for (const [index, { spans }] of links.entries()) {
    const entry = entries[index]
    const lot = spans[0]
    if (!entry || !lot || entry.direction !== 'in' || entry.spans.length > 0) continue
    lots.set(lot.pool, { ...lot, fromFen: lots.get(lot.pool)?.fromFen ?? lot.fromFen })
  }
  return [...lots.values()]
}
