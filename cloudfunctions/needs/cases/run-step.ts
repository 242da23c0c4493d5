import type { NeedId, RequestKey } from '../../../typings/ids'
import { createMailbox } from '../../people/public'
import { Failure, require } from '../../shared/errors'
import { deliverOutbox } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import type { Transaction } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { type CaseRecord, caseIdOf, type Stamp } from '../casework/case-record'
import { checkContent } from '../content'
import type { NeedRecord } from '../records'
import { saveStepIn } from '../store'
import { type CaseAndNeed, caseChange, joinCase, loadCase, withCaseMessages } from './store'

const MOST_TRIES = 4
/** As much as content security takes in one call. */
const MOST_CHECKED = 2500

interface StepInput {
  needId: NeedId
  key: RequestKey
  version?: number
}

export interface CaseStep {
  /** Ends the call unless the caller may; runs on what is fresh. */
  authorise(found: CaseAndNeed): void
  /** Who does it, as the record names them. */
  name(kase: CaseRecord): string
  /** What people will read: passes content security before anything is stored. */
  texts: readonly string[]
  step(kase: CaseRecord, by: Stamp, found: CaseAndNeed): CaseRecord
  /** What the step does to the need, in the same transaction; null: nothing. */
  need?: (need: NeedRecord, kase: CaseRecord) => NeedRecord | null
  /** What has to be read, and to change, in the same transaction before the step. */
  before?: (transaction: Transaction, need: NeedRecord, kase: CaseRecord) => Promise<void>
  /** Who is told; the messages wait in the case. */
  messages?: (after: CaseRecord, need: NeedRecord) => readonly PendingMessage[] | Promise<readonly PendingMessage[]>
}

/**
 * One step of a case: authorise, see whether it was done already (by its key), check the words, then one guarded write, or
 * one short transaction where the need or a worker's load has to agree. CONFLICT when the case moved on since `version`.
 */
export async function runCaseStep(context: Context, input: StepInput, what: CaseStep): Promise<CaseAndNeed> {
  const { world, openid } = context
  const inputHash = world.ids.from('caseInput', openid, JSON.stringify(input))
  const seen = await loadCase(world, input.needId)
  what.authorise(seen)
  if (isReplay(seen.kase, input.key, inputHash)) return seen
  requireVersion(seen.kase, input)
  await checkContent(world, openid, what.texts.join('\n').slice(0, MOST_CHECKED))
  const { times } = seen
  const stamp = (kase: CaseRecord): Stamp => ({
    nowMs: context.nowMs,
    name: what.name(kase),
    key: input.key,
    inputHash,
    times,
  })
  const after = needsTransaction(what)
    ? await inTransaction(context, input, what, stamp, inputHash, seen)
    : await alone(context, input, what, stamp, inputHash, seen)
  await deliverOutbox(world, createMailbox(world), 'cases', after.kase)
  return after
}

function needsTransaction(what: CaseStep): boolean {
  return what.need !== undefined || what.before !== undefined
}

async function alone(
  { world, nowMs }: Context,
  input: StepInput,
  what: CaseStep,
  stamp: (kase: CaseRecord) => Stamp,
  inputHash: string,
  seen: CaseAndNeed,
): Promise<CaseAndNeed> {
  let found = seen
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    require(found.stored === found.kase, 'NOT_NOW', '先完成接案')
    const stepped = what.step(found.kase, stamp(found.kase), found)
    const after = withCaseMessages(stepped, (await what.messages?.(stepped, found.need)) ?? [], nowMs)
    const guard = { version: found.kase.version }
    if (await world.database.update('cases', found.kase._id, guard, caseChange(found.kase, after))) {
      return { ...found, kase: after, stored: after }
    }
    found = await loadCase(world, input.needId)
    what.authorise(found)
    if (isReplay(found.kase, input.key, inputHash)) return found
    requireVersion(found.kase, input)
  }
  throw new Failure('BUSY', 'another step was quicker each time')
}

function inTransaction(
  { world, nowMs }: Context,
  input: StepInput,
  what: CaseStep,
  stamp: (kase: CaseRecord) => Stamp,
  inputHash: string,
  { times }: CaseAndNeed,
): Promise<CaseAndNeed> {
  return world.database.transaction(async (transaction) => {
    const need = await transaction.get<NeedRecord>('needs', input.needId)
    require(need, 'NOT_FOUND', 'no such case')
    const stored = await transaction.get<CaseRecord>('cases', caseIdOf(input.needId))
    const found = joinCase(need, stored, times)
    what.authorise(found)
    if (isReplay(found.kase, input.key, inputHash)) return found
    requireVersion(found.kase, input)
    await what.before?.(transaction, need, found.kase)
    const stepped = what.step(found.kase, stamp(found.kase), found)
    const after = withCaseMessages(stepped, (await what.messages?.(stepped, need)) ?? [], nowMs)
    const needAfter = what.need?.(need, after) ?? null
    if (needAfter) await saveStepIn(transaction, need, needAfter)
    await saveCaseIn(transaction, stored, after)
    return { kase: after, need: needAfter ?? need, stored: after, times }
  })
}

/** A case that came back after closing goes on from what is stored. */
async function saveCaseIn(transaction: Transaction, stored: CaseRecord | null, after: CaseRecord): Promise<void> {
  if (stored) await transaction.update('cases', after._id, caseChange(stored, after))
  else await transaction.insert('cases', after)
}

/** The same key with the same input was done; with another it is another's mistake. */
function isReplay(kase: CaseRecord, key: RequestKey, inputHash: string): boolean {
  const done = kase.events.find((event) => event.key === key)
  require(!done || done.inputHash === inputHash, 'KEY_REUSED', 'the same key came with other input')
  return done !== undefined
}

function requireVersion(kase: CaseRecord, { version }: StepInput): void {
  require(version === undefined || version === kase.version, 'CONFLICT', 'the case has moved on')
}
