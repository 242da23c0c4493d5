import type { FundRow, PlaceRow } from '../../../typings/disclosure'
import type { TerritoryCode } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { publicCount, publicTotal } from '../../shared/small-cells'
import { communityDigits } from '../../shared/territory/digits'
import { findTerritory } from '../../shared/territory/directory'
import { emptyCheckpoint } from '../ledger/batch'
import { fen } from '../ledger/fen'
import { balanceFen } from '../ledger/fold'
import type { CheckpointRecord, FundRecord } from '../records'

/** A district has a fund in each urban community at the most. */
const mostFunds = 1000

export interface Comparison {
  district: PlaceRow
  streets: readonly PlaceRow[]
  rows: readonly FundRow[]
  atMs: number
}

interface Counted {
  fund: FundRecord
  books: CheckpointRecord
}

/** Every fund of a district beside the others, as of the last roll-up: two reads, and the district's name. */
export async function readComparison(world: World, districtCode: TerritoryCode, nowMs: number): Promise<Comparison> {
  const [funds, territory] = await Promise.all([
    world.database.find<FundRecord>('funds', {
      where: { districtCode },
      orderBy: [['_id', 'asc']],
      limit: mostFunds,
      fields: ['territoryCode', 'communityName', 'streetName', 'name'],
    }),
    findTerritory(world, districtCode),
  ])
  const checkpoints = await readCheckpoints(world, funds)
  const counted = funds.map((fund) => ({ fund, books: checkpoints.get(fund._id) ?? emptyCheckpoint(fund._id) }))
  const streets = new Map<TerritoryCode, Counted[]>()
  for (const each of counted) {
    const code = each.fund.territoryCode.slice(0, 9)
    streets.set(code, [...(streets.get(code) ?? []), each])
  }
  return {
    district: placeRow(districtCode, territory?.name ?? '', counted),
    streets: [...streets]
      .filter(([code]) => code.length === 9)
      .map(([code, list]) => placeRow(code, list[0]?.fund.streetName ?? '', list)),
    rows: counted.filter(isCommunity).map(fundRow),
    atMs: nowMs,
  }
}

async function readCheckpoints(world: World, funds: readonly FundRecord[]): Promise<Map<string, CheckpointRecord>> {
  if (funds.length === 0) return new Map()
  const found = await world.database.find<CheckpointRecord>('fundCheckpoints', {
    where: { _id: { $in: funds.map(({ _id }) => _id) } },
    limit: mostFunds,
    fields: ['fundId', 'balances', 'receivedFen', 'spentFen', 'giftCount', 'entryCount', 'digest'],
  })
  return new Map(found.map((record) => [record._id, record]))
}

/** The pools of a street or district count in their place's sums; they are no community's fund. */
function isCommunity({ fund }: Counted): boolean {
  return fund.territoryCode.length === 12
}

function fundRow({ fund, books }: Counted): FundRow {
  const { receivedFen, spentFen } = books
  return {
    ...{ fundId: fund._id, territoryCode: fund.territoryCode },
    ...{ communityName: fund.communityName, streetName: fund.streetName },
    ...{ balanceFen: fen(balanceFen(books)), receivedFen, spentFen },
    spentPercent: receivedFen > 0 ? Math.round((spentFen / receivedFen) * 1000) / 10 : null,
    giftCount: publicCount(books.giftCount),
  }
}

function placeRow(territoryCode: TerritoryCode, name: string, list: readonly Counted[]): PlaceRow {
  const sum = (of: (books: CheckpointRecord) => number) => list.reduce((total, { books }) => total + of(books), 0)
  return {
    ...{ territoryCode, name },
    // Communities' funds; a street's pool counts in the sums alone.
    fundCount: list.filter(({ fund }) => fund.territoryCode.length === communityDigits).length,
    balanceFen: fen(sum(balanceFen)),
    receivedFen: fen(sum(({ receivedFen }) => receivedFen)),
    spentFen: fen(sum(({ spentFen }) => spentFen)),
    giftCount: publicTotal(list.map(({ books }) => books.giftCount)),
  }
}
