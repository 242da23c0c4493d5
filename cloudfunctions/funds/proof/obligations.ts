import type { DisclosureId, DisclosureSummary } from '../../../typings/disclosure'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { shanghaiDateMs, shanghaiDay } from '../../shared/time/shanghai'
import { dayMs } from '../../shared/time/spans'
import { type Obligation, obligationsOf, type Subject } from '../disclosure/calendar'
import type { EntryRecord, FundRecord } from '../records'
import { readPolicies } from '../spending/policies'
import { type DisclosureEventRecord, type DisclosureRecord, disclosureIdOf } from './records'

/** What was owed longer ago than this is no longer drafted by itself. */
const lookBackMs = 400 * dayMs
const mostFunds = 1000
export const mostEvents = 1000
const mostDealings = 50

/** An obligation with where it belongs. */
export interface Owed extends Obligation {
  disclosureId: DisclosureId
  territoryCode: TerritoryCode
  placeName: string
}

/** What a district owes whose draft is made before `untilMs`: campaigns, declared events and the year; dealings by fund. */
export async function readOwed(
  world: World,
  district: { code: TerritoryCode; name: string },
  nowMs: number,
  untilMs: number,
): Promise<Owed[]> {
  const [funds, events] = await Promise.all([
    world.database.find<FundRecord>('funds', {
      where: { districtCode: district.code },
      orderBy: [['_id', 'asc']],
      limit: mostFunds,
      fields: ['territoryCode', 'communityName', 'name', 'campaign'],
    }),
    world.database.find<DisclosureEventRecord>('disclosureEvents', {
      where: { districtCode: district.code },
      orderBy: [['_id', 'asc']],
      limit: mostEvents,
    }),
  ])
  const places = new Map<string, FundRecord>(funds.map((fund) => [fund._id, fund]))
  const year = Number(shanghaiDay(nowMs).slice(0, 4))
  const begunMs = Math.min(...funds.map(({ campaign }) => campaign?.opensAtMs ?? Number.POSITIVE_INFINITY))
  const subjects: Subject[] = [
    ...funds.flatMap(campaignOf),
    ...events.filter(({ removed }) => !removed).map(subjectOf),
    // Of a year before the first campaign there is nothing to report.
    ...[year - 1, year]
      .filter((each) => begunMs < shanghaiDateMs(`${each + 1}-01-01`))
      .map((each): Subject => ({ kind: 'year', cause: `${district.code} ${each}`, name: district.name, year: each })),
  ]
  return subjects
    .flatMap((subject) => obligationsOrReport(world, subject, untilMs))
    .filter(({ draftAtMs }) => draftAtMs > nowMs - lookBackMs)
    .map((owed) => placed(owed, places.get(owed.fundId ?? ''), district))
}

export function subjectOf({ _id, kind, fundId, title, fromMs, toMs }: DisclosureEventRecord): Subject {
  return { kind, cause: _id, fundId, name: title, fromMs, toMs }
}

/** One event whose time nobody can count with is reported, and hides none of the others. */
export function obligationsOrReport(world: World, subject: Subject, untilMs: number): Obligation[] {
  try {
    return obligationsOf(subject, untilMs)
  } catch (error) {
    const { cause } = subject
    world.log('error', 'funds.obligationsBroken', { cause, error: error instanceof Error ? error.message : '' })
    return []
  }
}

function campaignOf({ _id: fundId, communityName, campaign }: FundRecord): Subject[] {
  if (!campaign) return []
  const { opensAtMs: fromMs, closesAtMs: toMs, filingNumber } = campaign
  return [{ kind: 'campaign', cause: `${fundId} ${filingNumber}`, fundId, name: communityName, fromMs, toMs }]
}

/** Payments so large that they needed the district's word are disclosed one by one. */
export async function readDealings(world: World, fund: FundRecord, nowMs: number): Promise<Owed[]> {
  const { effective } = await readPolicies(world, fund.territoryCode, nowMs)
  const large = await world.database.find<EntryRecord>('journal', {
    where: {
      ...{ fundId: fund._id, kind: 'payment', atMs: { $gt: nowMs - lookBackMs } },
      amountFen: { $gt: effective.districtAboveFen },
    },
    limit: mostDealings,
    fields: ['title', 'atMs'],
  })
  return large
    .flatMap(({ _id, title, atMs }) => {
      const subject: Subject = { kind: 'payment', cause: _id, fundId: fund._id, name: title, atMs }
      return obligationsOf(subject, nowMs + 1)
    })
    .map((owed) => placed(owed, fund, { code: fund.districtCode, name: '' }))
}

function placed(owed: Obligation, fund: FundRecord | undefined, district: { code: TerritoryCode; name: string }): Owed {
  const territoryCode = fund?.territoryCode ?? district.code
  return {
    ...owed,
    disclosureId: disclosureIdOf(owed.cause),
    territoryCode,
    placeName: fund?.communityName ?? district.name,
  }
}

/** As the calendar shows it while it has no record. */
export function aheadOf(owed: Owed): DisclosureSummary {
  const { disclosureId, kind, fundId, placeName, title, fromMs, toMs, dueAtMs } = owed
  return {
    ...{ disclosureId, kind, fundId, placeName, title, fromMs, toMs, dueAtMs },
    ...{ state: 'ahead', publishedAtMs: null },
  }
}

export function summaryOf(record: DisclosureRecord, nowMs: number): DisclosureSummary {
  const { _id: disclosureId, kind, placeName, title, fromMs, toMs, dueAtMs, publishedAtMs } = record
  const waiting = nowMs >= dueAtMs ? 'late' : 'draft'
  return {
    ...{ disclosureId, kind, placeName, title, fromMs, toMs, dueAtMs, publishedAtMs },
    fundId: record.fundId === '' ? null : (record.fundId as FundId),
    state: record.status === 'published' ? 'published' : waiting,
  }
}
