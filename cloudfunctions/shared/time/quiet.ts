import { shanghaiDayStartMs } from './shanghai'
import { dayMinutes, minuteMs } from './spans'

/** Minutes of a Shanghai day from midnight; the time may lie across it, such as 1290 to 450. */
export interface QuietHours {
  fromMinute: number
  untilMinute: number
}

/** When the present quiet time ends; null outside of it. Epoch milliseconds. */
export function quietUntilMs({ fromMinute, untilMinute }: QuietHours, atMs: number): number | null {
  const dayStartMs = shanghaiDayStartMs(atMs)
  const minute = (atMs - dayStartMs) / minuteMs
  const untilTodayMs = dayStartMs + untilMinute * minuteMs
  if (fromMinute <= untilMinute) return minute >= fromMinute && minute < untilMinute ? untilTodayMs : null
  if (minute < untilMinute) return untilTodayMs
  return minute >= fromMinute ? untilTodayMs + dayMinutes * minuteMs : null
}
