import { dateColumns, timeColumns } from '../../../local/wechat/client/elements/calendar-columns'

test('a date stands within its bounds, and its month has its own days', () => {
  const wheels = dateColumns('2024-02-29', '2023-03-10', '2025-06-20', 'day')
  expect(wheels.selected).toEqual([1, 1, 28])
  expect(wheels.valueOf(wheels.selected)).toBe('2024-02-29')
  expect(wheels.columns[2]).toHaveLength(29)
  const first = wheels.turned?.([0, 1, 28])
  expect(first?.columns[1]?.[0]).toBe('03月')
  expect(first?.columns[2]?.[0]).toBe('10日')
})

test('a year that is no leap year brings the 29th back to the 28th', () => {
  const wheels = dateColumns('2024-02-29', '2020-01-01', '2030-12-31', 'day')
  const turned = wheels.turned?.([5, 1, 28])
  expect(turned?.columns[2]).toHaveLength(28)
  expect(wheels.valueOf(turned?.selected ?? [])).toBe('2025-02-28')
})

test.each([
  ['year', '2024'],
  ['month', '2024-05'],
  ['day', '2024-05-06'],
])('fields="%s" gives %s', (fields, value) => {
  const wheels = dateColumns('2024-05-06', '', '', fields)
  expect(wheels.valueOf(wheels.selected)).toBe(value)
})

test('a value outside its bounds is brought to the nearest', () => {
  const wheels = dateColumns('2030-01-01', '2023-01-15', '2025-06-20', 'day')
  expect(wheels.valueOf(wheels.selected)).toMatch(/^2025-/)
})

test('minutes at the edges of the day follow start and end', () => {
  const wheels = timeColumns('08:10', '08:30', '17:15')
  expect(wheels.valueOf(wheels.selected)).toBe('08:30')
  const last = wheels.turned?.([9, 59])
  expect(last?.columns[1]?.at(-1)).toBe('15')
})
