import dayjs from 'dayjs'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
const shanghaiMinutes = 8 * 60

/** The wall clock in China, whatever the phone's own time zone. */
function shanghai(atMs: number): dayjs.Dayjs {
  return dayjs(atMs).add(shanghaiMinutes + new Date(atMs).getTimezoneOffset(), 'minute')
}

/** As people say it: 今天 14:20, 昨天 09:05, 11月3日 14:20, 2025年11月3日. */
export function dayAndTime(atMs: number, nowMs: number): string {
  const at = shanghai(atMs)
  const now = shanghai(nowMs)
  const days = now.startOf('day').diff(at.startOf('day'), 'day')
  const clock = at.format('HH:mm')
  if (days === 0) return `今天 ${clock}`
  if (days === 1) return `昨天 ${clock}`
  if (days === -1) return `明天 ${clock}`
  if (at.year() === now.year()) return `${at.format('M月D日')} ${clock}`
  return at.format('YYYY年M月D日')
}

/** 2026年11月3日, for papers. */
export function fullDate(atMs: number): string {
  return shanghai(atMs).format('YYYY年M月D日')
}

/** 2026年11月3日 14:20, for papers. */
export function fullDateAndTime(atMs: number): string {
  return shanghai(atMs).format('YYYY年M月D日 HH:mm')
}

/** 2026-11-03 14:20, as pickers and paper forms write it. */
export function momentText(atMs: number): string {
  return shanghai(atMs).format('YYYY-MM-DD HH:mm')
}

/** Epoch milliseconds of 2026-11-03 14:20, or of 2026-11-03, which means the day's last minute. NaN for anything else. */
export function momentOf(words: string): number {
  return words.length <= 10 ? dayStartMs(words) + dayMs - minuteMs : Date.parse(`${words.replace(' ', 'T')}:00+08:00`)
}

/** 2026-11-03, as a date picker has it. */
export function dayText(atMs: number): string {
  return momentText(atMs).slice(0, 10)
}

/** The first moment of 2026-11-03 in China. */
export function dayStartMs(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`)
}

/** The hour in China, 0 to 23. */
export function hourOfDay(atMs: number): number {
  return shanghai(atMs).hour()
}

/** The same day and hour so many years on, as a calendar counts: from 29 February it is the 28th. */
export function yearsLater(atMs: number, years: number): number {
  return dayjs(atMs).add(years, 'year').valueOf()
}

/** The first moment of the next month in China. */
export function firstOfNextMonthMs(nowMs: number): number {
  return dayStartMs(shanghai(nowMs).startOf('month').add(1, 'month').format('YYYY-MM-DD'))
}

/** 刚刚, 5 分钟前, 3 小时前, then the day. */
export function ago(atMs: number, nowMs: number): string {
  const passedMs = nowMs - atMs
  if (passedMs < minuteMs) return '刚刚'
  if (passedMs < hourMs) return `${Math.floor(passedMs / minuteMs)} 分钟前`
  if (passedMs < 6 * hourMs) return `${Math.floor(passedMs / hourMs)} 小时前`
  return dayAndTime(atMs, nowMs)
}

/** 40 分钟, 1 小时 40 分, 2 天 3 小时; what is under a minute is 不到 1 分钟. */
export function duration(ms: number): string {
  if (ms < minuteMs) return '不到 1 分钟'
  const days = Math.floor(ms / dayMs)
  const hours = Math.floor((ms % dayMs) / hourMs)
  const minutes = Math.floor((ms % hourMs) / minuteMs)
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`
  if (hours > 0) return minutes > 0 ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`
  return `${minutes} 分钟`
}

/** 还剩 1 小时 40 分; once it has passed, 已超期 5 分钟. */
export function left(deadlineMs: number, nowMs: number): string {
  const leftMs = deadlineMs - nowMs
  return leftMs > 0 ? `还剩 ${duration(leftMs)}` : `已超期 ${duration(-leftMs)}`
}
