import type { EntryKind, Flow } from '../../../typings/funds'
import type { FundId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { World } from '../../shared/ports'
import { emptyCheckpoint } from '../ledger/batch'
import { fen } from '../ledger/fen'
import { balanceFen, balancesOf, effect, isGift } from '../ledger/fold'
import type { CheckpointRecord } from '../records'

/** A fund's figures at this moment: the checkpoint and the tail of entries that it has not folded yet. */
export interface Shown {
  checkpoint: CheckpointRecord
  /** All that it holds; what is set apart for approved requests is part of it. */
  balanceFen: Fen
  committedFen: Fen
  giftCount: number
  receivedFen: Fen
  spentFen: Fen
  /** Of the month asked for. */
  month: { receivedFen: Fen; spentFen: Fen }
}

/** Of so many funds at once: the tail's groups then stay below the rows that one aggregation gives. */
export const mostFundsShown = 20

/**
 * Reads the checkpoints, then the tails: two round trips. The tail of a checkpoint at batch n is what says `foldedIn > n`, so
 * that a roll-up between the two reads changes nothing: what it folds says n + 1 and is still counted, once.
 */
export async function readShown(world: World, fundIds: readonly FundId[], month: string): Promise<Map<FundId, Shown>> {
  if (fundIds.length === 0) return new Map()
  const kept = await world.database.find<CheckpointRecord>('fundCheckpoints', { where: { _id: { $in: fundIds } } })
  const checkpoints = fundIds.map((id) => kept.find(({ _id }) => _id === id) ?? emptyCheckpoint(id))
  const tails = await world.database.aggregate<TailRow>('journal', [
    { $match: { $or: checkpoints.map(tailOf) } },
    {
      $group: {
        _id: { fundId: '$fundId', kind: '$kind', direction: '$direction', thisMonth: { $eq: ['$month', month] } },
        ...sums,
      },
    },
  ])
  return new Map(
    checkpoints.map((checkpoint) => {
      const own = tails.filter((row) => row._id.fundId === checkpoint._id)
      return [checkpoint._id, add(checkpoint, own, month)] as const
    }),
  )
}

interface TailRow {
  _id: { fundId: FundId; kind: EntryKind; direction: Flow['direction']; thisMonth: boolean }
  amountFen: number
  count: number
}

const sums = { amountFen: { $sum: '$amountFen' }, count: { $sum: 1 } }

function tailOf({ _id, batch, unmarked }: CheckpointRecord): Record<string, unknown> {
  return { fundId: _id, foldedIn: { $gt: batch }, ...(unmarked.length > 0 ? { _id: { $nin: unmarked } } : {}) }
}

function add(checkpoint: CheckpointRecord, tail: readonly TailRow[], month: string): Shown {
  const before = checkpoint.months.find((row) => row.month === month)
  const sum = (rows: readonly TailRow[], side: 'receivedFen' | 'spentFen') =>
    rows.reduce((total, { _id, amountFen }) => total + effect({ ..._id, amountFen: fen(amountFen) })[side], 0)
  const ofMonth = tail.filter((row) => row._id.thisMonth)
  const gifts = tail.filter((row) => isGift(row._id.kind)).reduce((total, { count }) => total + count, 0)
  return {
    checkpoint,
    balanceFen: fen(balanceFen(checkpoint) + sum(tail, 'receivedFen') - sum(tail, 'spentFen')),
    // Spending folds what it posts at once: it is in the tail only when it came between the two reads.
    committedFen: fen(balancesOf(checkpoint).committed),
    giftCount: checkpoint.giftCount + gifts,
    receivedFen: fen(checkpoint.receivedFen + sum(tail, 'receivedFen')),
    spentFen: fen(checkpoint.spentFen + sum(tail, 'spentFen')),
    month: {
      receivedFen: fen((before?.receivedFen ?? 0) + sum(ofMonth, 'receivedFen')),
      spentFen: fen((before?.spentFen ?? 0) + sum(ofMonth, 'spentFen')),
    },
  }
}
