import { createMailbox } from '../../people/public'
import { sweepOutbox } from '../../shared/outbox/deliver'
import type { World } from '../../shared/ports'
import { minuteMs } from '../../shared/time/spans'
import { readCheckpoint } from '../books/roll-up'
import { conclude } from './consents'
import type { SpendingRecord } from './records'
import { closeVote, openStep, remind } from './steps'
import { commitApproved, readSeats, takeStep } from './store'

const atOnce = 50
/** How long a request waits for its money before the fund is looked at again. */
const tryAgainMs = 30 * minuteMs

/**
 * What becomes due by time alone: votes and donors' answers whose time is over, and approved requests whose money may have
 * come. Each is guarded, so it may run twice at once. How many it took up; one that breaks does not stop the others.
 */
export async function moveSpendingOn(world: World): Promise<number> {
  const nowMs = world.clock.nowMs()
  const due = await world.database.find<SpendingRecord>('spendingRequests', {
    where: { dueAtMs: { $lte: nowMs } },
    orderBy: [['dueAtMs', 'asc']],
    limit: atOnce,
  })
  for (const request of due) {
    try {
      await moveOne(world, request, nowMs)
    } catch (error) {
      world.log('error', 'funds.spendingStuck', {
        request: request._id,
        error: error instanceof Error ? error.message : 'unknown',
      })
    }
  }
  return due.length
}

export function deliverSpendingMessages(world: World): Promise<number> {
  return sweepOutbox(world, createMailbox(world), 'spendingRequests')
}

async function moveOne(world: World, seen: SpendingRecord, nowMs: number): Promise<void> {
  if (seen.status === 'approved') {
    const { status, version } = await commitApproved(world, seen)
    const later = { set: { dueAtMs: nowMs + tryAgainMs } }
    if (status === 'approved') await world.database.update('spendingRequests', seen._id, { version }, later)
    return
  }
  const [seats, checkpoint] = await Promise.all([readSeats(world, seen.fundId), readCheckpoint(world, seen.fundId)])
  await takeStep(world, seen._id, (request) => {
    const isDue = request.dueAtMs !== null && request.dueAtMs <= nowMs
    if (!isDue) return request
    if (request.status === 'consulting') return conclude(request, checkpoint, seats, nowMs)
    const step = openStep(request)
    const isOver = step?.vote && step.deadlineMs !== null && step.deadlineMs <= nowMs
    return isOver ? closeVote(request, seats, nowMs) : remind(request, nowMs)
  })
}
