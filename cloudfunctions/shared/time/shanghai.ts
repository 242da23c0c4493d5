/** A day is a Shanghai day. China keeps one time, 8 hours ahead of UTC, without summer time: plain arithmetic is exact. */
const aheadMs = 8 * 3_600_000

/** `2025-11-03`. */
export function shanghaiDay(atMs: number): string {
  return new Date(atMs + aheadMs).toISOString().slice(0, 10)
}

/** `2025-11`. */
export function shanghaiMonth(atMs: number): string {
  return shanghaiDay(atMs).slice(0, 7)
}

/** `2025-11-03 14:05`. */
export function shanghaiMinute(atMs: number): string {
  return new Date(atMs + aheadMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** First millisecond of the month that `atMs` lies in. */
export function startOfShanghaiMonthMs(atMs: number): number {
  return Date.parse(`${shanghaiMonth(atMs)}-01T00:00:00Z`) - aheadMs
}
