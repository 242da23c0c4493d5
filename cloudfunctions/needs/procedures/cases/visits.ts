import { z } from 'zod'
import { stepLimit } from '../../../shared/access/rate-limit'
import { invariant, require } from '../../../shared/errors'
import { moment, needId, text } from '../../../shared/fields'
import { claimFiles, fileIn } from '../../../shared/files/claims'
import { startPictureChecks } from '../../../shared/pictures'
import type { World } from '../../../shared/ports/index'
import { procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { runCaseStep } from '../../cases/run-step'
import { loadCase } from '../../cases/store'
import { type CasePhotoRecord, type CaseRecord, hadIt } from '../../casework/case-record'
import { visitRecorded } from '../../casework/case-steps'
import { visitView } from '../../casework/case-views'
import { visited } from '../../casework/service-steps'
import { isPossible } from '../../casework/steps'
import { partId, step, way } from './forms'

const MOST_VISITS = 300
/** What `wx.chooseMedia` lets choose at once, where nothing else is said. */
const MOST_PHOTOS = 9

/**
 * A visit, written on the spot or days later, once however often it is sent. Whoever had the case when it took place may
 * write it down even after it moved to a colleague or closed; NOT_NOW says why when they may not. They get the visit back and
 * nothing else: what became of the case is not theirs any more.
 */
export const recordVisit = procedure({
  name: 'needs.recordVisit',
  input: z.strictObject({
    ...step,
    way,
    startedAtMs: moment,
    minutes: z.int('whole minutes').min(1, '1 minute at least').max(720, 'at most 720 minutes'),
    note: text(1, 2000),
    place: z
      .strictObject({
        latitude: z.number().min(-90, '-90 at least').max(90, 'at most 90'),
        longitude: z.number().min(-180, '-180 at least').max(180, 'at most 180'),
        accuracyM: z.number().min(0, '0 at least').max(100_000, 'at most 100,000'),
      })
      .nullable(),
    photoCount: z.int('a whole number').min(0, '0 at least').max(MOST_PHOTOS, `at most ${MOST_PHOTOS}`),
  }),
  access: 'anyone',
  limit: { name: 'needs.recordVisit', most: 60, windowMs: hourMs },
  async run(context, input) {
    const { openid, nowMs } = context
    const { needId: _, key, ...form } = input
    const visit = { ...form, visitId: `visit_${key}` }
    const { kase: after } = await runCaseStep(context, input, {
      authorise: ({ kase }) => require(hadIt(kase, openid), 'NOT_FOUND', 'no such case'),
      name: (kase) => nameOf(kase, openid),
      texts: [form.note],
      step: (kase, by) => {
        require(kase.visits.length < MOST_VISITS, 'NOT_NOW', `一件个案最多 ${MOST_VISITS} 次服务记录`)
        return visitRecorded(kase, visit, openid, by)
      },
      need: (need) => (isPossible(need, 'visited') ? visited(need, nowMs) : null),
    })
    const recorded = after.visits.find(({ visitId }) => visitId === visit.visitId)
    invariant(recorded, 'what was recorded is in the case')
    return visitView(after, recorded, new Map())
  },
})

/** A picture of a visit, when there is a network for it; again is fine. Others see it once content security passed it. */
export const addVisitPhoto = procedure({
  name: 'needs.addVisitPhoto',
  input: z.strictObject({
    needId,
    visitId: partId,
    fileId: fileIn('cases'),
  }),
  access: 'anyone',
  limit: stepLimit('needs.addVisitPhoto'),
  async run({ world, openid }, input) {
    const found = await loadCase(world, input.needId)
    require(hadIt(found.kase, openid), 'NOT_FOUND', 'no such case')
    await claimFiles(world, openid, 'fileId', [input.fileId])
    const photoIndex = await addPhoto(world, found.kase, input)
    const document = { holder: 'cases' as const, documentId: found.kase._id, openid }
    if (photoIndex !== null) await startPictureChecks(world, document, [{ photoIndex, fileId: input.fileId }])
    return { needId: input.needId }
  },
})

/** Its place in the list; null when it was there already. Guarded by the list's length, which is its place. */
async function addPhoto(
  world: World,
  seen: CaseRecord,
  { visitId, fileId }: { visitId: string; fileId: string },
): Promise<number | null> {
  let kase = seen
  for (;;) {
    require(kase.visits.some((visit) => visit.visitId === visitId), 'NOT_FOUND', 'no such visit')
    if (kase.photos.some((photo) => photo.fileId === fileId)) return null
    require(kase.photos.filter((photo) => photo.visitId === visitId).length <
      MOST_PHOTOS, 'NOT_NOW', '这次服务的照片已经够了')
    const photo: CasePhotoRecord = { visitId, fileId, verdict: 'pending' }
    const { version } = kase
    const change = { push: { photos: [photo] }, increment: { version: 1 } }
    if (await world.database.update('cases', kase._id, { version }, change)) return kase.photos.length
    kase = (await loadCase(world, kase.needId)).kase
  }
}

function nameOf(kase: CaseRecord, openid: string): string {
  if (kase.workerOpenid === openid) return kase.workerName
  return kase.formerWorkers.find((former) => former.openid === openid)?.name ?? kase.workerName
}
