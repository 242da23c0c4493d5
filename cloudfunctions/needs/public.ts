import type { NeedId, TerritoryCode } from '../../typings/ids'
import { createMailbox } from '../people/public'
import { sweepOutbox } from '../shared/outbox/deliver'
import type { World } from '../shared/ports/index'
import { isForTheRouter, runBatch } from './batch'
import { timedOut } from './casework/steps'
import { deliverNeed, goOn } from './deliver'
import { escalate, findDueEscalations } from './escalate'
import { freeRoom, offerTo } from './offering'
import { policyOf } from './policies'
import type { NeedRecord, WorkerRecord } from './records'
import { oldestFitting } from './routing/waiting'
import { saveStepIn } from './store'

/**
 * What the timer does for needs. Each is one short query when nothing is due, takes up a portion when much is, and tells how
 * many it moved on, so that the timer knows whether to call it again in the same minute. Each may run twice at once: every
 * step is guarded.
 */

const AT_ONCE = 30
const MOST_DUE = 100
const WAITING_READ = 100

/** Where a case that this worker has in hand is; null when it is not theirs, not accepted yet or over. */
export async function findOwnCase(
  { database }: Pick<World, 'database'>,
  workerOpenid: string,
  needId: NeedId,
): Promise<{ territoryCode: TerritoryCode } | null> {
  const need = await database.get<NeedRecord>('needs', needId)
  if (!need || need.offer?.workerOpenid !== workerOpenid) return null
  return need.status === 'accepted' || need.status === 'serving' ? { territoryCode: need.territoryCode } : null
}

/** Offers that nobody answered in time go to the next. How many. */
export async function expireOffers(world: World): Promise<number> {
  const nowMs = world.clock.nowMs()
  const due = await world.database.find<NeedRecord>('needs', {
    where: { status: 'offered', offerDeadlineMs: { $lte: nowMs } },
    orderBy: [['offerDeadlineMs', 'asc']],
    limit: AT_ONCE,
  })
  return forEach(world, 'expireOffers', due, async (need) => {
    const passedOn = await expire(world, need, nowMs)
    if (passedOn) await goOn(world, passedOn, 'timer')
    return passedOn !== null
  })
}

/**
 * Routes what a call left unrouted; gives each worker who has room again the oldest waiting case that they fit; and assigns
 * what waits in a district together, as often as its policy says. How many it moved on.
 */
export async function routeWaiting(world: World): Promise<number> {
  const due = await world.database.find<NeedRecord>('needs', {
    where: { routeAtMs: { $lte: world.clock.nowMs() } },
    orderBy: [['routeAtMs', 'asc']],
    limit: MOST_DUE,
  })
  const waitingIn = new Map<TerritoryCode, NeedRecord[]>()
  const routed = await forEach(world, 'routeWaiting', due, async (need) => {
    const { batchEveryMinutes } = await policyOf(world, need.districtCode)
    if (need.status !== 'triage' || batchEveryMinutes === null) return (await goOn(world, need, 'timer')) !== need
    waitingIn.set(need.districtCode, [...(waitingIn.get(need.districtCode) ?? []), need])
    return false
  })
  const freed = await fillFreedRoom(world)
  const districts = [...waitingIn].map(([_id, waiting]) => ({ _id, waiting }))
  const batches = await forEach(world, 'runBatch', districts, async ({ _id, waiting }) => {
    await runBatch(world, _id, waiting)
    return true
  })
  return routed + freed + batches
}

/** Needs that nobody took up in their level's time are told to the next. How many. */
export async function escalateWaiting(world: World): Promise<number> {
  const due = await findDueEscalations(world)
  return forEach(world, 'escalateWaiting', due, (need) => escalate(world, need))
}

/** Delivers messages that their call could not. How many documents it took up. */
export async function deliverMessages(world: World): Promise<number> {
  let taken = 0
  for (const collection of ['dangers', 'needs', 'cases']) {
    taken += await sweepOutbox(world, createMailbox(world), collection)
  }
  return taken
}

/** Leaves that begin: what their workers were asked goes to the next. */
export { startLeaves } from './cases/leave-offers'
/** The same of notes between people; whoever looks into the app sees them anyway. */
export function deliverNotes(world: World): Promise<number> {
  return sweepOutbox(world, createMailbox(world), 'notes')
}

/** Alerts of danger that nobody took go to the district; and what tells of them, of notes and of needs is delivered. */
export { escalateDangers } from './residents/dangers'
export { exportNeeds } from './residents/export'
export { eraseResident, handOverNeeds, needIdsOf, openNeedsOf } from './residents/personal-data'

async function expire(world: World, seen: NeedRecord, nowMs: number): Promise<NeedRecord | null> {
  return world.database.transaction(async (transaction) => {
    const need = await transaction.get<NeedRecord>('needs', seen._id)
    if (!need || need.version !== seen.version) return null
    const after = timedOut(need, nowMs)
    // No sign that this worker waits for more: their room is not announced.
    await freeRoom(transaction, need, null, 'lapsed')
    await saveStepIn(transaction, need, after)
    return after
  })
}

async function fillFreedRoom(world: World): Promise<number> {
  const nowMs = world.clock.nowMs()
  const workers = await world.database.find<WorkerRecord>('workers', {
    where: { roomSinceMs: { $lte: nowMs } },
    orderBy: [['roomSinceMs', 'asc']],
    limit: AT_ONCE,
  })
  return forEach(world, 'fillFreedRoom', workers, async (worker) => {
    const waiting = await world.database.find<NeedRecord>('needs', {
      where: { status: 'triage', districtCode: worker.districtCode },
      orderBy: [['submittedAtMs', 'asc']],
      limit: WAITING_READ,
    })
    const forTheRouter = waiting.filter((each) => isForTheRouter(each, nowMs))
    const need = oldestFitting(worker, forTheRouter, nowMs, await policyOf(world, worker.districtCode))
    const offer = need && (await offerTo(world, need, worker._id))
    if (offer?.outcome === 'offered') await deliverNeed(world, offer.need)
    // With one case more there may be room for another: only when nothing fitted is the search over.
    if (need) return offer?.outcome === 'offered'
    return world.database.update(
      'workers',
      worker._id,
      { roomSinceMs: worker.roomSinceMs },
      { set: { roomSinceMs: null } },
    )
  })
}

/** How many the work moved on. One that breaks does not keep the others waiting; it is due again at the next tick. */
async function forEach<Item extends { _id: string }>(
  world: World,
  job: string,
  items: readonly Item[],
  work: (item: Item) => Promise<boolean>,
): Promise<number> {
  let moved = 0
  for (const item of items) {
    try {
      if (await work(item)) moved += 1
    } catch (error) {
      world.log('error', 'timer.broke', { job, subject: item._id, error: error instanceof Error ? error.message : '' })
    }
  }
  return moved
}
