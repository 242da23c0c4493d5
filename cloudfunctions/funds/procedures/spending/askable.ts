import { z } from 'zod'
import type { FundId, NeedId } from '../../../../typings/ids'
import type { Duty } from '../../../../typings/people'
import { findOwnCase } from '../../../needs/public'
import { requireDutyOn } from '../../../shared/access/duties'
import { require } from '../../../shared/errors'
import { needId } from '../../../shared/fields'
import type { World } from '../../../shared/ports'
import { type Context, procedure } from '../../../shared/procedure'
import { communityDigits } from '../../../shared/territory/digits'
import { type FundRecord, fundIdOf } from '../../records'

/** Who may ask a fund for money: those who work for its community, or on a case in it. */
export const authorRoles = ['socialWorker', 'stationSupervisor', 'communityStaff'] as const
const mostFunds = 100

/**
 * For a case the fund of its community, wherever its worker is from: a case is paid for where it is. By hand those below the
 * caller's duties, to choose from. Empty where nobody founded one. Somebody else's case: NOT_FOUND.
 */
export const listAskable = procedure({
  name: 'funds.listAskable',
  input: z.strictObject({ needId: needId.nullable() }),
  access: authorRoles,
  run: async ({ world, openid, duties }, input) => {
    const funds =
      input.needId === null ? await fundsBelow(world, duties) : await fundOfCase(world, openid, input.needId)
    return funds
      .filter(({ territoryCode }) => territoryCode.length === communityDigits)
      .map(({ _id: fundId, name, communityName, streetName }) => ({ fundId, name, communityName, streetName }))
  },
})

/** The fund that a request is for: below the caller's duties, or of the community of their own case. */
export async function readFund(context: Context, id: FundId, caseId: NeedId | null): Promise<FundRecord> {
  const { world, openid, duties } = context
  const fund = await world.database.get<FundRecord>('funds', id)
  require(fund, 'NOT_FOUND', 'no such fund')
  if (caseId === null) {
    requireDutyOn(duties, fund.territoryCode)
    return fund
  }
  const found = await findOwnCase(world, openid, caseId)
  require(found?.territoryCode === fund.territoryCode, 'NOT_FOUND', 'no such case of this worker there')
  return fund
}

async function fundOfCase(world: World, openid: string, id: NeedId): Promise<FundRecord[]> {
  const found = await findOwnCase(world, openid, id)
  require(found, 'NOT_FOUND', 'no such case of this worker')
  const fund = await world.database.get<FundRecord>('funds', fundIdOf(found.territoryCode))
  return fund ? [fund] : []
}

/** A fund's id is its place's code, so that what lies below a duty is one stretch of ids. */
function fundsBelow(world: World, duties: readonly Duty[]): Promise<FundRecord[]> {
  const codes = [...new Set(duties.map(({ territoryCode }) => territoryCode))]
  return world.database.find<FundRecord>('funds', {
    where: { $or: codes.map((code) => ({ _id: { $gte: fundIdOf(code), $lt: `${fundIdOf(code)}~` } })) },
    orderBy: [['_id', 'asc']],
    limit: mostFunds,
  })
}
