import type { NeedId, OfferId, TerritoryCode, WorkerId } from '../../typings/ids'
import type {
  Candidate,
  CommunityFigures,
  DeclineReason,
  NeedDetail,
  NeedSummary,
  SubmitNeedInput,
  SubmittedNeed,
  TaskDetail,
  TaskSummary,
  TriageRow,
  WorkerLoad,
} from '../../typings/needs'
import type { Page } from '../../typings/page'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/needs.ts`. All reject with CallFailure (`platform/cloud.ts`). */

/** Safe to send again: the key in the input makes it the same request. */
export function submitNeed(input: SubmitNeedInput): Promise<SubmittedNeed> {
  return call('needs.submit', input)
}

export function listMyNeeds(cursor: string | null): Promise<Page<NeedSummary>> {
  return call('needs.listMine', { cursor })
}

export function getNeed(needId: NeedId): Promise<NeedDetail> {
  return call('needs.get', { needId })
}

export function withdrawNeed(needId: NeedId, version: number, note: string): Promise<NeedDetail> {
  return call('needs.withdraw', { needId, version, note })
}

export function listTasks(cursor: string | null): Promise<Page<TaskSummary> & { load: WorkerLoad }> {
  return call('needs.listTasks', { cursor })
}

export function getTask(needId: NeedId): Promise<TaskDetail> {
  return call('needs.getTask', { needId })
}

export function acceptOffer(needId: NeedId, offerId: OfferId): Promise<TaskDetail> {
  return call('needs.accept', { needId, offerId })
}

export function declineOffer(
  needId: NeedId,
  offerId: OfferId,
  reason: DeclineReason,
  note: string,
): Promise<{ needId: NeedId }> {
  return call('needs.decline', { needId, offerId, reason, note })
}

export function listTriage(cursor: string | null): Promise<Page<TriageRow>> {
  return call('needs.listTriage', { cursor })
}

export function listCandidates(needId: NeedId): Promise<readonly Candidate[]> {
  return call('needs.listCandidates', { needId })
}

export function assignNeed(
  needId: NeedId,
  workerId: WorkerId,
  version: number,
  note: string,
): Promise<{ needId: NeedId }> {
  return call('needs.assign', { needId, workerId, version, note })
}

export function getCommunityFigures(territoryCode: TerritoryCode): Promise<CommunityFigures> {
  return call('needs.getCommunityFigures', { territoryCode })
}
