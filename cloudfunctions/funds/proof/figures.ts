import type { FundFigures } from '../../../typings/disclosure'
import type { FundId } from '../../../typings/ids'
import { require } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { shanghaiMonth } from '../../shared/time/shanghai'
import { addMonths } from '../disclosure/calendar'
import { type Group, purposesOf } from '../disclosure/content'
import { managementRatio, spendingRatio, yearOf } from '../disclosure/ratios'
import { emptyCheckpoint } from '../ledger/batch'
import { fen, zeroFen } from '../ledger/fen'
import { effectOfWaiting } from '../ledger/fold'
import type { MonthTotals } from '../ledger/model'
import type { CheckpointRecord, EntryRecord, FundRecord } from '../records'
import { readPolicies } from '../spending/policies'
import { type DatedGroup, readGroups } from './groups'
import { territoryOf } from './records'

const monthsShown = 12
/** Kinds that pay for the running of a fund. */
export const managementKinds: readonly string[] = ['fee']
/** More new money than this is not shown before the roll-up, which comes within the minute, has folded it. */
const mostTail = 1000

/**
 * A fund's charts and ratios: fund, checkpoint and policy at once, then what went out and what is not folded yet. Five reads
 * in two steps: they grow with the number of payments, not with that of gifts.
 */
export async function readFigures(world: World, fundId: FundId, nowMs: number): Promise<FundFigures> {
  const [fund, kept, policies] = await Promise.all([
    world.database.get<FundRecord>('funds', fundId),
    world.database.get<CheckpointRecord>('fundCheckpoints', fundId),
    readPolicies(world, territoryOf(fundId), nowMs),
  ])
  require(fund, 'NOT_FOUND', 'no such fund')
  const checkpoint = kept ?? emptyCheckpoint(fundId)
  const month = shanghaiMonth(nowMs)
  const [out, tail] = await Promise.all([readOut(world, fundId), readTail(world, checkpoint)])
  const months = withTail(checkpoint.months, tail)
  const year = Number(month.slice(0, 4))
  const payments = out.filter(({ kind }) => kind === 'payment')
  const lastSpentAtMs = Math.max(0, ...payments.map(({ lastAtMs }) => lastAtMs))
  const limits = policies.effective
  return {
    ...{ fundId, fundName: fund.name, atMs: nowMs },
    months: lastMonths(months, nowMs),
    purposes: purposesOf([...received(checkpoint), ...tail, ...out]),
    spending: spendingRatio(months, year, false, limits),
    management: managementRatio(await managementFen(world, fundId, year, out), yearOf(months, year).spentFen, limits),
    lastSpentAtMs: lastSpentAtMs === 0 ? null : lastSpentAtMs,
  }
}

/** Everything but new money: what went out, what came back of it and what was undone. */
function readOut(world: World, fundId: FundId): Promise<DatedGroup[]> {
  return readGroups(world, fundId, {
    $or: [{ direction: 'out' }, { kind: { $in: ['settlement', 'correction'] }, direction: 'in' }],
  })
}

/** Of this year; no further read when a fund has no such cost at all. */
async function managementFen(world: World, fundId: FundId, year: number, out: readonly Group[]): Promise<number> {
  if (!out.some(({ kind }) => managementKinds.includes(kind))) return 0
  const since = Date.parse(`${year}-01-01T00:00:00+08:00`)
  const rows = await readGroups(world, fundId, { kind: { $in: [...managementKinds] }, atMs: { $gte: since } })
  return rows.reduce((total, { amountFen }) => total + amountFen, 0)
}

type TailGroup = Group & { month: string }

/** New money that is in the journal and not in the checkpoint, as groups of one. */
async function readTail(world: World, { _id, batch, unmarked }: CheckpointRecord): Promise<TailGroup[]> {
  const entries = await world.database.find<EntryRecord>('journal', {
    where: { fundId: _id, foldedIn: { $gt: batch } },
    limit: mostTail,
    fields: ['kind', 'direction', 'earmark', 'amountFen', 'month', 'spans'],
  })
  const folded = new Set(unmarked)
  return entries
    .filter((entry) => !folded.has(entry._id) && entry.direction === 'in' && entry.spans.length === 0)
    .map(({ kind, direction, earmark, amountFen, month }) => ({ kind, direction, earmark, amountFen, month, count: 1 }))
}

/** What each pool ever received, as one group each: the checkpoint knows it without reading an entry. */
function received({ pools }: CheckpointRecord): Group[] {
  return pools.flatMap(({ name, receivedFen }) => {
    if (name === 'inKind') return []
    const earmark = name === 'general' ? null : name
    return [{ kind: 'gift', direction: 'in', earmark, amountFen: receivedFen, count: 0 }]
  })
}

function withTail(months: readonly MonthTotals[], tail: readonly TailGroup[]): MonthTotals[] {
  const rows = new Map(months.map((row) => [row.month, row]))
  for (const group of tail) {
    const row = rows.get(group.month) ?? { month: group.month, receivedFen: zeroFen, spentFen: zeroFen }
    const { receivedFen } = effectOfWaiting(group.kind, group.amountFen)
    rows.set(group.month, { ...row, receivedFen: fen(row.receivedFen + receivedFen) })
  }
  return [...rows.values()]
}

/** The last 12 months, oldest first; a month without an entry is there with nought. */
function lastMonths(months: readonly MonthTotals[], nowMs: number): MonthTotals[] {
  const rows = new Map(months.map((row) => [row.month, row]))
  // From the month's first days: the 31st has no counterpart in every month.
  const firstMs = Date.parse(`${shanghaiMonth(nowMs)}-01T00:00:00+08:00`)
  return Array.from({ length: monthsShown }, (_, index) => {
    const month = shanghaiMonth(addMonths(firstMs, index - monthsShown + 1))
    return rows.get(month) ?? { month, receivedFen: zeroFen, spentFen: zeroFen }
  })
}
