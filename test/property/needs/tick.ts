import * as needs from '../../../cloudfunctions/needs/public'
import type { World } from '../../../cloudfunctions/shared/ports'

/** The needs' part of the timer's minute; what fails is due again at the next. */
export async function tick(world: World): Promise<void> {
  for (const job of [needs.expireOffers, needs.routeWaiting, needs.deliverMessages]) {
    await job(world).catch(() => undefined)
  }
}
