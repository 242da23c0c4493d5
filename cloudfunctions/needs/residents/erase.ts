import { Failure } from '../../shared/errors'
import type { World } from '../../shared/ports/index'
import { erased } from '../aftercare/steps'
import { caseIdOf } from '../casework/case-record'
import type { NeedRecord } from '../records'
import { dangerIdOf } from './dangers'

/** Parts that leave a need whole when its person does. */
const partsGone = ['voice', 'behalf', 'entered', 'child', 'verification'] as const

/** Stands for a person who was taken out: always the same for one, so that erasing again finds what it did. */
export function nobodyOf({ ids }: Pick<World, 'ids'>, openid: string): string {
  return `erased_${ids.from('erased', openid)}`
}

/**
 * The need's own write comes first and is the one that counts: it is guarded. Files, notes and the case's excerpt follow;
 * each may be done again. CONFLICT when somebody was first.
 */
export async function eraseNeed(world: World, need: NeedRecord, openid: string): Promise<void> {
  const { database } = world
  const nobody = nobodyOf(world, openid)
  const fileIds = [...need.photos.map(({ fileId }) => fileId), ...(need.voice ? [need.voice.fileId] : [])]
  await world.files.remove(fileIds)
  const { _id, outbox, outboxVersion, outboxDueAtMs, voice, behalf, entered, child, verification, ...rest } = erased(
    need,
    nobody,
    world.clock.nowMs(),
  )
  const change = {
    set: { ...rest, outbox: [], outboxDueAtMs: null },
    unset: [...partsGone],
    increment: { outboxVersion: 1 },
  }
  if (!(await database.update('needs', _id, { version: need.version }, change))) {
    throw new Failure('CONFLICT', 'the need has moved on')
  }
  await database.updateMany(
    'notes',
    { needId: _id, fromOpenid: openid },
    { set: { text: '', fromName: '', fromOpenid: nobody } },
  )
  await database.updateMany('notes', { needId: _id, toOpenid: openid }, { set: { toOpenid: nobody } })
  // What was paged of it goes too; that somebody was, and who went, stays.
  await database.update(
    'dangers',
    dangerIdOf(world, _id),
    {},
    { set: { raiserOpenid: nobody, words: '', phone: null } },
  )
  await database.update('cases', caseIdOf(_id), {}, { set: { residentOpenid: nobody, excerpt: '' } })
}
