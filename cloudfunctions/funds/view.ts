import type { Flow, FundDetail, FundSummary } from '../../typings/funds'
import type { FundId } from '../../typings/ids'
import { require } from '../shared/errors'
import { operator } from '../shared/operator'
import type { World } from '../shared/ports'
import { publicCount } from '../shared/small-cells'
import { shanghaiMonth } from '../shared/time/shanghai'
import { asFlows, readFlows } from './books/flows'
import { readShown, type Shown } from './books/shown'
import { campaignOf } from './campaign'
import type { FundRecord } from './records'

const flowsShown = 5

/** A fund's public page: six reads in two steps of the network, however old the fund is. */
export async function readDetail(world: World, fundId: FundId, nowMs: number): Promise<FundDetail> {
  const month = shanghaiMonth(nowMs)
  const [fund, shown, { flows, payments }] = await Promise.all([
    world.database.get<FundRecord>('funds', fundId),
    readShown(world, [fundId], month),
    readLatest(world, fundId),
  ])
  const figures = shown.get(fundId)
  require(fund && figures, 'NOT_FOUND', 'No such fund')
  const { checkpoint } = figures
  return {
    ...summaryOf(fund, figures),
    purpose: fund.purpose,
    committedFen: figures.committedFen,
    receivedThisMonthFen: figures.month.receivedFen,
    spentThisMonthFen: figures.month.spentFen,
    totalReceivedFen: figures.receivedFen,
    totalSpentFen: figures.spentFen,
    campaign: campaignOf(fund, nowMs, operator.directPayment),
    bought: payments,
    flows,
    bannedUses: fund.bannedUses,
    refundRule: fund.refundRule,
    proof: { entryCount: checkpoint.entryCount, digest: checkpoint.digest, atMs: checkpoint.foldedAtMs },
  }
}

async function readLatest(world: World, fundId: FundId): Promise<{ flows: Flow[]; payments: Flow[] }> {
  const list = { fundId, cursor: null, size: flowsShown }
  const [latest, paid] = await Promise.all([
    readFlows(world, { ...list, direction: null }),
    readFlows(world, { ...list, direction: 'payments' }),
  ])
  const flows = await asFlows(world, [...latest.rows, ...paid.rows])
  return { flows: flows.slice(0, latest.rows.length), payments: flows.slice(latest.rows.length) }
}

export function summaryOf(fund: FundRecord, shown: Shown): FundSummary {
  const { _id: fundId, territoryCode, name, communityName, streetName } = fund
  const giftCount = publicCount(shown.giftCount)
  return { fundId, territoryCode, name, communityName, streetName, balanceFen: shown.balanceFen, giftCount }
}
