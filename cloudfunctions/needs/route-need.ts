import type { RoutingPolicy } from '../../typings/routing'
import { findHolders } from '../people/public'
import { Failure } from '../shared/errors'
import type { PendingMessage } from '../shared/outbox/message'
import type { Filter, World } from '../shared/ports/index'
import { isPossible, triaged } from './casework/steps'
import { needInTriage, needToAssign } from './messages'
import { offerTo } from './offering'
import { policyOf } from './policies'
import type { NeedRecord, WorkerRecord } from './records'
import { followerOf } from './residents/follower'
import { placesAround } from './routing/model'
import { escalateAtMs, nextTryAtMs } from './routing/policy'
import { chooseWorker, explainNobody, usualShare } from './routing/route'
import { saveStep, withMessages } from './store'

/** Others may take the chosen worker's room at the same moment; then the choice is made anew. */
const MOST_TRIES = 4
const MOST_WORKERS = 1000

/**
 * Finds the worker for a need and makes the offer, or hands the need to the station. Returns the need as it then is, its
 * messages waiting in it; null when another step was quicker. BUSY when too many claim at once: the timer goes on with it.
 */
export async function routeNeed(world: World, need: NeedRecord): Promise<NeedRecord | null> {
  const policy = await policyOf(world, need.districtCode)
  for (let attempt = 1; ; attempt += 1) {
    const { found, why } = await findWorker(world, need, policy)
    if (!found) return toTriage(world, need, why, policy)
    const offer = await attemptOffer(world, need, found, attempt)
    if (offer === 'again') continue
    return offer
  }
}

async function attemptOffer(
  world: World,
  need: NeedRecord,
  { worker, usualShare }: Found,
  attempt: number,
): Promise<NeedRecord | null | 'again'> {
  try {
    const offer = await offerTo(world, need, worker._id, null, usualShare)
    if (offer.outcome === 'offered') return offer.need
    if (offer.outcome === 'needChanged') return null
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'BUSY') || attempt >= MOST_TRIES) throw error
  }
  if (attempt >= MOST_TRIES) throw new Failure('BUSY', 'the room of each worker chosen was taken first')
  return 'again'
}

interface Found {
  worker: WorkerRecord
  usualShare: number | null
}

/** One query brings all who serve the place and the field: the room, the street and the district's centre. */
async function findWorker(
  world: World,
  need: NeedRecord,
  policy: RoutingPolicy,
): Promise<{ found: Found; why: '' } | { found: null; why: string }> {
  const nowMs = world.clock.nowMs()
  const { districtCode, field, territoryCode } = need
  const servesCodes = { $in: placesAround(territoryCode) }
  const workers = await readWorkers(world, { districtCode, fields: field, servesCodes })
  const chosen = chooseWorker(need, workers, nowMs, policy)
  if (chosen) return foundAmong(need, chosen.worker, workers, nowMs)
  return { found: null, why: explainNobody(need, workers, nowMs, policy) }
}

function foundAmong(need: NeedRecord, worker: WorkerRecord, workers: readonly WorkerRecord[], nowMs: number) {
  return { found: { worker, usualShare: usualShare(need, workers, nowMs) }, why: '' as const }
}

function readWorkers({ database }: World, where: Filter): Promise<WorkerRecord[]> {
  return database.find<WorkerRecord>('workers', { where, limit: MOST_WORKERS })
}

/** Every worker of the need's field in its district, for the station's choice. */
export function readFieldWorkers(world: World, { districtCode, field }: NeedRecord): Promise<WorkerRecord[]> {
  return readWorkers(world, { districtCode, fields: field })
}

async function toTriage(
  world: World,
  need: NeedRecord,
  why: string,
  policy: RoutingPolicy,
): Promise<NeedRecord | null> {
  if (!isPossible(need, 'triaged')) return null
  const nowMs = world.clock.nowMs()
  const stepped = triaged(need, nowMs, why, {
    routeAtMs: nextTryAtMs(policy, nowMs, need.status !== 'triage'),
    escalateAtMs: escalateAtMs(policy, need.urgency, need.escalatedTo ?? 'station', nowMs),
  })
  const news = need.status === 'triage' ? [] : await triageNews(world, stepped, nowMs)
  const after = withMessages(stepped, news, nowMs)
  return (await saveStep(world.database, need, after)) ? after : null
}

/** The resident, and the people at the station who now have to choose: a queue that nobody looks at is silence. */
async function triageNews(world: World, need: NeedRecord, nowMs: number): Promise<PendingMessage[]> {
  const [follower, supervisors] = await Promise.all([
    followerOf(world, need, nowMs),
    findHolders(world, 'stationSupervisor', need.streetCode),
  ])
  return [
    needInTriage(world, need, follower, nowMs),
    ...supervisors.map((openid) => needToAssign(world, need, openid, nowMs)),
  ]
}
