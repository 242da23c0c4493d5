import { shanghaiDayStartMs } from './shanghai'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** Minutes of a Shanghai day from midnight; the time may lie across it, such as 1290 to 450. */
export interface QuietHours {
  fromMinute: number
  untilMinute: number
}

/** When the present quiet time ends; null outside of it. Epoch milliseconds. */
export function quietUntilMs({ fromMinute, untilMinute }: QuietHours, atMs: number): number | null {
  const dayStartMs = shanghaiDayStartMs(atMs)
  const minute = (atMs - dayStartMs) / MINUTE_MS
  const untilTodayMs = dayStartMs + untilMinute * MINUTE_MS
  if (fromMinute <= untilMinute) return minute >= fromMinute && minute < untilMinute ? untilTodayMs : null
  if (minute < untilMinute) return untilTodayMs
  return minute >= fromMinute ? untilTodayMs + DAY_MINUTES * MINUTE_MS : null
}
