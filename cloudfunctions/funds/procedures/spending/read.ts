import { z } from 'zod'
import type { Duty } from '../../../../typings/people'
import { holdsOn } from '../../../shared/access/duties'
import { require } from '../../../shared/errors'
import { cursor, spendingId } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { Filter, World } from '../../../shared/ports'
import { type Context, procedure } from '../../../shared/procedure'
import { actorAt, spendingRoles, waitsForPerson } from '../../spending/actions'
import { askAgain } from '../../spending/pictures'
import type { RosterRecord, SpendingRecord } from '../../spending/records'
import { getSpendingRecord, readSeats } from '../../spending/store'
import { detailOf, summaryOf } from '../../spending/view'

const pageSize = 20

/** Newest first. What the list needs of the request, and one read more for the rosters of its funds. */
export const listSpending = procedure({
  name: 'funds.listSpending',
  input: z.strictObject({ view: z.enum(['waiting', 'mine', 'all']), cursor }),
  access: spendingRoles,
  run: async (context, input) => {
    const { world, openid, duties } = context
    const page = await readPage<SpendingRecord>(world.database, 'spendingRequests', {
      where: input.view === 'mine' ? { authorOpenid: openid } : { ...placesOf(duties), ...rolesOf(input.view, duties) },
      ...{ sortBy: 'submittedAtMs', direction: 'desc', size: pageSize, cursor: input.cursor },
    })
    const seats = await readRosters(world, page.rows)
    const own = page.rows.filter((request) => input.view === 'mine' || holdsOn(duties, request.territoryCode))
    const rows = own
      .map((request) => ({ request, actor: actorAt(context, request.territoryCode), seats: seats(request) }))
      .filter((each) => input.view !== 'waiting' || waitsForPerson(each.request, each.actor, each.seats))
      .map((each) => summaryOf(each.request, each.actor, each.seats))
    return { rows, nextCursor: page.nextCursor }
  },
})

/** A request below the caller's duties, or their own (a case may lie elsewhere); any other looks like none. */
export const getSpending = procedure({
  name: 'funds.getSpending',
  input: z.strictObject({ spendingId }),
  access: spendingRoles,
  run: async (context, input) => {
    const request = await readOwn(context, input.spendingId)
    await askAgain(context.world, request, context.openid, context.nowMs)
    return show(context, request)
  },
})

export async function readOwn({ world, openid, duties }: Context, id: SpendingRecord['_id']): Promise<SpendingRecord> {
  const request = await getSpendingRecord(world, id)
  const isTheirs = request.authorOpenid === openid || holdsOn(duties, request.territoryCode)
  require(isTheirs, 'NOT_FOUND', 'no such request')
  return request
}

/** The request as it stands, for this person. */
export async function show(context: Context, request: SpendingRecord) {
  const seats = await readSeats(context.world, request.fundId)
  return detailOf(context.world, request, actorAt(context, request.territoryCode), seats)
}

async function readRosters(world: World, rows: readonly SpendingRecord[]) {
  const fundIds = [...new Set(rows.map(({ fundId }) => fundId))]
  const rosters =
    fundIds.length === 0 ? [] : await world.database.find<RosterRecord>('rosters', { where: { _id: { $in: fundIds } } })
  const seatsOf = new Map(rosters.map(({ _id, seats }) => [_id, seats]))
  return ({ fundId }: SpendingRecord) => seatsOf.get(fundId) ?? []
}

/** The widest level of the duties decides which index serves; rows beyond them are left out afterwards. */
function placesOf(duties: readonly Duty[]): Filter {
  const codes = [...new Set(duties.map(({ territoryCode }) => territoryCode))]
  const widest = Math.min(...codes.map((code) => code.length))
  const level = { 6: 'districtCode', 9: 'streetCode' }[widest] ?? 'territoryCode'
  const cut = [...new Set(codes.map((code) => code.slice(0, widest)))]
  return { [level]: oneOf(cut) }
}

function rolesOf(view: 'waiting' | 'all', duties: readonly Duty[]): Filter {
  return view === 'all' ? {} : { waitsFor: oneOf([...new Set(duties.map(({ role }) => role))]) }
}

function oneOf(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : { $in: values }
}
