import {
  shanghaiDateMs,
  shanghaiDay,
  shanghaiDayNumber,
  shanghaiDayStartMs,
  shanghaiMinute,
  shanghaiMonthSpan,
  shanghaiMonthStartMs,
  shanghaiTimestampMs,
} from '../../../cloudfunctions/shared/time/shanghai'

const lastMomentOfFebruary = Date.UTC(2026, 1, 28, 15, 59, 59, 999)

test('a day is a Shanghai day: it begins at 16:00 UTC', () => {
  expect(shanghaiDay(lastMomentOfFebruary)).toBe('2026-02-28')
  expect(shanghaiDay(lastMomentOfFebruary + 1)).toBe('2026-03-01')
  expect(shanghaiDayStartMs(lastMomentOfFebruary + 1)).toBe(lastMomentOfFebruary + 1)
  expect(shanghaiDayNumber(lastMomentOfFebruary + 1)).toBe(shanghaiDayNumber(lastMomentOfFebruary) + 1)
  expect(shanghaiDateMs('2026-03-01')).toBe(lastMomentOfFebruary + 1)
  expect(shanghaiDayStartMs(lastMomentOfFebruary)).toBe(Date.UTC(2026, 1, 27, 16))
})

test('a month begins on its first Shanghai day', () => {
  expect(shanghaiMonthStartMs(lastMomentOfFebruary)).toBe(Date.UTC(2026, 0, 31, 16))
  expect(shanghaiMonthSpan('2026-02')).toEqual({ startMs: Date.UTC(2026, 0, 31, 16), endMs: lastMomentOfFebruary + 1 })
  expect(shanghaiMonthSpan('2026-12').endMs).toBe(Date.UTC(2026, 11, 31, 16))
  expect(shanghaiMonthStartMs(lastMomentOfFebruary + 1)).toBe(lastMomentOfFebruary + 1)
})

test('WeChat Pay’s timestamp and a message’s row are Shanghai time', () => {
  expect(shanghaiTimestampMs('20260301000000')).toBe(lastMomentOfFebruary + 1)
  expect(shanghaiMinute(lastMomentOfFebruary + 1)).toBe('2026年3月1日 00:00')
  expect(() => shanghaiTimestampMs('2026-03-01')).toThrow('14 digits')
})
