import type { TriageClaim } from '../../../typings/cases'
import type {
  Candidate,
  HelperCard,
  NeedDetail,
  NeedEvent,
  NeedSummary,
  TaskDetail,
  TaskSummary,
  TriageRow,
} from '../../../typings/needs'
import { aftercareOf, asideOf, forNameOf } from '../aftercare/rules'
import type { NeedEventRecord, NeedRecord, WorkerRecord } from '../records'
import type { Judged } from '../routing/model'
import { isPossible } from './steps'

/** What each viewer may see of a need. Whoever is none of them sees nothing: the procedures answer NOT_FOUND. */

const EXCERPT_CHARACTERS = 40

export function summaryForResident(need: NeedRecord): NeedSummary {
  const { _id, field, subSkill, status, urgency, submittedAtMs, offerDeadlineMs } = need
  return {
    needId: _id,
    field,
    subSkill,
    excerpt: shorten(ownWords(need)),
    status,
    urgency,
    submittedAtMs,
    deadlineMs: offerDeadlineMs,
    forName: forNameOf(need),
  }
}

/** `photoUrls` are those of `need.photos`, of which the resident sees every one that was not refused. */
export function detailForResident(
  need: NeedRecord,
  photoUrls: readonly string[],
  read: { voiceUrl: string | null; unreadNotes: number; nowMs: number },
): NeedDetail {
  return {
    ...summaryForResident(need),
    description: need.description,
    photoUrls,
    territoryCode: need.territoryCode,
    communityName: need.communityName,
    address: need.address,
    contactPhoneMasked: maskPhone(need.contactPhone),
    helper: helperCard(need),
    servicePoint: need.servicePoint,
    events: eventsFor('resident', need.events),
    canWithdraw: isPossible(need, 'withdrawn'),
    aftercare: aftercareOf(need, read),
    version: need.version,
  }
}

export function summaryForWorker(need: NeedRecord): TaskSummary {
  const { _id, offer, field, subSkill, urgency, status, communityName, submittedAtMs, offerDeadlineMs } = need
  return {
    needId: _id,
    offerId: status === 'offered' ? (offer?.offerId ?? null) : null,
    field,
    subSkill,
    urgency,
    status,
    communityName,
    excerpt: excerpt(need),
    submittedAtMs,
    deadlineMs: offerDeadlineMs,
    casePoints: need.casePoints,
  }
}

/** Who and exactly where only once the worker has accepted; whoever gives this out leaves the trace (`showsContact`). */
export function detailForWorker(
  need: NeedRecord,
  photoUrls: readonly string[],
  read: { unreadNotes: number; nowMs: number },
): TaskDetail {
  const { contactName: name, contactPhone: phone, address } = need
  return {
    ...summaryForWorker(need),
    description: wordsForOthers(need),
    photoUrls,
    reasons: need.offer?.reasons ?? [],
    contact: showsContact(need) ? { name, phone, address } : null,
    events: eventsFor('worker', need.events),
    aside: asideOf(need, { ...read, showsPeople: showsContact(need) }),
    version: need.version,
  }
}

export function showsContact(need: Pick<NeedRecord, 'status'>): boolean {
  return need.status === 'accepted' || need.status === 'serving'
}

/** `openid` is the reader: their own claim is said to be theirs. */
export function rowForStation(need: NeedRecord, openid: string, nowMs: number): TriageRow {
  const { _id, field, subSkill, urgency, communityName, submittedAtMs, triageWhy, version } = need
  return {
    needId: _id,
    field,
    subSkill,
    urgency,
    communityName,
    excerpt: excerpt(need),
    submittedAtMs,
    why: triageWhy ?? '',
    claim: claimFor(need, openid, nowMs),
    version,
  }
}

/** A claim that has run out is none. */
export function claimFor({ claim }: Pick<NeedRecord, 'claim'>, openid: string, nowMs: number): TriageClaim | null {
  if (!claim || claim.untilMs <= nowMs) return null
  return { name: claim.name, untilMs: claim.untilMs, mine: claim.openid === openid }
}

export function candidateForStation(
  { worker, score, reasons, obstacles }: Judged<WorkerRecord>,
  notes: readonly string[] = [],
): Candidate {
  const { _id, name, level, servicePointName, loadPoints, capPoints } = worker
  return {
    workerId: _id,
    name,
    level,
    servicePointName,
    load: { loadPoints, capPoints },
    score,
    // A reason speaks to the resident; here a colleague reads it.
    reasons: reasons.map((reason) => ({ ...reason, words: reason.words.replaceAll('您', '居民') })),
    obstacles: obstacles.map(({ words }) => words),
    notes,
  }
}

/** Pictures that this viewer may see: others see only what content security has passed. */
export function photosFor(viewer: 'resident' | 'worker', need: Pick<NeedRecord, 'photos'>): string[] {
  return need.photos
    .filter(({ verdict }) => (viewer === 'resident' ? verdict !== 'risky' : verdict === 'pass'))
    .map(({ fileId }) => fileId)
}

/** The resident knows a helper from the moment that one has accepted. */
function helperCard({ status, offer }: NeedRecord): HelperCard | null {
  if (!(['accepted', 'serving', 'closed'] as const).some((known) => known === status) || !offer) return null
  const { workerName: name, level, servicePointName, reasons } = offer
  return { name, level, servicePointName, reasons }
}

/** Names of those who did not take it stay with the station, as do their reasons. */
function eventsFor(viewer: 'resident' | 'worker', events: readonly NeedEventRecord[]): NeedEvent[] {
  return events
    .filter(({ kind }) => viewer === 'resident' || (kind !== 'declined' && kind !== 'timedOut'))
    .map(({ kind, atMs, actorName, note, noteFor }) => ({
      kind,
      atMs,
      actorName: kind === 'declined' || kind === 'timedOut' ? null : actorName,
      note: noteFor === 'all' ? note : null,
    }))
}

export function excerpt(need: Written): string {
  return shorten(wordsForOthers(need))
}

function shorten(words: string): string {
  return [...words.replace(/\s+/g, ' ')].slice(0, EXCERPT_CHARACTERS).join('')
}

type Written = Pick<NeedRecord, 'description' | 'voice' | 'refusedBecause' | 'erasedAtMs'>

/** What anybody but the resident reads of it. */
function wordsForOthers(need: Written): string {
  const isRefused = need.erasedAtMs === undefined && need.refusedBecause !== undefined
  return isRefused ? '（内容没有通过审核，请与居民电话核实）' : ownWords(need)
}

function ownWords(need: Written): string {
  if (need.erasedAtMs !== undefined) return '（已应居民要求删除）'
  if (need.description !== '') return need.description
  return need.voice ? `语音求助，${Math.round(need.voice.durationMs / 1000)} 秒` : ''
}

/** 138****1234; of a landline the last four digits. */
export function maskPhone(phone: string): string {
  if (/^1\d{10}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`
  return `${'*'.repeat(Math.max(0, phone.length - 4))}${phone.slice(-4)}`
}
