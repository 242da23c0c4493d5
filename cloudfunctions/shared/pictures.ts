import { type RateLimit, takeFromLimit } from './access/rate-limit'
import { Failure } from './errors'
import type { Stored, World } from './ports/index'
import { minuteMs } from './time/spans'

/** What content security said of a picture; nobody but its owner sees one that has not passed. */
export type PictureVerdict = 'pending' | 'pass' | 'review' | 'risky'

/** Documents that carry pictures in a list `photos`, each with its `verdict`. */
type Holder = 'needs' | 'thanks' | 'cases' | 'spendingRequests'
/** Those whose queue is read by a mark of its own; the others' by the verdicts themselves. */
const marked: ReadonlySet<Holder> = new Set(['needs', 'cases'])

/** Collection `pictureChecks`: which picture a content-security trace belongs to. */
interface PictureCheckRecord extends Stored {
  _id: `check_${string}`
  holder: Holder
  documentId: string
  /** Its place in the document's `photos`; `voice` for the need's recording. */
  photoIndex: number | 'voice'
  /** What lay there: the place may be empty, or another's, when the verdict comes. */
  fileId: string
  startedAtMs: number
}

/** For comments and pictures that people put in themselves. */
const SCENE = 2
/** Verdicts come within half an hour; what has none by then may be asked about again. */
export const answeredWithinMs = 30 * minuteMs
const askedAgain: RateLimit = { name: 'pictures.askedAgain', most: 1, windowMs: answeredWithinMs }

interface Waiting {
  photoIndex: number | 'voice'
  fileId: string
}

/**
 * Asks content security about pictures, or a recording, of a document; the verdicts come later (`recordVerdict`). `openid` was
 * active in the last two hours, else WeChat does not check. What can't be asked now is logged: it stays unseen by others.
 */
export async function startPictureChecks(
  world: World,
  document: { holder: Holder; documentId: string; openid: string },
  waiting: readonly Waiting[],
): Promise<void> {
  if (waiting.length === 0) return
  const { holder, documentId, openid } = document
  try {
    const urls = await world.files.temporaryUrls(waiting.map(({ fileId }) => fileId))
    for (const [index, { photoIndex, fileId }] of waiting.entries()) {
      const url = urls[index]
      if (!url) continue
      const medium = photoIndex === 'voice' ? 'sound' : 'picture'
      const traceId = await world.contentSecurity.startPictureCheck(url, openid, SCENE, medium)
      const startedAtMs = world.clock.nowMs()
      const check: PictureCheckRecord = {
        ...{ _id: `check_${traceId}`, holder, documentId, photoIndex, fileId, startedAtMs },
      }
      await world.database.insert('pictureChecks', check)
    }
  } catch (error) {
    world.log('warn', 'pictures.unchecked', { holder, documentId, error: error instanceof Error ? error.name : '' })
  }
}

/** Whether a document's pictures may be asked about again now: once in half an hour. */
export async function mayAskAgain(world: World, documentId: string, nowMs: number): Promise<boolean> {
  try {
    await takeFromLimit(world.database, askedAgain, documentId, nowMs)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
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

/**
 * Records the first verdict; the same one again changes nothing, and a late one overrules neither it nor a person. WeChat repeats the push
 * until `success` comes back.
 */
export async function recordVerdict(world: World, event: MediaCheckEvent): Promise<'success'> {
  const check = await world.database.get<PictureCheckRecord>('pictureChecks', `check_${event.trace_id}`)
  // Its check was stored after WeChat took the request: not there yet means that WeChat must say it again.
  if (!check) throw new Error('a verdict on a picture that is not known')
  const verdict = readVerdict(event.result.suggest)
  const place = check.photoIndex === 'voice' ? 'voice' : `photos.${check.photoIndex}`
  await world.database.update(
    check.holder,
    check.documentId,
    // What was erased in the meantime stays gone: nothing is written where no such picture lies.
    { [`${place}.fileId`]: check.fileId, [`${place}.verdict`]: 'pending' satisfies PictureVerdict },
    {
      set: {
        [`${place}.verdict`]: verdict,
        // What holds something for a person to look at is in their queue.
        ...(marked.has(check.holder) && verdict === 'review' ? { contentReview: true } : {}),
      },
    },
  )
  return 'success'
}

/** A word that is not known waits for a person. */
function readVerdict(suggest: string): PictureVerdict {
  return suggest === 'pass' || suggest === 'risky' ? suggest : 'review'
}
