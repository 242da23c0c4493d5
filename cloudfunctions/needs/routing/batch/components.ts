import type { AssignmentProblem } from './problem'
import type { SizedProblem } from './sized-problem'

/** A part that shares no worker with any other, and which needs and workers of the whole its own are. */
export interface Component<Problem extends AssignmentProblem> {
  problem: Problem
  needs: Int32Array
  workers: Int32Array
}

/**
 * Splits a problem into those parts: districts by themselves, and whatever falls apart within. Solved one by one they are the whole,
 * and each is short. Needs with no options, and workers whom nobody may go to, are in no part: they wait.
 */
export function components<Problem extends AssignmentProblem | SizedProblem>(problem: Problem): Component<Problem>[] {
  const { capacity, rowStart, pairWorker, waitingCost } = problem
  const leader = Int32Array.from(capacity, (_, worker) => worker)
  const find = (worker: number): number => {
    let at = worker
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number
      at = leader[at] as number
    }
    return at
  }
  const parts = new Map<number, { needs: number[]; workers: number[] }>()
  const used = new Uint8Array(capacity.length)
  for (let need = 0; need < waitingCost.length; need++) {
    const start = rowStart[need] as number
    for (let pair = start; pair < (rowStart[need + 1] as number); pair++) {
      used[pairWorker[pair] as number] = 1
      leader[find(pairWorker[pair] as number)] = find(pairWorker[start] as number)
    }
  }
  used.forEach((isUsed, worker) => {
    if (!isUsed) return
    const part = parts.get(find(worker)) ?? { needs: [], workers: [] }
    part.workers.push(worker)
    parts.set(find(worker), part)
  })
  for (let need = 0; need < waitingCost.length; need++) {
    const start = rowStart[need] as number
    if (start < (rowStart[need + 1] as number)) parts.get(find(pairWorker[start] as number))?.needs.push(need)
  }
  return [...parts.values()].map(({ needs, workers }) =>
    part(problem, Int32Array.from(needs), Int32Array.from(workers)),
  )
}

function part<Problem extends AssignmentProblem | SizedProblem>(
  whole: Problem,
  needs: Int32Array,
  workers: Int32Array,
): Component<Problem> {
  const numberOf = new Map<number, number>()
  workers.forEach((worker, number) => {
    numberOf.set(worker, number)
  })
  const rowStart = new Int32Array(needs.length + 1)
  const pairs: number[] = []
  needs.forEach((need, number) => {
    for (let pair = whole.rowStart[need] as number; pair < (whole.rowStart[need + 1] as number); pair++)
      pairs.push(pair)
    rowStart[number + 1] = pairs.length
  })
  const problem = {
    ...whole,
    capacity: workers.map((worker) => whole.capacity[worker] as number),
    rowStart,
    pairWorker: Int32Array.from(pairs, (pair) => numberOf.get(whole.pairWorker[pair] as number) as number),
    pairCost: Int32Array.from(pairs, (pair) => whole.pairCost[pair] as number),
    waitingCost: needs.map((need) => whole.waitingCost[need] as number),
    ...('pairPoints' in whole && { pairPoints: Int32Array.from(pairs, (pair) => whole.pairPoints[pair] as number) }),
  }
  return { problem, needs, workers }
}
