import type { FundId } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { batchSize, emptyCheckpoint, nextBatch } from '../ledger/batch'
import { type CheckpointRecord, type EntryRecord, UNFOLDED } from '../records'

/** The most batches that one call folds for one fund: a backlog is shared out over the timer's firings. */
const mostBatches = 25

/**
 * Folds a fund's new entries into its checkpoint and chain, each exactly once; returns how many. Two at once, or a crash at
 * any point, do no harm:
 * 1. the marks of the last batch are completed (a fold that was committed and not marked);
 * 2. unfolded entries are read: none of them can be in a batch up to the checkpoint's, all of those are marked;
 * 3. one transaction checks that the checkpoint still is at that batch, and writes it and the next batch of links;
 * 4. the entries are marked with the batch, and the checkpoint forgets that they were not.
 * Until 4 the checkpoint itself names the entries that look unfolded and are not, so a reader never counts them twice.
 */
export async function rollUp(world: World, fundId: FundId): Promise<number> {
  let folded = 0
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const checkpoint = await completeMarks(world, await readCheckpoint(world, fundId))
    const entries = await world.database.find<EntryRecord>('journal', {
      where: { fundId, foldedIn: UNFOLDED },
      orderBy: [
        ['atMs', 'asc'],
        ['_id', 'asc'],
      ],
      limit: batchSize,
    })
    if (entries.length === 0) return folded
    const next = await commitBatch(world, checkpoint, entries)
    // Null: another roll-up was first; what is left for this one is read anew.
    if (next) {
      folded += entries.length
      await completeMarks(world, next)
      if (entries.length < batchSize) return folded
    }
  }
  return folded
}

/** Rolls up every fund that has new entries; a fund that fails does not stop the others. How many entries were folded. */
export async function rollUpDue(world: World): Promise<number> {
  const due = await world.database.aggregate<{ _id: FundId }>('journal', [
    { $match: { foldedIn: UNFOLDED } },
    { $group: { _id: '$fundId' } },
    { $limit: 100 },
  ])
  let folded = 0
  for (const { _id: fundId } of due) {
    try {
      folded += await rollUp(world, fundId)
    } catch (error) {
      world.log('error', 'funds.rollUpFailed', { fundId, error: error instanceof Error ? error.message : 'unknown' })
    }
  }
  return folded
}

export async function readCheckpoint(world: World, fundId: FundId): Promise<CheckpointRecord> {
  return (await world.database.get<CheckpointRecord>('fundCheckpoints', fundId)) ?? emptyCheckpoint(fundId)
}

async function commitBatch(
  world: World,
  seen: CheckpointRecord,
  entries: readonly EntryRecord[],
): Promise<CheckpointRecord | null> {
  return world.database.transaction(async (transaction) => {
    const kept = await transaction.get<CheckpointRecord>('fundCheckpoints', seen._id)
    const current = kept ?? emptyCheckpoint(seen._id)
    if (current.batch !== seen.batch) return null
    const { checkpoint, chain } = nextBatch(current, entries, world.clock.nowMs())
    if ((await transaction.insert('chain', chain)) === 'exists') return null
    const { _id, ...fields } = checkpoint
    if (kept) await transaction.update('fundCheckpoints', _id, { set: fields })
    else if ((await transaction.insert('fundCheckpoints', checkpoint)) === 'exists') return null
    return checkpoint
  })
}

async function completeMarks(world: World, checkpoint: CheckpointRecord): Promise<CheckpointRecord> {
  const { _id, batch, unmarked } = checkpoint
  if (unmarked.length === 0) return checkpoint
  await world.database.updateMany('journal', { _id: { $in: unmarked } }, { set: { foldedIn: batch } })
  await world.database.update('fundCheckpoints', _id, { batch }, { set: { unmarked: [] } })
  return { ...checkpoint, unmarked: [] }
}
