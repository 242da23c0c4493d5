import type { WorkerId } from '../../typings/ids'
import type { RouteReason } from '../../typings/terms'
import type { Transaction, World } from '../shared/ports/index'
import { isPossible, offered } from './casework/steps'
import { taskOffered } from './messages'
import { policyOf } from './policies'
import type { NeedRecord, OfferRecord, WorkerRecord } from './records'
import type { Given } from './routing/model'
import { answerByMs } from './routing/policy'
import { dayKey, pastDays } from './routing/recent'
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
export async function offerTo(
  world: World,
  need: Pick<NeedRecord, '_id' | 'version' | 'districtCode'>,
  workerId: WorkerId,
  assignment: Assignment | null = null,
  usualShare: number | null = null,
): Promise<OfferOutcome> {
  const nowMs = world.clock.nowMs()
  const given: Given = { policy: await policyOf(world, need.districtCode), usualShare, byHand: assignment !== null }
  return world.database.transaction(async (transaction) => {
    const fresh = await transaction.get<NeedRecord>('needs', need._id)
    if (!fresh || fresh.version !== need.version || !isPossible(fresh, assignment ? 'assigned' : 'offered')) {
      return { outcome: 'needChanged' }
    }
    const worker = await transaction.get<WorkerRecord>('workers', workerId)
    if (!worker) return { outcome: 'workerChanged', obstacles: [{ rule: 'isThere', words: '没有这位社工' }] }
    const { obstacles, reasons, score } = judge(fresh, worker, nowMs, given)
    if (obstacles.length > 0) return { outcome: 'workerChanged', obstacles }

    const shown = assignment ? [{ rule: 'assigned', points: 0, words: '由社工站安排' }, ...reasons] : reasons
    const deadlineMs = answerByMs(given.policy, fresh.urgency, nowMs, worker)
    const offer = offerOf(world, fresh, worker, { reasons: shown, score }, nowMs, deadlineMs)
    const after = withMessages(offered(fresh, offer, nowMs, assignment), [taskOffered(world, fresh, offer)], nowMs)
    await transaction.update('workers', worker._id, {
      increment: {
        loadPoints: fresh.casePoints,
        [`recent.${dayKey(nowMs)}.asked`]: 1,
        [`recent.${dayKey(nowMs)}.points`]: fresh.casePoints,
      },
      set: { lastOfferedAtMs: nowMs },
      unset: pastDays(worker, nowMs).map((day) => `recent.${day}`),
    })
    await saveStepIn(transaction, fresh, after)
    return { outcome: 'offered', need: after }
  })
}

/** The latest residents whom a worker is remembered to have helped. */
const MOST_FORMER_RESIDENTS = 200

/**
 * Gives back the room that the need's offer claimed; in the transaction of the step that ends it. What an offer came to
 * counts for the worker's last 30 days (`passed`: they did not take it); a case that was theirs stays with them there, and
 * its resident is remembered.
 */
export async function freeRoom(
  transaction: Transaction,
  need: NeedRecord,
  roomSinceMs: number | null,
  passed: 'declined' | 'lapsed' | null = null,
): Promise<void> {
  if (!need.offer) return
  const { workerId, offeredAtMs } = need.offer
  const day = `recent.${dayKey(offeredAtMs)}`
  const asked = need.status === 'offered'
  await transaction.update('workers', workerId, {
    increment: {
      loadPoints: -need.casePoints,
      ...(asked ? { [`${day}.points`]: -need.casePoints, [`${day}.${passed ?? 'asked'}`]: passed ? 1 : -1 } : {}),
    },
    set: {
      ...(roomSinceMs === null ? {} : { roomSinceMs }),
      ...(asked ? {} : await rememberResident(transaction, need, workerId)),
    },
  })
}

async function rememberResident(transaction: Transaction, { residentOpenid }: NeedRecord, workerId: WorkerId) {
  const worker = await transaction.get<WorkerRecord>('workers', workerId)
  const others = (worker?.formerResidents ?? []).filter((openid) => openid !== residentOpenid)
  return { formerResidents: [...others, residentOpenid].slice(-MOST_FORMER_RESIDENTS) }
}

/** A worker's offer of a need as it stands now; its id comes from both and the need's version, so that a repeat is the same. */
export function offerOf(
  { ids }: Pick<World, 'ids'>,
  need: NeedRecord,
  worker: WorkerRecord,
  judged: { reasons: readonly RouteReason[]; score: number },
  nowMs: number,
  deadlineMs: number,
): OfferRecord {
  return {
    offerId: `offer_${ids.from(need._id, worker._id, String(need.version))}`,
    workerId: worker._id,
    workerOpenid: worker.openid,
    workerName: worker.name,
    level: worker.level,
    servicePointName: worker.servicePointName,
    score: judged.score,
    reasons: judged.reasons,
    offeredAtMs: nowMs,
    deadlineMs,
  }
}
