import type { ThanksView } from '../../../typings/disclosure'
import type { EntryId } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { type ThanksRecord, thanksIdOf } from './records'

/** The thanks of these payments, with their pictures that have passed: one round trip, and one for the addresses. */
export async function readThanks(
  world: World,
  entryIds: readonly EntryId[],
): Promise<ReadonlyMap<EntryId, ThanksView>> {
  if (entryIds.length === 0) return new Map()
  const found = await world.database.find<ThanksRecord>('thanks', {
    where: { _id: { $in: [...new Set(entryIds)].map(thanksIdOf) } },
  })
  const passed = found.flatMap(({ photos }) => photos.filter(({ verdict }) => verdict === 'pass'))
  const fileIds = passed.map(({ fileId }) => fileId).slice(0, mostPictures)
  const addresses = await world.files.temporaryUrls(fileIds)
  const urls = new Map(fileIds.map((fileId, index) => [fileId, addresses[index] ?? null]))
  return new Map(found.map((record) => [record.entryId, thanksView(record, urls)]))
}

/** The SDK gives so many addresses at once. */
const mostPictures = 50

export function thanksView(record: ThanksRecord, urls: ReadonlyMap<string, string | null>): ThanksView {
  const photoUrls = record.photos.flatMap(({ fileId, verdict }) => {
    const url = verdict === 'pass' ? (urls.get(fileId) ?? null) : null
    return url === null ? [] : [url]
  })
  return { thanksId: record._id, fromName: record.fromName, words: record.words, photoUrls, atMs: record.atMs }
}
