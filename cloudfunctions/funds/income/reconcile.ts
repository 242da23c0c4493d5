import type { TerritoryCode } from '../../../typings/ids'
import { operator } from '../../shared/operator'
import type { World } from '../../shared/ports'
import { shanghaiDay, shanghaiDayStartMs } from '../../shared/time/shanghai'
import { dayMs, hourMs, minuteMs } from '../../shared/time/spans'
import { clearAlert, raiseAlert } from '../alerts/raise'
import { settleOrder } from '../gifts/settle'
import { zeroFen } from '../ledger/fen'
import { type FundRecord, type GiftRecord, giftIdOf, orderNumberOf } from '../records'
import { type BillRow, type BookedGift, type BookedRefund, compareDay, type DayResult, readBill } from './bill'
import { type DifferenceRecord, differenceIdOf, type ReconciliationRecord, type RefundRecord } from './records'
import { refundNumberOf } from './refunds'

/** WeChat has the bill of a day from ten in the morning of the next. */
const billReadyMs = 10.5 * hourMs
/** A timer that was dead catches up so many days. */
const daysBack = 7
const mostRead = 1_000
/** WeChat's clock and ours: a refund sent so shortly before midnight may stand in either day's bill. */
const midnightMs = 10 * minuteMs
/** After so long without a bill its absence is taken for the answer. */
const patienceMs = 2 * dayMs

/**
 * Compares every finished day that was not compared yet, the oldest first; for the timer. A day that differed is looked at
 * again each day for a week: WeChat issues bills anew. How many days came to an end.
 */
export async function reconcileDue(world: World): Promise<number> {
  const nowMs = world.clock.nowMs()
  const todayMs = shanghaiDayStartMs(nowMs)
  const days = Array.from({ length: daysBack }, (_, back) => todayMs - (back + 1) * dayMs)
    .filter((startMs) => nowMs >= startMs + dayMs + billReadyMs)
    .reverse()
  if (days.length === 0) return 0
  const kept = await world.database.find<ReconciliationRecord>('reconciliations', {
    where: { _id: { $in: days.map(idOf) } },
  })
  let ended = 0
  for (const startMs of days) {
    const before = kept.find(({ _id }) => _id === idOf(startMs))
    if (before && (before.status === 'agreed' || before.dueAtMs > nowMs)) continue
    try {
      if ((await reconcileDay(world, startMs, before ?? null)) !== 'waiting') ended += 1
    } catch (error) {
      const why = error instanceof Error ? error.message : ''
      world.log('error', 'funds.dayNotReconciled', { day: shanghaiDay(startMs), error: why })
      // Without a note of the failure every minute would ask again.
      await (before?.status === 'differs'
        ? world.database.update('reconciliations', before._id, {}, { set: { dueAtMs: nowMs + hourMs } })
        : keep(world, startMs, before ?? null, waiting(nowMs)))
    }
  }
  return ended
}

/**
 * One day: WeChat's bill, the gifts and refunds of the day, and those that the bill names. What WeChat says is paid and the
 * books lack is asked about once more and booked; what is left is put before a person.
 */
async function reconcileDay(
  world: World,
  startMs: number,
  before: ReconciliationRecord | null,
): Promise<ReconciliationRecord['status']> {
  const nowMs = world.clock.nowMs()
  const text = await world.payments.bill(shanghaiDay(startMs))
  const { rows: ofDay, feeFen } = text === null ? { rows: [], feeFen: zeroFen } : readBill(text)
  const rows = [...ofDay]
  const own = await readOwn(world, startMs, rows)
  const named = new Set(rows.map(({ refundNumber }) => refundNumber))
  if (own.refunds.some((refund) => refund.beforeMidnight && !named.has(refund.refundNumber))) {
    const yesterday = await world.payments.bill(shanghaiDay(startMs - dayMs))
    const wanted = new Set(own.refunds.filter((refund) => refund.beforeMidnight).map((refund) => refund.refundNumber))
    rows.push(
      ...(yesterday === null ? [] : readBill(yesterday).rows.filter((row) => wanted.has(row.refundNumber ?? ''))),
    )
  }
  if (text === null && own.gifts.some(({ ofDay }) => ofDay) && nowMs < startMs + dayMs + patienceMs) {
    await keep(world, startMs, before, waiting(nowMs))
    return 'waiting'
  }
  for (const { orderNumber } of compareDay(rows, own.gifts, own.refunds, feeFen).differences.filter(mayBeBooked)) {
    await settleOrder(world, orderNumber)
  }
  const { gifts, refunds, funds } = await readOwn(world, startMs, rows)
  const result = compareDay(rows, gifts, refunds, feeFen)
  await queue(world, shanghaiDay(startMs), result, funds)
  const status = result.differences.length === 0 ? 'agreed' : 'differs'
  await keep(world, startMs, before, { ...sumsOf(result), status, dueAtMs: nowMs + dayMs })
  return status
}

const mayBeBooked = ({ kind }: { kind: string }) => kind === 'paidNotBooked'

type Kept = Omit<ReconciliationRecord, '_id' | 'day' | 'checkedAtMs'>

function waiting(nowMs: number): Kept {
  return {
    ...{ status: 'waiting', dueAtMs: nowMs + hourMs, billCount: 0, billFen: zeroFen, bookedCount: 0 },
    ...{ bookedFen: zeroFen, refundFen: zeroFen, differenceCount: 0 },
  }
}

function sumsOf({ differences, billCount, billFen, bookedCount, bookedFen, refundFen }: DayResult) {
  return { billCount, billFen, bookedCount, bookedFen, refundFen, differenceCount: differences.length }
}

function idOf(startMs: number): string {
  return `reconciliation_${shanghaiDay(startMs)}`
}

async function keep(world: World, startMs: number, before: ReconciliationRecord | null, fields: Kept): Promise<void> {
  const set = { ...fields, day: shanghaiDay(startMs), checkedAtMs: world.clock.nowMs() }
  if (before) await world.database.update('reconciliations', before._id, { status: { $ne: 'agreed' } }, { set })
  else await world.database.insert<ReconciliationRecord>('reconciliations', { _id: idOf(startMs), ...set })
}

interface Own {
  gifts: BookedGift[]
  refunds: (BookedRefund & { beforeMidnight: boolean })[]
  /** Whose gift an order is, for the difference's district. */
  funds: ReadonlyMap<string, FundRecord['_id']>
}

async function readOwn(world: World, startMs: number, rows: readonly BillRow[]): Promise<Own> {
  const range = { $gte: startMs, $lt: startMs + dayMs }
  const [paid, sent] = await Promise.all([
    readAll<GiftRecord>(world, 'gifts', 'paidAtMs', range),
    readAll<RefundRecord>(world, 'refunds', 'sentAtMs', { $gte: startMs - midnightMs, $lt: startMs + dayMs }),
  ])
  const gifts = new Map(paid.map((gift) => [orderNumberOf(gift._id), gift]))
  const named = [...new Set(rows.map(({ orderNumber }) => orderNumber))].filter((number) => !gifts.has(number))
  for (const gift of await readNamed<GiftRecord>(world, 'gifts', named.map(giftIdOf))) {
    gifts.set(orderNumberOf(gift._id), gift)
  }
  const refunds = new Map(sent.map((refund) => [refund._id as string, refund]))
  const returned = rows.flatMap(({ refundNumber, orderNumber }) => (refundNumber ? [`refund_${orderNumber}`] : []))
  for (const refund of await readNamed<RefundRecord>(world, 'refunds', [...new Set(returned)])) {
    refunds.set(refund._id, refund)
  }
  const ofDay = (atMs: number | null) => atMs !== null && atMs >= startMs && atMs < startMs + dayMs
  return {
    gifts: [...gifts].map(([orderNumber, gift]) => ({
      ...{ orderNumber, status: gift.status, amountFen: gift.amountFen, disputedFen: gift.disputedAmountFen },
      ofDay: ofDay(gift.paidAtMs),
    })),
    refunds: [...refunds.values()].map((refund) => ({
      ...{ refundNumber: refundNumberOf(refund), amountFen: refund.amountFen },
      booked: refund.entryId !== null,
      // Those of the last minutes are looked for in the next day's bill too, and missed there.
      ofDay: ofDay((refund.sentAtMs ?? 0) + midnightMs),
      beforeMidnight:
        refund.entryId !== null &&
        refund.sentAtMs !== null &&
        refund.sentAtMs < startMs &&
        ofDay(refund.sentAtMs + midnightMs),
    })),
    funds: new Map([...gifts].map(([orderNumber, gift]) => [orderNumber, gift.fundId])),
  }
}

/** Everything whose time lies in the range, in pages by that time. */
async function readAll<T extends GiftRecord | RefundRecord>(
  world: World,
  collection: string,
  field: keyof T & string,
  range: { $gte: number; $lt: number },
): Promise<T[]> {
  const found = new Map<string, T>()
  let fromMs = range.$gte
  for (;;) {
    const rows = await world.database.find<T>(collection, {
      where: { [field]: { ...range, $gte: fromMs } },
      orderBy: [
        [field, 'asc'],
        ['_id', 'asc'],
      ],
      limit: mostRead,
    })
    for (const row of rows) found.set(row._id, row)
    const last = rows.at(-1)
    // A page that begins and ends in one millisecond would never move on.
    if (rows.length < mostRead || !last || Number(last[field]) === fromMs) return [...found.values()]
    fromMs = Number(last[field])
  }
}

async function readNamed<T extends { _id: string }>(world: World, collection: string, ids: readonly string[]) {
  const found: T[] = []
  for (let first = 0; first < ids.length; first += 200) {
    const where = { _id: { $in: ids.slice(first, first + 200) } }
    found.push(...(await world.database.find<T>(collection, { where, limit: 200 })))
  }
  return found
}

/** Each difference once; one that a later look (at a bill issued anew) no longer finds is over, and says so. */
async function queue(world: World, day: string, { differences }: DayResult, funds: Own['funds']): Promise<void> {
  const alert = { kind: 'difference' as const, cause: `bill ${day}` }
  await resolveGone(world, day, new Set(differences.map((each) => differenceIdOf(each.kind, day, each.orderNumber))))
  if (differences.length === 0) {
    await clearAlert(world, alert.kind, alert.cause, '再次核对，账单和账本一致。')
    return
  }
  for (const found of differences) {
    const district: TerritoryCode = districtOfFund(funds.get(found.orderNumber.slice(0, 32)))
    const record: DifferenceRecord = {
      _id: differenceIdOf(found.kind, day, found.orderNumber),
      districtCode: district,
      ...found,
      ...{ day, remark: '', candidates: [], raisedAtMs: world.clock.nowMs(), receipt: null },
      ...{ status: 'open', resolution: null, version: 1 },
    }
    await world.database.insert('differences', record)
  }
  await raiseAlert(world, {
    ...alert,
    ...{ territoryCode: operator.districtCode, fundId: null, placeName: '全区' },
    title: `${day} 的微信账单有 ${differences.length} 笔对不上`,
    body: '请逐笔核对，写明原因。',
    page: '/district/pages/differences/differences',
  })
}

async function resolveGone(world: World, day: string, found: ReadonlySet<string>): Promise<void> {
  const open = await world.database.find<DifferenceRecord>('differences', {
    where: { districtCode: operator.districtCode, status: 'open', day, kind: { $ne: 'unmatchedReceipt' } },
    limit: mostRead,
  })
  const reason = '再次核对账单，已经一致。'
  const resolution = { byOpenid: '', byName: '系统', atMs: world.clock.nowMs(), reason, fundName: null }
  for (const { _id, version } of open) {
    if (found.has(_id)) continue
    const set = { status: 'resolved', resolution, version: version + 1 }
    await world.database.update('differences', _id, { status: 'open', version }, { set })
  }
}

/** Of an order that nobody knows: whose merchant number it is. */
function districtOfFund(fundId: FundRecord['_id'] | undefined): TerritoryCode {
  return fundId ? fundId.slice('fund_'.length, 'fund_'.length + 6) : operator.districtCode
}

/** The latest days, newest first. */
export async function readDays(world: World, count: number): Promise<ReconciliationRecord[]> {
  const todayMs = shanghaiDayStartMs(world.clock.nowMs())
  const ids = Array.from({ length: count }, (_, back) => idOf(todayMs - (back + 1) * dayMs))
  const found = await world.database.find<ReconciliationRecord>('reconciliations', { where: { _id: { $in: ids } } })
  return found.sort((a, b) => (a.day < b.day ? 1 : -1))
}
