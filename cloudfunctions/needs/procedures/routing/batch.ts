import { z } from 'zod'
import type { BatchOutcome, BatchPreview, BatchRow, BatchWorker, RoutingPolicy } from '../../../../typings/routing'
import { holdsOn } from '../../../shared/access/duties'
import { Failure } from '../../../shared/errors'
import { needId, text, version, workerId } from '../../../shared/fields'
import { type Context, procedure } from '../../../shared/procedure'
import { districtDigits } from '../../../shared/territory/digits'
import { hourMs } from '../../../shared/time/spans'
import { type Backlog, readBacklog } from '../../batch'
import { isPossible } from '../../casework/steps'
import { rowForStation } from '../../casework/views'
import { checkContent } from '../../content'
import { deliverNeed } from '../../deliver'
import { offerTo } from '../../offering'
import { policyOf } from '../../policies'
import type { NeedRecord, WorkerRecord } from '../../records'
import { type Placement, placeOneByOne, placeTogether } from '../../routing/backlog'
import { explainNobody } from '../../routing/route'
import { stationRoles } from '../triage'

const MOST_ITEMS = 20

/**
 * What the district's next batch would do with the needs that wait below the caller's duties. It is worked out for the
 * whole district, as the timer does, because rooms share the station's and the centre's workers. Stores nothing.
 */
export const previewBatch = procedure({
  name: 'needs.previewBatch',
  input: z.strictObject({}),
  access: stationRoles,
  limit: { name: 'needs.previewBatch', most: 120, windowMs: hourMs },
  async run(context) {
    const { world, nowMs, duties } = context
    const districtCode = duties[0]?.territoryCode.slice(0, districtDigits) ?? ''
    const policy = await policyOf(world, districtCode)
    const backlog = await readBacklog(world, districtCode, nowMs)
    const { waiting, workers } = backlog
    const together = placeTogether(waiting, workers, nowMs, policy)
    const oneByOne = placeOneByOne(waiting, workers, nowMs, policy)
    const own = [...waiting.entries()].filter(([, { territoryCode }]) => holdsOn(duties, territoryCode))
    const loadAfter = loadsAfter(together)
    const rows = own.map(([at, need]): BatchRow => {
      const placed = together[at]?.judged ?? null
      const other = oneByOne[at]?.judged ?? null
      return {
        ...rowOf(context, need),
        worker: placed && workerIn(placed.worker, loadAfter),
        reasons: placed?.reasons ?? [],
        why: placed ? '' : explainNobody(need, workers, nowMs, policy),
        oneByOneName: other?.worker.name ?? null,
        changed: placed?.worker._id !== other?.worker._id,
      }
    })
    return { atMs: nowMs, rows, ...totals(own, together, oneByOne), nextRunAtMs: nextRunAtMs(policy, waiting, nowMs) }
  },
})

/**
 * Makes the offers of a batch as the supervisor leaves it. Each stands by itself: a need that moved on, or a worker who no
 * longer fits, is skipped and said; the hard rules hold for people too.
 */
export const confirmBatch = procedure({
  name: 'needs.confirmBatch',
  input: z.strictObject({
    items: z
      .array(z.strictObject({ needId, version, workerId }))
      .min(1, '1 at least')
      .max(MOST_ITEMS, `${MOST_ITEMS} at most`)
      .refine((items) => new Set(items.map((item) => item.needId)).size === items.length, 'each need once'),
    note: text(0, 100),
  }),
  access: stationRoles,
  async run(context, { items, note }) {
    await checkContent(context.world, context.openid, note)
    const rows: BatchOutcome[] = []
    for (const item of items) rows.push(await confirmOne(context, item, note))
    return { rows }
  },
})

type Item = Pick<BatchRow, 'needId' | 'version'> & Pick<BatchWorker, 'workerId'>

async function confirmOne({ world, duties, callerName }: Context, item: Item, note: string): Promise<BatchOutcome> {
  const need = await world.database.get<NeedRecord>('needs', item.needId)
  const gone = { needId: item.needId, outcome: 'needChanged' as const, words: '这件事已经有变化，不在待派的里面了' }
  // Outside of the caller's duties looks like what is not there.
  if (!need || !holdsOn(duties, need.territoryCode)) return gone
  const made: BatchOutcome = { needId: need._id, outcome: 'offered', words: '已派出，等社工答复' }
  // The answer to the first try may have been lost on the way.
  if (need.offer?.workerId === item.workerId && need.version === item.version + 1) return made
  if (need.version !== item.version || !isPossible(need, 'assigned')) return gone
  try {
    const supervisorName = callerName ?? `${need.streetName}社工站`
    const offer = await offerTo(world, need, item.workerId, { supervisorName, note })
    if (offer.outcome === 'needChanged') return gone
    if (offer.outcome === 'workerChanged') {
      const words = offer.obstacles.map((obstacle) => obstacle.words).join('，')
      return { needId: need._id, outcome: 'workerChanged', words }
    }
    await deliverNeed(world, offer.need)
    return made
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'BUSY')) throw error
    return { needId: need._id, outcome: 'workerChanged', words: '这位社工正同时被派别的单，请再试一次' }
  }
}

function rowOf({ openid, nowMs }: Context, need: NeedRecord) {
  const {
    needId: id,
    field,
    subSkill,
    urgency,
    communityName,
    excerpt,
    submittedAtMs,
    version: seen,
  } = rowForStation(need, openid, nowMs)
  const { casePoints } = need
  return { needId: id, version: seen, field, subSkill, urgency, communityName, excerpt, submittedAtMs, casePoints }
}

/** The batch at which the first of the backlog comes due; it takes the others along. */
function nextRunAtMs(policy: RoutingPolicy, waiting: readonly NeedRecord[], nowMs: number): number | null {
  if (policy.batchEveryMinutes === null) return null
  const dueMs = waiting.map(({ routeAtMs }) => routeAtMs ?? Number.POSITIVE_INFINITY)
  const firstMs = Math.min(...dueMs)
  return Number.isFinite(firstMs) ? Math.max(firstMs, nowMs) : null
}

type Placements = readonly Placement<NeedRecord, WorkerRecord>[]

function loadsAfter(placements: Placements): ReadonlyMap<WorkerRecord['_id'], number> {
  const loads = new Map<WorkerRecord['_id'], number>()
  for (const { need, judged } of placements) {
    if (!judged) continue
    const { _id, loadPoints } = judged.worker
    loads.set(_id, (loads.get(_id) ?? loadPoints) + need.casePoints)
  }
  return loads
}

function workerIn(worker: WorkerRecord, loadAfter: ReadonlyMap<WorkerRecord['_id'], number>): BatchWorker {
  const { _id, name, level, servicePointName, capPoints, loadPoints } = worker
  const loadAfterPoints = loadAfter.get(_id) ?? loadPoints
  return { workerId: _id, name, level, servicePointName, capPoints, loadPoints, loadAfterPoints }
}

function totals(
  own: readonly (readonly [at: number, need: Backlog['waiting'][number]])[],
  together: Placements,
  oneByOne: Placements,
): Pick<BatchPreview, 'waitingCount' | 'placedCount' | 'oneByOnePlacedCount'> {
  const placed = (placements: Placements) => own.flatMap(([at]) => placements[at]?.judged ?? [])
  return {
    waitingCount: own.length,
    placedCount: placed(together).length,
    oneByOnePlacedCount: placed(oneByOne).length,
  }
}
