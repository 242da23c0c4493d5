import type { HeldPicture } from '../../../typings/committee'
import type { SpendingPictures } from '../../../typings/spending'
import { takeFromLimit } from '../../shared/access/rate-limit'
import { Failure } from '../../shared/errors'
import { startPictureCheck } from '../../shared/pictures'
import type { World } from '../../shared/ports'
import { minuteMs } from '../../shared/time/spans'
import type { SpendingPicture, SpendingRecord } from './records'

/** Verdicts come within half an hour; what has none by then is asked about again. */
const answeredWithinMs = 30 * minuteMs
const askedAgain = { name: 'spendingPictures.askedAgain', most: 1, windowMs: answeredWithinMs }

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
  try {
    await takeFromLimit(world.database, askedAgain, request._id, nowMs)
  } catch (error) {
    if (error instanceof Failure) return
    throw error
  }
  await check(world, request, openid, isLate)
}

async function check(
  world: World,
  request: SpendingRecord,
  openid: string,
  wanted: (photo: SpendingPicture, index: number) => boolean,
): Promise<void> {
  const waiting = [...request.photos.entries()].filter(([index, photo]) => wanted(photo, index))
  if (waiting.length === 0) return
  try {
    const urls = await world.files.temporaryUrls(waiting.map(([, { fileId }]) => fileId))
    for (const [at, [photoIndex, { fileId }]] of waiting.entries()) {
      const url = urls[at]
      const place = { holder: 'spendingRequests' as const, documentId: request._id, photoIndex, fileId }
      if (url) await startPictureCheck(world, { ...place, url, openid })
    }
  } catch (error) {
    world.log('warn', 'spending.unchecked', { request: request._id, error: error instanceof Error ? error.name : '' })
  }
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
