import type { NeedId, WorkerId } from '../../../../typings/ids'
import type { BatchPreview, BatchRow } from '../../../../typings/routing'
import type { Field } from '../../../../typings/terms'
import type { ColleagueRow } from '../../../format/colleagues'
import { fieldAndSkill } from '../../../format/fields'
import { levelName, type UrgencyWords, urgencyWords } from '../../../format/needs'
import { initial } from '../../../format/people'
import { dayAndTime, duration } from '../../../format/time'

/** Whom a row goes to, as the batch or the supervisor has it. */
export interface Choice {
  workerId: WorkerId
  name: string
  initial: string
  about: string
  load: string
  words: string
}

/** One waiting need of the batch, ready for the template. */
export interface Row {
  needId: NeedId
  version: number
  field: Field
  about: string
  urgency: UrgencyWords
  place: string
  excerpt: string
  waiting: string
  /** Null: nobody can take it now. */
  choice: Choice | null
  /** Left to wait by the supervisor. */
  skipped: boolean
  /** Chosen by the supervisor. */
  mine: boolean
  /** What the batch changes against one by one; empty when nothing. */
  change: string
  why: string
  /** What became of it when it was sent, in words; empty before. */
  outcome: string
}

export interface View {
  rows: readonly Row[]
  summary: string
  compared: string
  nextRun: string
}

const mostReasons = 3
/** As many as one request takes. */
const mostAtOnce = 20

export function batchView(preview: BatchPreview, nowMs: number): View {
  const { waitingCount, placedCount, nextRunAtMs } = preview
  return {
    rows: preview.rows.map((row) => batchRow(row, nowMs)),
    summary: `${waitingCount} 件在等，现在能派出 ${placedCount} 件`,
    compared: comparison(preview),
    nextRun: nextRunAtMs === null ? '' : `您不派，系统会在${dayAndTime(nextRunAtMs, nowMs)} 这样派`,
  }
}

function batchRow(row: BatchRow, nowMs: number): Row {
  return {
    needId: row.needId,
    version: row.version,
    field: row.field,
    about: fieldAndSkill(row.field, row.subSkill),
    urgency: urgencyWords(row.urgency),
    place: row.communityName,
    excerpt: row.excerpt,
    waiting: `已等 ${duration(nowMs - row.submittedAtMs)}`,
    choice: choiceOf(row),
    skipped: false,
    mine: false,
    change: row.changed && row.worker ? changeWords(row.oneByOneName) : '',
    why: row.why,
    outcome: '',
  }
}

function choiceOf({ worker, reasons }: BatchRow): Choice | null {
  if (worker === null) return null
  const sorted = [...reasons].sort((a, b) => b.points - a.points).slice(0, mostReasons)
  return {
    workerId: worker.workerId,
    name: worker.name,
    initial: initial(worker.name),
    about: `${levelName(worker.level)} · ${worker.servicePointName}`,
    load: `在手 ${worker.loadPoints} → ${worker.loadAfterPoints} / ${worker.capPoints} 分`,
    words: sorted.map(({ words }) => words).join('；'),
  }
}

function changeWords(oneByOneName: string | null): string {
  return oneByOneName === null ? '一件一件派，这件派不出去' : `一件一件派，会派给${oneByOneName}`
}

/** What together is better for; nothing to say when it comes to the same. */
function comparison({ placedCount, oneByOnePlacedCount, rows }: BatchPreview): string {
  const more = placedCount - oneByOnePlacedCount
  if (more > 0) return `放在一起算，比一件一件派多派出 ${more} 件`
  const changed = rows.filter((row) => row.changed && row.worker !== null).length
  return changed === 0 ? '' : `放在一起算，有 ${changed} 件换了更合适的人`
}

/** The supervisor's own choice for a row. */
export function withChoice(row: Row, { workerId, name, initial: first, about, load, words }: ColleagueRow): Row {
  if (row.choice?.workerId === workerId) return { ...row, skipped: false }
  const choice = { workerId, name, initial: first, about, load, words }
  return { ...row, choice, skipped: false, mine: true, change: '' }
}

function isSent({ choice, skipped, outcome }: Row): boolean {
  return choice !== null && !skipped && outcome === ''
}

/** What is sent with one tap, the first 20. */
export function itemsOf(rows: readonly Row[]) {
  return rows
    .filter(isSent)
    .slice(0, mostAtOnce)
    .flatMap(({ needId, version, choice }) => (choice ? [{ needId, version, workerId: choice.workerId }] : []))
}

export function confirmWords(rows: readonly Row[]): string {
  const count = itemsOf(rows).length
  return count === 0 ? '没有要派的' : `派出这 ${count} 件`
}
