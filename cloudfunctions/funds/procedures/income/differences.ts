import { z } from 'zod'
import type { Fen } from '../../../../typings/money'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import { cursor, differenceId, fundId, text, version } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { World } from '../../../shared/ports'
import { type Context, procedure } from '../../../shared/procedure'
import { postReceipt } from '../../income/posting'
import type { DifferenceRecord } from '../../income/records'
import { differenceView, districtOf } from '../../income/view'
import type { FundRecord } from '../../records'

export const listDifferences = procedure({
  name: 'funds.listDifferences',
  input: z.strictObject({ status: z.enum(['open', 'resolved']), cursor }),
  access: ['districtStaff'],
  run: async ({ world, duties }, input) => {
    const { rows, nextCursor } = await readPage<DifferenceRecord>(world.database, 'differences', {
      where: { districtCode: districtOf(duties), status: input.status },
      ...{ sortBy: 'raisedAtMs', direction: 'desc', size: 20, cursor: input.cursor },
    })
    return { rows: rows.map(differenceView), nextCursor }
  },
})

/**
 * A person explains it. A receipt that is for a fund is posted to it in the same step; the reason is kept with the name, and
 * what was resolved stays as it is.
 */
export const resolveDifference = procedure({
  name: 'funds.resolveDifference',
  input: z.strictObject({ differenceId, version, reason: text(2, 200), fundId: fundId.nullable() }),
  access: ['districtStaff'],
  run: async (context, input) => {
    const { world, openid, requestId, nowMs } = context
    const record = await readOwn(context, input.differenceId)
    const { resolution } = record
    if (resolution?.byOpenid === openid && resolution.reason === input.reason) return differenceView(record)
    require(record.status === 'open' && record.version === input.version, 'CONFLICT', 'somebody resolved it')
    require(input.fundId === null || record.receipt, 'INVALID_INPUT', 'only a receipt can be for a fund')
    const fund = input.fundId === null ? null : await world.database.get<FundRecord>('funds', input.fundId)
    require(input.fundId === null || fund?.districtCode === record.districtCode, 'NOT_FOUND', 'no such fund')
    await leaveTrace(world, {
      ...{ action: 'funds.resolveDifference', subjectId: record._id, actorOpenid: openid, requestId, atMs: nowMs },
    })
    const resolved: DifferenceRecord = {
      ...record,
      status: 'resolved',
      resolution: {
        ...{ byOpenid: openid, byName: context.callerName ?? '', atMs: nowMs, reason: input.reason },
        fundName: fund?.name ?? null,
      },
      version: record.version + 1,
    }
    await save(world, resolved, input.version, fund)
    return differenceView(resolved)
  },
})

/** First the word, then the money: whoever's word counts posts, so that two people cannot post one receipt to two funds. */
async function save(world: World, resolved: DifferenceRecord, before: number, fund: FundRecord | null): Promise<void> {
  const { _id, status, resolution, version: after, receipt, orderNumber } = resolved
  if (receipt && fund) {
    const amountFen: Fen = receipt.amountFen
    // The receipt's own number makes the entry: a second try, or another person's, finds it there.
    await postReceipt(world, { ...receipt, amountFen, orderNumber, fundId: fund._id }, async (transaction) => {
      const current = await transaction.get<DifferenceRecord>('differences', _id)
      require(current?.status === 'open' && current.version === before, 'CONFLICT', 'somebody resolved it')
      await transaction.update('differences', _id, { set: { status, resolution, version: after } })
    })
    return
  }
  const guard = { status: 'open', version: before }
  const changed = await world.database.update('differences', _id, guard, {
    set: { status, resolution, version: after },
  })
  require(changed, 'CONFLICT', 'somebody resolved it')
}

async function readOwn({ world, duties }: Context, id: DifferenceRecord['_id']): Promise<DifferenceRecord> {
  const record = await world.database.get<DifferenceRecord>('differences', id)
  require(record && record.districtCode === districtOf(duties), 'NOT_FOUND', 'no such difference in this district')
  return record
}
