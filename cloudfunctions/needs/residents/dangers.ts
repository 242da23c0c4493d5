import type { NeedId } from '../../../typings/ids'
import { createMailbox, findHolders } from '../../people/public'
import { type RateLimit, takeFromLimit } from '../../shared/access/rate-limit'
import { Failure } from '../../shared/errors'
import { deliverOutbox, withPending } from '../../shared/outbox/deliver'
import type { World } from '../../shared/ports/index'
import { hourMs, minuteMs } from '../../shared/time/spans'
import { findResponsible } from '../escalate'
import type { DangerRecord } from '../records'
import { dangerRaised } from './messages'

/** After so long without an answer the district hears of it too. */
const ANSWERED_WITHIN_MS = 10 * minuteMs
const AT_ONCE = 30

/** Nobody wakes a district for fun: by the button or by the words of needs, so often one person pages those on duty. */
const pageLimit: RateLimit = { name: 'needs.page', most: 6, windowMs: hourMs }

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
 * A cry for help is never refused. Beyond the limit it stands on the person's alert that is still open there, with its time
 * and how often; where none is open any more, those on duty are paged anew. Resolves with the alert that carries it.
 */
export async function page(world: World, raised: Raised): Promise<{ dangerId: DangerRecord['_id']; count: number }> {
  const people = await peopleOnDuty(world, raised)
  const count = people.length
  if (await world.database.get('dangers', raised._id)) return { dangerId: raised._id, count }
  if (!(await mayPage(world, raised.raiserOpenid))) {
    const carrier = await addToOpen(world, raised)
    if (carrier) return { dangerId: carrier, count }
  }
  await raise(world, raised, people)
  return { dangerId: raised._id, count }
}

async function mayPage({ database, clock }: World, openid: string): Promise<boolean> {
  try {
    await takeFromLimit(database, pageLimit, openid, clock.nowMs())
    return true
  } catch (error) {
    if (error instanceof Failure && error.code === 'RATE_LIMITED') return false
    throw error
  }
}

/** Counts it on the newest alert that nobody has closed; null when there is none. The same one again counts once. */
async function addToOpen({ database, clock }: World, { _id, raiserOpenid, districtCode }: Raised) {
  const state = { $in: ['open', 'taken'] }
  const [newest] = await database.find<DangerRecord>('dangers', {
    where: { raiserOpenid, districtCode, state },
    orderBy: [['raisedAtMs', 'desc']],
    limit: 1,
  })
  if (!newest || newest.again?.id === _id) return newest?._id ?? null
  const change = { set: { 'again.id': _id, 'again.atMs': clock.nowMs() }, increment: { 'again.count': 1 } }
  const guard = { state, 'again.id': { $ne: _id } }
  return (await database.update('dangers', newest._id, guard, change)) ? newest._id : null
}

/** As `page`, for staff who write down what many people tell them: their own limit is the one of entering. */
export async function pageUnlimited(world: World, raised: Raised): Promise<void> {
  await raise(world, raised, await peopleOnDuty(world, raised))
}

/** Stores the alert with its messages in one write and sends them. The same alert again pages nobody twice. */
async function raise(world: World, raised: Raised, people: readonly string[]): Promise<void> {
  const nowMs = world.clock.nowMs()
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
