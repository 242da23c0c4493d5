import { z } from 'zod'
import type { HelpCall } from '../../../../typings/case-sharing'
import { staleConsent } from '../../../people/public'
import { require } from '../../../shared/errors'
import { communityCode, mobilePhone, requestKey, text } from '../../../shared/fields'
import type { World } from '../../../shared/ports/index'
import { procedure } from '../../../shared/procedure'
import { streetDigits } from '../../../shared/territory/digits'
import { hourMs } from '../../../shared/time/spans'
import { isForNeighbourhood, type Told } from '../../asking/neighbourhood'
import { helpIdOf } from '../../cases/help'
import { helperTold } from '../../cases/messages'
import type { HelpOfferRecord } from '../../cases/records'
import { runCaseStep } from '../../cases/run-step'
import type { CaseRecord, VolunteerRequestRecord } from '../../casework/case-record'
import { volunteerCounted } from '../../casework/case-requests'
import type { NeedRecord } from '../../records'
import { partId } from './forms'

/**
 * 我来帮忙: neighbours take what workers ask volunteers for. What is about a child, or confidential, is not shown: whoever
 * reads it may be the one it is about, and its worker finds the people.
 */

const MOST_CASES = 50

export const listHelpCalls = procedure({
  name: 'needs.listHelpCalls',
  input: z.strictObject({ territoryCode: communityCode }),
  access: 'anyone',
  async run({ world, openid, nowMs }, { territoryCode }) {
    const cases = await world.database.find<CaseRecord>('cases', {
      where: { streetCode: territoryCode.slice(0, streetDigits), status: 'open', callsUntilMs: { $gt: nowMs } },
      orderBy: [['callsUntilMs', 'asc']],
      limit: MOST_CASES,
    })
    const [shown, mine] = await Promise.all([forNeighbourhood(world, cases), joinedBy(world, openid)])
    const calls = shown.flatMap((kase) => kase.volunteerRequests.map((request) => ({ kase, request })))
    return calls
      .filter(({ request }) => request.onMs > nowMs && (request.state === 'open' || mine.has(request.requestId)))
      .map(({ kase, request }) => ({
        ...callView(kase, request, mine.has(request.requestId)),
        near: kase.territoryCode === territoryCode,
      }))
      .sort((left, right) => Number(right.near) - Number(left.near) || left.onMs - right.onMs)
  },
})

/** One yes a person; their name and phone are for the worker alone, who is told at once. NOT_NOW when it is full or over. */
export const joinHelpCall = procedure({
  name: 'needs.joinHelpCall',
  input: z.strictObject({
    requestId: partId,
    key: requestKey,
    name: text(2, 20),
    phone: mobilePhone,
    consentVersion: text(1, 20),
  }),
  access: 'anyone',
  limit: { name: 'needs.joinHelpCall', most: 20, windowMs: hourMs },
  async run(context, input) {
    const { world, openid, nowMs } = context
    const { requestId, name, phone, consentVersion } = input
    const stale = staleConsent('contact', consentVersion, 'consentVersion')
    if (stale) throw stale
    const { needId } = await caseOf(world, requestId)
    const offer: HelpOfferRecord = {
      _id: helpIdOf(world, requestId, openid),
      requestId,
      needId,
      openid,
      name,
      phone,
      consent: { version: consentVersion, atMs: nowMs },
      atMs: nowMs,
      coming: true,
    }
    const found = await runCaseStep(
      context,
      { ...input, needId },
      {
        authorise: ({ kase, need }) => require(isShown(kase, need), 'NOT_FOUND', 'no such request'),
        name: () => '志愿者',
        texts: [name],
        before: async (transaction, need, kase) => {
          const own = openid === need.residentOpenid || openid === kase.workerOpenid
          require(!own, 'NOT_NOW', '这件事就是您的，不用报名')
          const before = await transaction.get<HelpOfferRecord>('helpOffers', offer._id)
          require(!before?.coming, 'NOT_NOW', '您已经报过名了')
          if (before) await transaction.update('helpOffers', offer._id, { set: { ...offer } })
          else await transaction.insert('helpOffers', offer)
        },
        step: (kase, by) => volunteerCounted(kase, requestId, 1, by),
        messages: (after) => [helperTold(world, after, { requestId, name, coming: true }, nowMs)],
      },
    )
    return callView(found.kase, requestOf(found.kase, requestId), true)
  },
})

/** No longer: the place is free again, and the worker is told. */
export const leaveHelpCall = procedure({
  name: 'needs.leaveHelpCall',
  input: z.strictObject({ requestId: partId, key: requestKey }),
  access: 'anyone',
  limit: { name: 'needs.leaveHelpCall', most: 20, windowMs: hourMs },
  async run(context, input) {
    const { world, openid, nowMs } = context
    const { requestId } = input
    const { needId } = await caseOf(world, requestId)
    const offerId = helpIdOf(world, requestId, openid)
    const offer = await world.database.get<HelpOfferRecord>('helpOffers', offerId)
    require(offer, 'NOT_FOUND', 'no such request')
    const found = await runCaseStep(
      context,
      { ...input, needId },
      {
        authorise: ({ kase }) => require(kase.status === 'open', 'NOT_FOUND', 'no such request'),
        name: () => '志愿者',
        texts: [],
        before: async (transaction) => {
          const before = await transaction.get<HelpOfferRecord>('helpOffers', offerId)
          require(before?.coming, 'NOT_NOW', '您没有报名')
          await transaction.update('helpOffers', offerId, { set: { coming: false } })
        },
        step: (kase, by) => volunteerCounted(kase, requestId, -1, by),
        messages: (after) => [helperTold(world, after, { requestId, name: offer.name, coming: false }, nowMs)],
      },
    )
    return callView(found.kase, requestOf(found.kase, requestId), false)
  },
})

function isShown({ minor, status }: Pick<CaseRecord, 'minor' | 'status'>, need: Told): boolean {
  return !minor && status === 'open' && isForNeighbourhood(need)
}

/** What the resident's words said of danger stands in the need alone. */
async function forNeighbourhood({ database }: World, cases: readonly CaseRecord[]): Promise<readonly CaseRecord[]> {
  if (cases.length === 0) return []
  const needs = await database.find<NeedRecord>('needs', {
    where: { _id: { $in: cases.map(({ needId }) => needId) } },
    limit: MOST_CASES,
    fields: ['field', 'subSkill', 'danger'],
  })
  const needOf = new Map(needs.map((need) => [need._id, need]))
  return cases.filter((kase) => {
    const need = needOf.get(kase.needId)
    return need !== undefined && isShown(kase, need)
  })
}

async function caseOf({ database }: World, requestId: string): Promise<CaseRecord> {
  const [kase] = await database.find<CaseRecord>('cases', {
    where: { 'volunteerRequests.requestId': requestId },
    limit: 1,
  })
  require(kase?.status === 'open', 'NOT_FOUND', 'no such request')
  return kase
}

function requestOf(kase: CaseRecord, id: string): VolunteerRequestRecord {
  const request = kase.volunteerRequests.find(({ requestId }) => requestId === id)
  require(request, 'NOT_FOUND', 'no such request')
  return request
}

async function joinedBy({ database }: World, openid: string): Promise<ReadonlySet<string>> {
  const offers = await database.find<HelpOfferRecord>('helpOffers', { where: { openid }, limit: 200 })
  return new Set(offers.filter(({ coming }) => coming).map(({ requestId }) => requestId))
}

function callView(kase: CaseRecord, request: VolunteerRequestRecord, joined: boolean): HelpCall {
  const { requestId, what, onMs, minutes, count } = request
  const left = Math.max(0, count - request.joined)
  return { requestId, what, communityName: kase.communityName, onMs, minutes, left, near: true, joined }
}
