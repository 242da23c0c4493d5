/** `npm test [-- stage …]`: every stage, or the named ones, closing with `N passed, M failed`. */

import { runStages } from './run-stages'
import { checkStages, testStages } from './stages'

void runStages([...checkStages, ...testStages], process.argv.slice(2))
