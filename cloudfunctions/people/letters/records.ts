import type { TerritoryCode } from '../../../typings/ids'
import type { DeadLetterState } from '../../../typings/notices'
import type { MessageKind } from '../../../typings/people'
import type { Outboxed, PendingMessage } from '../../shared/outbox/message'

/**
 * Collection `deadLetters`: a message that was given up after its last try. Sent once more, it waits in its own outbox like
 * any other; given up again, it is the same letter.
 */
export interface DeadLetterRecord extends Outboxed {
  /** The message's. */
  _id: PendingMessage['messageId']
  openid: string
  kind: MessageKind
  title: string
  body: string
  /** What is sent when it is tried again. */
  message: PendingMessage
  territoryCode: TerritoryCode
  /** Absent on what belongs to a district as a whole. */
  streetCode?: TerritoryCode
  districtCode: TerritoryCode
  /** When it was given up, for the last time. */
  diedAtMs: number
  /** `trying` with nothing left in the outbox went out. */
  state: DeadLetterState
  settledByName: string | null
}
