import type { MessageId, TerritoryCode } from '../../../typings/ids'
import type { MessageKind } from '../../../typings/people'
import { messageTemplates, operator, quietHours } from '../operator'
import type { World } from '../ports/index'
import { quietUntilMs } from '../time/quiet'
import { minuteMs } from '../time/spans'
import type { Outboxed, PendingMessage } from './message'

/** What the outbox needs of the people's area; `people/public.ts` has it. */
export interface Mailbox {
  /** Puts the message into the person's inbox; the same message again is nothing new. */
  receive(message: PendingMessage, atMs: number): Promise<void>
  /** Takes one of the person's messages of this kind; false when there is none. */
  takeCredit(openid: string, kind: MessageKind): Promise<boolean>
  /** Gives one back that was taken for a message that WeChat did not accept. */
  returnCredit(openid: string, kind: MessageKind): Promise<void>
  /** WeChat says that none is left: so it is. */
  clearCredits(openid: string, kind: MessageKind): Promise<void>
  /** Lays a message that was given up where those who look after the place see it; the same again is the same letter. */
  bury(message: PendingMessage, territoryCode: TerritoryCode, atMs: number): Promise<void>
}

/** `waits`: the inbox has it, WeChat carries it in the morning. */
type Outcome = 'done' | 'failed' | 'waits'

/** The call that caused a message delivers it at once; the sweep leaves it alone for so long. */
const GRACE_MS = minuteMs
/** One turn stays short; the next minute goes on. */
const SWEPT_AT_ONCE = 50
/** Waits after the first, second … failure; after the last the message is dead. */
const backoffMs = [1, 5, 30, 120, 720].map((minutes) => minutes * minuteMs)
/** A document whose outbox others write at the same moment; after that the sweep has it. */
const MOST_WRITES = 4

/** A message as it enters its document's outbox. */
export function pending(
  message: Omit<PendingMessage, 'attempts' | 'status' | 'nextAtMs'>,
  nowMs: number,
): PendingMessage {
  return { ...message, attempts: 0, status: 'pending', nextAtMs: nowMs }
}

/** The outbox fields of a document that is written with these messages added; to be part of the same atomic write. */
export function withPending(
  before: Pick<Outboxed, 'outbox' | 'outboxVersion'> & { outboxDueAtMs: number | null },
  messages: readonly PendingMessage[],
  nowMs: number,
) {
  if (messages.length === 0) {
    return { outbox: before.outbox, outboxDueAtMs: before.outboxDueAtMs, outboxVersion: before.outboxVersion }
  }
  return {
    outbox: [...before.outbox, ...messages],
    outboxDueAtMs: nowMs + GRACE_MS,
    outboxVersion: before.outboxVersion + 1,
  }
}

/**
 * Delivers what is due in a document's outbox: inbox first, then one subscription message if the person has one left; in the
 * quiet hours WeChat is asked in the morning, but for what is urgent. Never rejects: what fails stays in the outbox for the sweep. An inbox item comes once; a subscription message could come twice
 * when the instance dies between WeChat's answer and the write that follows.
 */
export async function deliverOutbox(
  world: World,
  mailbox: Mailbox,
  collection: string,
  document: Outboxed,
): Promise<void> {
  const nowMs = world.clock.nowMs()
  const due = document.outbox.filter((message) => message.status === 'pending' && message.nextAtMs <= nowMs)
  if (due.length === 0) return
  try {
    const outcomes = new Map<MessageId, Outcome>()
    for (const message of due) outcomes.set(message.messageId, await deliverOne(world, mailbox, message, nowMs))
    // Before the outbox gives it up: a letter that nobody sees would be lost in silence.
    for (const message of due.filter((each) => outcomes.get(each.messageId) === 'failed' && isLastTry(each))) {
      await mailbox.bury({ ...message, attempts: message.attempts + 1 }, placeOf(document), nowMs)
    }
    await settle(world, collection, document, outcomes, nowMs)
  } catch (error) {
    world.log('warn', 'outbox.unsettled', { collection, document: document._id, error: String(error) })
  }
}

/** For the timer: what nobody delivered, or what failed and is due again. How many documents it took up. */
export async function sweepOutbox(world: World, mailbox: Mailbox, collection: string): Promise<number> {
  const nowMs = world.clock.nowMs()
  const documents = await world.database.find<Outboxed>(collection, {
    where: { outboxDueAtMs: { $lte: nowMs } },
    orderBy: [['outboxDueAtMs', 'asc']],
    limit: SWEPT_AT_ONCE,
    fields: ['outbox', 'outboxDueAtMs', 'outboxVersion', 'territoryCode', 'streetCode', 'districtCode', 'fundId'],
  })
  for (const document of documents) {
    // Taken up by one sweep alone: else two timers would send the same message.
    const { outboxVersion } = document
    const taken = await world.database.update(
      collection,
      document._id,
      { outboxVersion },
      { set: { outboxDueAtMs: nowMs + GRACE_MS, outboxVersion: outboxVersion + 1 } },
    )
    if (taken) await deliverOutbox(world, mailbox, collection, { ...document, outboxVersion: outboxVersion + 1 })
  }
  return documents.length
}

function isLastTry({ attempts }: PendingMessage): boolean {
  return attempts >= backoffMs.length
}

/** The narrowest place that the document names; the operator's district where it names none. */
function placeOf({ territoryCode, streetCode, districtCode, fundId }: Outboxed): TerritoryCode {
  return territoryCode ?? streetCode ?? fundId?.slice('fund_'.length) ?? districtCode ?? operator.districtCode
}

async function deliverOne(world: World, mailbox: Mailbox, message: PendingMessage, nowMs: number): Promise<Outcome> {
  const { openid, kind, data, page } = message
  let creditTaken = false
  try {
    await mailbox.receive(message, nowMs)
    if (data === null) return 'done'
    if (!message.urgent && quietUntilMs(quietHours, nowMs) !== null) return 'waits'
    creditTaken = await mailbox.takeCredit(openid, kind)
    if (!creditTaken) return 'done'
    const templateId = messageTemplates[kind].id
    const answer = await world.messages.send({ openid, templateId, page: page.replace(/^\//, ''), data })
    if (answer === 'noCredit') await mailbox.clearCredits(openid, kind)
    return 'done'
  } catch (error) {
    world.log('warn', 'outbox.failed', {
      message: message.messageId,
      attempts: message.attempts + 1,
      error: String(error),
    })
    if (creditTaken) await mailbox.returnCredit(openid, kind)
    return 'failed'
  }
}

/** Writes the outcomes; when a step was quicker, into what it left. */
async function settle(
  world: World,
  collection: string,
  document: Outboxed,
  outcomes: ReadonlyMap<MessageId, Outcome>,
  nowMs: number,
): Promise<void> {
  let current: Outboxed | null = document
  for (let write = 0; current && write < MOST_WRITES; write += 1) {
    const { outboxVersion } = current
    const outbox = current.outbox.flatMap((message) => afterDelivery(world, message, outcomes, nowMs))
    const set = { outbox, outboxDueAtMs: nextDueAtMs(outbox), outboxVersion: outboxVersion + 1 }
    if (await world.database.update(collection, document._id, { outboxVersion }, { set })) return
    current = await world.database.get<Outboxed>(collection, document._id)
  }
}

function afterDelivery(
  world: World,
  message: PendingMessage,
  outcomes: ReadonlyMap<MessageId, Outcome>,
  nowMs: number,
): readonly PendingMessage[] {
  const outcome = outcomes.get(message.messageId)
  if (outcome === undefined) return [message]
  if (outcome === 'done') return []
  if (outcome === 'waits') return [{ ...message, nextAtMs: quietUntilMs(quietHours, nowMs) ?? nowMs }]
  const waitMs = backoffMs[message.attempts]
  const attempts = message.attempts + 1
  if (waitMs !== undefined) return [{ ...message, attempts, nextAtMs: nowMs + waitMs }]
  world.log('error', 'outbox.dead', { message: message.messageId, kind: message.kind, attempts })
  return [{ ...message, attempts, status: 'dead' }]
}

function nextDueAtMs(outbox: readonly PendingMessage[]): number | null {
  const due = outbox.filter((message) => message.status === 'pending').map((message) => message.nextAtMs)
  return due.length === 0 ? null : Math.min(...due)
}
