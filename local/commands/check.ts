/** `npm run check`: types, lint, tidy, and WeChat's own compilers over every template and style sheet. */

import { runStages } from './run-stages'
import { checkStages } from './stages'

void runStages(checkStages)
