import * as funds from '../funds/public'
import * as needs from '../needs/public'
import * as people from '../people/public'
import { removeExpiredLimits } from '../shared/access/rate-limit'
import type { World } from '../shared/ports/index'

type Job = (world: World) => Promise<unknown>

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
  'funds.moveSpendingOn': funds.moveSpendingOn,
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

/** For what a few minutes make no difference to: a warm instance asks every five minutes, so that idle reads stay few. */
function seldom(job: Job): Job {
  let lastMs = Number.NEGATIVE_INFINITY
  return async (world) => {
    const nowMs = world.clock.nowMs()
    // A clock that was set back is asked again at once.
    if (nowMs >= lastMs && nowMs < lastMs + 5 * 60_000) return
    await job(world)
    lastMs = nowMs
  }
}

/** Runs every job; one that breaks is logged and keeps none of the others from running. Resolves with those that broke. */
export async function tick(world: World): Promise<string[]> {
  const broken: string[] = []
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job(world)
    } catch (error) {
      broken.push(name)
      world.log('error', 'clockwork.broke', { job: name, error: error instanceof Error ? error.message : '' })
    }
  }
  return broken
}
