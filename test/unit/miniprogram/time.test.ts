import {
  ago,
  dayAndTime,
  dayStartMs,
  dayText,
  duration,
  firstOfNextMonthMs,
  fullDate,
  hourMs,
  hourOfDay,
  left,
  minuteMs,
  momentOf,
  momentText,
  yearsLater,
} from '../../../miniprogram/format/time'

/** 14:20 on 23 November 2026 in Shanghai. */
const nowMs = Date.UTC(2026, 10, 23, 6, 20)

test('years later is the same day of the calendar, over leap years too', () => {
  expect(fullDate(yearsLater(nowMs, 3))).toBe('2029年11月23日')
  expect(yearsLater(Date.UTC(2027, 0, 15), 3) - Date.UTC(2027, 0, 15)).toBe((3 * 365 + 1) * 24 * hourMs)
})

describe('a moment is told the way people do', () => {
  test.each([
    ['today', nowMs, '今天 14:20'],
    ['yesterday, a minute before midnight', Date.UTC(2026, 10, 22, 15, 59), '昨天 23:59'],
    ['today, at midnight', Date.UTC(2026, 10, 22, 16), '今天 00:00'],
    ['tomorrow', Date.UTC(2026, 10, 24, 1, 5), '明天 09:05'],
    ['earlier this year', Date.UTC(2026, 10, 3, 6, 20), '11月3日 14:20'],
    ['last year', Date.UTC(2025, 10, 3, 6, 20), '2025年11月3日'],
  ])('%s', (_, atMs, words) => {
    expect(dayAndTime(atMs, nowMs)).toBe(words)
  })

  test('in Shanghai time, where the day begins 8 hours before UTC’s', () => {
    expect(fullDate(Date.UTC(2026, 11, 31, 16))).toBe('2027年1月1日')
  })
})

test('what a picker says and the moment that it means lead back to each other, in Shanghai', () => {
  expect(momentText(nowMs)).toBe('2026-11-23 14:20')
  expect(momentOf(momentText(nowMs))).toBe(nowMs)
  expect(momentOf('2026-11-23')).toBe(dayStartMs('2026-11-24') - minuteMs)
  expect(dayText(Date.UTC(2026, 11, 31, 16))).toBe('2027-01-01')
  expect(dayStartMs('2027-01-01')).toBe(Date.UTC(2026, 11, 31, 16))
  expect(hourOfDay(Date.UTC(2026, 11, 31, 16))).toBe(0)
  expect(firstOfNextMonthMs(nowMs)).toBe(dayStartMs('2026-12-01'))
  expect(firstOfNextMonthMs(Date.UTC(2026, 11, 31, 16))).toBe(dayStartMs('2027-02-01'))
})

describe('what is left', () => {
  test.each([
    [100 * minuteMs, '还剩 1 小时 40 分'],
    [2 * hourMs, '还剩 2 小时'],
    [15 * minuteMs, '还剩 15 分钟'],
    [59_000, '还剩 不到 1 分钟'],
    [51 * hourMs, '还剩 2 天 3 小时'],
    [-5 * minuteMs, '已超期 5 分钟'],
  ])('%i ms', (leftMs, words) => {
    expect(left(nowMs + leftMs, nowMs)).toBe(words)
  })

  test('minutes are cut, never rounded up: nobody is promised time that is not there', () => {
    expect(duration(hourMs - 1)).toBe('59 分钟')
  })
})

test('the near past is counted, the far one is named', () => {
  expect(ago(nowMs - 30_000, nowMs)).toBe('刚刚')
  expect(ago(nowMs - 5 * minuteMs, nowMs)).toBe('5 分钟前')
  expect(ago(nowMs - 3 * hourMs, nowMs)).toBe('3 小时前')
  expect(ago(nowMs - 7 * hourMs, nowMs)).toBe('今天 07:20')
})

test('a phone whose clock runs a little behind never says that something comes from the future', () => {
  expect(ago(nowMs + 2_000, nowMs)).toBe('刚刚')
})
