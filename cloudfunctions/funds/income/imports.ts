import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { ImportRow, ImportSource } from '../../../typings/income'
import type { World } from '../../shared/ports'
import { shanghaiDay } from '../../shared/time/shanghai'
import { raiseAlert } from '../alerts/raise'
import type { EntryRecord, FundRecord } from '../records'
import { type MatchableFund, matchFund } from './match'
import type { ParsedRow } from './parse'
import { postReceipt, receiptEntryId } from './posting'
import { type DifferenceRecord, type ImportRecord, unmatchedId } from './records'
import { sources } from './sources'

/** So many ids are asked for at once. */
const mostIds = 200
/** So many rows one call goes through; the phone calls again until it is through. */
export const rowsACall = 100

/** Funds that a receipt may be meant for: those of the district. */
export async function readMatchable(world: World, districtCode: TerritoryCode): Promise<MatchableFund[]> {
  const funds = await world.database.find<FundRecord>('funds', {
    where: { districtCode },
    orderBy: [['_id', 'asc']],
    limit: 1_000,
    fields: ['territoryCode', 'name', 'communityName', 'streetName'],
  })
  return funds.map(({ _id: fundId, territoryCode, name, communityName, streetName }) => ({
    ...{ fundId, territoryCode, name, communityName, streetName },
  }))
}

/** Says of each row what it would do. Reads the entries and differences that have the rows' ids, nothing is written. */
export async function judgeRows(
  world: World,
  { source, districtCode }: { source: ImportSource; districtCode: TerritoryCode },
  parsed: readonly ParsedRow[],
  funds: readonly MatchableFund[],
): Promise<ImportRow[]> {
  const right = parsed.filter(({ problem }) => problem === '')
  const entryIds = right.map(({ orderNumber }) => receiptEntryId(source, districtCode, orderNumber))
  const queuedIds = right.map(({ orderNumber }) => unmatchedId(source, districtCode, orderNumber))
  const [entries, queued] = await Promise.all([
    readByIds<EntryRecord>(world, 'journal', entryIds, ['amountFen', 'fundId']),
    readByIds<DifferenceRecord>(world, 'differences', queuedIds, ['status']),
  ])
  return parsed.map((row) => {
    const { line, orderNumber, atMs, amountFen, feeFen, donorName, earmark, remark, problem } = row
    const shown = { line, orderNumber, atMs, amountFen, feeFen, donorName, earmark, remark, problem }
    const nowhere = { fundId: null, communityName: '' }
    if (problem !== '') return { ...shown, ...nowhere, state: 'wrong' }
    const entry = entries.get(receiptEntryId(source, districtCode, orderNumber))
    if (entry) return { ...shown, ...placeOf(entry.fundId, funds), ...knownRow(entry, row) }
    if (queued.has(unmatchedId(source, districtCode, orderNumber))) {
      return { ...shown, ...nowhere, state: 'known', problem: '以前导入过，在待核对里' }
    }
    const found = matchFund(row.about, funds)
    if ('fundId' in found) return { ...shown, ...placeOf(found.fundId, funds), state: 'new' }
    const why = found.length === 0 ? '看不出是给哪个基金的' : `可能是 ${found.length} 个基金中的一个`
    return { ...shown, ...nowhere, state: 'unmatched', problem: why }
  })
}

/** What was posted before with another sum is a mistake of somebody, and never posted again. */
function knownRow(entry: EntryRecord, row: ParsedRow): Pick<ImportRow, 'state' | 'problem'> {
  if (entry.amountFen === row.amountFen) return { state: 'known', problem: '' }
  return { state: 'wrong', problem: `账本里已有这个单号，金额是 ${(entry.amountFen / 100).toFixed(2)} 元` }
}

function placeOf(fundId: FundId, funds: readonly MatchableFund[]) {
  return { fundId, communityName: funds.find((fund) => fund.fundId === fundId)?.communityName ?? '' }
}

/** Posts a stretch of a confirmed import's rows: to their funds, or into the queue for a person. */
export async function postRows(world: World, record: ImportRecord, rows: readonly ImportRow[]): Promise<void> {
  let queued = 0
  const funds = rows.some(({ state }) => state === 'unmatched') ? await readMatchable(world, record.districtCode) : []
  for (const row of rows) {
    const { atMs, amountFen, state, fundId } = row
    if (atMs === null || amountFen === null) continue
    const receipt = receiptOf(record.source, row, atMs, amountFen)
    if (state === 'new' && fundId !== null) {
      await postReceipt(world, { ...receipt, orderNumber: row.orderNumber, fundId })
    } else if (state === 'unmatched') {
      const difference = unmatched(record, row, receipt, funds, world.clock.nowMs())
      if ((await world.database.insert('differences', difference)) === 'inserted') queued += 1
    }
  }
  if (queued > 0) await tellOfUnmatched(world, record, queued)
}

function receiptOf(source: ImportSource, row: ImportRow, atMs: number, amountFen: NonNullable<ImportRow['amountFen']>) {
  const { feeFen, donorName, earmark } = row
  return { source, atMs, amountFen, feeFen, donorName, earmark }
}

function unmatched(
  record: ImportRecord,
  row: ImportRow,
  receipt: ReturnType<typeof receiptOf>,
  funds: readonly MatchableFund[],
  nowMs: number,
): DifferenceRecord {
  const found = matchFund(row.remark, funds)
  const candidates = ('fundId' in found ? [found] : found).slice(0, 10)
  return {
    _id: unmatchedId(record.source, record.districtCode, row.orderNumber),
    districtCode: record.districtCode,
    ...{ kind: 'unmatchedReceipt', day: shanghaiDay(receipt.atMs), orderNumber: row.orderNumber, bookedFen: null },
    ...{ statedFen: receipt.amountFen, remark: row.remark },
    words: `${sources[record.source].name}收到一笔钱，${row.problem}。`,
    candidates: candidates.map(({ fundId, name }) => ({ fundId, name })),
    ...{ raisedAtMs: nowMs, receipt, status: 'open', resolution: null, version: 1 },
  }
}

function tellOfUnmatched(world: World, record: ImportRecord, count: number): Promise<boolean> {
  return raiseAlert(world, {
    ...{ kind: 'difference', cause: record._id, territoryCode: record.districtCode, fundId: null, placeName: '全区' },
    title: `${sources[record.source].name}有 ${count} 笔钱等待认领`,
    body: '这些转账看不出是给哪个基金的，请逐笔核对后归到基金，或写明不是捐赠。',
    page: '/district/pages/differences/differences',
  })
}

async function readByIds<T extends { _id: string }>(
  world: World,
  collection: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<Map<string, T>> {
  const found = new Map<string, T>()
  for (let first = 0; first < ids.length; first += mostIds) {
    const rows = await world.database.find<T>(collection, {
      where: { _id: { $in: ids.slice(first, first + mostIds) } },
      limit: mostIds,
      fields,
    })
    for (const row of rows) found.set(row._id, row)
  }
  return found
}
