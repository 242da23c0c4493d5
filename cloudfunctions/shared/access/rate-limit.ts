import { Failure } from '../errors'
import type { Database, Stored, World } from '../ports/index'
import { minuteMs } from '../time/spans'

/** How often one person may do a thing. Windows begin at multiples of their length since the epoch. */
export interface RateLimit {
  name: string
  most: number
  windowMs: number
  /**
   * In the memory of each warm instance, at no round trip: enough against hammering where the thing itself sets the bound (an
   * own need, an own case). Else in the database, exactly, for all instances together: for what makes something new.
   */
  counted?: 'inMemory'
}

/** For a step on what is the person's own already. */
export function stepLimit(name: string): RateLimit {
  return { name, most: 120, windowMs: minuteMs, counted: 'inMemory' }
}

interface RateLimitRecord extends Stored {
  count: number
  /** After this it may be removed. */
  expiresAtMs: number
}

/** The timer comes again: one turn stays short. */
const MOST_REMOVED_AT_ONCE = 50

/** Counts one; RATE_LIMITED beyond the limit. One atomic write for the first in a window, two for the others. */
export async function takeFromLimit(
  database: Database,
  limit: RateLimit,
  openid: string,
  nowMs: number,
): Promise<void> {
  const window = Math.floor(nowMs / limit.windowMs)
  if (limit.counted === 'inMemory') return takeFromMemory(database, limit, window, openid, nowMs)
  const id = `limit_${limit.name}_${window}_${openid}`
  const first: RateLimitRecord = { _id: id, count: 1, expiresAtMs: (window + 1) * limit.windowMs }
  if ((await database.insert('rateLimits', first)) === 'inserted') return
  const counted = await database.update('rateLimits', id, { count: { $lt: limit.most } }, { increment: { count: 1 } })
  if (!counted) throw tooOften(limit, window, nowMs)
}

/** With the whole minutes until the window turns, so that the person learns when to come back. */
function tooOften({ name, most, windowMs }: RateLimit, window: number, nowMs: number): Failure {
  const waitMinutes = Math.max(1, Math.ceil(((window + 1) * windowMs - nowMs) / minuteMs))
  return new Failure('RATE_LIMITED', `more than ${most} × ${name}`, [
    { path: 'waitMinutes', limit: String(waitMinutes) },
  ])
}

/** By database, so that two worlds in one process (tests) do not share; a new window forgets the last. */
const memories = new WeakMap<Database, Map<string, { window: number; counts: Map<string, number> }>>()

function takeFromMemory(database: Database, limit: RateLimit, window: number, openid: string, nowMs: number): void {
  const { name, most } = limit
  const limits = memories.get(database) ?? new Map<string, { window: number; counts: Map<string, number> }>()
  memories.set(database, limits)
  const known = limits.get(name)
  const current = known?.window === window ? known : { window, counts: new Map<string, number>() }
  limits.set(name, current)
  const count = (current.counts.get(openid) ?? 0) + 1
  current.counts.set(openid, count)
  if (count > most) throw tooOften(limit, window, nowMs)
}

/** Removes counts whose window has passed; for the timer. How many. */
export async function removeExpiredLimits(world: World): Promise<number> {
  const where = { expiresAtMs: { $lte: world.clock.nowMs() } }
  const expired = await world.database.find<RateLimitRecord>('rateLimits', {
    where,
    limit: MOST_REMOVED_AT_ONCE,
    fields: ['_id'],
  })
  for (const { _id } of expired) await world.database.remove('rateLimits', _id)
  return expired.length
}
