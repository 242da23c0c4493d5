import { z } from 'zod'
import type { HeldPicture } from '../../../../typings/committee'
import type { ThanksId } from '../../../../typings/disclosure'
import type { SpendingId } from '../../../../typings/spending'
import { createMailbox } from '../../../people/public'
import { holdsOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import { text } from '../../../shared/fields'
import { pending } from '../../../shared/outbox/deliver'
import type { Filter } from '../../../shared/ports'
import { type Context, procedure } from '../../../shared/procedure'
import { type ThanksRecord, territoryOf } from '../../proof/records'
import type { FundRecord } from '../../records'
import { pictureKind } from '../../spending/pictures'
import type { SpendingRecord } from '../../spending/records'

const reviewers = ['stationSupervisor', 'communityStaff', 'streetStaff', 'districtStaff'] as const
const mostShown = 50
const pictureKey = z.string().regex(/^(spend|thanks)_[0-9a-f]{32,64}#\d{1,3}$/, 'what the list gave')

/** A picture with what has to be known to decide on it. */
interface Held {
  collection: 'spendingRequests' | 'thanks'
  documentId: SpendingId | ThanksId
  index: number
  fileId: string
  verdict: string
  byOpenid: string
  view: Omit<HeldPicture, 'url'>
  page: string
}

/** What content security was not sure of: quotes and vouchers before colleagues see them, pictures of thanks before all do. */
export const listHeldPictures = procedure({
  name: 'funds.listHeldPictures',
  input: z.strictObject({}),
  access: reviewers,
  run: async (context) => {
    const found = await Promise.all([heldOfRequests(context), heldOfThanks(context)])
    const held = found
      .flat()
      .filter(({ verdict, byOpenid }) => verdict === 'review' && byOpenid !== context.openid)
      .sort((one, other) => one.view.atMs - other.view.atMs)
      .slice(0, mostShown)
    const urls = await context.world.files.temporaryUrls(held.map(({ fileId }) => fileId))
    return held.map(({ view }, index) => ({ ...view, url: urls[index] ?? null }))
  },
})

/** Let through, or refused with a reason that whoever sent it reads. Again is fine; the other way round is CONFLICT. */
export const decidePicture = procedure({
  name: 'funds.decidePicture',
  input: z
    .strictObject({ pictureKey, approve: z.boolean(), reason: text(0, 100) })
    .refine(({ approve, reason }) => approve || reason !== '', { path: ['reason'], message: 'a reason for a refusal' }),
  access: reviewers,
  run: async (context, input) => {
    const { world, openid, requestId, nowMs } = context
    const held = await readOne(context, input.pictureKey)
    require(held.byOpenid !== openid, 'FORBIDDEN', 'nobody lets their own picture through')
    const verdict = input.approve ? 'pass' : 'risky'
    if (held.verdict === verdict) return { pictureKey: input.pictureKey }
    require(held.verdict === 'review', 'CONFLICT', 'it is decided already')
    const action = input.approve ? 'funds.approvePicture' : 'funds.refusePicture'
    await leaveTrace(world, { action, subjectId: held.documentId, actorOpenid: openid, requestId, atMs: nowMs })
    const place = `photos.${held.index}.verdict`
    const guard = { [place]: 'review' }
    const decided = await world.database.update(held.collection, held.documentId, guard, { set: { [place]: verdict } })
    require(decided, 'CONFLICT', 'somebody decided in between')
    if (!input.approve) await tellSender(context, held, input.reason)
    return { pictureKey: input.pictureKey }
  },
})

async function heldOfRequests({ world, duties }: Context): Promise<Held[]> {
  const found = await world.database.find<SpendingRecord>('spendingRequests', {
    where: { 'photos.verdict': 'review', ...within(duties, 'territoryCode', '') },
    orderBy: [['submittedAtMs', 'asc']],
    limit: mostShown,
  })
  return found.filter(({ territoryCode }) => holdsOn(duties, territoryCode)).flatMap(picturesOfRequest)
}

async function heldOfThanks({ world, openid, duties }: Context): Promise<Held[]> {
  const found = await world.database.find<ThanksRecord>('thanks', {
    where: {
      'photos.verdict': 'review',
      'consent.recordedByOpenid': { $ne: openid },
      ...within(duties, 'fundId', 'fund_'),
    },
    orderBy: [['atMs', 'asc']],
    limit: mostShown,
  })
  const own = found.filter(({ fundId }) => holdsOn(duties, territoryOf(fundId)))
  const funds = await Promise.all([...new Set(own.map(({ fundId }) => fundId))].map((id) => fundName({ world }, id)))
  const names = new Map(funds)
  return own.flatMap((thanks) => picturesOfThanks(thanks, names.get(thanks.fundId) ?? ''))
}

/** Only their own places are asked for, so that the oldest of the neighbours' do not fill the page. */
function within(duties: Context['duties'], codeField: string, prefix: string): Filter {
  return {
    $or: duties.map(({ territoryCode }) => ({
      [codeField]: { $gte: `${prefix}${territoryCode}`, $lt: `${prefix}${territoryCode}~` },
    })),
  }
}

async function readOne(context: Context, key: string): Promise<Held> {
  const { world, duties } = context
  const [documentId = '', index = ''] = key.split('#')
  if (documentId.startsWith('spend_')) {
    const request = await world.database.get<SpendingRecord>('spendingRequests', documentId)
    const own = request && holdsOn(duties, request.territoryCode) ? picturesOfRequest(request) : []
    return required(own[Number(index)])
  }
  const thanks = await world.database.get<ThanksRecord>('thanks', documentId)
  const own = thanks && holdsOn(duties, territoryOf(thanks.fundId)) ? picturesOfThanks(thanks, '') : []
  return required(own[Number(index)])
}

function required(held: Held | undefined): Held {
  require(held, 'NOT_FOUND', 'no such picture')
  return held
}

function picturesOfRequest(request: SpendingRecord): Held[] {
  const { _id, communityName, title } = request
  return request.photos.map(({ fileId, verdict, byOpenid, atMs }, index) => ({
    ...{ collection: 'spendingRequests' as const, documentId: _id, index, fileId, verdict, byOpenid },
    view: { pictureKey: `${_id}#${index}`, kind: pictureKind(request, fileId), communityName, title, atMs },
    page: `/committee/pages/request/request?spendingId=${_id}`,
  }))
}

function picturesOfThanks(
  { _id, entryId, fromName, photos, consent, atMs }: ThanksRecord,
  communityName: string,
): Held[] {
  return photos.map(({ fileId, verdict }, index) => ({
    ...{ collection: 'thanks' as const, documentId: _id, index, fileId, verdict, byOpenid: consent.recordedByOpenid },
    view: { pictureKey: `${_id}#${index}`, kind: 'thanks', communityName, title: `${fromName}的感谢`, atMs },
    page: `/fund/pages/payment/payment?entryId=${entryId}`,
  }))
}

async function fundName({ world }: Pick<Context, 'world'>, id: FundRecord['_id']) {
  const fund = await world.database.get<FundRecord>('funds', id)
  return [id, fund?.communityName ?? ''] as const
}

async function tellSender({ world, nowMs }: Context, { byOpenid, view, page }: Held, reason: string): Promise<void> {
  const message = {
    messageId: `message_${world.ids.from('pictureRefused', view.pictureKey)}` as const,
    ...{ openid: byOpenid, kind: 'fundProgress' as const, title: '有一张照片没有通过审核', page, data: null },
    body: `「${view.title}」里的一张照片别人看不到。原因：${reason}。其余的照常。`,
  }
  await createMailbox(world).receive(pending(message, nowMs), nowMs)
}
