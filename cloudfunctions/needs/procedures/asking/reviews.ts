import { z } from 'zod'
import type { NoteId } from '../../../../typings/aftercare'
import type { NeedId } from '../../../../typings/ids'
import type { Role } from '../../../../typings/people'
import type { ReviewRow } from '../../../../typings/residents'
import { createMailbox } from '../../../people/public'
import { holdsOn } from '../../../shared/access/duties'
import { Failure, require } from '../../../shared/errors'
import { cursor, text } from '../../../shared/fields'
import { deliverOutbox, withPending } from '../../../shared/outbox/deliver'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { placeFilter } from '../../cases/places'
import { traceReads } from '../../cases/reads'
import { mayRead } from '../../cases/viewers'
import { deliverNeed } from '../../deliver'
import type { NeedRecord, NoteRecord } from '../../records'
import { contentRefused, noteSent } from '../../residents/messages'
import { getNeed, saveStep, withMessages } from '../../store'
import { decideVisits, type ReadRow, readVisits, traceReview } from './visit-reviews'

const PAGE_SIZE = 20
const reviewers: readonly Role[] = ['stationSupervisor', 'communityStaff', 'districtStaff']
const reviewKey = z.string().regex(/^(need|note|case)_[0-9a-f]{32}$/, 'what the list gave')

/**
 * What content security wants a person to look at: notes and pictures of visits on the first page, then needs, oldest first.
 * Nobody finds their own words among them, nor staff of the community what is confidential; each read leaves its trace.
 */
export const listReviews = procedure({
  name: 'needs.listReviews',
  input: z.strictObject({ cursor }),
  access: reviewers,
  async run(context, input) {
    const { world, openid, duties } = context
    // Notes are few, and wait for somebody who waits for an answer: they come first.
    const first = input.cursor === null ? (await Promise.all([readNotes(context), readVisits(context)])).flat() : []
    const page = await readPage<NeedRecord>(world.database, 'needs', {
      where: { contentReview: true, ...placeFilter(duties) },
      sortBy: 'submittedAtMs',
      direction: 'asc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const needs = page.rows.filter((need) => mayRead(duties, need) && !isOwnNeed(need, openid))
    const read = needs.map(({ _id, streetCode }) => ({ subjectId: _id, streetCode }))
    await traceReads(
      context,
      'needs.readReview',
      [...first, ...read].map(({ subjectId, streetCode }) => ({ subjectId, streetCode })),
    )
    const rows = await Promise.all(needs.map((need) => rowOfNeed(context, need)))
    return { rows: [...first.map(({ row }) => row), ...rows], nextCursor: page.nextCursor }
  },
})

/** Approved, others see it; refused, nobody but its writer does, who is told why. Again is fine. */
export const decideReview = procedure({
  name: 'needs.decideReview',
  input: z
    .strictObject({ reviewKey, approve: z.boolean(), reason: text(0, 100) })
    .refine(({ approve, reason }) => approve || reason !== '', { path: ['reason'], message: 'a reason for a refusal' }),
  access: reviewers,
  async run(context, { reviewKey, approve, reason }) {
    if (reviewKey.startsWith('need_')) await decideNeed(context, reviewKey as NeedId, approve, reason)
    else if (reviewKey.startsWith('note_')) await decideNote(context, reviewKey as NoteId, approve, reason)
    else await decideVisits(context, reviewKey, approve, reason)
    return { reviewKey }
  },
})

async function readNotes({ world, openid, duties }: Context): Promise<ReadRow[]> {
  const held = await world.database.find<NoteRecord>('notes', {
    where: { verdict: 'review', ...placeFilter(duties) },
    orderBy: [['atMs', 'asc']],
    limit: PAGE_SIZE,
  })
  const own = held.filter((note) => holdsOn(duties, note.territoryCode) && note.fromOpenid !== openid)
  if (own.length === 0) return []
  const needs = await world.database.find<NeedRecord>('needs', {
    where: { _id: { $in: own.map(({ needId }) => needId) } },
    limit: PAGE_SIZE,
  })
  const open = new Set(needs.filter((need) => mayRead(duties, need)).map(({ _id }) => _id))
  return own.filter(({ needId }) => open.has(needId)).map(rowOfNote)
}

function rowOfNote({ _id, needId, communityName, text: said, atMs, streetCode }: NoteRecord): ReadRow {
  const row = { reviewKey: _id, needId, kind: 'note' as const, communityName, text: said, textHeld: true, atMs }
  return { row: { ...row, photoUrls: [], voiceUrl: null }, subjectId: needId, streetCode }
}

/** Whose words they are: of the one who asked, or of the staff who wrote it down. */
function isOwnNeed({ residentOpenid, entered }: NeedRecord, openid: string): boolean {
  return residentOpenid === openid || entered?.openid === openid
}

async function rowOfNeed({ world }: Context, need: NeedRecord): Promise<ReviewRow> {
  const held = need.photos.filter(({ verdict }) => verdict === 'review').map(({ fileId }) => fileId)
  const voice = need.voice?.verdict === 'review' ? [need.voice.fileId] : []
  const urls = await world.files.temporaryUrls([...held, ...voice])
  return {
    reviewKey: need._id,
    needId: need._id,
    kind: 'need',
    communityName: need.communityName,
    text: need.description,
    textHeld: need.textHeld === true,
    photoUrls: urls.slice(0, held.length).filter((url) => url !== null),
    voiceUrl: urls[held.length] ?? null,
    atMs: need.submittedAtMs,
  }
}

async function decideNeed(context: Context, id: NeedId, approve: boolean, reason: string): Promise<void> {
  const { world, openid, duties, nowMs } = context
  const need = await getNeed(world.database, id)
  require(mayRead(duties, need), 'NOT_FOUND', 'no such need')
  require(!isOwnNeed(need, openid), 'FORBIDDEN', 'nobody lets their own words through')
  if (!need.contentReview) return
  await traceReview(context, need, approve)
  const decided = approve ? ('pass' as const) : ('risky' as const)
  const page = `/pages/need/need?needId=${need._id}`
  const what = need.textHeld ? '您求助里的文字' : '您求助里的照片或录音'
  const told = { openid: need.residentOpenid, what, page, cause: `${need._id} ${need.version}` }
  const after: NeedRecord = {
    ...need,
    contentReview: false,
    ...(need.textHeld ? { textHeld: false } : {}),
    photos: need.photos.map((photo) => (photo.verdict === 'review' ? { ...photo, verdict: decided } : photo)),
    ...(need.voice?.verdict === 'review' ? { voice: { ...need.voice, verdict: decided } } : {}),
    // A picture that is refused hides no words.
    ...(approve || !need.textHeld ? {} : { refusedBecause: reason }),
    version: need.version + 1,
  }
  const saved = approve ? after : withMessages(after, [contentRefused(world, told, reason, nowMs)], nowMs)
  if (!(await saveStep(world.database, need, saved))) throw new Failure('CONFLICT', 'the need has moved on')
  await deliverNeed(world, saved)
}

async function decideNote(context: Context, id: NoteId, approve: boolean, reason: string): Promise<void> {
  const { world, openid, duties, nowMs } = context
  const note = await world.database.get<NoteRecord>('notes', id)
  require(note && holdsOn(duties, note.territoryCode), 'NOT_FOUND', 'no such note')
  const need = await getNeed(world.database, note.needId)
  require(mayRead(duties, need), 'NOT_FOUND', 'no such note')
  require(note.fromOpenid !== openid, 'FORBIDDEN', 'nobody lets their own words through')
  if (note.verdict !== 'review') return
  await traceReview(context, note, approve)
  const page = `/resident/pages/thread/thread?needId=${note.needId}`
  const told = { openid: note.fromOpenid, what: '您的留言', page, cause: note._id }
  const news = approve ? noteSent(world, note, need, nowMs) : contentRefused(world, told, reason, nowMs)
  const pending = withPending(note, [news], nowMs)
  const set = { verdict: approve ? 'pass' : 'refused', ...pending }
  const guard = { verdict: 'review', outboxVersion: note.outboxVersion }
  if (!(await world.database.update('notes', note._id, guard, { set }))) return
  await deliverOutbox(world, createMailbox(world), 'notes', { ...note, ...pending })
}
