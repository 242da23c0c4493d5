import { z } from 'zod'
import type { CaseTerms, RoutingPolicyCard } from '../../../../typings/routing'
import { requireDutyOn } from '../../../shared/access/duties'
import { require } from '../../../shared/errors'
import { districtCode, text } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { findTerritory } from '../../../shared/territory/directory'
import { dayMinutes } from '../../../shared/time/spans'
import { checkContent } from '../../content'
import { addPolicy, latestPolicy, type RoutingPolicyRecord } from '../../policies'
import { builtInPolicy } from '../../routing/policy'

const MOST_TERM_MINUTES = 30 * dayMinutes

const minutes = (least: number, most: number) =>
  z.int('a whole number').min(least, `${least} at least`).max(most, `${most} at most`)
const weight = minutes(0, 1000)
const term = z.strictObject({ minutes: minutes(1, MOST_TERM_MINUTES), counts: z.enum(['clock', 'working']) })
const escalation = z.strictObject({
  toCentreMinutes: minutes(1, MOST_TERM_MINUTES),
  toDutyMinutes: minutes(1, MOST_TERM_MINUTES),
})
const days = z.array(z.string().regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'such as 2026-10-01')).max(200)

const MOST_CASE_DAYS = 90
const termDays = minutes(1, MOST_CASE_DAYS)
const byUrgency = z.strictObject({ emergency: termDays, urgent: termDays, normal: termDays })
const byRisk = z.strictObject({ critical: termDays, high: termDays, medium: termDays, low: termDays })

const policy = z.strictObject({
  weights: z.strictObject({
    sameCommunity: weight,
    sameStreet: weight,
    speciality: weight,
    freeCapacity: weight,
    fairness: weight,
    fittingLevel: weight,
    continuity: weight,
    wishedGender: weight,
    wishedLanguage: weight,
    likelyToAccept: weight,
    onShift: weight,
  }),
  order: z.enum(['nearestFirst', 'score', 'inTurn']),
  calendar: z.strictObject({
    hours: z
      .array(z.strictObject({ fromMinute: minutes(0, dayMinutes), untilMinute: minutes(0, dayMinutes) }))
      .min(1, 'working hours')
      .max(4)
      .refine(inOrder, 'from before until, one after the other'),
    weekdays: z.array(minutes(0, 6)).min(1, 'a day of the week').max(7),
    holidays: days,
    extraWorkdays: days,
  }),
  answerWithin: z
    .strictObject({ emergency: term, urgent: term, normal: term })
    .refine(({ emergency }) => emergency.counts === 'clock', 'an emergency is counted on the clock'),
  escalation: z.strictObject({ emergency: escalation, urgent: escalation, normal: escalation }),
  batchEveryMinutes: minutes(1, dayMinutes).nullable(),
  casework: z
    .strictObject({
      counts: z.enum(['calendar', 'working']),
      intakeDays: byUrgency,
      assessmentDays: byUrgency,
      planningDays: byRisk,
      visitEveryDays: byRisk,
      approvalDays: termDays,
      evaluationDays: termDays,
      closureDays: termDays,
    })
    .refine(isGraver, 'what is graver has no more time'),
})

/** What holds in a district; version 0 is what is built in. */
export const getRoutingPolicy = procedure({
  name: 'needs.getRoutingPolicy',
  input: z.strictObject({ districtCode }),
  access: ['districtStaff', 'stationSupervisor', 'auditor'],
  async run({ world, duties }, input) {
    // Who works in a part of the district may know by what rules.
    const below = duties.some(({ territoryCode }) => territoryCode.startsWith(input.districtCode))
    require(below, 'NOT_FOUND', 'not there, or not for this person')
    return card(input.districtCode, await latestPolicy(world.database, input.districtCode))
  },
})

/** The next version, with who and why; every version stays. Each function instance goes by it within five minutes. */
export const setRoutingPolicy = procedure({
  name: 'needs.setRoutingPolicy',
  input: z.strictObject({
    districtCode,
    version: z.int('a whole number').min(0, '0 at least'),
    policy,
    note: text(2, 200),
  }),
  access: ['districtStaff'],
  async run({ world, openid, duties, callerName, nowMs }, input) {
    requireDutyOn(duties, input.districtCode)
    require(await findTerritory(world, input.districtCode), 'NOT_FOUND', 'no such district')
    await checkContent(world, openid, input.note)
    const before = await latestPolicy(world.database, input.districtCode)
    const next = {
      districtCode: input.districtCode,
      version: input.version + 1,
      policy: input.policy,
      setAtMs: nowMs,
      setByOpenid: openid,
      setByName: callerName ?? '',
      note: input.note,
    }
    // The answer to the first try may have been lost on the way.
    if (before?.version === next.version && isSame(before, next)) return card(input.districtCode, before)
    require((before?.version ?? 0) === input.version, 'CONFLICT', 'somebody set the policy in between')
    require(await addPolicy(world.database, next), 'CONFLICT', 'somebody set the policy in between')
    return card(input.districtCode, next)
  },
})

type Version = Omit<RoutingPolicyRecord, '_id'>

function card(code: string, latest: Version | null): RoutingPolicyCard {
  return {
    districtCode: code,
    version: latest?.version ?? 0,
    policy: latest?.policy ?? builtInPolicy,
    setAtMs: latest?.setAtMs ?? null,
    setByName: latest?.setByName ?? null,
    note: latest?.note ?? '',
  }
}

function isSame(stored: Version, next: Version): boolean {
  return (
    stored.setByOpenid === next.setByOpenid &&
    stored.note === next.note &&
    JSON.stringify(policy.parse(stored.policy)) === JSON.stringify(policy.parse(next.policy))
  )
}

/** The graver, the sooner: a policy that gives a critical case more days than a light one is a slip of the finger. */
function isGraver({ intakeDays, assessmentDays, planningDays, visitEveryDays }: CaseTerms): boolean {
  const rising = (days: readonly number[]) => days.every((each, at) => each >= (days[at - 1] ?? 0))
  const urgencies = [intakeDays, assessmentDays].map(({ emergency, urgent, normal }) => [emergency, urgent, normal])
  const risks = [planningDays, visitEveryDays].map(({ critical, high, medium, low }) => [critical, high, medium, low])
  return [...urgencies, ...risks].every(rising)
}

function inOrder(hours: readonly { fromMinute: number; untilMinute: number }[]): boolean {
  return hours.every(
    ({ fromMinute, untilMinute }, at) => fromMinute < untilMinute && fromMinute >= (hours[at - 1]?.untilMinute ?? 0),
  )
}
