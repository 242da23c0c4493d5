import type { NeedId } from '../../../typings/ids'
import { createMailbox, findHolders } from '../../people/public'
import type { RateLimit } from '../../shared/access/rate-limit'
import { deliverOutbox, withPending } from '../../shared/outbox/deliver'
import type { World } from '../../shared/ports/index'
import { hourMs, minuteMs } from '../../shared/time/spans'
import { findResponsible } from '../escalate'
import type { DangerRecord } from '../records'
import { dangerRaised } from './messages'

/** After so long without an answer the district hears of it too. */
const ANSWERED_WITHIN_MS = 10 * minuteMs
const AT_ONCE = 30

/** Nobody wakes a district for fun: by the button or by the words of needs, so often pages one person those on duty. */
export const pageLimit: RateLimit = { name: 'needs.raiseDanger', most: 6, windowMs: hourMs }

/** The alert that a need's own words raised. */
export function dangerIdOf({ ids }: Pick<World, 'ids'>, needId: NeedId): DangerRecord['_id'] {
  return `danger_${ids.from('danger', needId)}`
}

type Raised = Pick<
  DangerRecord,
  | '_id'
  | 'raiserOpenid'
  | 'needId'
  | 'kind'
  | 'territoryCode'
  | 'communityName'
  | 'streetCode'
  | 'districtCode'
  | 'words'
  | 'phone'
>

/**
 * Stores the alert with its messages in one write and sends them. The same alert again pages nobody twice. Resolves with
 * how many people were paged.
 */
export async function raise(world: World, raised: Raised): Promise<number> {
  const nowMs = world.clock.nowMs()
  const people = await peopleOnDuty(world, raised)
  if (people.length === 0) world.log('error', 'dangers.nobodyToPage', { danger: raised._id })
  const danger: DangerRecord = {
    ...raised,
    raisedAtMs: nowMs,
    state: 'open',
    takenByOpenid: null,
    takenByName: null,
    takenAtMs: null,
    outcome: null,
    escalateAtMs: nowMs + ANSWERED_WITHIN_MS,
    escalated: false,
    version: 1,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
  const messages = people.map((openid) => dangerRaised(world, danger, openid, nowMs))
  const stored = { ...danger, ...withPending(danger, messages, nowMs) }
  if ((await world.database.insert('dangers', stored)) === 'inserted') {
    await deliverOutbox(world, createMailbox(world), 'dangers', stored)
  }
  return people.length
}

/** For the timer: alerts that nobody took go to the district. How many. */
export async function escalateDangers(world: World): Promise<number> {
  const nowMs = world.clock.nowMs()
  const due = await world.database.find<DangerRecord>('dangers', {
    where: { escalateAtMs: { $lte: nowMs } },
    orderBy: [['escalateAtMs', 'asc']],
    limit: AT_ONCE,
  })
  for (const danger of due) {
    const up: DangerRecord = { ...danger, escalated: true, escalateAtMs: null, version: danger.version + 1 }
    const people = await findResponsible(world, 'centre', danger.districtCode)
    const messages = people.map((openid) => dangerRaised(world, up, openid, nowMs))
    const { outbox, outboxDueAtMs, outboxVersion } = withPending(danger, messages, nowMs)
    const change = { escalated: true, escalateAtMs: null, version: up.version, outbox, outboxDueAtMs, outboxVersion }
    const guard = { version: danger.version, outboxVersion: danger.outboxVersion }
    if (!(await world.database.update('dangers', danger._id, guard, { set: change }))) continue
    await deliverOutbox(world, createMailbox(world), 'dangers', { ...up, outbox, outboxDueAtMs, outboxVersion })
  }
  return due.length
}

/** Whoever is on duty in the district and at the street's station; the centre where neither has anybody. */
async function peopleOnDuty(world: World, { streetCode, districtCode }: Raised): Promise<string[]> {
  const [onDuty, station] = await Promise.all([
    findHolders(world, 'dutyOfficer', districtCode),
    findHolders(world, 'stationSupervisor', streetCode),
  ])
  const people = [...new Set([...onDuty, ...station])]
  return people.length > 0 ? people : findResponsible(world, 'centre', districtCode)
}
