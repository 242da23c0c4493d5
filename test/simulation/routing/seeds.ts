/** The same comparison over many quarters: one seed proves nothing, their mean and how often it held do. */
import type { RoutingPolicy } from '../../../typings/routing'
import type { Measures } from './measures'

export type PolicyName = 'ours' | 'roundRobin' | 'greedy'

/** One quarter, played by each policy on the same arrivals. */
export type Played = Readonly<Record<PolicyName, Measures>>

export interface Comparison {
  mean: Played
  seeds: number
  /** In how many of the seeds ours was better than both on p90 to acceptance and on the Gini of load. */
  wins: number
}

export async function playSeeds(
  seeds: readonly number[],
  policies: Readonly<Record<PolicyName, RoutingPolicy>>,
  play: (seed: number, policy: RoutingPolicy) => Promise<Measures>,
  told: (seed: number, played: Played) => void = () => undefined,
): Promise<Comparison> {
  const all: Played[] = []
  for (const seed of seeds) {
    const played = {
      ours: await play(seed, policies.ours),
      roundRobin: await play(seed, policies.roundRobin),
      greedy: await play(seed, policies.greedy),
    }
    all.push(played)
    told(seed, played)
  }
  return compare(all)
}

export function compare(all: readonly Played[]): Comparison {
  const meanOf = (name: PolicyName) => mean(all.map((played) => played[name]))
  return {
    mean: { ours: meanOf('ours'), roundRobin: meanOf('roundRobin'), greedy: meanOf('greedy') },
    seeds: all.length,
    wins: all.filter(isBetter).length,
  }
}

/** Whether ours is better than both others on the wait of the unlucky and on the spread of work, together. */
export function isBetter({ ours, roundRobin, greedy }: Played): boolean {
  return [roundRobin, greedy].every((other) => ours.acceptedP90 < other.acceptedP90 && ours.giniLoad < other.giniLoad)
}

function mean(all: readonly Measures[]): Measures {
  const [first] = all
  if (!first) throw new Error('no quarter was played')
  const names = Object.keys(first) as (keyof Measures)[]
  const means = names.map((name) => [name, all.reduce((sum, each) => sum + each[name], 0) / all.length])
  return Object.fromEntries(means) as unknown as Measures
}
