import type { FundId, MessageId, TerritoryCode } from '../../../typings/ids'
import type { MessageKind } from '../../../typings/people'
import type { Stored } from '../ports/index'

/**
 * A message that waits inside the document that caused it: written in the same atomic write as its cause, so that
 * neither is there without the other.
 */
export interface PendingMessage {
  /** Depends on its cause alone, so that a repeat is the same message. */
  messageId: MessageId
  openid: string
  kind: MessageKind
  /** Title and body of the inbox item. */
  title: string
  body: string
  /** The page it opens, with its query; begins with a slash. */
  page: string
  /** Rows of the subscription message: template key (`thing1`) → text, within WeChat's limits. Null: the inbox alone. */
  data: Readonly<Record<string, string>> | null
  /** Breaks into the quiet hours; else WeChat carries it in the morning. */
  urgent?: boolean
  /** How many deliveries failed. */
  attempts: number
  /** `dead`: given up after the last attempt, kept so that somebody sees it. */
  status: 'pending' | 'dead'
  /** Not before; epoch milliseconds. */
  nextAtMs: number
}

/** What a document needs in order to carry pending messages. */
export interface Outboxed extends Stored {
  outbox: readonly PendingMessage[]
  /** When the sweep looks at it next; null when nothing is pending. The collection has the index `outboxDue` on it. */
  outboxDueAtMs: number | null
  /** Goes up with each write that touches the outbox; guards the next. */
  outboxVersion: number
  /** Where it belongs, by whichever it has: those who look after the place see what could not be delivered. */
  territoryCode?: TerritoryCode
  streetCode?: TerritoryCode
  districtCode?: TerritoryCode
  fundId?: FundId
}
