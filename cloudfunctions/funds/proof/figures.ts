import type { FundFigures } from '../../../typings/disclosure'
import type { FundId } from '../../../typings/ids'
import { require } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { shanghaiMonth, shanghaiMonthStartMs } from '../../shared/time/shanghai'
import { addMonths } from '../disclosure/calendar'
import { managementRatio, spendingRatio, yearOf } from '../disclosure/ratios'
import { emptyCheckpoint } from '../ledger/batch'
import { zeroFen } from '../ledger/fen'
import { fold } from '../ledger/fold'
import type { Books, MonthTotals, PurposeTotals } from '../ledger/model'
import type { CheckpointRecord, EntryRecord, FundRecord } from '../records'
import { readPolicies } from '../spending/policies'
import { territoryOf } from './records'

const monthsShown = 12
/** More new money than this is not shown before the roll-up, which comes within the minute, has folded it. */
const mostTail = 1000

/**
 * A fund's charts and ratios: fund, checkpoint and policy at once, then what is not folded yet. Four or five reads in two
 * steps, whatever the fund's age: the roll-up keeps the sums with the checkpoint, and the auditor works them out again.
 */
export async function readFigures(world: World, fundId: FundId, nowMs: number): Promise<FundFigures> {
  const [fund, kept, policies] = await Promise.all([
    world.database.get<FundRecord>('funds', fundId),
    world.database.get<CheckpointRecord>('fundCheckpoints', fundId),
    readPolicies(world, territoryOf(fundId), nowMs),
  ])
  require(fund, 'NOT_FOUND', 'no such fund')
  const books = await withTail(world, kept ?? emptyCheckpoint(fundId))
  const year = shanghaiMonth(nowMs).slice(0, 4)
  const limits = policies.effective
  const spentFen = yearOf(books.months, Number(year)).spentFen
  return {
    ...{ fundId, fundName: fund.name, atMs: nowMs },
    months: lastMonths(books.months, nowMs),
    purposes: purposesOf(books.purposes),
    spending: spendingRatio(books.months, Number(year), false, limits),
    management: managementRatio(books.runningCostFen[year] ?? 0, spentFen, limits),
    lastSpentAtMs: books.lastSpentAtMs,
  }
}

/** The largest first; fields whose money all went back are left out. */
function purposesOf(purposes: readonly PurposeTotals[]): FundFigures['purposes'] {
  return purposes
    .filter(({ receivedFen, spentFen }) => receivedFen !== 0 || spentFen !== 0)
    .map(({ earmark: field, receivedFen, spentFen }) => ({ field, receivedFen, spentFen }))
    .sort((a, b) => b.receivedFen + b.spentFen - (a.receivedFen + a.spentFen))
}

/** The books as if all new money were folded: it is in the journal and not in the checkpoint. */
async function withTail(world: World, checkpoint: CheckpointRecord): Promise<Books> {
  const { _id, batch, unmarked } = checkpoint
  const entries = await world.database.find<EntryRecord>('journal', {
    where: { fundId: _id, foldedIn: { $gt: batch } },
    limit: mostTail,
  })
  const folded = new Set(unmarked)
  const tail = entries.filter((entry) => !folded.has(entry._id) && entry.direction === 'in' && entry.spans.length === 0)
  return fold(checkpoint, tail).books
}

/** The last 12 months, oldest first; a month without an entry is there with nought. */
function lastMonths(months: readonly MonthTotals[], nowMs: number): MonthTotals[] {
  const rows = new Map(months.map((row) => [row.month, row]))
  // From the month's first days: the 31st has no counterpart in every month.
  const firstMs = shanghaiMonthStartMs(nowMs)
  return Array.from({ length: monthsShown }, (_, index) => {
    const month = shanghaiMonth(addMonths(firstMs, index - monthsShown + 1))
    return rows.get(month) ?? { month, receivedFen: zeroFen, spentFen: zeroFen }
  })
}
