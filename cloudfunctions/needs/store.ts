import type { NeedId } from '../../typings/ids'
import { Failure } from '../shared/errors'
import { withPending } from '../shared/outbox/deliver'
import type { PendingMessage } from '../shared/outbox/message'
import type { Change, Database, Transaction } from '../shared/ports/index'
import type { NeedRecord } from './records'

/** The need with these messages waiting in it; to be saved together with the step that caused them. */
export function withMessages(need: NeedRecord, messages: readonly PendingMessage[], nowMs: number): NeedRecord {
  return { ...need, ...withPending(need, messages, nowMs) }
}

/** A need that is there; NOT_FOUND else. */
export async function getNeed(database: Database, needId: NeedId): Promise<NeedRecord> {
  const need = await database.get<NeedRecord>('needs', needId)
  if (!need) throw new Failure('NOT_FOUND', 'no such need')
  return need
}

/** One guarded write of a step: state, event and pending messages together; false when another step was first. */
export function saveStep(database: Database, before: NeedRecord, after: NeedRecord): Promise<boolean> {
  return database.update('needs', before._id, { version: before.version }, stepChange(before, after))
}

/** The same within a transaction, in which `before` was read. */
export async function saveStepIn(transaction: Transaction, before: NeedRecord, after: NeedRecord): Promise<void> {
  await transaction.update('needs', before._id, stepChange(before, after))
}

/**
 * What a step changed. Events and messages are appended and versions counted up, so that a delivery that settles its
 * outbox at the same moment is not undone.
 */
export function stepChange(before: NeedRecord, after: NeedRecord): Change {
  const { events, outbox, version, outboxVersion, ...rest } = after
  const set = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => value !== before[key as keyof NeedRecord]),
  )
  return {
    set,
    push: { events: events.slice(before.events.length), outbox: outbox.slice(before.outbox.length) },
    increment: { version: version - before.version, outboxVersion: outboxVersion - before.outboxVersion },
  }
}
