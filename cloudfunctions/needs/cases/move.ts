import type { NeedId, RequestKey, WorkerId } from '../../../typings/ids'
import { Failure, require } from '../../shared/errors'
import type { PendingMessage } from '../../shared/outbox/message'
import type { Transaction } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { broughtBack } from '../casework/case-opening'
import type { CaseRecord, Stamp } from '../casework/case-record'
import { moved } from '../casework/case-steps'
import { reassigned } from '../casework/service-steps'
import { freeRoom, offerOf } from '../offering'
import type { NeedRecord, WorkerRecord } from '../records'
import { judge } from '../routing/route'
import { caseGiven } from './messages'
import { runCaseStep } from './run-step'
import type { CaseAndNeed } from './store'

/** No rule chose: it stands as accepted at once. */
const chosenByStation = {
  score: 0,
  reasons: [{ rule: 'reassigned', points: 0, words: '由社工站转给这位社工' }],
}

export interface Move {
  toWorkerId: WorkerId
  reason: string
  actorName: string
  authorise(found: CaseAndNeed): void
  texts: readonly string[]
  /** A step that has to come first in the same write. */
  first?: (kase: CaseRecord, by: Stamp) => CaseRecord
  told?: (after: CaseRecord) => readonly PendingMessage[]
}

/**
 * The open case goes to another worker: case, need, and the load of both in one transaction, or nothing of it. The hard
 * rules hold here too: NO_CAPACITY when only room is missing, NOT_NOW with the rule's words else.
 */
export function moveCase(
  context: Context,
  input: { needId: NeedId; key: RequestKey },
  move: Move,
): Promise<CaseAndNeed> {
  const { world, nowMs } = context
  let to: WorkerRecord | null = null
  const target = (): WorkerRecord => {
    require(to, 'NOT_FOUND', 'no such worker')
    return to
  }
  return runCaseStep(context, input, {
    authorise: move.authorise,
    name: () => move.actorName,
    texts: move.texts,
    before: async (transaction, need, kase) => {
      to = await claimRoom(transaction, need, kase, move.toWorkerId, nowMs)
      // The worker before has room again, and is remembered as the one who knows this resident.
      await freeRoom(transaction, need, nowMs)
    },
    step: (seen, by, { need, stored }) => {
      const { _id: workerId, openid: workerOpenid, name: workerName } = target()
      // What was written before its need came back goes along.
      const kase = stored?.status === 'closed' ? broughtBack(stored, need, by.nowMs, by.times) : seen
      // The answer and the move are one request: only the first event carries its key.
      const ready = move.first?.(kase, by) ?? kase
      const stamp = move.first ? { ...by, key: null, inputHash: null } : by
      return moved(ready, { workerId, workerOpenid, workerName }, move.reason, stamp)
    },
    need: (need) => reassigned(need, offerOf(world, need, target(), chosenByStation, nowMs, nowMs), nowMs, move.reason),
    messages: (after) => {
      const given = { openid: target().openid, fromName: move.actorName, reason: move.reason }
      return [caseGiven(world, after, given, nowMs), ...(move.told?.(after) ?? [])]
    },
  })
}

/** The new worker, whose room is claimed; the hard rules are asked in the same snapshot. */
async function claimRoom(
  transaction: Transaction,
  need: NeedRecord,
  from: Pick<CaseRecord, 'workerId'>,
  toWorkerId: WorkerId,
  nowMs: number,
): Promise<WorkerRecord> {
  require(from.workerId !== toWorkerId, 'NOT_NOW', '已经在这位社工手上')
  const worker = await transaction.get<WorkerRecord>('workers', toWorkerId)
  require(worker, 'NOT_FOUND', 'no such worker')
  // Whoever passed the need when it was new may take the case when a person asks them.
  const { obstacles } = judge({ ...need, passedOver: [] }, worker, nowMs)
  if (obstacles.length > 0) {
    const onlyFull = obstacles.every(({ rule }) => rule === 'hasRoom')
    throw new Failure(onlyFull ? 'NO_CAPACITY' : 'NOT_NOW', obstacles.map(({ words }) => words).join('，'))
  }
  await transaction.update('workers', worker._id, { increment: { loadPoints: need.casePoints } })
  return worker
}
