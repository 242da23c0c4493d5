/** A quarter's needs: synthetic ones from a seed, or real ones read from a CSV of openings and closings. */

import { existsSync, readFileSync } from 'node:fs'
import { dayMs, hourMs } from '../../../cloudfunctions/shared/time/spans'
import { Chance } from '../../../local/seed/random'
import { fieldWeights, skillsOf } from '../../../local/seed/workers'
import type { CareWishes, Field, SubSkill, Urgency } from '../../../typings/terms'
import { type CsvColumns, readRealCases } from './csv'

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
      const atMs = startMs + day * dayMs + hour * hourMs + chance.whole(0, 3599) * 1000
      arrivals.push(makeArrival(chance, atMs, communities))
    }
  }
  return numbered(arrivals)
}

/**
 * Real cases as arrivals; the first opens on the first day, the others keep their distance and their hours. What is left out,
 * or had to be decided by lot, is told in `notes`.
 * @throws Error as `readRealCases`; and when all that the days hold is nothing.
 */
export function csvArrivals(
  file: string,
  columns: CsvColumns,
  seed: number,
  startMs: number,
  days: number,
  communities: Communities,
): { arrivals: Arrival[]; notes: string[] } {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  const { cases, notes } = readRealCases(readFileSync(file), columns, file)
  const firstMs = cases.reduce((least, { openedMs }) => Math.min(least, openedMs), Number.POSITIVE_INFINITY)
  // Whole days, so that hours keep their meaning.
  const shiftMs = startMs - Math.floor((firstMs + 8 * hourMs) / dayMs) * dayMs + 8 * hourMs
  const chance = new Chance(seed, 'csv')
  const within = cases.filter(({ openedMs }) => openedMs + shiftMs < startMs + days * dayMs)
  const beyond = cases.length - within.length
  const byLot = new Set(within.flatMap(({ category }) => (knownField(category) ? [] : [category])))
  const arrivals = within.map(({ openedMs, closedMs, category }) => {
    const made = makeArrival(chance, openedMs + shiftMs, communities, fieldOf(category))
    return closedMs === null ? made : { ...made, durationMs: closedMs - openedMs }
  })
  return {
    arrivals: numbered(arrivals),
    notes: [
      ...notes,
      ...(beyond > 0 ? [`${beyond} of ${cases.length} rows open after the ${days} days; --days holds more`] : []),
      ...(byLot.size > 0
        ? [`no word of a field, so each was given one: ${[...byLot].slice(0, 8).join(', ') || 'nothing'}`]
        : []),
    ],
  }
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
  const durationMs = (light ? 2 + 8 * chance.next() : 8 + 26 * chance.next()) * dayMs
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

const words: readonly (readonly [RegExp, Field])[] = [
  [/养老|老人|老年|elder|senior/i, 'elderCare'],
  [/儿童|未成年|青少年|child|youth|school/i, 'childCare'],
  [/救助|低保|困难|残疾|relief|assist|housing|homeless/i, 'socialAssistance'],
  [/平安|调解|纠纷|矫正|治安|噪音|safety|noise|dispute|crime/i, 'communitySafety'],
  [/社会事务|婚姻|殡葬|流动人口|社会组织|family|funeral|migrant/i, 'socialAffairs'],
]

function knownField(category: string): Field | null {
  return words.find(([pattern]) => pattern.test(category))?.[1] ?? null
}

/** What the words do not tell, the letters decide, the same way each time. */
function fieldOf(category: string): Field {
  return knownField(category) ?? new Chance(0, `category:${category}`).weighted(fieldWeights)
}
