import { z } from 'zod'
import { Failure } from '../errors'
import type { World } from '../ports/index'
import { claimOf, type FileClaimRecord } from './records'

/**
 * Whoever knows a cloud file's id could hand it in as their own, and have it shown or removed with the product's rights. So
 * every use has a folder of its own, in which names can't be guessed, and a file belongs to the first person who hands it in.
 */

const pictures = 'jpg|jpeg|png|webp|gif|heic'
/** The folders to which the mini-program uploads, each for one use. */
const endings = {
  needs: pictures,
  voices: 'mp3|aac|m4a|wav|webm',
  cases: pictures,
  spending: pictures,
  thanks: pictures,
  imports: 'csv|txt',
} as const

/** The id of a file that was uploaded for this use. */
export function fileIn(use: keyof typeof endings) {
  const pattern = new RegExp(`^cloud://[^/\\s]{1,120}/${use}/[0-9a-f]{32}\\.(${endings[use]})$`)
  return z.string().regex(pattern, `a file uploaded to ${use}`)
}

/**
 * Makes the files the person's; again is fine. INVALID_INPUT at `path` when one is another's: what is stored must not name it.
 * One atomic insert a file, before the document that names it is written.
 */
export async function claimFiles(
  { database }: Pick<World, 'database'>,
  openid: string,
  path: string,
  fileIds: readonly string[],
): Promise<void> {
  for (const fileId of new Set(fileIds)) {
    const claim = claimOf(fileId, openid)
    if ((await database.insert('fileClaims', claim)) === 'inserted') continue
    const held = await database.get<FileClaimRecord>('fileClaims', claim._id)
    if (held?.holder === claim.holder) continue
    throw new Failure('INVALID_INPUT', 'the file is not theirs', [{ path, limit: 'a file of their own' }])
  }
}

/** What one person handed in is another's from now on; what is not the first one's stays. Again is fine. */
export async function passFiles(
  { database }: Pick<World, 'database'>,
  fileIds: readonly string[],
  people: { from: string; to: string },
): Promise<void> {
  for (const fileId of fileIds) {
    const { _id, holder } = claimOf(fileId, people.from)
    const set = { holder: claimOf(fileId, people.to).holder }
    await database.update('fileClaims', _id, { holder }, { set })
  }
}

/** Removes those of the files that one of these people handed in, and then the claims. Again is fine. */
export async function removeFiles(
  world: Pick<World, 'database' | 'files' | 'log'>,
  fileIds: readonly string[],
  openids: readonly string[],
): Promise<void> {
  const distinct = [...new Set(fileIds)]
  for (let first = 0; first < distinct.length; first += mostAtOnce) {
    await removeSome(world, distinct.slice(first, first + mostAtOnce), openids)
  }
}

/** One read of the claims holds them all. */
const mostAtOnce = 500

async function removeSome(
  world: Pick<World, 'database' | 'files' | 'log'>,
  fileIds: readonly string[],
  openids: readonly string[],
): Promise<void> {
  const { database, files } = world
  const wanted = new Map(fileIds.map((fileId) => [claimOf(fileId, '')._id, fileId]))
  const where = { _id: { $in: [...wanted.keys()] } }
  const claims = await database.find<FileClaimRecord>('fileClaims', { where, limit: mostAtOnce })
  const own = claims.filter(({ _id, holder }) =>
    openids.some((openid) => claimOf(wanted.get(_id) ?? '', openid).holder === holder),
  )
  if (own.length < claims.length) world.log('warn', 'files.notTheirs', { count: claims.length - own.length })
  await files.remove(own.flatMap(({ _id }) => wanted.get(_id) ?? []))
  for (const { _id } of own) await database.remove('fileClaims', _id)
}
