import type { NeedEventKind } from '../../../typings/needs'
import type { EscalationLevel } from '../../../typings/routing'
import type { NeedStatus } from '../../../typings/terms'
import { invariant } from '../../shared/errors'
import { minuteMs } from '../../shared/time/spans'
import type { NeedEventRecord, NeedRecord, OfferRecord } from '../records'

/**
 * The state machine of a need. Each step returns the need as it is afterwards; nothing else changes one. A step that the
 * present state does not allow is a broken invariant: ask `isPossible` first.
 */
const possibleFrom: Readonly<Record<NeedEventKind, readonly NeedStatus[]>> = {
  submitted: [],
  offered: ['submitted', 'triage'],
  assigned: ['submitted', 'triage'],
  declined: ['offered'],
  timedOut: ['offered'],
  triaged: ['submitted', 'triage'],
  escalated: ['triage'],
  accepted: ['offered'],
  withdrawn: ['submitted', 'offered', 'accepted', 'triage'],
  serving: ['accepted'],
  planApproved: ['serving'],
  visited: ['serving'],
  reassigned: ['accepted', 'serving'],
  closed: ['serving'],
  personAsked: ['submitted', 'offered', 'triage', 'accepted', 'serving'],
  verified: ['submitted', 'offered', 'triage', 'accepted', 'serving'],
  rated: ['closed'],
  reopened: ['closed'],
  endAsked: ['serving'],
  endDropped: ['serving'],
  rewritten: ['submitted', 'offered', 'triage', 'accepted', 'serving'],
  erased: ['closed', 'withdrawn'],
}

/** How long the timer leaves a fresh need to the call that stored it. */
const ROUTED_BY_ITS_CALL_MS = 30_000
/** How often a triage case is tried again: leaves end, licences are renewed. */
const TRIAGE_RETRY_MS = 30 * minuteMs

export function isPossible(need: Pick<NeedRecord, 'status'>, step: NeedEventKind): boolean {
  return possibleFrom[step].includes(need.status)
}

/** The parts of a fresh need that the state machine owns. */
export function submitted(nowMs: number) {
  const event: NeedEventRecord = { kind: 'submitted', atMs: nowMs, actorName: null, note: null, noteFor: 'all' }
  return {
    status: 'submitted' as const,
    submittedAtMs: nowMs,
    ...nobody,
    acceptedAtMs: null,
    routeAtMs: nowMs + ROUTED_BY_ITS_CALL_MS,
    offerIds: [],
    passedOver: [],
    triageWhy: null,
    escalatedTo: null,
    escalateAtMs: null,
    events: [event],
    version: 1,
  }
}

/** One worker is asked; `supervisorName` when a person chose them. */
export function offered(
  need: NeedRecord,
  offer: OfferRecord,
  nowMs: number,
  by: { supervisorName: string; note: string } | null = null,
): NeedRecord {
  const event = by
    ? { kind: 'assigned' as const, actorName: by.supervisorName, note: by.note || null, noteFor: 'station' as const }
    : { kind: 'offered' as const, actorName: null, note: null, noteFor: 'all' as const }
  return step(need, nowMs, event, {
    status: 'offered',
    offer,
    offerIds: [...need.offerIds, offer.offerId],
    workerOpenid: offer.workerOpenid,
    offerDeadlineMs: offer.deadlineMs,
    routeAtMs: null,
    triageWhy: null,
    escalateAtMs: null,
  })
}

/** The worker's reason is for the station alone. */
export function declined(need: NeedRecord, nowMs: number, note: string): NeedRecord {
  return passedOn(need, nowMs, 'declined', note)
}

export function timedOut(need: NeedRecord, nowMs: number): NeedRecord {
  return passedOn(need, nowMs, 'timedOut', null)
}

export function accepted(need: NeedRecord, nowMs: number): NeedRecord {
  const actorName = need.offer?.workerName ?? null
  return step(
    need,
    nowMs,
    { kind: 'accepted', actorName, note: null, noteFor: 'all' },
    { status: 'accepted', acceptedAtMs: nowMs, offerDeadlineMs: null, routeAtMs: null },
  )
}

/** When a need in triage is tried again, and when the next level hears of it. */
export interface TriageTimes {
  routeAtMs: number
  escalateAtMs: number
}

/** Nobody fits: the station chooses. Found again in triage, only the words and the next try change, without an event. */
export function triaged(need: NeedRecord, nowMs: number, why: string, times?: TriageTimes): NeedRecord {
  const routeAtMs = times?.routeAtMs ?? nowMs + TRIAGE_RETRY_MS
  if (need.status === 'triage') return { ...need, triageWhy: why, routeAtMs, version: need.version + 1 }
  return step(
    need,
    nowMs,
    { kind: 'triaged', actorName: null, note: null, noteFor: 'all' },
    {
      status: 'triage',
      triageWhy: why,
      routeAtMs,
      escalatedTo: need.escalatedTo ?? 'station',
      escalateAtMs: times?.escalateAtMs ?? routeAtMs,
    },
  )
}

/** Nobody has it still: the next level is told; `escalateAtMs` is when the one after that is. */
export function escalated(need: NeedRecord, nowMs: number, to: EscalationLevel, escalateAtMs: number): NeedRecord {
  // The person on duty is reminded; that it was them the resident knows.
  if (need.escalatedTo === to) return { ...need, escalateAtMs, version: need.version + 1 }
  return step(
    need,
    nowMs,
    { kind: 'escalated', actorName: null, note: null, noteFor: 'all' },
    { escalatedTo: to, escalateAtMs },
  )
}

export function withdrawn(need: NeedRecord, nowMs: number, note: string): NeedRecord {
  return step(
    need,
    nowMs,
    { kind: 'withdrawn', actorName: null, note: note || null, noteFor: 'all' },
    { status: 'withdrawn', ...nobody, routeAtMs: null, triageWhy: null, escalateAtMs: null },
  )
}

const nobody = { offer: null, workerOpenid: null, offerDeadlineMs: null } as const

function passedOn(need: NeedRecord, nowMs: number, how: 'declined' | 'timedOut', note: string | null): NeedRecord {
  invariant(need.offer, 'an offered need has its offer')
  const { workerId, workerName, offerId } = need.offer
  return step(
    need,
    nowMs,
    { kind: how, actorName: workerName, note, noteFor: 'station' },
    {
      status: 'submitted',
      ...nobody,
      routeAtMs: nowMs + ROUTED_BY_ITS_CALL_MS,
      passedOver: [...need.passedOver, { workerId, offerId, how, atMs: nowMs }],
    },
  )
}

/** One step of a need: its event appended, its version counted up. */
export function step(
  need: NeedRecord,
  nowMs: number,
  event: Omit<NeedEventRecord, 'atMs'>,
  patch: Partial<NeedRecord>,
): NeedRecord {
  invariant(isPossible(need, event.kind), `${event.kind} from ${need.status}`)
  return { ...need, ...patch, events: [...need.events, { ...event, atMs: nowMs }], version: need.version + 1 }
}
