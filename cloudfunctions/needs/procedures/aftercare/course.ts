import { z } from 'zod'
import { findHolders } from '../../../people/public'
import { stepLimit } from '../../../shared/access/rate-limit'
import { Failure, require } from '../../../shared/errors'
import { needId, text, version } from '../../../shared/fields'
import { type Context, procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { afterwardsUntilMs, canAskPerson, canAskToEnd, endAskedOf } from '../../aftercare/rules'
import { endWished, personAsked, rated, reopened } from '../../aftercare/steps'
import { checkContent } from '../../content'
import { deliverNeed, goOn } from '../../deliver'
import { freeRoom } from '../../offering'
import type { NeedRecord } from '../../records'
import { endWishTold, notSolved, personWanted } from '../../residents/messages'
import { getOwnNeed, showOwnNeed } from '../../residents/own'
import { saveStep, saveStepIn, withMessages } from '../../store'

/** What tells a worker and a station each time is bounded for all instances together. */

/** PIPL art. 24: the machine's choice is refused, a person chooses. Again is fine. */
export const askPerson = procedure({
  name: 'needs.askPerson',
  input: z.strictObject({ needId, version, note: text(0, 100) }),
  access: 'anyone',
  limit: stepLimit('needs.askPerson'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    const need = await getOwnNeed(context, input.needId)
    if (need.personAsked) return showOwnNeed(context, need)
    require(canAskPerson(need), 'NOT_NOW', `nobody chooses for a need that is ${need.status}`)
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    await checkContent(world, openid, input.note)
    const after = withMessages(personAsked(need, nowMs, input.note), await toStation(context, need), nowMs)
    if (need.status === 'offered') await saveFreeing(context, need, after)
    else await saveOr409(context, need, after)
    await deliverNeed(world, after)
    return showOwnNeed(context, after)
  },
})

/** 解决/未解决, 满意/不满意. Changed as often as the person likes while it can be; the same again changes nothing. */
export const rate = procedure({
  name: 'needs.rate',
  input: z.strictObject({ needId, version, solved: z.boolean(), satisfied: z.boolean(), comment: text(0, 200) }),
  access: 'anyone',
  limit: { name: 'needs.rate', most: 12, windowMs: hourMs },
  async run(context, { solved, satisfied, comment, ...input }) {
    const { world, openid, nowMs } = context
    const need = await getOwnNeed(context, input.needId)
    const before = need.rating
    if (before?.solved === solved && before.satisfied === satisfied && before.comment === comment) {
      return showOwnNeed(context, need)
    }
    require(afterwardsUntilMs(need, nowMs) !== null, 'NOT_NOW', 'a need is rated within 30 days of its closing')
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    await checkContent(world, openid, comment)
    const stepped = rated(need, { solved, satisfied, comment }, nowMs)
    const people = solved ? [] : await findHolders(world, 'stationSupervisor', need.streetCode)
    const news = people.map((supervisor) => notSolved(world, stepped, supervisor, nowMs))
    const after = withMessages(stepped, news, nowMs)
    await saveOr409(context, need, after)
    await deliverNeed(world, after)
    return showOwnNeed(context, after)
  },
})

/**
 * Once the service has begun its resident asks that it end, in their own words. Worker and station hear of it; the worker
 * speaks with them and closes the case, which the supervisor approves as always. The same wish again changes nothing.
 */
export const askToEnd = procedure({
  name: 'needs.askToEnd',
  input: z.strictObject({ needId, version, ends: z.boolean(), note: text(0, 100) }),
  access: 'anyone',
  limit: { name: 'needs.askToEnd', most: 6, windowMs: hourMs },
  async run(context, { ends, note, ...input }) {
    const { world, openid, nowMs } = context
    const need = await getOwnNeed(context, input.needId)
    const standing = endAskedOf(need)
    if (canAskToEnd(need) && (standing !== null) === ends) return showOwnNeed(context, need)
    require(canAskToEnd(need), 'NOT_NOW', `a need that is ${need.status} is not in service`)
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    await checkContent(world, openid, note)
    const wished = endWished(need, ends, note, nowMs)
    const after = withMessages(wished, await endWishNews(context, wished), nowMs)
    await saveOr409(context, need, after)
    await deliverNeed(world, after)
    return showOwnNeed(context, after)
  },
})

async function endWishNews({ world, nowMs }: Context, need: NeedRecord) {
  const { _id, workerOpenid, streetCode } = need
  const supervisors = await findHolders(world, 'stationSupervisor', streetCode)
  const readers = [
    ...(workerOpenid === null ? [] : [{ openid: workerOpenid, page: `/worker/pages/case/case?needId=${_id}` }]),
    ...supervisors.map((openid) => ({ openid, page: `/station/pages/decide/decide?needId=${_id}` })),
  ]
  return readers.map((reader) => endWishTold(world, need, reader, nowMs))
}

/** Asked for again within 30 days of its closing, and routed anew. */
export const reopen = procedure({
  name: 'needs.reopen',
  input: z.strictObject({ needId, version, reason: text(2, 200) }),
  access: 'anyone',
  limit: stepLimit('needs.reopen'),
  async run(context, input) {
    const { world, openid, nowMs, requestId } = context
    const need = await getOwnNeed(context, input.needId)
    // The answer to the first try may have been lost on the way.
    if (isReopenedBy(need, input)) return showOwnNeed(context, need)
    require(afterwardsUntilMs(need, nowMs) !== null, 'NOT_NOW', 'a need is opened again within 30 days of its closing')
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    await checkContent(world, openid, input.reason)
    const again = reopened(need, input.reason, nowMs)
    const after = need.personAsked ? withMessages(again, await toStation(context, again), nowMs) : again
    await saveOr409(context, need, after)
    return showOwnNeed(context, await goOn(world, after, requestId))
  },
})

function isReopenedBy(need: NeedRecord, input: { version: number; reason: string }): boolean {
  const saidSo = need.events.some(({ kind, note }) => kind === 'reopened' && note === input.reason)
  return saidSo && need.version > input.version && need.status !== 'closed'
}

async function toStation({ world, nowMs }: Context, need: NeedRecord) {
  const supervisors = await findHolders(world, 'stationSupervisor', need.streetCode)
  if (supervisors.length === 0) world.log('error', 'needs.nobodyToTell', { need: need._id, level: 'station' })
  return supervisors.map((openid) => personWanted(world, need, openid, nowMs))
}

async function saveOr409({ world }: Context, need: NeedRecord, after: NeedRecord): Promise<void> {
  if (!(await saveStep(world.database, need, after))) throw new Failure('CONFLICT', 'the need has moved on')
}

/** The worker who was asked has the room again, in the same transaction. */
function saveFreeing({ world, nowMs }: Context, need: NeedRecord, after: NeedRecord): Promise<void> {
  return world.database.transaction(async (transaction) => {
    const fresh = await transaction.get<NeedRecord>('needs', need._id)
    require(fresh?.version === need.version, 'CONFLICT', 'the need has moved on')
    await freeRoom(transaction, fresh, nowMs)
    await saveStepIn(transaction, need, after)
  })
}
