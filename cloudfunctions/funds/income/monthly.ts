import { shanghaiMonthStartMs } from '../../shared/time/shanghai'
import { dayMs, hourMs } from '../../shared/time/spans'

/** Nine in the morning. */
const remindedAtMs = 9 * hourMs

/** The next reminder after a moment: at nine on the day of the month (1 to 28, so that every month has it), in Shanghai. */
export function nextReminderMs(dayOfMonth: number, afterMs: number): number {
  const monthStartMs = shanghaiMonthStartMs(afterMs)
  const thisMonthMs = monthStartMs + (dayOfMonth - 1) * dayMs + remindedAtMs
  if (thisMonthMs > afterMs) return thisMonthMs
  // Every month is shorter than 32 days, and none shorter than 28.
  const nextMonthStartMs = shanghaiMonthStartMs(monthStartMs + 32 * dayMs)
  return nextMonthStartMs + (dayOfMonth - 1) * dayMs + remindedAtMs
}
