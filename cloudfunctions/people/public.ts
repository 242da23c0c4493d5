import type { MandateId } from '../../typings/asking'
import type { Duty } from '../../typings/people'
import { holdsOn } from '../shared/access/duties'
import { placeFilter } from '../shared/access/places'
import { require } from '../shared/errors'
import { sweepOutbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import type { DeadLetterRecord } from './letters/records'
import { createMailbox } from './mailbox'
import { isInForce } from './mandates/rules'
import type { MandateRecord } from './records'

export { consentVersionOf, staleConsent } from './consents/texts'
export { removeOldExports } from './data/exports'
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

/** How many letters wait in the places of these duties; `most` at the most. */
export async function countDeadLetters(
  { database }: Pick<World, 'database'>,
  duties: readonly Duty[],
  most: number,
): Promise<number> {
  const found = await database.find<DeadLetterRecord>('deadLetters', {
    where: { ...placeFilter(duties), state: 'dead' },
    limit: most,
    fields: ['territoryCode'],
  })
  return found.filter(({ territoryCode }) => holdsOn(duties, territoryCode)).length
}

/** For the timer: letters that a person had sent once more. How many it took up. */
export function deliverLetters(world: World): Promise<number> {
  return sweepOutbox(world, createMailbox(world), 'deadLetters')
}
