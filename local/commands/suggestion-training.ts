import { runsOf } from '../../cloudfunctions/needs/asking/features'
import type { SuggestionModel } from '../../cloudfunctions/needs/asking/suggest'
import type { Field } from '../../typings/terms'

export interface Labelled {
  field: Field
  text: string
}

/** Added to each count, so that what was never seen is unlikely and not impossible. */
const SMOOTHING = 0.5
/** A run that stands in fewer texts than this is chance. */
const LEAST_TEXTS = 2

/**
 * Log-odds, in tenths, of each run for each field against all others. A text counts a run once.
 */
export function trainSuggestion(fields: readonly Field[], texts: readonly Labelled[]): SuggestionModel {
  const textsOf = fields.map((field) => texts.filter((each) => each.field === field).length)
  const counts = new Map<string, number[]>()
  for (const { field, text } of texts) {
    const at = fields.indexOf(field)
    for (const run of runsOf(text)) {
      const row = counts.get(run) ?? fields.map(() => 0)
      row[at] = (row[at] ?? 0) + 1
      counts.set(run, row)
    }
  }
  const kept = [...counts]
    .filter(([, row]) => sum(row) >= LEAST_TEXTS)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  const weights = kept.map(([run, row]) => [run, row.map((_, at) => logOdds(row, textsOf, at))] as const)
  return { fields, weights: Object.fromEntries(weights) }
}

function logOdds(row: readonly number[], textsOf: readonly number[], at: number): number {
  const inside = row[at] ?? 0
  const insideTexts = textsOf[at] ?? 0
  const share = (inside + SMOOTHING) / (insideTexts + 2 * SMOOTHING)
  const shareElsewhere = (sum(row) - inside + SMOOTHING) / (sum(textsOf) - insideTexts + 2 * SMOOTHING)
  return Math.round(Math.log(share / shareElsewhere) * 10)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
