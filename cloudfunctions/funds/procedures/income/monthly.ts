import { z } from 'zod'
import { stepLimit } from '../../../shared/access/rate-limit'
import { require } from '../../../shared/errors'
import { field, fundId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { leastGiftFen, mostGiftFen } from '../../gifts/limits'
import { nextReminderMs } from '../../income/monthly'
import type { MonthlyRecord } from '../../income/records'
import { monthlyView } from '../../income/view'
import type { FundRecord } from '../../records'
import { amount } from '../../spending/fields'

/** One a person and fund; set again it is changed. WeChat charges nobody by itself: it only reminds. */
export const setMonthly = procedure({
  name: 'funds.setMonthly',
  input: z.strictObject({
    ...{ fundId, amountFen: amount(leastGiftFen, mostGiftFen), earmark: field.nullable() },
    dayOfMonth: z.int('a whole number').min(1, '1 at least').max(28, '28 at most'),
  }),
  access: 'anyone',
  limit: { name: 'setMonthly', most: 60, windowMs: hourMs },
  run: async ({ world, openid, nowMs }, input) => {
    const fund = await world.database.get<FundRecord>('funds', input.fundId)
    require(fund, 'NOT_FOUND', 'no such fund')
    const { amountFen, dayOfMonth, earmark } = input
    const set = { amountFen, dayOfMonth, earmark, active: true, nextAtMs: nextReminderMs(dayOfMonth, nowMs) }
    const record: MonthlyRecord = {
      ...{ _id: idOf(openid, fund._id, world.ids), openid, fundId: fund._id, fundName: fund.name },
      ...{ communityName: fund.communityName, ...set, outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
    }
    if ((await world.database.insert('monthlyGifts', record)) === 'exists') {
      await world.database.update('monthlyGifts', record._id, { openid }, { set })
    }
    return monthlyView(record)
  },
})

export const removeMonthly = procedure({
  name: 'funds.removeMonthly',
  input: z.strictObject({ fundId }),
  access: 'anyone',
  limit: stepLimit('funds.removeMonthly'),
  run: async ({ world, openid }, input) => {
    const id = idOf(openid, input.fundId, world.ids)
    const set = { active: false, nextAtMs: null }
    await world.database.update('monthlyGifts', id, { openid }, { set })
    return {}
  },
})

export const listMonthly = procedure({
  name: 'funds.listMonthly',
  input: z.strictObject({}),
  access: 'anyone',
  run: async ({ world, openid }) => {
    const own = await world.database.find<MonthlyRecord>('monthlyGifts', {
      where: { openid, active: true },
      limit: 100,
    })
    return own.map(monthlyView).sort((a, b) => a.nextAtMs - b.nextAtMs)
  },
})

function idOf(openid: string, fund: string, ids: { from(...parts: readonly string[]): string }): string {
  return `monthly_${ids.from('monthly', openid, fund)}`
}
