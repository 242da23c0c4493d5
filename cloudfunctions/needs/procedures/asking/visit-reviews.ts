import type { NeedId, TerritoryCode } from '../../../../typings/ids'
import type { Duty } from '../../../../typings/people'
import type { ReviewRow } from '../../../../typings/residents'
import { placeFilter } from '../../../shared/access/places'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import type { World } from '../../../shared/ports/index'
import type { Context } from '../../../shared/procedure'
import { tell } from '../../cases/inbox'
import { mayRead } from '../../cases/viewers'
import { hadIt } from '../../casework/case-record'
import type { CaseRecord, NeedRecord } from '../../records'

const MOST_READ = 20

/** A row with what its trace says. */
export interface ReadRow {
  row: ReviewRow
  subjectId: NeedId
  streetCode: TerritoryCode
}

/** Cases with a picture of a visit that waits for a person. */
export async function readVisits({ world, openid, duties }: Context): Promise<ReadRow[]> {
  const held = await world.database.find<CaseRecord>('cases', {
    where: { contentReview: true, ...placeFilter(duties) },
    orderBy: [['acceptedAtMs', 'asc']],
    limit: MOST_READ,
  })
  const readable = await readableNeeds(world, duties, held)
  const open = held.filter((kase) => readable.has(kase.needId) && !hadIt(kase, openid))
  return Promise.all(
    open.map(async (kase) => {
      const row = await rowOfVisits(world, kase)
      return { row, subjectId: kase.needId, streetCode: kase.streetCode }
    }),
  )
}

/** Those whose needs these duties open: what is confidential by a need's words a case alone does not say. */
async function readableNeeds({ database }: World, duties: readonly Duty[], cases: readonly CaseRecord[]) {
  if (cases.length === 0) return new Set<NeedId>()
  const needs = await database.find<NeedRecord>('needs', {
    where: { _id: { $in: cases.map(({ needId }) => needId) } },
    limit: MOST_READ,
    fields: ['field', 'subSkill', 'danger', 'territoryCode'],
  })
  return new Set(needs.filter((need) => mayRead(duties, need)).map(({ _id }) => _id))
}

async function rowOfVisits(world: World, kase: CaseRecord): Promise<ReviewRow> {
  const held = kase.photos.filter(({ verdict }) => verdict === 'review')
  const urls = await world.files.temporaryUrls(held.map(({ fileId }) => fileId))
  const visit = kase.visits.find(({ visitId }) => visitId === held[0]?.visitId)
  return {
    reviewKey: kase._id,
    needId: kase.needId,
    kind: 'visit',
    communityName: kase.communityName,
    // What a case says stays in it: the picture is looked at by itself.
    text: '',
    textHeld: false,
    photoUrls: urls.filter((url) => url !== null),
    voiceUrl: null,
    atMs: visit?.startedAtMs ?? kase.acceptedAtMs,
  }
}

/** All pictures of the case's visits that wait; the worker is told of a refusal. */
export async function decideVisits(context: Context, id: string, approve: boolean, reason: string): Promise<void> {
  const { world, openid, duties } = context
  const kase = await world.database.get<CaseRecord>('cases', id)
  require(kase && (await readableNeeds(world, duties, [kase])).has(kase.needId), 'NOT_FOUND', 'no such case')
  // Who took which picture is not kept: whoever ever had the case may have taken it.
  require(!hadIt(kase, openid), 'FORBIDDEN', 'nobody lets their own pictures through')
  if (!kase.contentReview) return
  await traceReview(context, kase, approve)
  const verdict = approve ? 'pass' : 'risky'
  const photos = kase.photos.map((photo) => (photo.verdict === 'review' ? { ...photo, verdict } : photo))
  const change = { set: { photos, contentReview: false }, increment: { version: 1 } }
  const saved = await world.database.update('cases', kase._id, { version: kase.version }, change)
  require(saved, 'CONFLICT', 'the case has moved on')
  if (approve) return
  await tell(world, [kase.workerOpenid], {
    cause: `refused ${kase._id} ${kase.version}`,
    title: '服务照片没有通过审核',
    body: `原因：${reason}。记录还在，可以换一张再传。`,
    page: `/worker/pages/case/case?needId=${kase.needId}`,
  })
}

/** Who let it through, or did not: beside the reads, for the station to see. */
export function traceReview(
  { world, openid, requestId, nowMs }: Context,
  of: { _id: string; needId?: NeedId; streetCode: TerritoryCode },
  approve: boolean,
): Promise<void> {
  return leaveTrace(world, {
    action: approve ? 'needs.approveContent' : 'needs.refuseContent',
    subjectId: of.needId ?? of._id,
    actorOpenid: openid,
    requestId,
    atMs: nowMs,
    streetCode: of.streetCode,
  })
}
