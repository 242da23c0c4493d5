import * as funds from '../funds/public'
import * as needs from '../needs/public'
import * as people from '../people/public'
import { removeExpiredLimits } from '../shared/access/rate-limit'
import type { World } from '../shared/ports/index'
import { minuteMs } from '../shared/time/spans'
import { type Job, runInRounds } from './rounds'

/** In this order: what waits longest for a person first. */
const jobs: Readonly<Record<string, Job>> = {
  'needs.expireOffers': needs.expireOffers,
  'needs.escalateDangers': needs.escalateDangers,
  'needs.routeWaiting': needs.routeWaiting,
  'needs.escalateWaiting': needs.escalateWaiting,
  'needs.startLeaves': needs.startLeaves,
  'needs.deliverMessages': needs.deliverMessages,
  'needs.deliverNotes': seldom(needs.deliverNotes),
  'funds.closeStaleOrders': funds.closeStaleOrders,
  'funds.rollUpDue': funds.rollUpDue,
  'funds.moveSpendingOn': once(funds.moveSpendingOn),
  'funds.tellDonors': once(funds.tellDonors),
  'funds.deliverGiftMessages': funds.deliverGiftMessages,
  'funds.deliverSpendingMessages': funds.deliverSpendingMessages,
  'funds.continueRefunds': funds.continueRefunds,
  'funds.reconcileDue': seldom(funds.reconcileDue),
  'funds.remindMonthly': seldom(funds.remindMonthly),
  'funds.deliverIncomeMessages': seldom(funds.deliverIncomeMessages),
  'people.deliverLetters': seldom(people.deliverLetters),
  'people.removeOldExports': seldom(people.removeOldExports),
  'funds.runNightly': funds.runNightly,
  'access.removeExpiredLimits': removeExpiredLimits,
}

/** For what counts what it looked at and not what it moved on. */
function once(job: Job): Job {
  return async (world) => {
    await job(world)
  }
}

/** For what a few minutes make no difference to: a warm instance asks every five minutes, so that idle reads stay few. */
function seldom(job: Job): Job {
  let lastMs = Number.NEGATIVE_INFINITY
  return async (world) => {
    const nowMs = world.clock.nowMs()
    // A clock that was set back is asked again at once.
    if (nowMs >= lastMs && nowMs < lastMs + 5 * minuteMs) return
    await job(world)
    lastMs = nowMs
  }
}

/** The timer's minute. Resolves with the jobs that broke. */
export function tick(world: World): Promise<string[]> {
  return runInRounds(world, jobs)
}
