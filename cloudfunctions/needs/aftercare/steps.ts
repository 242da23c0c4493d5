import type { Rating, VerifyOutcome } from '../../../typings/aftercare'
import { hourMs } from '../../shared/time/spans'
import { step, submitted } from '../casework/steps'
import type { NeedRecord } from '../records'

/** What the resident and their community do to a need besides submitting and withdrawing it. */

/** The router leaves it alone from now on. Whoever was only asked has the room again; whoever is on it stays until the station decides. */
export function personAsked(need: NeedRecord, nowMs: number, note: string): NeedRecord {
  const event = { kind: 'personAsked' as const, actorName: null, note: note || null, noteFor: 'all' as const }
  const isWaiting = need.status === 'submitted' || need.status === 'offered' || need.status === 'triage'
  const toStation = {
    status: 'triage' as const,
    offer: null,
    workerOpenid: null,
    offerDeadlineMs: null,
    routeAtMs: null,
    triageWhy: '居民希望由人来选社工',
    escalatedTo: need.escalatedTo ?? ('station' as const),
    escalateAtMs: need.escalateAtMs ?? nowMs + STATION_ANSWERS_MS,
  }
  return step(need, nowMs, event, { personAsked: true, ...(isWaiting ? toStation : {}) })
}

/** After this the centre hears of it too, as of every need that waits. */
const STATION_ANSWERS_MS = 4 * hourMs

export function verified(
  need: NeedRecord,
  by: { outcome: VerifyOutcome; byName: string; note: string },
  nowMs: number,
): NeedRecord {
  const event = { kind: 'verified' as const, actorName: by.byName, note: by.note || null, noteFor: 'station' as const }
  return step(need, nowMs, event, { verified: true, verification: { ...by, atMs: nowMs } })
}

export function rated(need: NeedRecord, rating: Omit<Rating, 'atMs'>, nowMs: number): NeedRecord {
  const event = { kind: 'rated' as const, actorName: null, note: null, noteFor: 'all' as const }
  return step(need, nowMs, event, { rating: { ...rating, atMs: nowMs } })
}

/** The resident wants the service to end, or to go on after all; the case itself is closed by its worker and supervisor. */
export function endWished(need: NeedRecord, ends: boolean, note: string, nowMs: number): NeedRecord {
  const kind = ends ? ('endAsked' as const) : ('endDropped' as const)
  const event = { kind, actorName: null, note: note || null, noteFor: 'all' as const }
  return step(need, nowMs, event, { endAsked: ends ? { note, atMs: nowMs } : null })
}

/** It is asked for again: routed anew, with whoever knows the case first in the router's eyes. */
export function reopened(need: NeedRecord, reason: string, nowMs: number): NeedRecord {
  const event = { kind: 'reopened' as const, actorName: null, note: reason, noteFor: 'all' as const }
  const {
    status,
    offer,
    workerOpenid,
    offerDeadlineMs,
    acceptedAtMs,
    routeAtMs,
    triageWhy,
    escalatedTo,
    escalateAtMs,
  } = submitted(nowMs)
  return step(need, nowMs, event, {
    status,
    offer,
    workerOpenid,
    offerDeadlineMs,
    acceptedAtMs,
    // Whoever asked for a person once is not routed by the machine the second time.
    routeAtMs: need.personAsked ? null : routeAtMs,
    triageWhy,
    escalatedTo,
    escalateAtMs,
    passedOver: [],
    endAsked: null,
  })
}

/**
 * Takes the person out. What the books of work need stays: field, place down to the community, times, points, who helped.
 * `nobodyOpenid` stands for the resident from now on; it is nobody's.
 */
export function erased(need: NeedRecord, nobodyOpenid: string, nowMs: number): NeedRecord {
  const event = { kind: 'erased' as const, actorName: null, note: null, noteFor: 'all' as const }
  const stripped = step(need, nowMs, event, {
    residentOpenid: nobodyOpenid,
    contactName: '',
    contactPhone: '',
    address: '',
    description: '',
    photos: [],
    conflictCodes: [],
    contentReview: false,
    erasedAtMs: nowMs,
  })
  const { voice: _voice, behalf: _behalf, entered: _entered, child: _child, endAsked: _end, rating, ...rest } = stripped
  return {
    ...rest,
    events: stripped.events.map((each) => ({ ...each, note: null })),
    ...(rating ? { rating: { ...rating, comment: '' } } : {}),
  }
}
