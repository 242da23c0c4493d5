import type { FundId } from '../../../typings/ids'
import { Failure, invariant } from '../../shared/errors'
import type { Transaction, World } from '../../shared/ports'
import { emptyCheckpoint, nextBatch } from '../ledger/batch'
import type { Books } from '../ledger/model'
import type { CheckpointRecord, EntryRecord } from '../records'
import { rollUp } from './roll-up'

/** Each try rolls up first; another spender or a roll-up can be quicker a few times, not for ever. */
const mostTries = 6

/**
 * Posts entries that take the fund's money at the very moment they are written: one transaction over journal, chain and
 * checkpoint, and over whatever else `work` writes with it. Two at once can't spend the same money: the later one sees the
 * books that the earlier one left. `work` may run several times, so it has no other effects; no entries: nothing is posted.
 * CONFLICT when one of the entries is in the journal already; BUSY when others were always quicker.
 */
export async function postAtOnce<R>(
  world: World,
  fundId: FundId,
  work: (transaction: Transaction, books: Books) => Promise<{ entries: readonly EntryRecord[]; result: R }>,
): Promise<R> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    // What was given is folded first; and no marks may be missing when the next batch is written (roll-up, step 2).
    await rollUp(world, fundId)
    const posted = await world.database.transaction(async (transaction) => {
      const kept = await transaction.get<CheckpointRecord>('fundCheckpoints', fundId)
      const checkpoint = kept ?? emptyCheckpoint(fundId)
      if (checkpoint.unmarked.length > 0) return null
      const { entries, result } = await work(transaction, checkpoint)
      if (entries.length > 0) await write(world, transaction, kept, checkpoint, entries)
      return { result }
    })
    if (posted) return posted.result
  }
  throw new Failure('BUSY', 'others write to this fund all the time')
}

async function write(
  world: World,
  transaction: Transaction,
  kept: CheckpointRecord | null,
  checkpoint: CheckpointRecord,
  entries: readonly EntryRecord[],
): Promise<void> {
  invariant(
    entries.every(({ fundId }) => fundId === checkpoint._id),
    'a posting stays in its fund',
  )
  const next = nextBatch(checkpoint, entries, world.clock.nowMs())
  for (const entry of entries) {
    const outcome = await transaction.insert('journal', { ...entry, foldedIn: next.checkpoint.batch })
    if (outcome === 'exists') throw new Failure('CONFLICT', `${entry._id} was posted before`)
  }
  if ((await transaction.insert('chain', next.chain)) === 'exists') throw new Failure('BUSY', 'the batch was written')
  const { _id, ...fields } = { ...next.checkpoint, unmarked: [] }
  if (kept) await transaction.update('fundCheckpoints', _id, { set: fields })
  else await transaction.insert('fundCheckpoints', { _id, ...fields })
}
