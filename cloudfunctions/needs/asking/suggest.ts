import type { Suggestion } from '../../../typings/asking'
import type { Field } from '../../../typings/terms'
import { runsOf } from './features'

/**
 * Log-odds of each run of characters for each field, in tenths: how much more often the run stands in needs of this field
 * than in others (naive Bayes). `npm run train-suggestion` makes it from labelled sentences; see `test/data`.
 */
export interface SuggestionModel {
  fields: readonly Field[]
  weights: Readonly<Record<string, readonly number[]>>
}

/** Scores of neighbouring runs count the same thing more than once; divided by this they are about as sure as they are right. */
const TEMPERATURE = 3.2
const TENTH = 0.1
/** Below this nothing is suggested: a wrong one is worse than none. */
const SURE_ENOUGH = 0.5
/** As the contract says: three words are read at a glance. */
const MOST_REASONS = 3
/** What a run must add in favour of the field, against the next, to be given as a reason. */
const LEAST_REASON = 0.8

/** What any request is made of: it may tip the scales, but tells a reader nothing. */
const empty = new Set(
  '想请 想问 想申 请问 请人 怎么 什么 哪里 有没 没有 能不 可以 有人 人来 来帮 帮忙 一个 个人 我们 他们 自己 现在 已经 还有 因为'.split(
    ' ',
  ),
)

/** The field that the words speak for, with the words that say so; null when they do not say enough. */
export function suggestField(text: string, model: SuggestionModel): Suggestion | null {
  const runs = [...runsOf(text)].filter((run) => Object.hasOwn(model.weights, run))
  if (runs.length < 2) return null
  const scores = model.fields.map((_, at) => runs.reduce((sum, run) => sum + weightOf(model, run, at), 0))
  const best = indexOfMost(scores)
  const field = model.fields[best]
  const confidence = share(scores, best)
  if (field === undefined || confidence < SURE_ENOUGH) return null
  const because = reasonsFor(model, runs, best)
  return because.length === 0 ? null : { field, because }
}

/** Half a sentence, such as 我一 of 我一个人: it says who, not what. */
const aPerson = /[我你您他她]/

/** Longer runs say more to a reader than the characters that they are made of. */
function reasonsFor(model: SuggestionModel, runs: readonly string[], best: number): string[] {
  const speaking = runs
    .map((run) => ({ run, points: weightOf(model, run, best) - nextWeight(model, run, best) }))
    .filter(({ run, points }) => run.length > 1 && points >= LEAST_REASON && !empty.has(run) && !aPerson.test(run))
    .sort((left, right) => right.points - left.points || (left.run < right.run ? -1 : 1))
  const chosen: string[] = []
  for (const { run } of speaking) {
    if (chosen.length === MOST_REASONS) break
    // 一个 and 个人 of 一个人 are one reason, not two.
    const overlaps = chosen.some((other) => other.at(-1) === run[0] || other[0] === run.at(-1))
    if (!overlaps) chosen.push(run)
  }
  return chosen
}

function weightOf(model: SuggestionModel, run: string, at: number): number {
  return (model.weights[run]?.[at] ?? 0) * TENTH
}

function nextWeight(model: SuggestionModel, run: string, best: number): number {
  return Math.max(...model.fields.map((_, at) => (at === best ? Number.NEGATIVE_INFINITY : weightOf(model, run, at))))
}

function indexOfMost(scores: readonly number[]): number {
  return scores.reduce((best, score, at) => (score > (scores[best] ?? 0) ? at : best), 0)
}

function share(scores: readonly number[], best: number): number {
  const top = scores[best] ?? 0
  return 1 / scores.reduce((sum, score) => sum + Math.exp((score - top) / TEMPERATURE), 0)
}
