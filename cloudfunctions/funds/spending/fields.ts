import { z } from 'zod'
import type { Fen } from '../../../typings/money'
import { text } from '../../shared/fields'
import { fileIn } from '../../shared/files/claims'
import { mostSumFen } from '../ledger/fen'

/** Schemas that several procedures of spending read. */

/** A whole number of fen between two limits, 10 million yuan at most. */
export function amount(leastFen: number, most = mostSumFen) {
  return z
    .custom<Fen>((value) => Number.isSafeInteger(value), 'a whole number of fen')
    .refine((value) => value >= leastFen && value <= most, `${leastFen} to ${most} fen`)
}

/** Pictures that were uploaded for this use. */
export const fileIds = (use: 'spending' | 'thanks', most: number) => z.array(fileIn(use)).max(most, `at most ${most}`)

const counted = z.strictObject({
  kind: z.enum(['person', 'group']),
  name: text(1, 20),
  count: z.int('a whole number').min(1, '1 at least').max(100_000, '100,000 at most'),
})
type Counted = z.infer<typeof counted>
/** One person by name, or several together: a group of one would be a person whom no rule knows. */
const isCounted = ({ kind, count }: Counted) => (kind === 'person' ? count === 1 : count >= 2)
const countedWords = { path: ['count'], message: '1 for a person, 2 at least for a group' }

export const beneficiary = counted.refine(isCounted, countedWords)
/** As above, while the form is not filled in yet. */
export const beneficiaryDraft = counted.extend({ name: text(0, 20) })
export const payeeName = text(2, 40)
export const opinion = text(2, 200)
