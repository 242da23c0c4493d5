import { answeredWithinMs, mayAskAgain, startPictureChecks } from '../shared/pictures'
import type { World } from '../shared/ports/index'
import type { NeedRecord } from './records'

/** Asks about each picture, and the recording, that has no verdict. Until it comes only the resident sees the picture. */
export async function checkPictures(world: World, { _id, photos, voice, residentOpenid }: NeedRecord): Promise<void> {
  const waiting = photos.flatMap(({ fileId, verdict }, photoIndex) =>
    verdict === 'pending' ? [{ photoIndex, fileId }] : [],
  )
  const sound = voice?.verdict === 'pending' ? [{ photoIndex: 'voice' as const, fileId: voice.fileId }] : []
  const document = { holder: 'needs' as const, documentId: _id, openid: residentOpenid }
  await startPictureChecks(world, document, [...waiting, ...sound])
}

/**
 * When the resident looks at a need whose pictures still have no verdict, they are asked about again: WeChat only checks
 * for a person who was active in the last two hours, as the resident then is.
 */
export async function askAgain(world: World, need: NeedRecord, nowMs: number): Promise<void> {
  const pending = need.voice?.verdict === 'pending' || need.photos.some(({ verdict }) => verdict === 'pending')
  if (!pending || nowMs < need.submittedAtMs + answeredWithinMs) return
  if (await mayAskAgain(world, need._id, nowMs)) await checkPictures(world, need)
}
