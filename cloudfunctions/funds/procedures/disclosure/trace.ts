import { z } from 'zod'
import { findDuties, holdsOn, requireDutyOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import { Failure, require } from '../../../shared/errors'
import { entryId, giftId, requestKey, text, thanksId } from '../../../shared/fields'
import { claimFiles, removeFiles } from '../../../shared/files/claims'
import { startPictureChecks } from '../../../shared/pictures'
import { type Context, procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { canonicalJson, sha256 } from '../../ledger/canonical'
import { type ThanksRecord, territoryOf, thanksIdOf } from '../../proof/records'
import { readThanks, thanksView } from '../../proof/thanks'
import { readGiftTrace, readPaymentTrace } from '../../proof/trace'
import type { EntryRecord } from '../../records'
import { fileIds } from '../../spending/fields'

/** Those who know the beneficiary and can ask. */
const thanking = ['communityStaff', 'socialWorker', 'stationSupervisor', 'districtStaff'] as const

export const getGiftTrace = procedure({
  name: 'funds.getGiftTrace',
  input: z.strictObject({ giftId }),
  access: 'anyone',
  run: ({ world, openid }, input) => readGiftTrace(world, openid, input.giftId),
})

export const getPaymentTrace = procedure({
  name: 'funds.getPaymentTrace',
  input: z.strictObject({ entryId }),
  access: 'anyone',
  run: async ({ world, openid }, input) => {
    const [trace, duties] = await Promise.all([
      readPaymentTrace(world, input.entryId),
      findDuties(world.database, openid, thanking),
    ])
    return { ...trace, canThank: holdsOn(duties, territoryOf(trace.fundId)) }
  },
})

/** One thanks a payment. The words are checked first; a picture is seen when content security has passed it. */
export const addThanks = procedure({
  name: 'funds.addThanks',
  input: z.strictObject({
    entryId,
    thanksKey: requestKey,
    fromName: text(1, 20),
    words: text(1, 200),
    photoFileIds: fileIds('thanks', 6),
    consentOf: z.enum(['self', 'guardian']),
  }),
  access: thanking,
  limit: { name: 'addThanks', most: 60, windowMs: hourMs },
  run: async (context, input) => {
    const { world, duties, openid, nowMs } = context
    const entry = await world.database.get<EntryRecord>('journal', input.entryId)
    require(entry?.kind === 'payment', 'NOT_FOUND', 'no such payment')
    requireDutyOn(duties, territoryOf(entry.fundId))
    const { thanksKey, fromName, words, photoFileIds, consentOf } = input
    const record: ThanksRecord = {
      ...{ _id: thanksIdOf(entry._id), fundId: entry.fundId, entryId: entry._id, fromName, words, thanksKey },
      photos: photoFileIds.map((fileId) => ({ fileId, verdict: 'pending' as const })),
      consent: { of: consentOf, atMs: nowMs, recordedByOpenid: openid },
      atMs: nowMs,
      inputDigest: sha256(canonicalJson(input)),
    }
    const verdict = await world.contentSecurity.checkText(`${fromName}\n${words}`, openid, 2)
    // Everybody reads it at once, so that what nobody is sure of is not taken either.
    require(verdict === 'pass', 'CONTENT_REFUSED', 'content security did not pass the words')
    await claimFiles(world, openid, 'photoFileIds', photoFileIds)
    if ((await world.database.insert('thanks', record)) === 'inserted') {
      await checkPictures(context, record)
      return thanksView(record, new Map())
    }
    return readAgain(context, record)
  },
})

/** What cannot be asked now is asked when the same request comes again; until then nobody sees the picture. */
async function checkPictures({ world, openid }: Context, { _id, photos }: ThanksRecord): Promise<void> {
  const waiting = photos.flatMap(({ fileId, verdict }, photoIndex) =>
    verdict === 'pending' ? [{ photoIndex, fileId }] : [],
  )
  await startPictureChecks(world, { holder: 'thanks', documentId: _id, openid }, waiting)
}

/** The same request once more gives the same; another one finds the payment thanked for. */
async function readAgain(context: Context, { _id, entryId: id, thanksKey, inputDigest }: ThanksRecord) {
  const { world } = context
  const kept = await world.database.get<ThanksRecord>('thanks', _id)
  require(kept?.thanksKey === thanksKey, 'CONFLICT', 'this payment has its thanks')
  require(kept.inputDigest === inputDigest, 'KEY_REUSED', 'the same key came with other thanks')
  await checkPictures(context, kept)
  const view = (await readThanks(world, [id])).get(id)
  if (!view) throw new Failure('CONFLICT', 'the thanks are not there any more')
  return view
}

/** The trace of who removed it stays; the words, the name and the pictures do not. */
export const removeThanks = procedure({
  name: 'funds.removeThanks',
  input: z.strictObject({ thanksId }),
  access: thanking,
  run: async ({ world, duties, openid, requestId, nowMs }, input) => {
    const record = await world.database.get<ThanksRecord>('thanks', input.thanksId)
    require(record, 'NOT_FOUND', 'no such thanks')
    requireDutyOn(duties, territoryOf(record.fundId))
    const trace = { action: 'funds.removeThanks', subjectId: record._id, actorOpenid: openid, requestId, atMs: nowMs }
    await leaveTrace(world, trace)
    const fileIdsGone = record.photos.map(({ fileId }) => fileId)
    await removeFiles(world, fileIdsGone, [record.consent.recordedByOpenid])
    await world.database.remove('thanks', record._id)
    return {}
  },
})
