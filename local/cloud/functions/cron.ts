/** A parsed trigger: when its function is due. */
export interface Cron {
  /** First due moment after `afterMs` (epoch milliseconds); null when there is none. */
  next(afterMs: number): number | null
  /** Last due moment at or before `atMs`; null when there is none. */
  previous(atMs: number): number | null
}

const dayMs = 86_400_000
/** CloudBase timers run on Beijing time, which has had no daylight saving since 1991. */
const shanghaiMs = 8 * 3_600_000
/** 29 February on a given weekday comes round within 40 years. */
const farthestDays = 366 * 40

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/**
 * Parses WeChat's seven-field trigger expression: second minute hour day month weekday year, with `*`, `,`, `-` and `/`.
 * When both day and weekday are given, either is enough. Throws for anything else.
 */
export function parseCron(expression: string): Cron {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== 7) throw new Error(`a trigger has seven fields, «${expression}» has ${fields.length}`)
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields
  const seconds = secondsOfDay(field(hour, 0, 23), field(minute, 0, 59), field(second, 0, 59))
  const days = field(day, 1, 31)
  const monthSet = new Set(field(named(month, months, 1), 1, 12))
  const weekdaySet = new Set(field(named(weekday, weekdays, 0), 0, 6))
  const yearSet = new Set(field(year, 1970, 2099))
  const daySet = new Set(days)
  const either = !day.startsWith('*') && !weekday.startsWith('*')

  const matches = (dayStartMs: number): boolean => {
    const date = new Date(dayStartMs)
    if (!yearSet.has(date.getUTCFullYear()) || !monthSet.has(date.getUTCMonth() + 1)) return false
    const byDay = daySet.has(date.getUTCDate())
    const byWeekday = weekdaySet.has(date.getUTCDay())
    return either ? byDay || byWeekday : byDay && byWeekday
  }
  return {
    next: (afterMs) => search(Math.floor(afterMs / 1000) * 1000 + 1000 + shanghaiMs, 1, matches, seconds.first),
    previous: (atMs) => search(Math.floor(atMs / 1000) * 1000 + shanghaiMs, -1, matches, seconds.last),
  }
}

/** Walks day by day from a moment in Beijing time until a matching day holds a due second. */
function search(
  fromMs: number,
  direction: 1 | -1,
  matches: (dayStartMs: number) => boolean,
  within: (secondOfDay: number) => number | null,
): number | null {
  let dayStartMs = Math.floor(fromMs / dayMs) * dayMs
  let secondOfDay = (fromMs - dayStartMs) / 1000
  for (let walked = 0; walked < farthestDays; walked++) {
    if (matches(dayStartMs)) {
      const found = within(secondOfDay)
      if (found !== null) return dayStartMs + found * 1000 - shanghaiMs
    }
    dayStartMs += direction * dayMs
    secondOfDay = direction === 1 ? 0 : 86_399
  }
  return null
}

function secondsOfDay(hours: number[], minutes: number[], seconds: number[]) {
  const find = (hourOrder: number[], minuteOrder: number[], secondOrder: number[], ok: (second: number) => boolean) => {
    for (const hour of hourOrder) {
      if (!ok(hour * 3600) && !ok(hour * 3600 + 3599)) continue
      for (const minute of minuteOrder) {
        const start = hour * 3600 + minute * 60
        if (!ok(start) && !ok(start + 59)) continue
        for (const second of secondOrder) if (ok(start + second)) return start + second
      }
    }
    return null
  }
  const [hoursDown, minutesDown, secondsDown] = [hours, minutes, seconds].map((each) => [...each].reverse())
  return {
    first: (from: number) => find(hours, minutes, seconds, (second) => second >= from),
    last: (to: number) => find(hoursDown ?? [], minutesDown ?? [], secondsDown ?? [], (second) => second <= to),
  }
}

function field(text: string, least: number, most: number): number[] {
  const found = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(\*|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(part)
    if (!match) throw new Error(`«${part}» is not a trigger's field`)
    const [, range = '*', stepText] = match
    const step = stepText === undefined ? 1 : Number(stepText)
    const [fromText, toText] = range === '*' ? [String(least), String(most)] : range.split('-')
    const from = Number(fromText)
    // `5/10` counts from 5 to the end of the field.
    const to = toText === undefined ? (stepText === undefined ? from : most) : Number(toText)
    if (from < least || to > most || from > to || step < 1) {
      throw new Error(`«${part}» is outside ${least}-${most}`)
    }
    for (let value = from; value <= to; value += step) found.add(value)
  }
  return [...found].sort((a, b) => a - b)
}

function named(text: string, names: readonly string[], first: number): string {
  return text.replace(/[A-Za-z]{3}/g, (name) => {
    const index = names.indexOf(name.toUpperCase())
    if (index < 0) throw new Error(`«${name}» is not a name in a trigger`)
    return String(index + first)
  })
}
