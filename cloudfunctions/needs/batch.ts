import type { TerritoryCode } from '../../typings/ids'
import { Failure } from '../shared/errors'
import type { World } from '../shared/ports/index'
import { triaged } from './casework/steps'
import { deliverNeed } from './deliver'
import { offerTo } from './offering'
import { policyOf } from './policies'
import type { NeedRecord, WorkerRecord } from './records'
import { type Placement, placeTogether } from './routing/backlog'
import { nextTryAtMs } from './routing/policy'
import { explainNobody } from './routing/route'
import { saveStep } from './store'

const MOST_WAITING = 500
const MOST_WORKERS = 1000
/** Claimed in one go, so that it ends within the timer's minute; what is due and was not reached stays due. */
const MOST_CLAIMS = 60

/** What waits in a district, oldest first, and all who could take it. */
export interface Backlog {
  waiting: NeedRecord[]
  workers: WorkerRecord[]
}

/** Two queries. What a person has taken in hand is left to them. */
export async function readBacklog({ database }: World, districtCode: TerritoryCode, nowMs: number): Promise<Backlog> {
  const [waiting, workers] = await Promise.all([
    database.find<NeedRecord>('needs', {
      where: { status: 'triage', districtCode },
      orderBy: [['submittedAtMs', 'asc']],
      limit: MOST_WAITING,
    }),
    database.find<WorkerRecord>('workers', { where: { districtCode }, limit: MOST_WORKERS }),
  ])
  return { waiting: waiting.filter((need) => isForTheRouter(need, nowMs)), workers }
}

/** False while somebody at the station holds it, or when the resident asked that a person choose. */
export function isForTheRouter({ claim, routeAtMs }: NeedRecord, nowMs: number): boolean {
  return routeAtMs !== null && !(claim && claim.untilMs > nowMs)
}

/**
 * Assigns everything that waits in the district together. Each offer is claimed by itself in its own short transaction:
 * what moved on since is skipped. `due` are the needs whose time has come: those that stay get their next one, and those
 * beyond what one go claims stay due. How many were placed.
 */
export async function runBatch(world: World, districtCode: TerritoryCode, due: readonly NeedRecord[]): Promise<number> {
  const nowMs = world.clock.nowMs()
  const policy = await policyOf(world, districtCode)
  const { waiting, workers } = await readBacklog(world, districtCode, nowMs)
  const placements = placeTogether(waiting, workers, nowMs, policy)
  const chosen = placements.filter(({ judged }) => judged !== null)
  const placed = new Set<NeedRecord['_id']>()
  for (const placement of chosen.slice(0, MOST_CLAIMS)) {
    if (await claim(world, placement)) placed.add(placement.need._id)
  }
  const later = new Set(chosen.slice(MOST_CLAIMS).map(({ need }) => need._id))
  const left = due.filter(({ _id }) => !placed.has(_id) && !later.has(_id))
  for (const [place, need] of left.entries()) {
    const atMs = nextTryAtMs(policy, nowMs, place === 0)
    const after = triaged(need, nowMs, explainNobody(need, workers, nowMs, policy), {
      routeAtMs: atMs,
      escalateAtMs: atMs,
    })
    await saveStep(world.database, need, after)
  }
  return placed.size
}

async function claim(
  world: World,
  { need, judged, usualShare }: Placement<NeedRecord, WorkerRecord>,
): Promise<boolean> {
  if (!judged) return false
  try {
    const offer = await offerTo(world, need, judged.worker._id, null, usualShare)
    if (offer.outcome !== 'offered') return offer.outcome === 'needChanged'
    await deliverNeed(world, offer.need)
    return true
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    world.log('warn', 'batch.unclaimed', { need: need._id, code: error.code })
    return false
  }
}
