import { z } from 'zod'
import type { Errand, IncomingReferral } from '../../../../typings/cases'
import type { TerritoryCode } from '../../../../typings/ids'
import type { Duty } from '../../../../typings/people'
import { countDeadLetters } from '../../../people/public'
import { holdsOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import type { Filter, World } from '../../../shared/ports/index'
import { procedure } from '../../../shared/procedure'
import type { TerritoryRecord } from '../../../shared/territory/records'
import { shanghaiDayStartMs, shanghaiMonth } from '../../../shared/time/shanghai'
import { dayMs } from '../../../shared/time/spans'
import { placeFilter } from '../../cases/places'
import type { AccessRecord, LeaveRecord } from '../../cases/records'
import { type CaseAndNeed, joinCase } from '../../cases/store'
import { stationRoles } from '../../cases/viewers'
import { caseIdOf } from '../../casework/case-record'
import { incomingReferral } from '../../casework/case-views'
import { errandsOf } from '../../casework/day'
import { sampleOf } from '../../casework/quality'
import { doorOf, type Spots, walkOf } from '../../casework/walk'
import { policyOf } from '../../policies'
import type { CaseRecord, NeedRecord, WorkerRecord } from '../../records'
import { handOversOf, workerOf } from './leaves'
import { closedIn, findUnopened } from './station'

const MOST_NEEDS = 100
const MOST_REFERRALS = 20
const MOST_COUNTED = 21

/** What the worker has to do today, the nearest place next from where the phone is, else from the worker's own point. Addresses are in it: one trace for the list. */
export const getMyDay = procedure({
  name: 'needs.getMyDay',
  input: z.strictObject({
    from: z
      .strictObject({
        latitude: z.number().min(-90, '-90 at least').max(90, 'at most 90'),
        longitude: z.number().min(-180, '-180 at least').max(180, 'at most 180'),
      })
      .nullable(),
  }),
  access: 'anyone',
  async run({ world, openid, requestId, nowMs }, input) {
    const worker = await workerOf(world, openid)
    const [needs, cases, referred] = await Promise.all([
      world.database.find<NeedRecord>('needs', {
        where: { workerOpenid: openid },
        orderBy: [['submittedAtMs', 'desc']],
        limit: MOST_NEEDS,
      }),
      world.database.find<CaseRecord>('cases', {
        where: { workerOpenid: openid, status: 'open' },
        orderBy: [['dueAtMs', 'asc']],
        limit: MOST_NEEDS,
      }),
      world.database.find<CaseRecord>('cases', {
        where: { referredTo: openid },
        orderBy: [['dueAtMs', 'asc']],
        limit: MOST_REFERRALS,
      }),
    ])
    const times = await policyOf(world, worker.districtCode)
    const caseOf = new Map(cases.map((kase) => [kase._id, kase]))
    const inHand = needs
      .filter(({ status }) => status === 'accepted' || status === 'serving')
      .map((need) => joinCase(need, caseOf.get(caseIdOf(need._id)) ?? null, times))
    const dayEndMs = shanghaiDayStartMs(nowMs) + dayMs
    const unordered = errandsOf(inHand, dayEndMs, nowMs)
    const spots = await readSpots(world, worker, unordered, inHand)
    const base = spots.communities.get(worker.territoryCode) ?? null
    const errands = walkOf(unordered, input.from ?? base, spots)
    if (errands.length > 0) {
      await leaveTrace(world, {
        action: 'needs.readContact',
        subjectId: worker._id,
        actorOpenid: openid,
        requestId,
        atMs: nowMs,
        ...(worker.streetCode === null ? {} : { streetCode: worker.streetCode }),
      })
    }
    const leave = worker.leaves.find(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs) ?? null
    const here = input.from !== null
    return {
      errands,
      start: here || base ? { here, name: worker.servicePointName } : null,
      openCases: inHand.length,
      referrals: referred.flatMap((kase) => waitingFor(kase, openid)),
      leave,
    }
  },
})

/** Where the day's places are; no round trip on a day without errands. */
async function readSpots(
  world: World,
  { territoryCode }: WorkerRecord,
  errands: readonly Errand[],
  inHand: readonly CaseAndNeed[],
): Promise<Spots> {
  const doors = inHand.flatMap(({ kase }) => {
    const door = doorOf(kase)
    return door ? [[kase.needId, door] as const] : []
  })
  const codes = [...new Set([territoryCode, ...errands.map((errand) => errand.territoryCode)])]
  const places = errands.length === 0 ? [] : await findPositions(world, codes)
  return { communities: new Map(places), doors: new Map(doors) }
}

async function findPositions({ database }: World, codes: readonly TerritoryCode[]) {
  const found = await database.find<TerritoryRecord>('territories', {
    where: { _id: { $in: codes } },
    limit: codes.length,
    fields: ['position'],
  })
  return found.flatMap(({ _id, position }) => (position ? [[_id, position] as const] : []))
}

function waitingFor(kase: CaseRecord, openid: string): IncomingReferral[] {
  return kase.referrals
    .filter(({ state, workerOpenid }) => state === 'sent' && workerOpenid === openid)
    .map((referral) => incomingReferral(kase, referral))
}

/** What waits for a station; each figure 21 at the most. */
export const getDesk = procedure({
  name: 'needs.getDesk',
  input: z.strictObject({}),
  access: stationRoles,
  async run({ world, duties, nowMs }) {
    const place = placeFilter(duties)
    const [triage, approvals, due, unopened, leaves, handOvers, requests, closed, reviews, deadLetters] =
      await Promise.all([
        findPlaces(world, 'needs', { status: 'triage', ...place }),
        findPlaces(world, 'cases', { ...place, awaits: { $in: ['closure', 'plan'] } }),
        findPlaces(world, 'cases', { status: 'open', ...place, dueAtMs: { $lt: nowMs } }),
        findUnopened(world, duties, nowMs),
        world.database.find<LeaveRecord>('leaves', {
          where: placeFilter(duties, 'stationCode'),
          orderBy: [['askedAtMs', 'desc']],
          limit: 100,
          fields: ['state'],
        }),
        handOversOf(world, duties, nowMs),
        world.database.find<AccessRecord>('caseAccess', {
          where: place,
          orderBy: [['askedAtMs', 'desc']],
          limit: 100,
          fields: ['state', 'territoryCode'],
        }),
        closedIn(world, duties, shanghaiMonth(nowMs)),
        findReviews(world, place),
        countDeadLetters(world, duties, MOST_COUNTED),
      ])
    const waiting = (rows: readonly { state: string }[]) => rows.filter(({ state }) => state === 'waiting').length
    return {
      triage: own(triage, duties),
      approvals: own(approvals, duties),
      overdue: Math.min(MOST_COUNTED, own(due, duties) + unopened.length),
      leaves: Math.min(MOST_COUNTED, waiting(leaves)),
      handOvers: Math.min(MOST_COUNTED, handOvers.length),
      accessRequests: Math.min(MOST_COUNTED, waiting(requests)),
      reviews: Math.min(MOST_COUNTED, own(reviews, duties)),
      deadLetters,
      qualityLeft: sampleOf(shanghaiMonth(nowMs), closed).filter(({ quality }) => quality === null).length,
    }
  },
})

async function findReviews(world: World, place: Filter) {
  const found = await Promise.all([
    findPlaces(world, 'needs', { contentReview: true, ...place }),
    findPlaces(world, 'cases', { contentReview: true, ...place }),
    findPlaces(world, 'notes', { verdict: 'review', ...place }),
  ])
  return found.flat()
}

function findPlaces({ database }: World, collection: 'needs' | 'cases' | 'notes', where: Record<string, unknown>) {
  return database.find<{ _id: string; territoryCode: string }>(collection, {
    where,
    limit: MOST_COUNTED,
    fields: ['territoryCode'],
  })
}

function own(rows: readonly { territoryCode: string }[], duties: readonly Duty[]): number {
  return rows.filter(({ territoryCode }) => holdsOn(duties, territoryCode)).length
}
