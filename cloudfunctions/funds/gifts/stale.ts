import type { World } from '../../shared/ports'
import { minuteMs } from '../../shared/time/spans'
import type { GiftRecord } from '../records'
import { endOrder } from './settle'

/** A donor who did not pay within this time is not going to. */
const staleAfterMs = 30 * minuteMs
const mostAtOnce = 100

/**
 * Asks WeChat about every order that has been open for 30 minutes, oldest first, 100 at most: books what was paid (its result
 * call never came, or was cut off) and closes the rest. How many came to an end; one that fails does not stop the others.
 */
export async function closeStaleOrders(world: World): Promise<number> {
  const stale = await world.database.find<GiftRecord>('gifts', {
    where: { orderOpen: true, createdAtMs: { $lte: world.clock.nowMs() - staleAfterMs } },
    orderBy: [['createdAtMs', 'asc']],
    limit: mostAtOnce,
  })
  let ended = 0
  for (const gift of stale) {
    try {
      const { orderOpen } = await endOrder(world, gift, 'expired')
      if (!orderOpen) ended += 1
    } catch (error) {
      world.log('error', 'funds.staleOrder', {
        giftId: gift._id,
        error: error instanceof Error ? error.message : 'unknown',
      })
    }
  }
  return ended
}
