/**
 * `npm run simulate -- [--days 90] [--seed 1] [--seeds N] [--per-day 8] [--memory] [--csv FILE --opened-at COL --closed-at COL --category COL]`
 *
 * A quarter in a small district, three times on the same arrivals and the same people: by the built-in policy, in turn, and
 * greedily by the best score. The built-in one is played on the local cloud, through the real bundles; all three are played by
 * the same procedures on a database in memory, and the two ways are compared need by need. With `--seeds` so many quarters are
 * played in memory, and their mean is told.
 */

import type { RoutingPolicyRecord } from '../../../cloudfunctions/needs/policies'
import { builtInPolicy } from '../../../cloudfunctions/needs/routing/policy'
import { newPerson } from '../../../cloudfunctions/people/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { Role } from '../../../typings/people'
import type { RoutingPolicy, SoftRuleName } from '../../../typings/routing'
import { type Arrival, csvArrivals, syntheticArrivals } from './arrivals'
import { type Measures, measure } from './measures'
import { openMemoryStage } from './memory-stage'
import { type Outcome, playQuarter } from './quarter'
import { openRealStage } from './real-stage'
import { isBetter, type Played, type PolicyName, playSeeds } from './seeds'
import { districtCode, makeTown, type Town } from './town'

/** A Monday, midnight in Shanghai; a later year begins a whole number of weeks after it. */
const FIRST_MONDAY_MS = Date.UTC(2027, 2, 1) - 8 * 3_600_000

const silent = Object.fromEntries(Object.keys(builtInPolicy.weights).map((name) => [name, 0])) as Record<
  SoftRuleName,
  number
>
/** The same deadlines, calendar, hard rules and escalation for all; they differ in whom they choose. */
export const policies: Readonly<Record<PolicyName, RoutingPolicy>> = {
  ours: builtInPolicy,
  roundRobin: { ...builtInPolicy, order: 'inTurn', weights: silent, batchEveryMinutes: null },
  greedy: {
    ...builtInPolicy,
    order: 'score',
    weights: { ...silent, sameCommunity: 100, sameStreet: 100, speciality: 100, freeCapacity: 100, fittingLevel: 100 },
    batchEveryMinutes: null,
  },
}

export interface Plan {
  town: Town
  arrivals: readonly Arrival[]
  /** What reading the arrivals left out or decided. */
  notes: readonly string[]
  seed: number
  startMs: number
}

export async function simulate(flags: readonly string[], say: (line: string) => void): Promise<boolean> {
  const options = { days: number(flags, '--days', 90), perDay: number(flags, '--per-day', 8), csv: csvOf(flags) }
  const seed = number(flags, '--seed', 1)
  const seeds = number(flags, '--seeds', 1)
  if (seeds > 1) return simulateSeeds(options, seed, seeds, say)
  const plan = makePlan({ ...options, seed })
  for (const note of plan.notes) say(note)
  say(
    `${options.days} days, seed ${seed}: ${plan.arrivals.length} needs for ${plan.town.workers.length} social workers`,
  )
  const outcomes = await playInMemory(plan, policies.ours)
  const played = {
    ours: measureAll(outcomes, plan),
    roundRobin: measureAll(await playInMemory(plan, policies.roundRobin), plan),
    greedy: measureAll(await playInMemory(plan, policies.greedy), plan),
  }
  for (const line of table(Object.entries(played))) say(line)
  if (!flags.includes('--memory')) {
    const sinceMs = performance.now()
    const real = await playReally(plan, policies.ours)
    say(`ours on the local cloud, real bundles: ${((performance.now() - sinceMs) / 1000).toFixed(0)} s`)
    say(agreement(real, outcomes))
    for (const line of table([['real', measureAll(real, plan)]])) say(line)
  }
  for (const line of betterBy(played)) say(line)
  return isBetter(played)
}

/** Many quarters, in memory alone: their mean, and in how many ours was better than both. */
async function simulateSeeds(
  options: Parameters<typeof playSeed>[0],
  firstSeed: number,
  count: number,
  say: (line: string) => void,
): Promise<boolean> {
  const seeds = Array.from({ length: count }, (_, at) => firstSeed + at)
  const play = (seed: number, policy: RoutingPolicy) => playSeed(options, seed, policy)
  const { mean, wins } = await playSeeds(seeds, policies, play, (seed, { ours, roundRobin, greedy }) => {
    const cells = (key: 'acceptedP90' | 'giniLoad', shown: (value: number) => string) =>
      [ours, roundRobin, greedy].map((each) => shown(each[key])).join(' / ')
    say(`seed ${seed}: p90 ${cells('acceptedP90', hours)} h, Gini ${cells('giniLoad', (value) => value.toFixed(3))}`)
  })
  say(`mean of ${count} seeds, ${options.days} days each; ours is better than both on p90 and Gini in ${wins}`)
  for (const line of table(Object.entries(mean))) say(line)
  for (const line of betterBy(mean)) say(line)
  return isBetter(mean)
}

/** One policy's quarter for one seed. */
export async function playSeed(
  options: Omit<Parameters<typeof makePlan>[0], 'seed'>,
  seed: number,
  policy: RoutingPolicy,
): Promise<Measures> {
  const plan = makePlan({ ...options, seed })
  return measureAll(await playInMemory(plan, policy), plan)
}

export function makePlan(options: {
  days: number
  seed: number
  perDay: number
  csv?: ReturnType<typeof csvOf>
}): Plan {
  const { days, seed, perDay, csv } = options
  let startMs = FIRST_MONDAY_MS
  while (startMs < Date.now()) startMs += 364 * dayMs
  const town = makeTown(seed, startMs, days)
  const { communities } = town
  if (csv) return { town, seed, startMs, ...csvArrivals(csv.file, csv.columns, seed, startMs, days, communities) }
  const arrivals = syntheticArrivals(seed, startMs, days, perDay, communities)
  return { town, arrivals, notes: [], seed, startMs }
}

export async function playInMemory(plan: Plan, policy: RoutingPolicy): Promise<Outcome[]> {
  return playQuarter(openMemoryStage(documents(plan, policy), plan.startMs), plan.town, plan.arrivals, plan.seed)
}

export async function playReally(plan: Plan, policy: RoutingPolicy): Promise<Outcome[]> {
  const stage = await openRealStage(documents(plan, policy), plan.startMs)
  try {
    return await playQuarter(stage, plan.town, plan.arrivals, plan.seed)
  } finally {
    await stage.close()
  }
}

export function measureAll(outcomes: readonly Outcome[], { town, arrivals, startMs }: Plan): Measures {
  return measure(outcomes, town, (arrivals.at(-1)?.atMs ?? startMs) + 14 * dayMs)
}

/** How many needs came to the same worker within two minutes on both stages. */
export function agreeing(left: readonly Outcome[], right: readonly Outcome[]): number {
  const byNeed = new Map(right.map((outcome) => [outcome.needId, outcome]))
  return left.filter((one) => {
    const other = byNeed.get(one.needId)
    const apartMs = Math.abs((one.acceptedAtMs ?? 0) - (other?.acceptedAtMs ?? 0))
    return other !== undefined && one.workerId === other.workerId && apartMs <= 120_000
  }).length
}

function agreement(real: readonly Outcome[], memory: readonly Outcome[]): string {
  const same = agreeing(real, memory)
  return `agreement of the two ways: ${same} of ${real.length} needs came to the same worker within two minutes`
}

function documents({ town, startMs }: Plan, policy: RoutingPolicy) {
  const record: RoutingPolicyRecord = {
    _id: `policy_${districtCode}_1`,
    districtCode,
    version: 1,
    policy,
    setAtMs: startMs,
    setByOpenid: 'o-simulated',
    setByName: '',
    note: '',
  }
  const holder = (openid: string, role: Role, territoryCode: string) => ({
    ...newPerson(openid),
    duties: [{ role, territoryCode, territoryName: territoryCode }],
  })
  const streets = [...new Set(town.communities.map(([code]) => code.slice(0, 9)))]
  const people = [
    holder('o-simulated-centre', 'districtStaff', districtCode),
    holder('o-simulated-duty', 'dutyOfficer', districtCode),
    ...streets.map((street) => holder(`o-simulated-${street}`, 'stationSupervisor', street)),
  ]
  return { territories: town.territories, workers: town.workers, people, routingPolicies: [record] }
}

const rows: readonly (readonly [keyof Measures, string, (value: number) => string])[] = [
  ['accepted', 'accepted', percent],
  ['firstAnswerP50', 'first answer p50, h', hours],
  ['firstAnswerP90', 'first answer p90, h', hours],
  ['acceptedP50', 'acceptance p50, h', hours],
  ['acceptedP90', 'acceptance p90, h', hours],
  ['worstWait', 'worst wait, h', hours],
  ['deadlineHits', 'offers answered in time', percent],
  ['acceptance', 'offers taken', percent],
  ['hops', 'offers a need', (value) => value.toFixed(2)],
  ['giniLoad', 'Gini of load', (value) => value.toFixed(3)],
  ['giniShare', 'Gini of load by room', (value) => value.toFixed(3)],
  ['ownRoom', 'by the own room', percent],
  ['wishesMet', 'wishes met', percent],
]

function table(measures: readonly (readonly [name: string, measures: Measures])[]): string[] {
  const line = (title: string, cells: readonly string[]) =>
    title.padEnd(26) + cells.map((cell) => cell.padStart(12)).join('')
  const names = measures.map(([name]) => name)
  const lines = rows.map(([key, title, shown]) =>
    line(
      title,
      measures.map(([, each]) => shown(each[key])),
    ),
  )
  return [line('', names), ...lines]
}

function betterBy({ ours, ...others }: Played): string[] {
  return Object.entries(others).map(([name, other]) => {
    const [wait, spread] = [1 - ours.acceptedP90 / other.acceptedP90, 1 - ours.giniLoad / other.giniLoad]
    return `ours against ${name}: p90 to acceptance ${percent(wait)} shorter, Gini of load ${percent(spread)} lower`
  })
}

function hours(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1)
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}

function number(flags: readonly string[], name: string, usual: number): number {
  const text = flagOf(flags, name)
  if (text === null) return usual
  const value = Number(text)
  if (!(value > 0 && value <= 1_000_000)) throw new Error(`${name} takes a number above 0, not ${text}.`)
  return value
}

function csvOf(flags: readonly string[]) {
  const file = flagOf(flags, '--csv')
  if (file === null) return null
  const column = (name: string) => {
    const value = flagOf(flags, name)
    if (value === null) throw new Error(`--csv needs ${name}, the name of its column.`)
    return value
  }
  return {
    file,
    columns: { openedAt: column('--opened-at'), closedAt: column('--closed-at'), category: column('--category') },
  }
}

function flagOf(flags: readonly string[], name: string): string | null {
  const at = flags.indexOf(name)
  return at < 0 ? null : (flags[at + 1] ?? '')
}
