import { z } from 'zod'
import { require } from '../../../shared/errors'
import { fundId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { publicParty, publicPerson } from '../../income/names'
import { inOffice, rosterFaults } from '../../policy/roster'
import type { FundRecord } from '../../records'
import { readPolicies } from '../../spending/policies'
import { readSeats } from '../../spending/store'

/** Who decides on a fund's money and by which rules, for anybody: three reads in two steps. */
export const getCommittee = procedure({
  name: 'funds.getCommittee',
  input: z.strictObject({ fundId }),
  access: 'anyone',
  run: async ({ world, nowMs }, input) => {
    const [fund, seats] = await Promise.all([
      world.database.get<FundRecord>('funds', input.fundId),
      readSeats(world, input.fundId),
    ])
    require(fund, 'NOT_FOUND', 'no such fund')
    const { effective } = await readPolicies(world, fund.territoryCode, nowMs)
    return {
      seats: inOffice(seats, nowMs).map(({ name, seat, termUntilMs, relatedParties }) => ({
        name: publicPerson(name),
        ...{ seat, termUntilMs },
        relatedParties: relatedParties.map(publicParty),
      })),
      faults: rosterFaults(seats, nowMs),
      rules: effective,
    }
  },
})
