import type { EntryId } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { type ChainRecord, chainId, type EntryRecord, UNFOLDED } from '../records'

/** The places in the chain of these entries, as far as they have one: a round trip, or none when all of them wait. */
export async function readNumbers(
  world: World,
  entries: readonly Pick<EntryRecord, '_id' | 'fundId' | 'foldedIn'>[],
): Promise<ReadonlyMap<EntryId, number>> {
  const folded = entries.filter(({ foldedIn }) => foldedIn !== UNFOLDED)
  const batches = new Set(folded.map(({ fundId, foldedIn }) => chainId(fundId, foldedIn)))
  if (batches.size === 0) return new Map()
  const wanted = new Set(folded.map(({ _id }) => _id))
  const chain = await world.database.find<ChainRecord>('chain', {
    where: { _id: { $in: [...batches] } },
    fields: ['links.entryId', 'links.number'],
  })
  const links = chain.flatMap((record) => record.links).filter(({ entryId }) => wanted.has(entryId))
  return new Map(links.map(({ entryId, number }) => [entryId, number]))
}
