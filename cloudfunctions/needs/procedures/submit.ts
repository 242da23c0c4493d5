import { z } from 'zod'
import type { SubmitNeedInput } from '../../../typings/needs'
import { invariant, require } from '../../shared/errors'
import { communityCode, requestKey, text } from '../../shared/fields'
import { type Context, procedure } from '../../shared/procedure'
import { getCommunity } from '../../shared/territory/directory'
import type { TerritoryRecord } from '../../shared/territory/records'
import { submitted } from '../casework/steps'
import { casePointsOf } from '../casework/terms'
import { checkContent } from '../content'
import { goOn } from '../deliver'
import { startPictureChecks } from '../pictures'
import type { NeedRecord } from '../records'
import { subSkillsOf } from '../routing/fields'
import { conflictCodesOf, wishes } from '../wishes'

const HOUR_MS = 3_600_000
const subSkills = [...new Set(Object.values(subSkillsOf).flat())]

const input = z
  .strictObject({
    needKey: requestKey,
    field: z.enum(['socialAssistance', 'elderCare', 'childCare', 'socialAffairs', 'communitySafety']),
    subSkill: z.enum(subSkills),
    description: text(5, 500),
    photoFileIds: z.array(z.string().regex(/^cloud:\/\/\S{1,280}$/, 'a cloud file id')).max(4, 'at most 4'),
    territoryCode: communityCode,
    address: text(1, 100),
    contactName: text(1, 20),
    contactPhone: z.string().regex(/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/, 'a mobile number or landline'),
    urgency: z.enum(['emergency', 'urgent', 'normal']),
    consentVersion: text(1, 20),
    wishes,
  })
  .refine(({ field, subSkill }) => subSkillsOf[field].includes(subSkill), {
    path: ['subSkill'],
    message: 'a sub-skill of the field',
  })

/**
 * Stores the need in one atomic insert and goes on to route it. Once it is stored the answer is ok, whatever happens next:
 * the timer finishes what this call could not. Its id comes from the person and their key, so a repeat finds it.
 */
export const submit = procedure({
  name: 'needs.submit',
  input,
  access: 'anyone',
  limit: { name: 'needs.submit', most: 20, windowMs: HOUR_MS },
  async run(context, input) {
    const { world, openid, requestId } = context
    const [community, verdict] = await Promise.all([
      getCommunity(world, input.territoryCode),
      checkContent(world, openid, `${input.description}\n${input.address}\n${input.contactName}`),
    ])
    const need = newNeed(context, input, community, verdict === 'review')
    if ((await world.database.insert('needs', need)) === 'exists') return repeat(context, need)
    const routed = await goOn(world, need, requestId)
    await startPictureChecks(world, need)
    return { needId: need._id, status: routed.status }
  },
})

async function repeat({ world, requestId }: Context, need: NeedRecord) {
  const stored = await world.database.get<NeedRecord>('needs', need._id)
  invariant(stored, 'a need is never removed')
  require(stored.inputHash === need.inputHash, 'KEY_REUSED', 'the same key came with another need')
  // The call before may have ended between storing and routing; there is no need to wait for the timer.
  const { status } = stored.status === 'submitted' ? await goOn(world, stored, requestId) : stored
  return { needId: stored._id, status }
}

function newNeed(
  { world, openid, nowMs }: Context,
  input: SubmitNeedInput,
  community: TerritoryRecord,
  contentReview: boolean,
): NeedRecord {
  invariant(community.streetCode, 'a community lies in a street')
  const { needKey, photoFileIds, consentVersion, ...told } = input
  return {
    _id: `need_${world.ids.from('need', openid, needKey)}`,
    inputHash: world.ids.from('needInput', JSON.stringify(input)),
    residentOpenid: openid,
    ...told,
    consent: { version: consentVersion, atMs: nowMs },
    conflictCodes: conflictCodesOf(world.ids, input),
    photos: photoFileIds.map((fileId) => ({ fileId, verdict: 'pending' })),
    contentReview,
    communityName: community.name,
    streetCode: community.streetCode,
    streetName: community.streetName,
    districtCode: community.districtCode,
    servicePoint: { name: community.servicePoint.name, phone: community.servicePoint.phone },
    casePoints: casePointsOf(input.subSkill, input.urgency),
    ...submitted(nowMs),
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}
