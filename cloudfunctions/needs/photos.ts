import type { World } from '../shared/ports/index'
import { photosFor } from './casework/views'
import type { NeedRecord } from './records'

/** Addresses of the pictures that this viewer may see, good for 10 minutes. No round trip when there is none. */
export async function photoUrls(
  world: World,
  viewer: 'resident' | 'worker',
  need: Pick<NeedRecord, 'photos'>,
): Promise<string[]> {
  const urls = await world.files.temporaryUrls(photosFor(viewer, need))
  return urls.filter((url) => url !== null)
}
