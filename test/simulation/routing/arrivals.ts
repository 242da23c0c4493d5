/** A quarter's needs: synthetic ones from a seed, or real ones read from a CSV of openings and closings. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { Chance } from '../../../local/seed/random'
import { fieldWeights, skillsOf } from '../../../local/seed/workers'
import type { Field, SubSkill, Urgency } from '../../../typings/needs'
import type { CareWishes } from '../../../typings/routing'

export interface Arrival {
  number: number
  atMs: number
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  territoryCode: string
  wishes: CareWishes | null
  /** From acceptance to the end of the case. */
  durationMs: number
}

type Communities = readonly (readonly [code: string, weight: number])[]

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Share of a day's needs in each hour, and of a week's on each day from Monday: people ask when offices are open. */
const byHour = [1, 0, 0, 0, 0, 1, 2, 4, 9, 13, 12, 9, 5, 6, 10, 11, 9, 6, 4, 4, 4, 3, 2, 1]
const byWeekday = [1.35, 1.2, 1.1, 1.1, 1.05, 0.7, 0.5]
/** A storm, a heat wave: three days with three times as much. */
const SURGES = 2
const SURGE_DAYS = 3
const SURGE_TIMES = 3

export function syntheticArrivals(
  seed: number,
  startMs: number,
  days: number,
  perDay: number,
  communities: Communities,
) {
  const chance = new Chance(seed, 'arrivals')
  const surges = Array.from({ length: SURGES }, () => chance.whole(7, Math.max(7, days - 7)))
  const arrivals: Omit<Arrival, 'number'>[] = []
  for (let day = 0; day < days; day += 1) {
    const surging = surges.some((from) => day >= from && day < from + SURGE_DAYS)
    const count = poisson(chance, perDay * (byWeekday[day % 7] ?? 1) * (surging ? SURGE_TIMES : 1))
    for (let each = 0; each < count; each += 1) {
      const hour = chance.weighted(byHour.map((weight, at) => [at, weight] as const))
      const atMs = startMs + day * DAY_MS + hour * HOUR_MS + chance.whole(0, 3599) * 1000
      arrivals.push(makeArrival(chance, atMs, communities))
    }
  }
  return numbered(arrivals)
}

/** Which columns of the file hold what. */
export interface CsvColumns {
  openedAt: string
  closedAt: string
  category: string
}

/**
 * Reads real cases; the first opens at the start, the others keep their distance. A row without an opening is skipped, one
 * without a closing lasts as synthetic ones do.
 * @throws Error when a column is not there, or nothing can be read.
 */
export function csvArrivals(
  file: string,
  columns: CsvColumns,
  seed: number,
  startMs: number,
  days: number,
  communities: Communities,
) {
  const rows = parse(readFileSync(file), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  }) as Record<string, string>[]
  for (const column of Object.values(columns)) {
    if (rows[0] && !(column in rows[0]))
      throw new Error(`${file} has no column ${column}; it has ${Object.keys(rows[0]).join(', ')}.`)
  }
  const read = rows.flatMap((row) => {
    const openedMs = momentOf(row[columns.openedAt])
    return openedMs === null
      ? []
      : [{ openedMs, closedMs: momentOf(row[columns.closedAt]), category: row[columns.category] ?? '' }]
  })
  const firstMs = read.reduce((least, { openedMs }) => Math.min(least, openedMs), Number.POSITIVE_INFINITY)
  if (read.length === 0) throw new Error(`${file}: no row has a moment in ${columns.openedAt}.`)
  // Whole days, so that hours keep their meaning.
  const shiftMs = startMs - Math.floor((firstMs + 8 * HOUR_MS) / DAY_MS) * DAY_MS + 8 * HOUR_MS
  const chance = new Chance(seed, 'csv')
  const arrivals = read.flatMap(({ openedMs, closedMs, category }) => {
    const atMs = openedMs + shiftMs
    if (atMs >= startMs + days * DAY_MS) return []
    const made = makeArrival(chance, atMs, communities, fieldOf(category))
    return [closedMs === null || closedMs <= openedMs ? made : { ...made, durationMs: closedMs - openedMs }]
  })
  return numbered(arrivals)
}

function makeArrival(chance: Chance, atMs: number, communities: Communities, known?: Field): Omit<Arrival, 'number'> {
  const field = known ?? chance.weighted(fieldWeights)
  const subSkill = chance.next() < 0.45 ? ('general' as const) : chance.pick(skillsOf(field))
  const urgency = chance.weighted<Urgency>([
    ['normal', 78],
    ['urgent', 19],
    ['emergency', 3],
  ])
  const territoryCode = chance.weighted(communities)
  const wishes: CareWishes | null = chance.next() < 0.08 ? { gender: 'female', language: null } : null
  const light = subSkill === 'general' || chance.next() < 0.5
  const durationMs = (light ? 2 + 8 * chance.next() : 8 + 26 * chance.next()) * DAY_MS
  return { atMs, field, subSkill, urgency, territoryCode, wishes, durationMs }
}

function numbered(arrivals: readonly Omit<Arrival, 'number'>[]): Arrival[] {
  return [...arrivals].sort((left, right) => left.atMs - right.atMs).map((arrival, number) => ({ ...arrival, number }))
}

/** Knuth's method; means here are small. */
function poisson(chance: Chance, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = chance.next(); product > limit; product *= chance.next()) count += 1
  return count
}

/** ISO, `2025/3/1 9:05`, or epoch milliseconds; what names no zone is Shanghai time. Null when it is no moment. */
function momentOf(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  if (/^\d{12,}$/.test(trimmed)) return Number(trimmed)
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?$/.exec(trimmed)
  if (parts) {
    const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0))
    return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) - 8 * HOUR_MS
  }
  const parsed = Date.parse(trimmed)
  return Number.isNaN(parsed) ? null : parsed
}

const words: readonly (readonly [RegExp, Field])[] = [
  [/养老|老人|老年|elder|senior/i, 'elderCare'],
  [/儿童|未成年|青少年|child|youth|school/i, 'childCare'],
  [/救助|低保|困难|残疾|relief|assist|housing|homeless/i, 'socialAssistance'],
  [/平安|调解|纠纷|矫正|治安|safety|noise|dispute|crime/i, 'communitySafety'],
]

/** What the words do not tell, the letters decide, the same way each time. */
function fieldOf(category: string): Field {
  const known = words.find(([pattern]) => pattern.test(category))
  return known ? known[1] : new Chance(0, `category:${category}`).weighted(fieldWeights)
}
