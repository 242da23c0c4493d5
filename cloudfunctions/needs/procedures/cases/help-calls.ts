import { z } from 'zod'
import type { HelpCall } from '../../../../typings/case-sharing'
import { staleConsent } from '../../../people/public'
import { require } from '../../../shared/errors'
import { communityCode, mobilePhone, requestKey, text } from '../../../shared/fields'
import type { World } from '../../../shared/ports/index'
import { procedure } from '../../../shared/procedure'
import { streetDigits } from '../../../shared/territory/digits'
import { hourMs } from '../../../shared/time/spans'
import { helpIdOf, isShown } from '../../cases/help'
import { changeHelp, isHelpReplay } from '../../cases/help-steps'
import type { HelpOfferRecord } from '../../cases/records'
import type { CaseRecord, VolunteerRequestRecord } from '../../casework/case-record'
import { checkContent } from '../../content'
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

/** One yes a person, twice at most; their name and phone are for the worker alone, who is told at once. NOT_NOW when it is full or over. */
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
  async run({ world, openid, nowMs }, input) {
    const { requestId, key, name, phone, consentVersion } = input
    const stale = staleConsent('contact', consentVersion, 'consentVersion')
    if (stale) throw stale
    const { needId } = await caseOf(world, requestId)
    const inputHash = world.ids.from('helpInput', openid, JSON.stringify(input))
    const before = await world.database.get<HelpOfferRecord>('helpOffers', helpIdOf(world, requestId, openid))
    if (!isHelpReplay(before, { key, inputHash })) await checkContent(world, openid, name)
    const yes = { name, phone, consent: { version: consentVersion, atMs: nowMs } }
    const { kase, coming } = await changeHelp(world, { requestId, needId, openid, key, inputHash, yes }, nowMs)
    return callView(kase, requestOf(kase, requestId), coming)
  },
})

/** No longer: the place is free again, and the worker is told. */
export const leaveHelpCall = procedure({
  name: 'needs.leaveHelpCall',
  input: z.strictObject({ requestId: partId, key: requestKey }),
  access: 'anyone',
  limit: { name: 'needs.leaveHelpCall', most: 20, windowMs: hourMs },
  async run({ world, openid, nowMs }, input) {
    const { requestId, key } = input
    const { needId } = await caseOf(world, requestId)
    const inputHash = world.ids.from('helpInput', openid, JSON.stringify(input))
    const { kase, coming } = await changeHelp(world, { requestId, needId, openid, key, inputHash, yes: null }, nowMs)
    return callView(kase, requestOf(kase, requestId), coming)
  },
})

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
  const left = Math.max(0, count - (request.joined ?? 0))
  return { requestId, what, communityName: kase.communityName, onMs, minutes, left, near: true, joined }
}
