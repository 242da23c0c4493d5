import type { Stored, World } from './ports/index'

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

const SCENE = 2

/** Asks content security about a picture; the verdict comes later (`recordVerdict`). `openid` was active in the last 2 hours. */
export async function startPictureCheck(
  world: World,
  picture: {
    holder: Holder
    documentId: string
    photoIndex: number | 'voice'
    fileId: string
    url: string
    openid: string
  },
): Promise<void> {
  const { url, openid, ...place } = picture
  const medium = picture.photoIndex === 'voice' ? 'sound' : 'picture'
  const traceId = await world.contentSecurity.startPictureCheck(url, openid, SCENE, medium)
  const check: PictureCheckRecord = { _id: `check_${traceId}`, ...place, startedAtMs: world.clock.nowMs() }
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
  const place = check.photoIndex === 'voice' ? 'voice' : `photos.${check.photoIndex}`
  await world.database.update(
    check.holder,
    check.documentId,
    // What was erased in the meantime stays gone: nothing is written where no such picture lies.
    { [`${place}.fileId`]: check.fileId },
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
