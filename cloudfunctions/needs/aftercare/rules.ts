import type { Aftercare, EndWish, TaskAside } from '../../../typings/aftercare'
import type { Relation } from '../../../typings/asking'
import type { NeedStatus } from '../../../typings/terms'
import { dayMs } from '../../shared/time/spans'
import type { NeedRecord } from '../records'

/** What can still be done with a need, and by whom. All times are epoch milliseconds. */

/** 30 days after closing a need may be rated, opened again, and talked about. */
export const AFTERWARDS_MS = 30 * dayMs

const waiting: readonly NeedStatus[] = ['submitted', 'offered', 'triage']
/** Somebody has taken it on. */
export const inHand: readonly NeedStatus[] = ['accepted', 'serving']
const finished: readonly NeedStatus[] = ['closed', 'withdrawn']
export const openStatuses: readonly NeedStatus[] = [...waiting, ...inHand]

/** When the case was closed, for the last time; null when it is not. */
function closedAtMs(need: Pick<NeedRecord, 'status' | 'events'>): number | null {
  if (need.status !== 'closed') return null
  return need.events.reduce<number | null>((last, { kind, atMs }) => (kind === 'closed' ? atMs : last), null)
}

/** Until when it may be rated and opened again; null when it cannot be. */
export function afterwardsUntilMs(need: NeedRecord, nowMs: number): number | null {
  const closed = closedAtMs(need)
  if (closed === null || need.erasedAtMs !== undefined) return null
  return nowMs < closed + AFTERWARDS_MS ? closed + AFTERWARDS_MS : null
}

/** Both sides may write from acceptance until 30 days after closing. */
export function canTalk(need: NeedRecord, nowMs: number): boolean {
  return need.offer !== null && (inHand.includes(need.status) || afterwardsUntilMs(need, nowMs) !== null)
}

/** PIPL art. 24: an automatic choice may be refused. Once somebody is on it, the station is asked to look again. */
export function canAskPerson(need: NeedRecord): boolean {
  return !need.personAsked && (waiting.includes(need.status) || inHand.includes(need.status))
}

/** What has begun is not taken back: its resident asks that it end, and it is closed as every case is. */
export function canAskToEnd(need: Pick<NeedRecord, 'status'>): boolean {
  return need.status === 'serving'
}

/** The wish that stands; what came to its end, or began anew, has none. */
export function endAskedOf(need: Pick<NeedRecord, 'status' | 'endAsked'>): EndWish | null {
  return canAskToEnd(need) ? (need.endAsked ?? null) : null
}

export function canErase(need: NeedRecord): boolean {
  return finished.includes(need.status) && need.erasedAtMs === undefined
}

export function isOpen(need: Pick<NeedRecord, 'status'>): boolean {
  return !finished.includes(need.status)
}

/** Who may act as its resident: the one who asked, as long as the mandate holds where it is for another. */
export function isOwn(need: NeedRecord, openid: string, nowMs: number): boolean {
  if (need.residentOpenid !== openid) return false
  return !need.behalf || (need.behalf.mayFollow && nowMs < need.behalf.untilMs)
}

/** The worker who has it, or had it until it was closed. */
export function isItsWorker(need: NeedRecord, openid: string): boolean {
  const hasOrHad: readonly NeedStatus[] = [...inHand, 'closed']
  return need.offer?.workerOpenid === openid && hasOrHad.includes(need.status)
}

/** Whoever acts, and for whom; the phone says the same (`format/residents.ts`). */
export const relationWords: Readonly<Record<Relation, { actor: string; principal: string }>> = {
  child: { actor: '儿女', principal: '父母' },
  spouse: { actor: '爱人', principal: '爱人' },
  parent: { actor: '父母', principal: '儿女' },
  grandchild: { actor: '孙子孙女', principal: '爷爷奶奶' },
  sibling: { actor: '兄弟姐妹', principal: '兄弟姐妹' },
  guardian: { actor: '监护人', principal: '被监护人' },
  relative: { actor: '亲戚', principal: '亲戚' },
  neighbour: { actor: '邻居', principal: '邻居' },
}

/** Whom it is for, where that is someone else; for the one who asked. */
export function forNameOf({ behalf, entered, contactName }: NeedRecord): string | null {
  if (behalf) return `替${relationWords[behalf.relation].principal}${behalf.principalName}`
  return entered ? `代录：${contactName}` : null
}

/** Who asked for whom; for the worker. */
function askedByOf({ behalf, entered }: NeedRecord): string | null {
  if (behalf) {
    return `${behalf.actorName}（${relationWords[behalf.relation].actor}）替${behalf.principalName}提交`
  }
  return entered ? `${entered.staffName}（社区）代录，本人${consentWords[entered.consentHow]}同意` : null
}

const consentWords = { inPerson: '当面', phone: '电话', written: '书面' } as const

/** `voiceUrl` and `unreadNotes` are read by whoever calls. */
export function aftercareOf(
  need: NeedRecord,
  read: { voiceUrl: string | null; unreadNotes: number; nowMs: number },
): Aftercare {
  const until = afterwardsUntilMs(need, read.nowMs)
  return {
    voice: need.voice && read.voiceUrl ? { url: read.voiceUrl, durationMs: need.voice.durationMs } : null,
    unreadNotes: read.unreadNotes,
    canTalk: canTalk(need, read.nowMs),
    personAsked: need.personAsked === true,
    canAskPerson: canAskPerson(need),
    rating: need.rating ?? null,
    canRate: until !== null,
    reopenUntilMs: until,
    canAskToEnd: canAskToEnd(need),
    endAsked: endAskedOf(need),
    canErase: canErase(need),
    verifiedAtMs: need.verification?.atMs ?? null,
    refusedBecause: need.refusedBecause ?? null,
  }
}

export function asideOf(
  need: NeedRecord,
  read: { unreadNotes: number; nowMs: number; showsPeople: boolean },
): TaskAside {
  return {
    voiceMs: need.voice && need.voice.verdict !== 'risky' && !need.refusedBecause ? need.voice.durationMs : null,
    askedBy: read.showsPeople ? askedByOf(need) : null,
    child: read.showsPeople ? (need.child ?? null) : null,
    unreadNotes: read.unreadNotes,
    canTalk: canTalk(need, read.nowMs),
    verification: need.verification
      ? { outcome: need.verification.outcome, note: read.showsPeople ? need.verification.note : '' }
      : null,
  }
}
