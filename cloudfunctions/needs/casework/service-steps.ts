import type { NeedRecord, OfferRecord } from '../records'
import { step } from './steps'

/** What the work on a case does to its need. The stages themselves are in `case-steps.ts`. */

/** The case was opened: 接案. */
export function serving(need: NeedRecord, nowMs: number): NeedRecord {
  return step(need, nowMs, byWorker(need, 'serving'), { status: 'serving' })
}

export function planApproved(need: NeedRecord, nowMs: number): NeedRecord {
  return step(need, nowMs, { kind: 'planApproved', actorName: null, note: null, noteFor: 'all' }, {})
}

export function visited(need: NeedRecord, nowMs: number): NeedRecord {
  return step(need, nowMs, byWorker(need, 'visited'), {})
}

/** The offer stays, as the record of who helped; nobody's list shows it any more, and it weighs on nobody. */
export function closed(need: NeedRecord, nowMs: number): NeedRecord {
  return step(need, nowMs, byWorker(need, 'closed'), { status: 'closed', workerOpenid: null })
}

/** Another worker has it from now on; why is for the station alone. */
export function reassigned(need: NeedRecord, offer: OfferRecord, nowMs: number, reason: string): NeedRecord {
  const event = { kind: 'reassigned', actorName: offer.workerName, note: reason, noteFor: 'station' } as const
  return step(need, nowMs, event, {
    offer,
    offerIds: [...need.offerIds, offer.offerId],
    workerOpenid: offer.workerOpenid,
  })
}

function byWorker<Kind extends 'serving' | 'visited' | 'closed'>(need: NeedRecord, kind: Kind) {
  return { kind, actorName: need.offer?.workerName ?? null, note: null, noteFor: 'all' as const }
}
