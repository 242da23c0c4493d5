import type { PayOrder } from '../../contract'

/** An order as it is kept: what the contract shows, and what the result call needs. */
export interface OrderRecord extends PayOrder {
  subMchId: string
  functionName: string
  attach?: string
  /** The prepay id is good until here; later the sheet refuses and unifiedOrder must be asked again. */
  payableUntilMs: number
}

export interface RefundRecord {
  outRefundNo: string
  outTradeNo: string
  refundId: string
  refundFeeFen: number
  totalFeeFen: number
  createdAtMs: number
  /** WeChat has returned the money from here on; before, the refund is PROCESSING. */
  doneAtMs: number
}

/** A result call that has not been answered with `errcode: 0` yet. */
export interface PendingResult {
  id: string
  outTradeNo: string
  functionName: string
  /** The event of the next call. */
  event: Record<string, unknown>
  /** The true event, for the calls after it. */
  truth: Record<string, unknown>
  dueMs: number
  tries: number
}

/** `20260131235959`, in Beijing time, as WeChat Pay writes moments. */
export function stampOf(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** `2026-01-31 23:59:59`, in Beijing time. */
export function readableStampOf(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The moment of a `20260131235959`; null when it is not one. */
export function momentOf(stamp: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp)
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour - 8, minute, second)
}
