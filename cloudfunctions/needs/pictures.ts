import { type RateLimit, takeFromLimit } from '../shared/access/rate-limit'
import { Failure } from '../shared/errors'
import { startPictureCheck } from '../shared/pictures'
import type { World } from '../shared/ports/index'
import { minuteMs } from '../shared/time/spans'
import type { NeedRecord } from './records'

/** Verdicts come within half an hour; what has none by then is asked about again. */
const ANSWERED_WITHIN_MS = 30 * minuteMs
const askedAgain: RateLimit = { name: 'pictures.askedAgain', most: 1, windowMs: ANSWERED_WITHIN_MS }

/**
 * Asks content security about each picture, and the recording, that has no verdict; the verdicts come later (`recordVerdict`). Until then, and
 * if asking fails, only the resident sees the picture.
 */
export async function startPictureChecks(world: World, need: NeedRecord): Promise<void> {
  const photos = [...need.photos.entries()].filter(([, { verdict }]) => verdict === 'pending')
  const waiting: (readonly [photoIndex: number | 'voice', file: { fileId: string }])[] = [
    ...photos,
    ...(need.voice?.verdict === 'pending' ? ([['voice', need.voice]] as const) : []),
  ]
  if (waiting.length === 0) return
  try {
    const urls = await world.files.temporaryUrls(waiting.map(([, { fileId }]) => fileId))
    for (const [index, [photoIndex, { fileId }]] of waiting.entries()) {
      const url = urls[index]
      const place = { holder: 'needs' as const, documentId: need._id, photoIndex, fileId }
      if (url) await startPictureCheck(world, { ...place, url, openid: need.residentOpenid })
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
  const pending = need.voice?.verdict === 'pending' || need.photos.some(({ verdict }) => verdict === 'pending')
  if (!pending || nowMs < need.submittedAtMs + ANSWERED_WITHIN_MS) return
  try {
    await takeFromLimit(world.database, askedAgain, need._id, nowMs)
  } catch (error) {
    if (error instanceof Failure) return
    throw error
  }
  await startPictureChecks(world, need)
}
