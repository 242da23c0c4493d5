import type { NeedId } from '../../../typings/ids'
import { require } from '../../shared/errors'
import { withPending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import type { Change, World } from '../../shared/ports/index'
import { caseAhead } from '../casework/case-opening'
import { type CaseRecord, type CaseTimes, caseIdOf } from '../casework/case-record'
import { policyOf } from '../policies'
import type { NeedRecord } from '../records'

/** A need with its case; before 接案 the case is the one ahead of it, which is not stored. */
export interface CaseAndNeed {
  kase: CaseRecord
  need: NeedRecord
  /** What is in the database: null before 接案; a closed case where its need came back. */
  stored: CaseRecord | null
  times: CaseTimes
}

/** Both in one go; NOT_FOUND for a need that nobody has accepted yet. */
export async function loadCase(world: World, needId: NeedId): Promise<CaseAndNeed> {
  const [need, kase] = await Promise.all([
    world.database.get<NeedRecord>('needs', needId),
    world.database.get<CaseRecord>('cases', caseIdOf(needId)),
  ])
  require(need, 'NOT_FOUND', 'no such case')
  return joinCase(need, kase, await policyOf(world, need.districtCode))
}

/**
 * A need that came back after closing is ahead of its next 接案, whatever its case says. One that was taken back has no case
 * that goes on.
 */
export function joinCase(need: NeedRecord, kase: CaseRecord | null, times: CaseTimes): CaseAndNeed {
  require(need.status !== 'withdrawn' || kase?.status === 'closed', 'NOT_FOUND', 'no such case')
  if (kase && (need.status !== 'accepted' || kase.status === 'open')) return { kase, need, stored: kase, times }
  require(need.status === 'accepted' && need.offer, 'NOT_FOUND', 'no such case')
  return { kase: caseAhead(need, times), need, stored: kase, times }
}

/** Needs that have no stored case yet, each by the policy of its own district. */
export async function casesAhead(world: World, needs: readonly NeedRecord[]): Promise<CaseRecord[]> {
  const ahead: CaseRecord[] = []
  // One after the other: the first of a district reads its policy, the others have it.
  for (const need of needs) ahead.push(joinCase(need, null, await policyOf(world, need.districtCode)).kase)
  return ahead
}

export function withCaseMessages(kase: CaseRecord, messages: readonly PendingMessage[], nowMs: number): CaseRecord {
  return { ...kase, ...withPending(kase, messages, nowMs) }
}

/** Lists that a step only ever lengthens: appended, so that what is settled in them at the same moment is not undone. */
const appended = ['events', 'visits', 'photos', 'outbox'] as const

/** What a step changed. */
export function caseChange(before: CaseRecord, after: CaseRecord): Change {
  const { version, outboxVersion, events, visits, photos, outbox, ...rest } = after
  const set = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => value !== before[key as keyof CaseRecord]),
  )
  const push = Object.fromEntries(appended.map((list) => [list, after[list].slice(before[list].length)]))
  return {
    set,
    push,
    increment: { version: version - before.version, outboxVersion: outboxVersion - before.outboxVersion },
  }
}
