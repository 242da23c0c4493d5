import type { NeedId } from '../../../typings/ids'
import type { SubmitNeedInput, SubmittedNeed } from '../../../typings/needs'
import { getMandateInForce, staleConsent } from '../../people/public'
import { Failure, invariant, require } from '../../shared/errors'
import { claimFiles } from '../../shared/files/claims'
import type { World } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { getCommunity } from '../../shared/territory/directory'
import type { TerritoryRecord } from '../../shared/territory/records'
import { openStatuses } from '../aftercare/rules'
import { childGap } from '../asking/child'
import { findDanger } from '../asking/danger'
import { submitted } from '../casework/steps'
import { casePointsOf } from '../casework/terms'
import { checkContent } from '../content'
import { goOn } from '../deliver'
import { checkPictures } from '../pictures'
import type { NeedRecord } from '../records'
import { conflictCodesOf } from '../wishes'
import { dangerIdOf, page, pageUnlimited } from './dangers'

/** Open needs of one person at once, for themselves and for those who gave them a mandate. */
const MOST_OPEN = 10

/**
 * Stores a need in one atomic insert and goes on to route it. Once it is stored the answer is ok, whatever happens next: the
 * timer finishes what this call could not. Its id comes from the person and their key, so a repeat finds it. Whoever is on
 * duty is paged before it is stored when the words say that a life may be in danger: a page too many does no harm.
 */
export async function takeNeed(context: Context, input: SubmitNeedInput, entered: NeedRecord['entered'] | null) {
  const { world, openid, requestId, nowMs } = context
  const gap = childGap(input)
  if (gap) throw new Failure('INVALID_INPUT', 'the input breaks a limit', [gap])
  const stale = staleYes(input)
  const hasFiles = input.photoFileIds.length > 0 || input.voice !== undefined
  const known = stale || hasFiles ? await world.database.get('needs', needIdOf(context, input)) : null
  // What was stored under words that have changed since is repeated; what is new needs a yes to those in force.
  if (stale && !known) throw stale
  const [community, verdict, behalf, openCount] = await Promise.all([
    getCommunity(world, input.territoryCode),
    checkContent(world, openid, `${input.description}\n${input.address}\n${input.contactName}`),
    behalfOf(world, input, openid, nowMs),
    entered ? 0 : countOpen(world, openid, nowMs),
  ])
  // Of a need that is stored already they are claimed, or erased with it.
  if (!known) await claimOwn(world, openid, input)
  const need = newNeed(context, input, community, verdict === 'review', { behalf, entered })
  if (need.danger) await pageFor(world, need, need.danger)
  // One person alone does not fill everybody's day; whoever is in danger is heard however much they have asked for.
  if (openCount >= MOST_OPEN && !need.danger) await requireStored(world, need)
  if ((await world.database.insert('needs', need)) === 'exists') return repeat(context, need)
  const routed = await goOn(world, need, requestId)
  await checkPictures(world, need)
  return answerOf(routed)
}

async function claimOwn(world: World, openid: string, { photoFileIds, voice }: SubmitNeedInput): Promise<void> {
  await claimFiles(world, openid, 'photoFileIds', photoFileIds)
  if (voice) await claimFiles(world, openid, 'voice.fileId', [voice.fileId])
}

function staleYes({ consentVersion, child }: SubmitNeedInput): Failure | null {
  const guardian = child?.guardian
  return (
    staleConsent('contact', consentVersion, 'consentVersion') ??
    (guardian ? staleConsent('child', guardian.consentVersion, 'child.guardian.consentVersion') : null)
  )
}

/** What was stored before is only repeated. */
async function requireStored({ database }: World, { _id }: NeedRecord): Promise<void> {
  const stored = await database.get('needs', _id)
  if (stored) return
  throw new Failure('NOT_NOW', 'too many needs are open', [{ path: 'openNeeds', limit: String(MOST_OPEN) }])
}

async function repeat({ world, requestId }: Context, need: NeedRecord) {
  const stored = await world.database.get<NeedRecord>('needs', need._id)
  invariant(stored, 'a need is never removed')
  require(stored.inputHash === need.inputHash, 'KEY_REUSED', 'the same key came with another need')
  // The call before may have ended between storing and routing; there is no need to wait for the timer.
  return answerOf(stored.status === 'submitted' ? await goOn(world, stored, requestId) : stored)
}

function answerOf({ _id, status, offerDeadlineMs }: NeedRecord): SubmittedNeed {
  return { needId: _id, status, deadlineMs: offerDeadlineMs }
}

async function behalfOf(world: World, { mandateId }: SubmitNeedInput, openid: string, nowMs: number) {
  if (mandateId === undefined) return null
  const mandate = await getMandateInForce(world, mandateId, openid, nowMs)
  const { principalName, actorName, relation, scope, untilMs } = mandate
  return { mandateId, principalName, actorName, relation, mayFollow: scope.includes('follow'), untilMs }
}

/** Pages whoever is on duty about what the words of this need say; the same need pages once. */
export async function pageFor(world: World, need: NeedRecord, kind: NonNullable<NeedRecord['danger']>): Promise<void> {
  const { territoryCode, communityName, streetCode, districtCode } = need
  const raised = {
    _id: dangerIdOf(world, need._id),
    raiserOpenid: need.residentOpenid,
    needId: need._id,
    kind,
    territoryCode,
    communityName,
    streetCode,
    districtCode,
    words: [...need.description].slice(0, 100).join(''),
    phone: need.contactPhone,
  }
  await (need.entered ? pageUnlimited(world, raised) : page(world, raised))
}

/**
 * How many needs that the person can see and take back are open, as `isOwn` has it: nobody is held up by what is not in their
 * list. Two that come at the same moment may both pass: how many an hour may be asked bounds them.
 */
function countOpen({ database }: World, openid: string, nowMs: number): Promise<number> {
  const own = [{ behalf: null }, { 'behalf.mayFollow': true, 'behalf.untilMs': { $gt: nowMs } }]
  return database.count('needs', { residentOpenid: openid, status: { $in: openStatuses }, entered: null, $or: own })
}

function needIdOf({ world, openid }: Pick<Context, 'world' | 'openid'>, { needKey }: SubmitNeedInput): NeedId {
  return `need_${world.ids.from('need', openid, needKey)}`
}

function newNeed(
  { world, openid, nowMs }: Context,
  input: SubmitNeedInput,
  community: TerritoryRecord,
  contentReview: boolean,
  asked: { behalf: NonNullable<NeedRecord['behalf']> | null; entered: NeedRecord['entered'] | null },
): NeedRecord {
  invariant(community.streetCode, 'a community lies in a street')
  const { needKey: _needKey, photoFileIds, consentVersion, voice, mandateId: _mandateId, ...told } = input
  const danger = findDanger(input.description)?.kind
  const urgency = danger ? 'emergency' : input.urgency
  const { behalf, entered } = asked
  return {
    _id: needIdOf({ world, openid }, input),
    inputHash: world.ids.from('needInput', JSON.stringify(input)),
    residentOpenid: openid,
    ...told,
    urgency,
    consent: { version: consentVersion, atMs: nowMs },
    conflictCodes: conflictCodesOf(world.ids, { ...input, communityName: community.name }),
    photos: photoFileIds.map((fileId) => ({ fileId, verdict: 'pending' })),
    contentReview,
    ...(contentReview ? { textHeld: true } : {}),
    communityName: community.name,
    streetCode: community.streetCode,
    streetName: community.streetName,
    districtCode: community.districtCode,
    servicePoint: { name: community.servicePoint.name, phone: community.servicePoint.phone },
    casePoints: casePointsOf(input.subSkill, urgency),
    ...submitted(nowMs),
    verified: false,
    ...(voice ? { voice: { ...voice, verdict: 'pending' as const } } : {}),
    ...(behalf ? { behalf } : {}),
    ...(entered ? { entered } : {}),
    ...(danger ? { danger } : {}),
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}
