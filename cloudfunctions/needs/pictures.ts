import type { World } from '../shared/ports/index'
import type { NeedRecord, PhotoRecord, PictureCheckRecord } from './records'

const SCENE = 2

/**
 * Asks content security about each picture; the verdicts come later (`recordVerdict`). Until then, and if asking fails, only
 * the resident sees the picture.
 */
export async function startPictureChecks(world: World, need: NeedRecord): Promise<void> {
  if (need.photos.length === 0) return
  try {
    const urls = await world.files.temporaryUrls(need.photos.map(({ fileId }) => fileId))
    for (const [photoIndex, url] of urls.entries()) {
      if (url === null) continue
      const traceId = await world.contentSecurity.startPictureCheck(url, need.residentOpenid, SCENE)
      const check: PictureCheckRecord = {
        _id: `check_${traceId}`,
        needId: need._id,
        photoIndex,
        startedAtMs: world.clock.nowMs(),
      }
      await world.database.insert('pictureChecks', check)
    }
  } catch (error) {
    world.log('warn', 'pictures.unchecked', { need: need._id, error: error instanceof Error ? error.name : '' })
  }
}

/** What WeChat's message push says of a picture (`wxa_media_check`). */
export interface MediaCheckEvent {
  MsgType: 'event'
  Event: 'wxa_media_check'
  trace_id: string
  result: { suggest: string }
}

export function isMediaCheckEvent(event: unknown): event is MediaCheckEvent {
  if (event === null || typeof event !== 'object') return false
  const { MsgType, Event, trace_id: traceId, result } = event as Partial<Record<string, unknown>>
  return (
    MsgType === 'event' &&
    Event === 'wxa_media_check' &&
    typeof traceId === 'string' &&
    /^[0-9A-Za-z_-]{1,128}$/.test(traceId) &&
    typeof (result as { suggest?: unknown } | undefined)?.suggest === 'string'
  )
}

/** Records the verdict; the same one again changes nothing. WeChat repeats the push until `success` comes back. */
export async function recordVerdict(world: World, event: MediaCheckEvent): Promise<'success'> {
  const check = await world.database.get<PictureCheckRecord>('pictureChecks', `check_${event.trace_id}`)
  // Its check was stored after WeChat took the request: not there yet means that WeChat must say it again.
  if (!check) throw new Error('a verdict on a picture that is not known')
  const verdict = readVerdict(event.result.suggest)
  await world.database.update('needs', check.needId, {}, { set: { [`photos.${check.photoIndex}.verdict`]: verdict } })
  return 'success'
}

/** A word that is not known waits for a person. */
function readVerdict(suggest: string): PhotoRecord['verdict'] {
  return suggest === 'pass' || suggest === 'risky' ? suggest : 'review'
}
