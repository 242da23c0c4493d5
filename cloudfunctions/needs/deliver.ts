import { createMailbox } from '../people/public'
import { deliverOutbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import type { NeedRecord } from './records'
import { routeNeed } from './route-need'

/** Delivers what waits in the need; what fails stays for the timer. */
export function deliverNeed(world: World, need: NeedRecord): Promise<void> {
  return deliverOutbox(world, createMailbox(world), 'needs', need)
}

/**
 * Goes on with a need that was stored: route, then deliver. Never rejects, because the step before it stands: what is left
 * undone the timer takes up. Returns the need as far as it came.
 */
export async function goOn(world: World, need: NeedRecord, requestId: string): Promise<NeedRecord> {
  try {
    const routed = await routeNeed(world, need)
    if (!routed) return need
    await deliverNeed(world, routed)
    return routed
  } catch (error) {
    const code = error instanceof Error ? error.name : typeof error
    world.log('warn', 'needs.unrouted', { need: need._id, requestId, error: code })
    return need
  }
}
