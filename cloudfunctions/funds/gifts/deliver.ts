import { createMailbox } from '../../people/public'
import { sweepOutbox } from '../../shared/outbox/deliver'
import type { World } from '../../shared/ports'

/** Sends what the call that booked a gift could not; for the timer. How many gifts it took up. */
export function deliverGiftMessages(world: World): Promise<number> {
  return sweepOutbox(world, createMailbox(world), 'gifts')
}
