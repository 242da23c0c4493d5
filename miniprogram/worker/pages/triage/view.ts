import type { NeedId, WorkerId } from '../../../../typings/ids'
import type { Candidate, TriageRow, WorkerLoad } from '../../../../typings/needs'
import type { Field, RouteReason } from '../../../../typings/terms'
import { fieldAndSkill } from '../../../format/fields'
import { levelName, type UrgencyWords, urgencyWords } from '../../../format/needs'
import { initial } from '../../../format/people'
import { dayAndTime, duration } from '../../../format/time'

/** A need that waits for the station's choice, ready for the template. */
export interface QueueRow {
  needId: NeedId
  field: Field
  about: string
  urgency: UrgencyWords
  place: string
  excerpt: string
  waiting: string
  submitted: string
  why: string
  /** A colleague looks after it right now; empty when nobody else does. */
  claimed: string
  version: number
}

export function queueRow(row: TriageRow, nowMs: number): QueueRow {
  return {
    needId: row.needId,
    field: row.field,
    about: fieldAndSkill(row.field, row.subSkill),
    urgency: urgencyWords(row.urgency),
    place: row.communityName,
    excerpt: row.excerpt,
    waiting: `已等 ${duration(nowMs - row.submittedAtMs)}`,
    submitted: dayAndTime(row.submittedAtMs, nowMs),
    why: row.why,
    claimed: row.claim === null || row.claim.mine ? '' : `${row.claim.name}正在安排`,
    version: row.version,
  }
}

export interface CandidateRow {
  workerId: WorkerId
  name: string
  initial: string
  level: string
  point: string
  load: WorkerLoad
  score: number
  reasons: readonly RouteReason[]
  obstacles: readonly string[]
  notes: readonly string[]
  fits: boolean
}

/** Those who fit first, the best of them on top; then the others with what stands in the way. */
export function candidateRows(candidates: readonly Candidate[]): CandidateRow[] {
  const rows = candidates.map((candidate) => ({
    workerId: candidate.workerId,
    name: candidate.name,
    initial: initial(candidate.name),
    level: levelName(candidate.level),
    point: candidate.servicePointName,
    load: candidate.load,
    score: candidate.score,
    reasons: candidate.reasons,
    obstacles: candidate.obstacles,
    notes: candidate.notes,
    fits: candidate.obstacles.length === 0,
  }))
  return rows.sort((a, b) => Number(b.fits) - Number(a.fits) || b.score - a.score)
}
