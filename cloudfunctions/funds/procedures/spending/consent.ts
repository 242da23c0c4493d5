import { z } from 'zod'
import { stepLimit } from '../../../shared/access/rate-limit'
import { require } from '../../../shared/errors'
import { spendingId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { readCheckpoint } from '../../books/roll-up'
import { answer } from '../../spending/consents'
import { getSpendingRecord, readSeats, takeStep } from '../../spending/store'
import { consentView } from '../../spending/view'

/** What a donor is asked about their own gifts; anybody else's looks like none. */
export const getConsent = procedure({
  name: 'funds.getConsent',
  input: z.strictObject({ spendingId }),
  access: 'anyone',
  run: async ({ world, openid, nowMs }, input) => {
    const view = consentView(await getSpendingRecord(world, input.spendingId), openid, nowMs)
    require(view, 'NOT_FOUND', 'this person was not asked')
    return view
  },
})

export const answerConsent = procedure({
  name: 'funds.answerConsent',
  input: z.strictObject({ spendingId, agreed: z.boolean() }),
  access: 'anyone',
  limit: stepLimit('funds.answerConsent'),
  run: async ({ world, openid, nowMs }, input) => {
    const seen = await getSpendingRecord(world, input.spendingId)
    const [seats, books] = await Promise.all([readSeats(world, seen.fundId), readCheckpoint(world, seen.fundId)])
    const after = await takeStep(world, seen._id, (request) =>
      answer(request, openid, input.agreed, books, seats, nowMs),
    )
    const view = consentView(after, openid, nowMs)
    require(view, 'NOT_FOUND', 'this person was not asked')
    return view
  },
})
