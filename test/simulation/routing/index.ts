/**
 * `npm run simulate -- [--days 90] [--seed 1] [--per-day 8] [--memory] [--csv FILE --opened-at COL --closed-at COL --category COL]`
 *
 * A quarter in a small district, three times on the same arrivals and the same people: by the built-in policy, in turn, and
 * greedily by the best score. The built-in one is played on the local cloud, through the real bundles; all three are played by
 * the same procedures on a database in memory, and the two ways are compared need by need.
 */
import type { RoutingPolicyRecord } from '../../../cloudfunctions/needs/policies'
import { builtInPolicy } from '../../../cloudfunctions/needs/routing/policy'
import { newPerson } from '../../../cloudfunctions/people/records'
import type { Role } from '../../../typings/people'
import type { RoutingPolicy, SoftRuleName } from '../../../typings/routing'
import { type Arrival, csvArrivals, syntheticArrivals } from './arrivals'
import { type Measures, measure } from './measures'
import { openMemoryStage } from './memory-stage'
import { type Outcome, playQuarter } from './quarter'
import { openRealStage } from './real-stage'
import { districtCode, makeTown, type Town } from './town'

const DAY_MS = 86_400_000
/** A Monday, midnight in Shanghai; a later year begins a whole number of weeks after it. */
const FIRST_MONDAY_MS = Date.UTC(2027, 2, 1) - 8 * 3_600_000

const silent = Object.fromEntries(Object.keys(builtInPolicy.weights).map((name) => [name, 0])) as Record<
  SoftRuleName,
  number
>
/** The same deadlines, calendar, hard rules and escalation for all; they differ in whom they choose. */
export const policies: Readonly<Record<'ours' | 'roundRobin' | 'greedy', RoutingPolicy>> = {
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
  seed: number
  startMs: number
}

export async function simulate(flags: readonly string[], say: (line: string) => void): Promise<boolean> {
  const days = number(flags, '--days', 90)
  const seed = number(flags, '--seed', 1)
  const plan = makePlan({ days, seed, perDay: number(flags, '--per-day', 8), csv: csvOf(flags) })
  say(`${days} days, seed ${seed}: ${plan.arrivals.length} needs for ${plan.town.workers.length} social workers`)
  const played = new Map<string, Outcome[]>()
  for (const [name, policy] of Object.entries(policies)) {
    const sinceMs = performance.now()
    played.set(name, await playInMemory(plan, policy))
    say(`${name}: played in memory in ${((performance.now() - sinceMs) / 1000).toFixed(1)} s`)
  }
  const measures = new Map([...played].map(([name, outcomes]) => [name, measureAll(outcomes, plan)]))
  for (const line of table(measures)) say(line)
  if (!flags.includes('--memory')) {
    const sinceMs = performance.now()
    const real = await playReally(plan, policies.ours)
    say(`ours on the local cloud, real bundles: ${((performance.now() - sinceMs) / 1000).toFixed(0)} s`)
    say(agreement(real, played.get('ours') ?? []))
    for (const line of table(new Map([['real', measureAll(real, plan)]]))) say(line)
  }
  return better(measures, say)
}

export function makePlan(options: {
  days: number
  seed: number
  perDay: number
  csv?: ReturnType<typeof csvOf>
}): Plan {
  const { days, seed, perDay, csv } = options
  let startMs = FIRST_MONDAY_MS
  while (startMs < Date.now()) startMs += 364 * DAY_MS
  const town = makeTown(seed, startMs, days)
  const { communities } = town
  const arrivals = csv
    ? csvArrivals(csv.file, csv.columns, seed, startMs, days, communities)
    : syntheticArrivals(seed, startMs, days, perDay, communities)
  return { town, arrivals, seed, startMs }
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
  return measure(outcomes, town, (arrivals.at(-1)?.atMs ?? startMs) + 14 * DAY_MS)
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

function table(measures: ReadonlyMap<string, Measures>): string[] {
  const line = (title: string, cells: readonly string[]) =>
    title.padEnd(26) + cells.map((cell) => cell.padStart(12)).join('')
  return [
    line('', [...measures.keys()]),
    ...rows.map(([key, title, shown]) =>
      line(
        title,
        [...measures.values()].map((each) => shown(each[key])),
      ),
    ),
  ]
}

/** Whether ours is better than both on the wait of the unlucky and on the spread of work, together. */
function better(measures: ReadonlyMap<string, Measures>, say: (line: string) => void): boolean {
  const ours = measures.get('ours')
  let holds = ours !== undefined
  for (const name of ['roundRobin', 'greedy']) {
    const other = measures.get(name)
    if (!ours || !other) continue
    const [wait, spread] = [1 - ours.acceptedP90 / other.acceptedP90, 1 - ours.giniLoad / other.giniLoad]
    say(`ours against ${name}: p90 to acceptance ${percent(wait)} shorter, Gini of load ${percent(spread)} lower`)
    holds &&= wait > 0 && spread > 0
  }
  return holds
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
