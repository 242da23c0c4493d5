import { procedure } from '../../shared/procedure'
import { takeNeed } from '../residents/new-need'
import { submitInput } from './asking/fields'

const HOUR_MS = 3_600_000

/** A resident asks for help, for themselves or with a mandate for another. */
export const submit = procedure({
  name: 'needs.submit',
  input: submitInput,
  access: 'anyone',
  limit: { name: 'needs.submit', most: 20, windowMs: HOUR_MS },
  run: (context, input) => takeNeed(context, input, null),
})
