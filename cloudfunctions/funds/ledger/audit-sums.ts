import type { CheckpointRecord } from '../records'
import { type Find, ownAccounts, type Placed, plain, touchesGoods } from './audit-facts'

/** What the entries so far add up to; plain JSON, so that it can be laid aside and taken up again. */
export interface AuditSums {
  balances: Record<string, number>
  months: Record<string, [received: number, spent: number]>
  purposes: Record<string, [received: number, spent: number]>
  runningCostFen: Record<string, number>
  giftCount: number
  lastSpentAtMs: number | null
}

export function noSums(): AuditSums {
  return { balances: {}, months: {}, purposes: {}, runningCostFen: {}, giftCount: 0, lastSpentAtMs: null }
}

/** Part of the auditor: adds an entry to the sums, and finds where the fund held less than nothing. */
export function addToSums(sums: AuditSums, fundId: string, { entry }: Placed, find: Find): void {
  const { balances, months, purposes } = sums
  for (const { source, destination, amountFen } of entry.postings) {
    balances[source] = (balances[source] ?? 0) - amountFen
    balances[destination] = (balances[destination] ?? 0) + amountFen
  }
  if (ownAccounts(fundId).some((name) => (balances[name] ?? 0) < 0)) find(entry._id, 'the balance is below zero here')
  sums.giftCount += giftsOf(entry)
  if (entry.kind === 'payment') sums.lastSpentAtMs = Math.max(sums.lastSpentAtMs ?? 0, entry.atMs)
  const row = months[entry.month] ?? [0, 0]
  months[entry.month] = row
  if (entry.direction === 'within' || touchesGoods(entry)) return
  const sign = entry.direction === 'in' ? 1 : -1
  const touched = entry.postings.flatMap(({ source, destination }) => [source, destination] as string[])
  const side = touched.some((name) => name === 'world:payee' || name === 'world:fees') ? 1 : 0
  const changeFen = (side === 1 ? -sign : sign) * entry.amountFen
  row[side] += changeFen
  const purpose = purposes[entry.earmark ?? 'general'] ?? [0, 0]
  purposes[entry.earmark ?? 'general'] = purpose
  purpose[side] += changeFen
  if (!touched.includes('world:fees')) return
  const year = entry.month.slice(0, 4)
  sums.runningCostFen[year] = (sums.runningCostFen[year] ?? 0) + changeFen
}

/** One comes with each gift of money, and goes with what gives it back or undoes it. */
function giftsOf({ kind, direction, postings }: Placed['entry']): number {
  if (kind === 'gift' || kind === 'platformGift' || kind === 'bankReceipt') return 1
  if (kind === 'refund') return -1
  const [first] = postings
  const outside = direction === 'in' ? first?.source : first?.destination
  const given = ['world:wechatpay', 'world:platform', 'world:bank'].includes(outside ?? '')
  if (kind !== 'correction' || !given) return 0
  return direction === 'in' ? 1 : -1
}

/** Part of the auditor: the checkpoint says what the entries add up to. */
export function checkSums(sums: AuditSums, entryCount: number, last: CheckpointRecord, find: Find): void {
  const total = (side: 0 | 1) => Object.values(sums.months).reduce((sum, row) => sum + row[side], 0)
  const same = (name: string, kept: unknown, found: unknown) => {
    if (plain(kept) !== plain(found)) find(`${last._id} ${name}`, `${plain(kept)} should be ${plain(found)}`)
  }
  const rows = (of: Record<string, [number, number]>) =>
    Object.entries(of).map(([name, [receivedFen, spentFen]]) => ({ name, receivedFen, spentFen }))
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
  same('balances', last.balances, sums.balances)
  same('entryCount', last.entryCount, entryCount)
  same('giftCount', last.giftCount, sums.giftCount)
  same('receivedFen', last.receivedFen, total(0))
  same('spentFen', last.spentFen, total(1))
  same(
    'months',
    last.months,
    rows(sums.months)
      .sort(byName)
      .map(({ name: month, ...row }) => ({ month, ...row })),
  )
  same(
    'purposes',
    last.purposes.map(({ earmark, ...row }) => ({ name: earmark ?? 'general', ...row })).sort(byName),
    rows(sums.purposes).sort(byName),
  )
  same('runningCostFen', last.runningCostFen, sums.runningCostFen)
  same('lastSpentAtMs', last.lastSpentAtMs, sums.lastSpentAtMs)
}
