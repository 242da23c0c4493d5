import type { Filter, World } from '../../shared/ports/index'
import type { ExportRecord } from '../records'

const AT_ONCE = 50

/** Removes what was put together to take along, files first: a call that broke off finds the rest. How many. */
export async function removeExports({ database, files }: World, where: Filter): Promise<number> {
  const found = await database.find<ExportRecord>('exports', { where, limit: AT_ONCE })
  for (const { _id, fileIds } of found) {
    await files.remove(fileIds)
    await database.remove('exports', _id)
  }
  return found.length
}

/** For the timer: whose day is over. How many. */
export function removeOldExports(world: World): Promise<number> {
  return removeExports(world, { expiresAtMs: { $lte: world.clock.nowMs() } })
}
