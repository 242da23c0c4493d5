import { procedure } from '../../shared/procedure'
import { hourMs } from '../../shared/time/spans'
import { takeNeed } from '../residents/new-need'
import { submitInput } from './asking/fields'

/** A resident asks for help, for themselves or with a mandate for another. */
export const submit = procedure({
  name: 'needs.submit',
  input: submitInput,
  access: 'anyone',
  limit: { name: 'needs.submit', most: 20, windowMs: hourMs },
  run: (context, input) => takeNeed(context, input, null),
})
