import type { RoutingPolicy } from '../../../typings/routing'
import type { RoutedNeed, RoutedWorker } from './model'
import { builtIn } from './policy'
import { judge } from './route'

/** When a worker has room again: the oldest waiting need that they fit. Null when there is none. */
export function oldestFitting<Need extends RoutedNeed & { submittedAtMs: number; _id: string }>(
  worker: RoutedWorker,
  waiting: readonly Need[],
  nowMs: number,
  policy: RoutingPolicy = builtIn.policy,
): Need | null {
  const given = { policy, usualShare: null }
  const fitting = waiting.filter((need) => judge(need, worker, nowMs, given).obstacles.length === 0)
  const [oldest] = fitting.sort(
    (left, right) => left.submittedAtMs - right.submittedAtMs || (left._id < right._id ? -1 : 1),
  )
  return oldest ?? null
}
