import { hourMs } from '../../../cloudfunctions/shared/time/spans'
import type { Outcome } from './quarter'
import type { Town } from './town'

/** What a quarter came to. Times are hours from submission; who was never answered counts with the wait until the end. */
export interface Measures {
  needs: number
  accepted: number
  firstAnswerP50: number
  firstAnswerP90: number
  acceptedP50: number
  acceptedP90: number
  worstWait: number
  /** Of the offers: answered before their deadline. */
  deadlineHits: number
  /** Of the offers: taken. */
  acceptance: number
  /** Offers for each need. */
  hops: number
  /** Of the case points taken by each worker; and for each point that they can carry. */
  giniLoad: number
  giniShare: number
  /** Of those accepted: by the community's own room; of the wishes: met. */
  ownRoom: number
  wishesMet: number
}

export function measure(outcomes: readonly Outcome[], town: Town, endMs: number): Measures {
  const wait = (atMs: number | null, { submittedAtMs }: Outcome) => ((atMs ?? endMs) - submittedAtMs) / hourMs
  const firstAnswers = outcomes.map((outcome) => wait(outcome.firstAnswerAtMs, outcome))
  const acceptances = outcomes.map((outcome) => wait(outcome.acceptedAtMs, outcome))
  const offers = sum(outcomes.map((outcome) => outcome.offers))
  const taken = outcomes.filter(({ workerId }) => workerId !== null)
  const wished = taken.filter(({ wishMet }) => wishMet !== null)
  const points = new Map(town.workers.map(({ _id }) => [_id as string, 0]))
  for (const { workerId, casePoints } of taken) {
    if (workerId) points.set(workerId, (points.get(workerId) ?? 0) + casePoints)
  }
  return {
    needs: outcomes.length,
    accepted: taken.length / Math.max(1, outcomes.length),
    firstAnswerP50: quantile(firstAnswers, 0.5),
    firstAnswerP90: quantile(firstAnswers, 0.9),
    acceptedP50: quantile(acceptances, 0.5),
    acceptedP90: quantile(acceptances, 0.9),
    worstWait: Math.max(0, ...acceptances),
    deadlineHits: 1 - sum(outcomes.map((outcome) => outcome.lapsed)) / Math.max(1, offers),
    acceptance: taken.length / Math.max(1, offers),
    hops: offers / Math.max(1, outcomes.length),
    giniLoad: gini([...points.values()]),
    giniShare: gini(town.workers.map(({ _id, capPoints }) => (points.get(_id) ?? 0) / capPoints)),
    ownRoom: taken.filter(({ tier }) => tier === 0).length / Math.max(1, taken.length),
    wishesMet: wished.filter(({ wishMet }) => wishMet).length / Math.max(1, wished.length),
  }
}

/** 0: all the same; near 1: one has everything. */
export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const total = sum(sorted)
  if (total === 0) return 0
  const weighted = sum(sorted.map((value, at) => (at + 1) * value))
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length
}

/** Nearest rank: a value that occurred. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
