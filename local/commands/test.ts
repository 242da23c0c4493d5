/** `npm test [-- stage …]`: every stage but the slow ones, or the named ones, closing with `N passed, M failed`. */
import { runStages } from './run-stages'
import { checkStages, slowStages, testStages } from './stages'

const named = process.argv.slice(2)
const everyRun = [...checkStages, ...testStages]

void runStages(named.length > 0 ? [...everyRun, ...slowStages] : everyRun, named)
