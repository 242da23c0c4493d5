import type { FundId } from '../../../typings/ids'
import type { SpendingId } from '../../../typings/spending'
import { createMailbox } from '../../people/public'
import { Failure, require } from '../../shared/errors'
import { deliverOutbox, withPending } from '../../shared/outbox/deliver'
import type { Change, World } from '../../shared/ports'
import { postAtOnce } from '../books/post'
import type { Books } from '../ledger/model'
import type { SeatRecord } from '../policy/roster'
import { hasRoomInYear } from './beneficiary'
import { messagesOf } from './messages'
import { commit, type MoneyStep } from './money'
import type { RosterRecord, SpendingRecord } from './records'

const mostTries = 5

export async function getSpendingRecord(world: World, id: SpendingId): Promise<SpendingRecord> {
  const request = await world.database.get<SpendingRecord>('spendingRequests', id)
  require(request, 'NOT_FOUND', 'no such request')
  return request
}

/** The seats of a fund, empty while no roster was set. */
export async function readSeats(world: World, fundId: FundId): Promise<readonly SeatRecord[]> {
  return (await world.database.get<RosterRecord>('rosters', fundId))?.seats ?? []
}

/**
 * Takes a step and saves it in one write guarded by the version; when another step was first, the step is taken again on
 * what that one left (votes come at the same moment). A step that leaves the request as it was writes nothing. What is
 * approved by it goes on to be committed.
 */
export async function takeStep(
  world: World,
  id: SpendingId,
  step: (request: SpendingRecord) => SpendingRecord,
): Promise<SpendingRecord> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const before = await getSpendingRecord(world, id)
    const after = step(before)
    if (after === before) return before
    const saved = await save(world, before, after)
    if (saved) return saved.status === 'approved' ? commitApproved(world, saved) : saved
  }
  throw new Failure('BUSY', 'others change this request all the time')
}

/**
 * Sets the money of an approved request apart, if it is there and the beneficiary's year has room for it; else it stays
 * approved and the timer tries again. Two of one beneficiary at once: the fund's books let one of them through first, and
 * the other one's step is taken anew.
 */
export function commitApproved(world: World, request: SpendingRecord): Promise<SpendingRecord> {
  return takeMoneyStep(world, request._id, async (current, books, nowMs) => {
    const isReady = current.status === 'approved' && (await hasRoomInYear(world, current))
    return isReady ? commit(current, books, nowMs) : { request: current, entries: [] }
  })
}

/**
 * Takes a step that moves money: request, journal, chain and checkpoint change in one transaction, or none of them. The
 * step is taken on the request and the books as the transaction sees them.
 */
export async function takeMoneyStep(
  world: World,
  id: SpendingId,
  step: (request: SpendingRecord, books: Books, nowMs: number) => MoneyStep | Promise<MoneyStep>,
): Promise<SpendingRecord> {
  const { fundId } = await getSpendingRecord(world, id)
  const nowMs = world.clock.nowMs()
  const saved = await postAtOnce(world, fundId, async (transaction, books) => {
    const before = await transaction.get<SpendingRecord>('spendingRequests', id)
    require(before, 'NOT_FOUND', 'no such request')
    const { request, entries } = await step(before, books, nowMs)
    if (request === before) return { entries: [], result: before }
    const after = withMessages(request, await messagesOf(world, before, request, nowMs), nowMs)
    await transaction.update('spendingRequests', id, changeOf(before, after))
    return { entries, result: { ...after, version: before.version + 1 } }
  })
  await deliverOutbox(world, createMailbox(world), 'spendingRequests', saved)
  return saved
}

async function save(world: World, before: SpendingRecord, moved: SpendingRecord): Promise<SpendingRecord | null> {
  const nowMs = world.clock.nowMs()
  const after = withMessages(moved, await messagesOf(world, before, moved, nowMs), nowMs)
  const guard = { version: before.version }
  if (!(await world.database.update('spendingRequests', before._id, guard, changeOf(before, after)))) return null
  const saved = { ...after, version: before.version + 1 }
  await deliverOutbox(world, createMailbox(world), 'spendingRequests', saved)
  return saved
}

export function withMessages(
  request: SpendingRecord,
  messages: Awaited<ReturnType<typeof messagesOf>>,
  nowMs: number,
): SpendingRecord {
  return { ...request, ...withPending(request, messages, nowMs) }
}

/** Messages and pictures are appended, so that a delivery or a verdict at the same moment is not undone. */
function changeOf(before: SpendingRecord, after: SpendingRecord): Change {
  const { outbox, outboxVersion, version, photos, ...rest } = after
  const changed = Object.entries(rest).filter(([key, value]) => value !== before[key as keyof SpendingRecord])
  return {
    set: Object.fromEntries(changed),
    push: { outbox: outbox.slice(before.outbox.length), photos: photos.slice(before.photos.length) },
    increment: { version: 1, outboxVersion: outboxVersion - before.outboxVersion },
  }
}
