import { z } from 'zod'
import type { Note } from '../../../../typings/aftercare'
import type { NeedId } from '../../../../typings/ids'
import { createMailbox } from '../../../people/public'
import { stepLimit } from '../../../shared/access/rate-limit'
import { invariant, require } from '../../../shared/errors'
import { cursor, needId, requestKey, text } from '../../../shared/fields'
import { deliverOutbox, withPending } from '../../../shared/outbox/deliver'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { minuteMs } from '../../../shared/time/spans'
import { canTalk, isItsWorker } from '../../aftercare/rules'
import { checkContent } from '../../content'
import type { NeedRecord, NoteRecord } from '../../records'
import { followerOf, isOwnNow } from '../../residents/follower'
import { noteSent } from '../../residents/messages'
import { getNeed } from '../../store'

const PAGE_SIZE = 30
const MOST_UNREAD = 200

type Side = NoteRecord['from']

/** The talk, newest first. To anybody but the two there is none. */
export const listNotes = procedure({
  name: 'needs.listNotes',
  input: z.strictObject({ needId, cursor }),
  access: 'anyone',
  async run(context, input) {
    const { world, openid, nowMs } = context
    const { need, side } = await getSide(context, input.needId)
    const page = await readPage<NoteRecord>(world.database, 'notes', {
      where: { needId: need._id },
      sortBy: 'atMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    return {
      // What is held or was refused only its writer sees.
      rows: page.rows.filter((note) => note.verdict === 'pass' || note.fromOpenid === openid).map(noteFor(openid)),
      nextCursor: page.nextCursor,
      needId: need._id,
      withName: nameOfOther(need, side),
      canWrite: canTalk(need, nowMs),
      about: { field: need.field, subSkill: need.subSkill, status: need.status },
    }
  },
})

/**
 * One line more. Content security looks first: what it is not sure of waits for a person. The first line that the other has
 * not read tells them by message, the next ones do not.
 */
export const sendNote = procedure({
  name: 'needs.sendNote',
  input: z.strictObject({ needId, noteKey: requestKey, text: text(1, 300) }),
  access: 'anyone',
  limit: { name: 'needs.sendNote', most: 20, windowMs: 5 * minuteMs },
  async run(context, input) {
    const { world, openid, nowMs } = context
    const { need, side } = await getSide(context, input.needId)
    require(canTalk(need, nowMs), 'NOT_NOW', 'nobody is on the other side now')
    const verdict = await checkContent(world, openid, input.text)
    const said = { key: input.noteKey, text: input.text, verdict }
    const note = newNote(context, need, side, { ...said, follower: await followerOf(world, need, nowMs) })
    const unread = { toOpenid: note.toOpenid, read: false, verdict: 'pass', needId: need._id }
    const tells = verdict === 'pass' && (await world.database.count('notes', unread)) === 0
    const news = tells ? [noteSent(world, note, need, nowMs)] : []
    const stored: NoteRecord = { ...note, ...withPending(note, news, nowMs) }
    if ((await world.database.insert('notes', stored)) === 'exists') return repeat(context, note)
    await deliverOutbox(world, createMailbox(world), 'notes', stored)
    return noteFor(openid)(stored)
  },
})

export const setNotesRead = procedure({
  name: 'needs.setNotesRead',
  input: z.strictObject({ needId }),
  access: 'anyone',
  limit: stepLimit('needs.setNotesRead'),
  async run(context, input) {
    const { world, openid } = context
    const { need } = await getSide(context, input.needId)
    const unread = { toOpenid: openid, read: false, verdict: 'pass', needId: need._id }
    await world.database.updateMany('notes', unread, { set: { read: true } })
    return { unreadCount: 0 }
  },
})

/** By need, for the lists of both sides; 200 notes at most are counted. */
export const listUnreadNotes = procedure({
  name: 'needs.listUnreadNotes',
  input: z.strictObject({}),
  access: 'anyone',
  async run({ world, openid }) {
    const unread = await world.database.find<NoteRecord>('notes', {
      where: { toOpenid: openid, read: false, verdict: 'pass' },
      limit: MOST_UNREAD,
      fields: ['needId'],
    })
    const counts = new Map<NeedId, number>()
    for (const { needId: id } of unread) counts.set(id, (counts.get(id) ?? 0) + 1)
    return [...counts].map(([id, count]) => ({ needId: id, count }))
  },
})

async function getSide({ world, openid, nowMs }: Context, id: NeedId): Promise<{ need: NeedRecord; side: Side }> {
  const need = await getNeed(world.database, id)
  if (await isOwnNow(world, need, openid, nowMs)) return { need, side: 'resident' }
  require(isItsWorker(need, openid), 'NOT_FOUND', 'no such need')
  return { need, side: 'worker' }
}

function newNote(
  { world, openid, nowMs }: Context,
  need: NeedRecord,
  from: Side,
  said: { key: string; text: string; verdict: 'pass' | 'review'; follower: string },
): NoteRecord {
  invariant(need.offer, 'somebody is on the other side')
  const { territoryCode, communityName, streetCode, districtCode } = need
  return {
    _id: `note_${world.ids.from('note', need._id, openid, said.key)}`,
    inputHash: world.ids.from('noteInput', said.text),
    needId: need._id,
    from,
    fromOpenid: openid,
    fromName: from === 'worker' ? need.offer.workerName : residentName(need),
    toOpenid: from === 'worker' ? said.follower : need.offer.workerOpenid,
    text: said.text,
    atMs: nowMs,
    verdict: said.verdict,
    read: false,
    territoryCode,
    communityName,
    streetCode,
    districtCode,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}

async function repeat({ world, openid }: Context, note: NoteRecord): Promise<Note> {
  const stored = await world.database.get<NoteRecord>('notes', note._id)
  invariant(stored, 'a note is never removed')
  require(stored.inputHash === note.inputHash, 'KEY_REUSED', 'the same key came with another text')
  return noteFor(openid)(stored)
}

function noteFor(openid: string): (note: NoteRecord) => Note {
  return ({ _id, from, fromName, fromOpenid, text: said, atMs, verdict, read }) => ({
    noteId: _id,
    from,
    fromName,
    mine: fromOpenid === openid,
    text: said,
    atMs,
    state: verdict === 'pass' ? 'sent' : verdict === 'review' ? 'held' : 'refused',
    read,
  })
}

function residentName({ behalf, entered, contactName }: NeedRecord): string {
  if (behalf) return `${behalf.actorName}（代${behalf.principalName}）`
  return entered ? `${entered.staffName}（社区）` : contactName
}

/** The worker is known from acceptance on; nobody's number is. */
function nameOfOther(need: NeedRecord, side: Side): string | null {
  if (side === 'worker') return residentName(need)
  const { offer, acceptedAtMs } = need
  return offer && acceptedAtMs !== null ? `${offer.workerName}（${offer.servicePointName}）` : null
}
