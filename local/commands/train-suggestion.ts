/** `npx tsx local/commands/train-suggestion.ts`: writes the model that suggests a field, from the labelled sentences. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fields } from '../../cloudfunctions/shared/words'
import { labelledNeeds, lexicon } from './labelled-needs'
import { trainSuggestion } from './suggestion-training'
import { root } from './terminal'

const modelPath = join(root, 'cloudfunctions/needs/asking/suggestion-model.json')

/** The model as its file has it: a line for each run, so that a change of it can be read. */
export function modelText(): string {
  const model = trainSuggestion(fields, [...labelledNeeds('training'), ...lexicon()])
  const weights = Object.entries(model.weights).map(([run, row]) => `    ${JSON.stringify(run)}: [${row.join(', ')}]`)
  return `{\n  "fields": ${JSON.stringify(model.fields)},\n  "weights": {\n${weights.join(',\n')}\n  }\n}\n`
}

if (require.main === module) {
  writeFileSync(modelPath, modelText())
  console.log(`wrote ${modelPath}`)
}
