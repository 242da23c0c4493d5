import { type RateLimit, takeFromLimit } from '../shared/access/rate-limit'
import { Failure } from '../shared/errors'
import type { World } from '../shared/ports/index'
import type { NeedRecord, PhotoRecord, PictureCheckRecord } from './records'

const SCENE = 2

/** Verdicts come within half an hour; what has none by then is asked about again. */
const ANSWERED_WITHIN_MS = 30 * 60_000
const askedAgain: RateLimit = { name: 'pictures.askedAgain', most: 1, windowMs: ANSWERED_WITHIN_MS }

/**
 * Asks content security about each picture that has no verdict; the verdicts come later (`recordVerdict`). Until then, and
 * if asking fails, only the resident sees the picture.
 */
export async function startPictureChecks(world: World, need: NeedRecord): Promise<void> {
  const waiting = [...need.photos.entries()].filter(([, { verdict }]) => verdict === 'pending')
  if (waiting.length === 0) return
  try {
    const urls = await world.files.temporaryUrls(waiting.map(([, { fileId }]) => fileId))
    for (const [index, [photoIndex]] of waiting.entries()) {
      const url = urls[index]
      if (url) await startCheck(world, need, photoIndex, url)
    }
  } catch (error) {
    world.log('warn', 'pictures.unchecked', { need: need._id, error: error instanceof Error ? error.name : '' })
  }
}

/**
 * When the resident looks at a need whose pictures still have no verdict, they are asked about again: WeChat only checks
 * for a person who was active in the last two hours, as the resident then is. Once in half an hour.
 */
export async function askAgain(world: World, need: NeedRecord, nowMs: number): Promise<void> {
  const pending = need.photos.some(({ verdict }) => verdict === 'pending')
  if (!pending || nowMs < need.submittedAtMs + ANSWERED_WITHIN_MS) return
  try {
    await takeFromLimit(world.database, askedAgain, need._id, nowMs)
  } catch (error) {
    if (error instanceof Failure) return
    throw error
  }
  await startPictureChecks(world, need)
}

async function startCheck(world: World, need: NeedRecord, photoIndex: number, url: string): Promise<void> {
  const traceId = await world.contentSecurity.startPictureCheck(url, need.residentOpenid, SCENE)
  const check: PictureCheckRecord = {
    _id: `check_${traceId}`,
    needId: need._id,
    photoIndex,
    startedAtMs: world.clock.nowMs(),
  }
  await world.database.insert('pictureChecks', check)
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
