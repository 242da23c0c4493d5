import { invariant } from '../errors'
import { dayMs, hourMs } from './spans'

/** Shanghai has had UTC+8 without summer time since 1991. */
const OFFSET_MS = 8 * hourMs

/** The day as people in China date it: 2026-03-07. */
export function shanghaiDay(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 10)
}

/** The month as people in China date it: 2026-03. */
export function shanghaiMonth(atMs: number): string {
  return shanghaiDay(atMs).slice(0, 7)
}

/** The day in a sentence: 2026年3月7日. */
export function shanghaiDate(atMs: number): string {
  const [year, month, day] = shanghaiDay(atMs).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** 2026年3月7日 14:05, as a subscription message's time row wants it. */
export function shanghaiMinute(atMs: number): string {
  return `${shanghaiDate(atMs)} ${new Date(atMs + OFFSET_MS).toISOString().slice(11, 16)}`
}

/** How many Shanghai days there were since 1 January 1970. */
export function shanghaiDayNumber(atMs: number): number {
  return Math.floor((atMs + OFFSET_MS) / dayMs)
}

/** First moment of the Shanghai day. */
export function shanghaiDayStartMs(atMs: number): number {
  return shanghaiDayNumber(atMs) * dayMs - OFFSET_MS
}

/** First moment of the Shanghai month. */
export function shanghaiMonthStartMs(atMs: number): number {
  const local = new Date(atMs + OFFSET_MS)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - OFFSET_MS
}

/** From the first moment of a Shanghai month, written as 2026-03, to the first moment after it. */
export function shanghaiMonthSpan(month: string): { startMs: number; endMs: number } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { startMs: Date.UTC(year, number - 1, 1) - OFFSET_MS, endMs: Date.UTC(year, number, 1) - OFFSET_MS }
}

/** First moment of a Shanghai day, written as 2026-03-07. */
export function shanghaiDateMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - OFFSET_MS
}

/** WeChat Pay's `timeEnd`, 20260307140509 in Shanghai time, as epoch milliseconds. */
export function shanghaiTimestampMs(text: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text)
  invariant(parts, 'a timestamp has 14 digits')
  const [, year, month, day, hour, minute, second] = parts.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) - OFFSET_MS
}
