import type { RoutingPolicy } from '../../../typings/routing'
import { hourMs } from '../../shared/time/spans'
import type { NeedRecord } from '../records'
import { assign } from './batch/assign'
import { assignSized } from './batch/assign-sized'
import { assignmentProblem } from './batch/problem'
import { covers, type Judged, type RoutedNeed, type RoutedWorker } from './model'
import { chooseWorker, judge, usualShare } from './route'

/** A need that waits, as far as a batch has to know it. */
export type WaitingNeed = RoutedNeed & Pick<NeedRecord, '_id' | 'submittedAtMs'>

/** Whom a batch gives a need to; null: it goes on waiting. */
export interface Placement<Need extends WaitingNeed, Worker extends RoutedWorker> {
  need: Need
  judged: Judged<Worker> | null
  /** What the need's colleagues usually carried (`usualShare`), as the score was counted. */
  usualShare: number | null
}

/** Six weeks; who waits longer gains no more by it, so that every cost stays an exact whole number. */
const MOST_HOURS = 1000
/** A wish weighs more than every turn, a turn more than every score, waiting more than all of them. */
const [WISH, TURN, SCORE, WAITING] = [2_500_000, 100_000, 10, 20_000_000]
const MOST_SCORE = 8000
/** Tier, absence, doubt and share at their most. */
const MOST_TURN = 21
const urgencyRank = { emergency: 4, urgent: 2, normal: 1 } as const

/**
 * Gives the waiting needs out together: as few as can be go on waiting (the urgent and the old first in line), then as
 * many wishes met, as near and as fitting as the backlog as a whole allows, nobody above what they can carry. Needs of one
 * weight: the proven optimum. Of several: within a proven bound that is 1 % at the most on all that was measured.
 */
export function placeTogether<Need extends WaitingNeed, Worker extends RoutedWorker>(
  needs: readonly Need[],
  workers: readonly Worker[],
  nowMs: number,
  policy: RoutingPolicy,
): Placement<Need, Worker>[] {
  const options = needs.map((need) => fitting(need, workers, nowMs, policy))
  const rows = options.map(({ judged }, at) => ({
    options: judged.map(({ judged: each, worker }) => ({ worker, cost: costOf(each) })),
    waitingCost: waitingCostOf(needs[at] as Need, nowMs),
  }))
  const room = workers.map(({ capPoints, loadPoints }) => Math.max(0, capPoints - loadPoints))
  const workerOf = solve(
    rows,
    room,
    needs.map(({ casePoints }) => casePoints),
  )
  return needs.map((need, at) => {
    const { judged, usualShare: usual } = options[at] as Fitting<Worker>
    const chosen = judged.find(({ worker }) => worker === workerOf[at])
    return { need, judged: chosen?.judged ?? null, usualShare: usual }
  })
}

/** The same needs given out one by one, the oldest first: what a batch is compared with. */
export function placeOneByOne<Need extends WaitingNeed, Worker extends RoutedWorker>(
  needs: readonly Need[],
  workers: readonly Worker[],
  nowMs: number,
  policy: RoutingPolicy,
): Placement<Need, Worker>[] {
  const current = [...workers]
  const oldestFirst = [...needs.entries()].sort(([, left], [, right]) => left.submittedAtMs - right.submittedAtMs)
  const placements = new Map<number, Placement<Need, Worker>>()
  for (const [at, need] of oldestFirst) {
    const judged = chooseWorker(need, current, nowMs, policy)
    placements.set(at, { need, judged, usualShare: null })
    if (!judged) continue
    const index = current.indexOf(judged.worker)
    current[index] = {
      ...judged.worker,
      loadPoints: judged.worker.loadPoints + need.casePoints,
      lastOfferedAtMs: nowMs,
    }
  }
  return needs.map((need, at) => placements.get(at) ?? { need, judged: null, usualShare: null })
}

interface Fitting<Worker extends RoutedWorker> {
  judged: { judged: Judged<Worker>; worker: number }[]
  usualShare: number | null
}

function fitting<Worker extends RoutedWorker>(
  need: WaitingNeed,
  workers: readonly Worker[],
  nowMs: number,
  policy: RoutingPolicy,
): Fitting<Worker> {
  const serving = [...workers.entries()].filter(
    ([, { fields, servesCodes }]) => fields.includes(need.field) && covers(servesCodes, need.territoryCode),
  )
  const usual = usualShare(
    need,
    serving.map(([, worker]) => worker),
    nowMs,
  )
  const judged = serving
    .map(([worker, record]) => ({ judged: judge(need, record, nowMs, { policy, usualShare: usual }), worker }))
    .filter(({ judged: { obstacles } }) => obstacles.length === 0)
  return { judged, usualShare: usual }
}

/** By turns, nobody's turn is nearer than another's: the score decides. */
function costOf({ unmetWishes, turn, score }: Judged<RoutedWorker>): number {
  return WISH * unmetWishes + TURN * (turn <= MOST_TURN ? turn : 0) + SCORE * (MOST_SCORE - Math.min(MOST_SCORE, score))
}

function waitingCostOf({ urgency, submittedAtMs }: WaitingNeed, nowMs: number): number {
  const hours = Math.min(MOST_HOURS, Math.max(0, Math.floor((nowMs - submittedAtMs) / hourMs)))
  return urgencyRank[urgency] * WAITING + hours * TURN
}

type Row = { options: readonly { worker: number; cost: number }[]; waitingCost: number }

function solve(rows: readonly Row[], room: readonly number[], points: readonly number[]): Int32Array {
  const [weight = 1] = points
  if (points.every((each) => each === weight)) {
    return assign(
      assignmentProblem(
        rows,
        room.map((free) => Math.floor(free / weight)),
      ),
    ).workerOf
  }
  const problem = assignmentProblem(rows, room)
  const pairPoints = new Int32Array(problem.pairWorker.length)
  points.forEach((each, need) => {
    pairPoints.fill(each, problem.rowStart[need], problem.rowStart[need + 1])
  })
  return assignSized({ ...problem, pairPoints }).workerOf
}
