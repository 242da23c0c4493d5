import type { MandateId } from '../../typings/residents'
import { require } from '../shared/errors'
import { sweepOutbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import { createMailbox } from './mailbox'
import { isInForce } from './mandates/rules'
import type { MandateRecord } from './records'

export { findHolders, listHolders } from './holders'
export { createMailbox } from './mailbox'

/** The mandate under which this person asks for another; NOT_FOUND when it is not theirs, NOT_NOW when it is over or is not for that. */
export async function getMandateInForce(
  { database }: Pick<World, 'database'>,
  mandateId: MandateId,
  actorOpenid: string,
  nowMs: number,
): Promise<MandateRecord> {
  const mandate = await database.get<MandateRecord>('mandates', mandateId)
  require(mandate?.actorOpenid === actorOpenid, 'NOT_FOUND', 'no such mandate')
  require(isInForce(mandate, nowMs) && mandate.scope.includes('submit'), 'NOT_NOW', 'the mandate does not allow it now')
  return mandate
}

/** For the timer: letters that a person had sent once more. How many it took up. */
export function deliverLetters(world: World): Promise<number> {
  return sweepOutbox(world, createMailbox(world), 'deadLetters')
}
