import type { GiftStatus } from '../../../typings/funds'
import { hourMs } from '../../shared/time/spans'

/**
 * What every fund's refund rule comes to: whole, within a day of the payment, and only while none of it was spent or set
 * apart. Up to a sum nobody has to decide; above it a person of the district does.
 */
export const refundTerms = { withinMs: 24 * hourMs, automaticUpToFen: 100_000 } as const

/** Why a gift cannot be given back now, as its donor reads it; null when it can. `unspentFen` is what is left of its own lot. */
export function refundClosedBecause(
  gift: { status: GiftStatus; paidAtMs: number | null; amountFen: number },
  unspentFen: number,
  nowMs: number,
): string | null {
  if (gift.status === 'refunded') return '这笔善款已经退款。'
  if (gift.status !== 'paid' || gift.paidAtMs === null) return '这笔善款还没有入账，不用退款。'
  if (nowMs >= gift.paidAtMs + refundTerms.withinMs) return '付款已经超过 24 小时，按本基金的规定不能退款。'
  if (unspentFen < gift.amountFen) return '这笔善款已经开始使用，按本基金的规定不能退款。'
  return null
}
