import { createMailbox } from '../../people/public'
import { deliverOutbox, pending, sweepOutbox, withPending } from '../../shared/outbox/deliver'
import { templateRows } from '../../shared/outbox/template'
import type { World } from '../../shared/ports'
import { shanghaiDay, shanghaiMinute } from '../../shared/time/shanghai'
import { nextReminderMs } from './monthly'
import type { MonthlyRecord } from './records'

/**
 * Reminds those whose day has come, 100 at most; for the timer. Nothing is charged: the message opens the gift's page. A day that
 * the timer missed is made up for once, not once for each month. How many were reminded.
 */
export async function remindMonthly(world: World): Promise<number> {
  const nowMs = world.clock.nowMs()
  const due = await world.database.find<MonthlyRecord>('monthlyGifts', {
    where: { nextAtMs: { $lte: nowMs } },
    orderBy: [['nextAtMs', 'asc']],
    limit: 100,
  })
  let reminded = 0
  for (const monthly of due) {
    const set = {
      nextAtMs: nextReminderMs(monthly.dayOfMonth, nowMs),
      ...withPending(monthly, [reminder(world, monthly, nowMs)], nowMs),
    }
    // Whoever moves the date on sends the message: two timers at once remind once.
    const guard = { nextAtMs: monthly.nextAtMs, outboxVersion: monthly.outboxVersion }
    if (!(await world.database.update('monthlyGifts', monthly._id, guard, { set }))) continue
    await deliverOutbox(world, createMailbox(world), 'monthlyGifts', { ...monthly, ...set })
    reminded += 1
  }
  return reminded
}

function reminder(world: World, monthly: MonthlyRecord, nowMs: number) {
  const yuan = (monthly.amountFen / 100).toFixed(2)
  const day = shanghaiDay(monthly.nextAtMs ?? nowMs)
  return pending(
    {
      messageId: `message_${world.ids.from('monthly', monthly._id, day)}`,
      openid: monthly.openid,
      kind: 'giftReminder',
      title: '每月提醒：今天是您定的日子',
      body: `您打算每月给${monthly.fundName}捐 ${yuan} 元。方便时点开捐一次；不捐也没关系，不会自动扣款。`,
      page: givePage(monthly),
      data: templateRows('giftReminder', {
        ...{ thing1: monthly.fundName, amount2: `${yuan}元`, time3: shanghaiMinute(nowMs) },
        thing4: '点开再付款，不会自动扣款',
      }),
    },
    nowMs,
  )
}

function givePage({ fundId, amountFen, earmark }: MonthlyRecord): string {
  const field = earmark === null ? '' : `&earmark=${earmark}`
  return `/fund/pages/give/give?fundId=${fundId}&amountFen=${amountFen}${field}`
}

/** Sends what the calls that caused it could not; for the timer. How many documents it took up. */
export async function deliverIncomeMessages(world: World): Promise<number> {
  const mailbox = createMailbox(world)
  const sent = (await sweepOutbox(world, mailbox, 'refunds')) + (await sweepOutbox(world, mailbox, 'monthlyGifts'))
  return sent + (await sweepOutbox(world, mailbox, 'alerts'))
}
