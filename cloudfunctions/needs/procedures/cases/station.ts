import { z } from 'zod'
import type { Duty } from '../../../../typings/people'
import { holdsOn } from '../../../shared/access/duties'
import { Failure, require } from '../../../shared/errors'
import { cursor, needId, text } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { World } from '../../../shared/ports/index'
import { type Context, procedure } from '../../../shared/procedure'
import { shanghaiMonth, shanghaiMonthSpan } from '../../../shared/time/shanghai'
import { dayMs } from '../../../shared/time/spans'
import { placeFilter } from '../../cases/places'
import { runCaseStep } from '../../cases/run-step'
import { showCase } from '../../cases/show'
import { casesAhead, loadCase } from '../../cases/store'
import { requireStation, stationRoles, stationViewer } from '../../cases/viewers'
import { type CaseRecord, hadIt } from '../../casework/case-record'
import { reviewed } from '../../casework/case-requests'
import { caseSummary } from '../../casework/case-views'
import { CLAIM_MS } from '../../casework/policy'
import { sampleOf, totalOf } from '../../casework/quality'
import type { NeedRecord } from '../../records'
import { getNeed } from '../../store'
import { asStation } from './decisions'
import { versionedStep } from './forms'

const PAGE_SIZE = 20
const MOST_CLOSED = 1000
const MOST_UNOPENED = 100
/** No policy gives less than a day. */
const LEAST_INTAKE_MS = dayMs

/** Plans and closures that wait, oldest first. */
export const listApprovals = procedure({
  name: 'needs.listApprovals',
  input: z.strictObject({ cursor }),
  access: stationRoles,
  async run({ world, duties }, input) {
    const page = await readPage<CaseRecord>(world.database, 'cases', {
      where: { ...placeFilter(duties), awaits: { $in: ['closure', 'plan'] } },
      sortBy: 'awaitsSinceMs',
      direction: 'asc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const rows = own(page.rows, duties).map((kase) => ({
      ...caseSummary(kase),
      submittedAtMs: kase.awaitsSinceMs ?? 0,
    }))
    return { rows, nextCursor: page.nextCursor }
  },
})

/** Past its time, longest first; the first page begins with needs whose 接案 has not been done. */
export const listOverdue = procedure({
  name: 'needs.listOverdue',
  input: z.strictObject({ cursor }),
  access: stationRoles,
  async run({ world, duties, nowMs }, input) {
    const [late, page] = await Promise.all([
      input.cursor === null ? findUnopened(world, duties, nowMs) : [],
      readPage<CaseRecord>(world.database, 'cases', {
        where: { status: 'open', ...placeFilter(duties), dueAtMs: { $lt: nowMs } },
        sortBy: 'dueAtMs',
        direction: 'asc',
        size: PAGE_SIZE,
        cursor: input.cursor,
      }),
    ])
    // A case that changed hands before 接案 is among the needs already.
    const opened = own(page.rows, duties).filter(({ stage }) => stage !== 'intake')
    const rows = [...late, ...opened]
      .map((kase) => ({ ...caseSummary(kase), overdueSinceMs: kase.dueAtMs ?? nowMs }))
      .sort((left, right) => left.overdueSinceMs - right.overdueSinceMs)
    return { rows, nextCursor: page.nextCursor }
  },
})

/** Accepted needs whose worker has not made the first contact in time. */
export async function findUnopened(world: World, duties: readonly Duty[], nowMs: number): Promise<CaseRecord[]> {
  const needs = await world.database.find<NeedRecord>('needs', {
    where: { status: 'accepted', ...placeFilter(duties), acceptedAtMs: { $lt: nowMs - LEAST_INTAKE_MS } },
    orderBy: [
      ['acceptedAtMs', 'asc'],
      ['_id', 'asc'],
    ],
    limit: MOST_UNOPENED,
  })
  const ahead = await casesAhead(world, own(needs, duties))
  return ahead.filter(({ dueAtMs }) => dueAtMs !== null && dueAtMs < nowMs)
}

/** Takes a triage row for 10 minutes, so that two people do not work on the same one; CONFLICT while another has it. */
export const claimTriage = procedure({
  name: 'needs.claimTriage',
  input: z.strictObject({ needId, taken: z.boolean() }),
  access: [...stationRoles, 'dutyOfficer'],
  async run(context, input) {
    const { world, openid, nowMs, duties } = context
    const need = await getNeed(world.database, input.needId)
    require(holdsOn(duties, need.territoryCode), 'NOT_FOUND', 'no such need')
    require(need.status === 'triage', 'NOT_NOW', 'the need is not in triage any more')
    const claim = need.claim ?? null
    const others = claim !== null && claim.openid !== openid && claim.untilMs > nowMs
    if (!input.taken) {
      if (claim?.openid === openid) {
        await world.database.update('needs', need._id, { 'claim.openid': openid }, { set: { claim: null } })
      }
      return { untilMs: null }
    }
    require(!others, 'CONFLICT', 'a colleague has it')
    const name = context.callerName ?? `${need.streetName}社工站`
    const next = { openid, name, untilMs: nowMs + CLAIM_MS }
    // What was read is what is replaced: of two who take it at once, one does.
    const seen = claim === null ? { claim: null } : { 'claim.openid': claim.openid, 'claim.untilMs': claim.untilMs }
    const guard = { status: 'triage', ...seen }
    if (await world.database.update('needs', need._id, guard, { set: { claim: next } }))
      return { untilMs: next.untilMs }
    throw new Failure('CONFLICT', 'a colleague has it')
  },
})

const month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'a month such as 2026-11')
const score = z.int('a whole number').min(0, '0 at least').max(5, 'at most 5')

/** The month's sample, drawn anew by the same lot each time. */
export const listQualitySample = procedure({
  name: 'needs.listQualitySample',
  input: z.strictObject({ month }),
  access: stationRoles,
  async run({ world, duties }, input) {
    const closed = await closedIn(world, duties, input.month)
    const rows = sampleOf(input.month, closed).map((kase) => ({
      ...caseSummary(kase),
      closedAtMs: kase.closedAtMs ?? 0,
      quality: kase.quality,
    }))
    return { rows, closedCount: closed.length }
  },
})

/** Only what the lot drew is scored, and by nobody about their own work. */
export const setQualityReview = procedure({
  name: 'needs.setQualityReview',
  input: z.strictObject({
    ...versionedStep,
    scores: z.strictObject({ assessment: score, planning: score, recording: score, outcome: score, ethics: score }),
    comment: text(0, 500),
  }),
  access: stationRoles,
  async run(context, input) {
    const { scores, comment } = input
    await requireDrawn(context, input.needId)
    const found = await runCaseStep(context, input, {
      ...asStation(context, (kase) =>
        require(!hadIt(kase, context.openid), 'FORBIDDEN', 'nobody reviews a case that is, or was, their own'),
      ),
      texts: [comment],
      step: (kase, by) =>
        reviewed(kase, { scores, total: totalOf(scores), comment, byName: by.name, atMs: by.nowMs }, by),
    })
    return showCase(context, found, await stationViewer(context, found.kase))
  },
})

async function requireDrawn({ world, duties }: Context, id: NeedRecord['_id']): Promise<void> {
  const { kase } = await loadCase(world, id)
  requireStation(kase, duties)
  require(kase.closedAtMs !== null, 'NOT_NOW', '结案之后才能评查')
  const of = shanghaiMonth(kase.closedAtMs)
  const drawn = sampleOf(of, await closedIn(world, duties, of)).some(({ _id }) => _id === kase._id)
  require(drawn, 'NOT_NOW', '没有抽到这件个案')
}

/** Every case that closed in a Shanghai month, below these duties. */
export async function closedIn(world: World, duties: readonly Duty[], of: string): Promise<CaseRecord[]> {
  const { startMs, endMs } = shanghaiMonthSpan(of)
  const found = await world.database.find<CaseRecord>('cases', {
    where: { ...placeFilter(duties), closedAtMs: { $gte: startMs, $lt: endMs } },
    orderBy: [
      ['closedAtMs', 'asc'],
      ['_id', 'asc'],
    ],
    limit: MOST_CLOSED,
  })
  // A need that came back and was taken back closes its case once more, without work to look at.
  return own(found, duties).filter(({ closure }) => closure !== null)
}

/** A duty on one community alone sees its street's rows filtered afterwards. */
export function own<Row extends { territoryCode: string }>(rows: readonly Row[], duties: readonly Duty[]): Row[] {
  return rows.filter(({ territoryCode }) => holdsOn(duties, territoryCode))
}
