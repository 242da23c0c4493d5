import type { WorkerId } from '../../typings/ids'
import type { RouteReason } from '../../typings/needs'
import type { Transaction, World } from '../shared/ports/index'
import { isPossible, offered } from './casework/steps'
import { answerWithinMs } from './casework/terms'
import { taskOffered } from './messages'
import type { NeedRecord, OfferRecord, WorkerRecord } from './records'
import { judge } from './routing/route'
import { saveStepIn, withMessages } from './store'

/** A person's choice instead of the router's. */
export interface Assignment {
  supervisorName: string
  note: string
}

export type OfferOutcome =
  | { outcome: 'offered'; need: NeedRecord }
  /** Another step was first, or the state does not allow it. */
  | { outcome: 'needChanged' }
  /** The worker no longer fits; the hard rules that they break. */
  | { outcome: 'workerChanged'; obstacles: readonly { rule: string; words: string }[] }

/**
 * Claims the worker's room and makes the offer, both or neither: one short transaction of six round trips (begin, two reads,
 * two writes, commit; without a guard on writes inside a transaction none can be spared). The message to the worker waits
 * in the need that comes back.
 */
export function offerTo(
  world: World,
  need: Pick<NeedRecord, '_id' | 'version'>,
  workerId: WorkerId,
  assignment: Assignment | null = null,
): Promise<OfferOutcome> {
  const nowMs = world.clock.nowMs()
  return world.database.transaction(async (transaction) => {
    const fresh = await transaction.get<NeedRecord>('needs', need._id)
    if (!fresh || fresh.version !== need.version || !isPossible(fresh, assignment ? 'assigned' : 'offered')) {
      return { outcome: 'needChanged' }
    }
    const worker = await transaction.get<WorkerRecord>('workers', workerId)
    if (!worker) return { outcome: 'workerChanged', obstacles: [{ rule: 'isThere', words: '没有这位社工' }] }
    const { obstacles, reasons, score } = judge(fresh, worker, nowMs)
    if (obstacles.length > 0) return { outcome: 'workerChanged', obstacles }

    const shown = assignment ? [{ rule: 'assigned', points: 0, words: '由社工站指派' }, ...reasons] : reasons
    const offer = makeOffer(world, fresh, worker, { reasons: shown, score }, nowMs)
    const after = withMessages(offered(fresh, offer, nowMs, assignment), [taskOffered(world, fresh, offer)], nowMs)
    await transaction.update('workers', worker._id, {
      increment: { loadPoints: fresh.casePoints },
      set: { lastOfferedAtMs: nowMs },
    })
    await saveStepIn(transaction, fresh, after)
    return { outcome: 'offered', need: after }
  })
}

/** Gives back the room that the need's offer claimed; in the transaction of the step that ends it. */
export async function freeRoom(transaction: Transaction, need: NeedRecord, roomSinceMs: number | null): Promise<void> {
  if (!need.offer) return
  await transaction.update('workers', need.offer.workerId, {
    increment: { loadPoints: -need.casePoints },
    ...(roomSinceMs === null ? {} : { set: { roomSinceMs } }),
  })
}

function makeOffer(
  world: World,
  need: NeedRecord,
  worker: WorkerRecord,
  judged: { reasons: readonly RouteReason[]; score: number },
  nowMs: number,
): OfferRecord {
  return {
    offerId: `offer_${world.ids.from(need._id, worker._id, String(need.version))}`,
    workerId: worker._id,
    workerOpenid: worker.openid,
    workerName: worker.name,
    level: worker.level,
    servicePointName: worker.servicePointName,
    score: judged.score,
    reasons: judged.reasons,
    offeredAtMs: nowMs,
    deadlineMs: nowMs + answerWithinMs[need.urgency],
  }
}
