import { z } from 'zod'
import type { Role } from '../../../../typings/people'
import type { VerifyRow } from '../../../../typings/residents'
import { holdsOn } from '../../../shared/access/duties'
import { Failure, require } from '../../../shared/errors'
import { cursor, needId, text } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { communityDigits } from '../../../shared/territory/digits'
import { hourMs } from '../../../shared/time/spans'
import { isOpen } from '../../aftercare/rules'
import { verified } from '../../aftercare/steps'
import { isForNeighbourhood } from '../../asking/neighbourhood'
import { oneOf, placeFilter } from '../../cases/places'
import { traceReads } from '../../cases/reads'
import { isPossible } from '../../casework/steps'
import { excerpt, maskPhone } from '../../casework/views'
import { checkContent } from '../../content'
import type { NeedRecord } from '../../records'
import { takeNeed } from '../../residents/new-need'
import { getNeed, saveStep } from '../../store'
import { enterInput } from './fields'

const PAGE_SIZE = 20
const communityRoles: readonly Role[] = ['communityStaff']

/** A need of somebody without a phone, written down by community staff of their place with the person's own yes. */
export const enter = procedure({
  name: 'needs.enter',
  input: enterInput,
  access: communityRoles,
  limit: { name: 'needs.enter', most: 60, windowMs: hourMs },
  async run(context, { consentHow, ...input }) {
    const { openid, callerName, duties } = context
    require(holdsOn(duties, input.territoryCode), 'NOT_FOUND', 'no such community below the caller’s duties')
    return takeNeed(context, input, { openid, staffName: callerName ?? '社区工作者', consentHow })
  },
})

/** waiting: open needs of the place that nobody of the community looked at, oldest first; entered: those that the caller wrote down. */
export const listToVerify = procedure({
  name: 'needs.listToVerify',
  input: z.strictObject({ view: z.enum(['waiting', 'entered']), cursor }),
  access: communityRoles,
  async run(context, input) {
    const { world, openid, duties } = context
    const waiting = input.view === 'waiting'
    const page = await readPage<NeedRecord>(world.database, 'needs', {
      where: waiting ? { verified: false, ...ownPlaces(context) } : { 'entered.openid': openid },
      sortBy: 'submittedAtMs',
      direction: waiting ? 'asc' : 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const needs = page.rows.filter((need) => holdsOn(duties, need.territoryCode) && (!waiting || isVisible(need)))
    await traceAddresses(context, needs)
    return { rows: needs.map(rowOf), nextCursor: page.nextCursor }
  },
})

/** Somebody of the community was there or called: it is so, or it is otherwise. Again by the same words is fine. */
export const verify = procedure({
  name: 'needs.verify',
  input: z.strictObject({ needId, outcome: z.enum(['confirmed', 'differs']), note: text(0, 200) }),
  access: communityRoles,
  async run(context, { outcome, note, ...input }) {
    const { world, openid, duties, callerName, nowMs } = context
    const need = await getNeed(world.database, input.needId)
    require(holdsOn(duties, need.territoryCode) && isVisible(need), 'NOT_FOUND', 'no such need')
    await traceAddresses(context, [need])
    const before = need.verification
    if (before?.outcome === outcome && before.note === note) return rowOf(need)
    require(outcome === 'confirmed' || note !== '', 'INVALID_INPUT', 'what differs has to be said')
    require(isPossible(need, 'verified'), 'NOT_NOW', `a need that is ${need.status} is not verified any more`)
    await checkContent(world, openid, note)
    const after = verified(need, { outcome, byName: callerName ?? '社区工作者', note }, nowMs)
    if (!(await saveStep(world.database, need, after))) throw new Failure('CONFLICT', 'the need has moved on')
    return rowOf(after)
  },
})

function isVisible(need: NeedRecord): boolean {
  return isOpen(need) && isForNeighbourhood(need)
}

function traceAddresses(context: Context, needs: readonly NeedRecord[]): Promise<void> {
  const read = needs.map(({ _id, streetCode }) => ({ subjectId: _id, streetCode }))
  return traceReads(context, 'needs.readAddresses', read)
}

function ownPlaces({ duties }: Context) {
  const codes = duties.map(({ territoryCode }) => territoryCode)
  return codes.every((code) => code.length === communityDigits) ? { territoryCode: oneOf(codes) } : placeFilter(duties)
}

function rowOf(need: NeedRecord): VerifyRow {
  const { _id, field, subSkill, urgency, status, address, contactName, submittedAtMs } = need
  return {
    needId: _id,
    field,
    subSkill,
    urgency,
    status,
    excerpt: excerpt(need),
    address,
    contactName,
    contactPhoneMasked: maskPhone(need.contactPhone),
    submittedAtMs,
    entered: need.entered !== undefined,
    verification: need.verification ?? null,
  }
}
