import type { HeldPicture } from '../../../typings/committee'
import type { SpendingPictures } from '../../../typings/spending'
import { answeredWithinMs, mayAskAgain, startPictureChecks } from '../../shared/pictures'
import type { World } from '../../shared/ports'
import type { SpendingPicture, SpendingRecord } from './records'

/** Pictures as they are added to a request: each file once. */
export function newPictures(
  request: Pick<SpendingRecord, 'photos'> | null,
  fileIds: readonly string[],
  byOpenid: string,
  atMs: number,
): SpendingPicture[] {
  const known = new Set(request?.photos.map(({ fileId }) => fileId))
  const added = [...new Set(fileIds)].filter((fileId) => !known.has(fileId))
  return added.map((fileId) => ({ fileId, verdict: 'pending', byOpenid, atMs }))
}

/**
 * Asks content security about the pictures that were added since `before`; the verdicts come later. What can't be asked now is
 * asked when the request is looked at again: until then nobody sees the picture but who sent it.
 */
export async function checkNewPictures(
  world: World,
  before: SpendingRecord | null,
  after: SpendingRecord,
  openid: string,
): Promise<void> {
  const from = before?.photos.length ?? 0
  await check(world, after, openid, (photo, index) => index >= from && photo.verdict === 'pending')
}

/** When somebody looks at a request whose pictures had no verdict for half an hour: asked about again, in their name. */
export async function askAgain(world: World, request: SpendingRecord, openid: string, nowMs: number): Promise<void> {
  const isLate = ({ verdict, atMs }: SpendingPicture) => verdict === 'pending' && atMs <= nowMs - answeredWithinMs
  if (!request.photos.some(isLate)) return
  if (await mayAskAgain(world, request._id, nowMs)) await check(world, request, openid, isLate)
}

async function check(
  world: World,
  { _id, photos }: SpendingRecord,
  openid: string,
  wanted: (photo: SpendingPicture, index: number) => boolean,
): Promise<void> {
  const waiting = photos.flatMap((photo, photoIndex) =>
    wanted(photo, photoIndex) ? [{ photoIndex, fileId: photo.fileId }] : [],
  )
  await startPictureChecks(world, { holder: 'spendingRequests', documentId: _id, openid }, waiting)
}

/** How one person may see the request's pictures: what has passed, and their own. One round trip for 50. */
export async function readPictures(
  world: World,
  { photos }: Pick<SpendingRecord, 'photos'>,
  openid: string,
): Promise<(fileIds: readonly string[]) => SpendingPictures> {
  const byFile = new Map(photos.map((photo) => [photo.fileId, photo]))
  const isSeen = ({ verdict, byOpenid }: SpendingPicture) =>
    verdict === 'pass' || (byOpenid === openid && verdict !== 'risky')
  const fileIds = photos.filter(isSeen).map(({ fileId }) => fileId)
  const addresses = await world.files.temporaryUrls(fileIds)
  const urls = new Map(fileIds.map((fileId, index) => [fileId, addresses[index] ?? null]))
  return (wanted) => {
    const count = (...verdicts: readonly SpendingPicture['verdict'][]) =>
      wanted.filter((fileId) => verdicts.includes(byFile.get(fileId)?.verdict ?? 'pending')).length
    return {
      urls: wanted.flatMap((fileId) => urls.get(fileId) ?? []),
      waiting: count('pending', 'review'),
      refused: count('risky'),
    }
  }
}

export function pictureKind({ quoteFileIds }: SpendingRecord, fileId: string): HeldPicture['kind'] {
  return quoteFileIds.includes(fileId) ? 'quote' : 'voucher'
}
