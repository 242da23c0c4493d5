import * as funds from '../funds/public'
import * as needs from '../needs/public'
import { removeExpiredLimits } from '../shared/access/rate-limit'
import type { World } from '../shared/ports/index'

type Job = (world: World) => Promise<unknown>

/** In this order: what waits longest for a person first. */
const jobs: Readonly<Record<string, Job>> = {
  'needs.expireOffers': needs.expireOffers,
  'needs.routeWaiting': needs.routeWaiting,
  'needs.escalateWaiting': needs.escalateWaiting,
  'needs.startLeaves': needs.startLeaves,
  'needs.deliverMessages': needs.deliverMessages,
  'funds.closeStaleOrders': funds.closeStaleOrders,
  'funds.rollUpDue': funds.rollUpDue,
  'funds.moveSpendingOn': funds.moveSpendingOn,
  'funds.deliverGiftMessages': funds.deliverGiftMessages,
  'funds.deliverSpendingMessages': funds.deliverSpendingMessages,
  'funds.continueRefunds': funds.continueRefunds,
  'funds.reconcileDue': funds.reconcileDue,
  'funds.remindMonthly': funds.remindMonthly,
  'funds.deliverIncomeMessages': funds.deliverIncomeMessages,
  'funds.runNightly': funds.runNightly,
  'access.removeExpiredLimits': removeExpiredLimits,
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
