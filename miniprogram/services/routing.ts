import type { NeedId, TerritoryCode, WorkerId } from '../../typings/ids'
import type { BatchOutcome, BatchPreview, RoutingPolicy, RoutingPolicyCard } from '../../typings/routing'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/routing.ts`. All reject with CallFailure (`platform/cloud.ts`). */

/** What the next batch would do; nothing is stored. */
export function previewBatch(): Promise<BatchPreview> {
  return call('needs.previewBatch', {})
}

/** 20 at most. Safe to send again: an offer that was made is made once. */
export async function confirmBatch(
  items: readonly { needId: NeedId; version: number; workerId: WorkerId }[],
  note: string,
): Promise<readonly BatchOutcome[]> {
  return (await call('needs.confirmBatch', { items, note })).rows
}

export function getRoutingPolicy(districtCode: TerritoryCode): Promise<RoutingPolicyCard> {
  return call('needs.getRoutingPolicy', { districtCode })
}

export function setRoutingPolicy(
  districtCode: TerritoryCode,
  version: number,
  policy: RoutingPolicy,
  note: string,
): Promise<RoutingPolicyCard> {
  return call('needs.setRoutingPolicy', { districtCode, version, policy, note })
}
