import { z } from 'zod'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/needs'
import { text } from '../../shared/fields'

/** Schemas that several procedures of spending read. */

const fields = [
  'socialAssistance',
  'elderCare',
  'childCare',
  'socialAffairs',
  'communitySafety',
] as const satisfies readonly Field[]
const mostFen = 1_000_000_000

export const field = z.enum(fields)

/** A whole number of fen between two limits, 10 million yuan at most. */
export function amount(leastFen: number, most = mostFen) {
  return z
    .custom<Fen>((value) => Number.isSafeInteger(value), 'a whole number of fen')
    .refine((value) => value >= leastFen && value <= most, `${leastFen} to ${most} fen`)
}

export const fileIds = (most: number) =>
  z.array(z.string().regex(/^cloud:\/\/\S{1,280}$/, 'a cloud file id')).max(most, `at most ${most}`)

export const beneficiary = z.strictObject({
  kind: z.enum(['person', 'group']),
  name: text(1, 20),
  count: z.int('a whole number').min(1, '1 at least').max(100_000, '100,000 at most'),
})
export const payeeName = text(2, 40)
export const opinion = text(2, 200)
