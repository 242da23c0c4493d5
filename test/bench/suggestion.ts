/** How often the suggested field is the right one, on sentences that the model has never seen. */

import { type SuggestionModel, suggestField } from '../../cloudfunctions/needs/asking/suggest'
import model from '../../cloudfunctions/needs/asking/suggestion-model.json'
import { fields } from '../../cloudfunctions/shared/words'
import { labelledNeeds } from '../../local/commands/labelled-needs'

export async function bench(report: (figure: string, value: number, unit: string) => void): Promise<void> {
  const heldOut = labelledNeeds('heldOut')
  const answers = heldOut.map(({ field, text }) => ({
    field,
    said: suggestField(text, model as SuggestionModel)?.field,
  }))
  const said = answers.filter((answer) => answer.said !== undefined)
  const right = said.filter((answer) => answer.said === answer.field)
  const majority = Math.max(...fields.map((field) => heldOut.filter((each) => each.field === field).length))
  report('sentences', heldOut.length, 'held out')
  report('suggested', (said.length / heldOut.length) * 100, '% of them')
  report('rightWhenSuggested', (right.length / said.length) * 100, '%')
  report('accuracy', (right.length / heldOut.length) * 100, '% (no suggestion counts as wrong)')
  report('majorityClass', (majority / heldOut.length) * 100, '%')
  const startMs = performance.now()
  for (const { text } of heldOut) suggestField(text, model as SuggestionModel)
  report('each', ((performance.now() - startMs) / heldOut.length) * 1000, 'µs')
}
