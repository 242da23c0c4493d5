/** Columns of a picker, and what a selection means. */
export interface Wheels {
  columns: string[][]
  selected: number[]
  valueOf(selected: number[]): unknown
  /** Columns and selection after a turn, where columns depend on one another. */
  turned?(selected: number[]): { columns: string[][]; selected: number[] }
}

/** Hours and minutes between two `HH:mm`; empty means the whole day. */
export function timeColumns(value: string, start: string, end: string): Wheels {
  const first = parsedTime(start) ?? [0, 0]
  const last = parsedTime(end) ?? [23, 59]
  const hours = series(first[0], last[0])
  const minutesOf = (hour: number) => series(hour === first[0] ? first[1] : 0, hour === last[0] ? last[1] : 59)
  const [hour, minute] = parsedTime(value) ?? first
  const build = (hourIndex: number, wantedMinute: number) => {
    const minutes = minutesOf(hours[hourIndex] ?? first[0])
    return { columns: [hours.map(two), minutes.map(two)], selected: [hourIndex, nearest(minutes, wantedMinute)] }
  }
  const hourAt = (selected: number[]) => hours[selected[0] ?? 0] ?? first[0]
  const minuteAt = (selected: number[]) => minutesOf(hourAt(selected))[selected[1] ?? 0] ?? 0
  return {
    ...build(nearest(hours, hour), minute),
    valueOf: (selected) => `${two(hourAt(selected))}:${two(minuteAt(selected))}`,
    turned: (selected) => build(selected[0] ?? 0, minuteAt(selected)),
  }
}

/** Years, months and days between two `YYYY-MM-DD`; `fields` (year, month, day) says how fine. */
export function dateColumns(value: string, start: string, end: string, fields: string): Wheels {
  const depth = fields === 'year' ? 1 : fields === 'month' ? 2 : 3
  const first = parsedDate(start) ?? [1900, 1, 1]
  const last = parsedDate(end, true) ?? [2100, 12, 31]
  const years = series(first[0], last[0])
  const monthsOf = (y: number) => series(y === first[0] ? first[1] : 1, y === last[0] ? last[1] : 12)
  const daysOf = (y: number, m: number) => {
    const atStart = y === first[0] && m === first[1]
    const atEnd = y === last[0] && m === last[1]
    return series(atStart ? first[2] : 1, Math.min(atEnd ? last[2] : 31, daysInMonth(y, m)))
  }
  const build = (year: number, month: number, day: number) => {
    const y = years[nearest(years, year)] ?? first[0]
    const months = monthsOf(y)
    const m = months[nearest(months, month)] ?? 1
    const days = daysOf(y, m)
    const columns = [years.map((n) => `${n}年`), months.map((n) => `${two(n)}月`), days.map((n) => `${two(n)}日`)]
    const selected = [nearest(years, year), nearest(months, month), nearest(days, day)]
    return {
      columns: columns.slice(0, depth),
      selected: selected.slice(0, depth),
      parts: [y, m, days[nearest(days, day)] ?? 1],
    }
  }
  let shown = build(...(parsedDate(value) ?? first))
  const chosen = (selected: number[]): [number, number, number] => {
    const y = years[selected[0] ?? 0] ?? first[0]
    const [, shownMonth = 1, shownDay = 1] = shown.parts
    const months = shown.columns[1]
    const m = depth < 2 ? shownMonth : Number.parseInt(months?.[selected[1] ?? 0] ?? String(shownMonth), 10)
    const d = depth < 3 ? shownDay : Number.parseInt(shown.columns[2]?.[selected[2] ?? 0] ?? String(shownDay), 10)
    return [y, m, d]
  }
  return {
    columns: shown.columns,
    selected: shown.selected,
    valueOf: (selected) =>
      build(...chosen(selected))
        .parts.slice(0, depth)
        .map((n) => two(n))
        .join('-'),
    turned: (selected) => {
      shown = build(...chosen(selected))
      return { columns: shown.columns, selected: shown.selected }
    },
  }
}

function parsedTime(text: string): [number, number] | null {
  const match = /^(\d{1,2}):(\d{1,2})$/.exec(text)
  return match === null ? null : [Number(match[1]), Number(match[2])]
}

function parsedDate(text: string, isEnd = false): [number, number, number] | null {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?/.exec(text)
  if (match === null) return null
  const year = Number(match[1])
  const month = match[2] === undefined ? (isEnd ? 12 : 1) : Number(match[2])
  return [year, month, match[3] === undefined ? (isEnd ? daysInMonth(year, month) : 1) : Number(match[3])]
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function series(from: number, to: number): number[] {
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => from + index)
}

function nearest(values: readonly number[], wanted: number): number {
  let best = 0
  values.forEach((value, index) => {
    if (Math.abs(value - wanted) < Math.abs((values[best] ?? 0) - wanted)) best = index
  })
  return best
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
