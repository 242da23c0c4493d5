import { Failure } from '../../shared/errors'
import type { Filter, World } from '../../shared/ports/index'
import { dayMs } from '../../shared/time/spans'
import type { ExportRecord } from '../records'

const AT_ONCE = 50

/** Keeps what was put together for a day, the row before the files; resolves with their ids. `id`: nobody can guess it. */
export async function keepExport(
  { database, files, clock }: World,
  { id, openid, page, json }: { id: string; openid: string; page: string; json: string },
): Promise<readonly [page: string, json: string]> {
  const paths = [`exports/${id}.html`, `exports/${id}.json`] as const
  const _id = `export_${id}` as const
  const kept: ExportRecord = { _id, openid, paths, fileIds: [], expiresAtMs: clock.nowMs() + dayMs }
  await database.insert('exports', kept)
  const fileIds = await Promise.all([
    files.upload(paths[0], Buffer.from(page)),
    files.upload(paths[1], Buffer.from(json)),
  ])
  if (await database.update('exports', _id, {}, { set: { fileIds } })) return fileIds
  // Its person left while it was put there.
  await files.remove(fileIds)
  throw new Failure('CONFLICT', 'the export was removed meanwhile')
}

/** Removes what was put together to take along, files first: a call that broke off finds the rest. How many. */
export async function removeExports({ database, files }: World, where: Filter): Promise<number> {
  const found = await database.find<ExportRecord>('exports', { where, limit: AT_ONCE })
  for (const { _id, fileIds, paths = [] } of found) {
    // Storage tells a file's id only when it is put there: an empty one in its place says which to remove.
    const ids =
      fileIds.length > 0 ? fileIds : await Promise.all(paths.map((path) => files.upload(path, new Uint8Array())))
    await files.remove(ids)
    await database.remove('exports', _id)
  }
  return found.length
}

/** For the timer: whose day is over. How many. */
export function removeOldExports(world: World): Promise<number> {
  return removeExports(world, { expiresAtMs: { $lte: world.clock.nowMs() } })
}
