import type { NeedId } from '../../../typings/ids'
import { Failure } from '../../shared/errors'
import { removeFiles } from '../../shared/files/claims'
import type { Stored, World } from '../../shared/ports/index'
import { erased } from '../aftercare/steps'
import { type CaseRecord, caseIdOf } from '../casework/case-record'
import type { AccessRecord, DangerRecord, NeedRecord } from '../records'
import { dangerIdOf } from './dangers'
import { namesOfPerson, redacted, redactedText } from './redact'

/** Parts that leave a need whole when its person does. */
const partsGone = ['voice', 'behalf', 'entered', 'child', 'verification', 'wishes', 'endAsked'] as const
const MOST_READ = 1000

/** Stands for a person who was taken out: always the same for one, so that erasing again finds what it did. */
export function nobodyOf({ ids }: Pick<World, 'ids'>, openid: string): string {
  return `erased_${ids.from('erased', openid)}`
}

/**
 * Everything around the need goes first and the need itself last: it knows the names to look for, so a call that broke off
 * is simply repeated. CONFLICT when somebody was first.
 */
export async function eraseNeed(world: World, need: NeedRecord, openid: string): Promise<void> {
  const nobody = nobodyOf(world, openid)
  const words = namesOfPerson(need)
  await eraseFromCase(world, need._id, { openid, nobody, words })
  await eraseFromNotes(world, need._id, nobody)
  await eraseFromDanger(world, need._id, nobody, words)
  await eraseFromStaff(world, need._id, words)
  await removeFiles(world, fileIdsOf(need), [openid])
  await eraseRecord(world, need, nobody)
}

/** Everything that its resident sent along. */
export function fileIdsOf({ photos, voice }: Pick<NeedRecord, 'photos' | 'voice'>): string[] {
  return [...photos.map(({ fileId }) => fileId), ...(voice ? [voice.fileId] : [])]
}

async function eraseRecord(world: World, need: NeedRecord, nobody: string): Promise<void> {
  const after: Record<string, unknown> = { ...erased(need, nobody, world.clock.nowMs()) }
  for (const field of ['_id', 'outbox', 'outboxVersion', 'outboxDueAtMs', ...partsGone]) delete after[field]
  const change = {
    set: { ...after, outbox: [], outboxDueAtMs: null },
    unset: [...partsGone],
    increment: { outboxVersion: 1 },
  }
  if (!(await world.database.update('needs', need._id, { version: need.version }, change))) {
    throw new Failure('CONFLICT', 'the need has moved on')
  }
}

/**
 * 服务记录 stays, as the profession has to keep it: what was done, when, by whom. Who it was done for, the exact place and the
 * pictures of their home do not.
 */
async function eraseFromCase(
  world: World,
  needId: NeedId,
  person: { openid: string; nobody: string; words: readonly string[] },
): Promise<void> {
  const { database } = world
  const kase = await database.get<CaseRecord>('cases', caseIdOf(needId))
  if (!kase) return
  const workers = [kase.workerOpenid, ...kase.formerWorkers.map(({ openid }) => openid)]
  const fileIds = kase.photos.map(({ fileId }) => fileId)
  await removeFiles(world, fileIds, workers)
  const { _id, version, outboxVersion: _, ...rest } = kase
  const record = redacted(rest, person.words)
  const outbox = record.outbox.filter(({ openid }) => openid !== person.openid)
  const set = {
    ...record,
    residentOpenid: person.nobody,
    excerpt: '',
    photos: [],
    visits: record.visits.map((visit) => ({ ...visit, place: null, photoCount: 0 })),
    outbox,
    outboxDueAtMs: outbox.length === 0 ? null : record.outboxDueAtMs,
  }
  const counts = { version: 1, outboxVersion: 1 }
  if (!(await database.update('cases', _id, { version }, { set, increment: counts }))) {
    throw new Failure('CONFLICT', 'the case has moved on')
  }
}

/** The talk goes on both sides: who was called by name in it is the person. */
async function eraseFromNotes({ database }: World, needId: NeedId, nobody: string): Promise<void> {
  const gone = { text: '', outbox: [], outboxDueAtMs: null }
  const own = { ...gone, fromName: '', fromOpenid: nobody }
  await database.updateMany('notes', { needId, from: 'resident' }, { set: own })
  await database.updateMany('notes', { needId, from: 'worker' }, { set: { ...gone, toOpenid: nobody } })
}

/** What was paged goes; that somebody was, and who went, stays. */
async function eraseFromDanger(world: World, needId: NeedId, nobody: string, words: readonly string[]): Promise<void> {
  const id = dangerIdOf(world, needId)
  const danger = await world.database.get<DangerRecord>('dangers', id)
  if (!danger) return
  const outcome = danger.outcome && redactedText(danger.outcome, words)
  await world.database.update('dangers', id, {}, { set: { raiserOpenid: nobody, words: '', phone: null, outcome } })
}

/** What colleagues wrote to each other about it: why they wanted to read a child's file, and lines in their inboxes. */
async function eraseFromStaff({ database }: World, needId: NeedId, words: readonly string[]): Promise<void> {
  const [asked, told] = await Promise.all([
    database.find<AccessRecord>('caseAccess', { where: { needId }, limit: MOST_READ }),
    database.find<Stored & { title: string; body: string }>('inbox', {
      where: { page: { $in: pagesAbout(needId) } },
      limit: MOST_READ,
    }),
  ])
  for (const { _id, reason, note } of asked) {
    const clean = redacted({ reason, note }, words)
    if (clean.reason !== reason || clean.note !== note) await database.update('caseAccess', _id, {}, { set: clean })
  }
  for (const { _id, title, body } of told) {
    const clean = redacted({ title, body }, words)
    if (clean.title !== title || clean.body !== body) await database.update('inbox', _id, {}, { set: clean })
  }
}

function pagesAbout(needId: NeedId): string[] {
  const pages = [
    '/worker/pages/case/case',
    '/worker/pages/task/task',
    '/station/pages/decide/decide',
    '/resident/pages/thread/thread',
    '/pages/need/need',
  ]
  return pages.map((page) => `${page}?needId=${needId}`)
}
