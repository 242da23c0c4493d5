import { z } from 'zod'
import type { HandOver, Leave, LeaveId } from '../../../../typings/cases'
import type { Duty } from '../../../../typings/people'
import { findHolders } from '../../../people/public'
import { holdsOn } from '../../../shared/access/duties'
import { stepLimit } from '../../../shared/access/rate-limit'
import { invariant, require } from '../../../shared/errors'
import { cursor, moment, requestKey, text } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { Filter, World } from '../../../shared/ports/index'
import { procedure } from '../../../shared/procedure'
import { dayMs, hourMs, longestYearMs } from '../../../shared/time/spans'
import { tell } from '../../cases/inbox'
import { moveOffersOf } from '../../cases/leave-offers'
import { placeFilter } from '../../cases/places'
import type { LeaveRecord } from '../../cases/records'
import { casesAhead } from '../../cases/store'
import { stationRoles } from '../../cases/viewers'
import { caseSummary } from '../../casework/case-views'
import { handOverAheadDays } from '../../casework/policy'
import { checkContent } from '../../content'
import type { CaseRecord, NeedRecord, WorkerRecord } from '../../records'

const PAGE_SIZE = 20
const MOST_AWAY = 100
const MOST_CASES = 200

const leaveId = z.custom<LeaveId>(
  (value) => typeof value === 'string' && /^leave_[0-9a-f]{32}$/.test(value),
  'an id that begins with leave_',
)

/** A worker asks to be away; the station answers. The same request again is the same leave. */
export const askLeave = procedure({
  name: 'needs.askLeave',
  input: z
    .strictObject({ key: requestKey, fromMs: moment, untilMs: moment, reason: text(1, 100) })
    .refine(({ fromMs, untilMs }) => untilMs > fromMs && untilMs - fromMs <= longestYearMs, {
      path: ['untilMs'],
      message: 'after its beginning, by a year at most',
    }),
  access: 'anyone',
  limit: { name: 'needs.askLeave', most: 20, windowMs: hourMs },
  async run({ world, openid, nowMs }, input) {
    const worker = await workerOf(world, openid)
    require(input.untilMs > nowMs, 'NOT_NOW', '请假的日子已经过去')
    await checkContent(world, openid, input.reason)
    const { key, fromMs, untilMs, reason } = input
    const leave: LeaveRecord = {
      _id: `leave_${world.ids.from('leave', openid, key)}`,
      inputHash: world.ids.from('leaveInput', JSON.stringify(input)),
      workerId: worker._id,
      workerOpenid: openid,
      workerName: worker.name,
      stationCode: worker.streetCode ?? worker.districtCode,
      districtCode: worker.districtCode,
      fromMs,
      untilMs,
      reason,
      state: 'waiting',
      askedAtMs: nowMs,
      decidedByName: null,
      note: '',
      moveOffersAtMs: null,
    }
    if ((await world.database.insert('leaves', leave)) === 'exists') return again(world, leave)
    const supervisors = await findHolders(world, 'stationSupervisor', leave.stationCode)
    await tell(world, supervisors, {
      cause: leave._id,
      title: `请假待批：${worker.name}`,
      body: `${worker.name}请假：${reason}。请您审批，并安排在手个案。`,
      page: '/station/pages/leaves/leaves',
    })
    return leaveView(leave)
  },
})

async function again(world: World, leave: LeaveRecord): Promise<Leave> {
  const stored = await world.database.get<LeaveRecord>('leaves', leave._id)
  invariant(stored, 'a leave is never removed')
  require(stored.inputHash === leave.inputHash, 'KEY_REUSED', 'the same key came with another leave')
  return leaveView(stored)
}

/** Takes back what is not decided yet, or was approved and has not begun. Again is fine. */
export const cancelLeave = procedure({
  name: 'needs.cancelLeave',
  input: z.strictObject({ leaveId }),
  access: 'anyone',
  limit: stepLimit('needs.cancelLeave'),
  async run({ world, openid, nowMs }, input) {
    return world.database.transaction(async (transaction) => {
      const leave = await transaction.get<LeaveRecord>('leaves', input.leaveId)
      require(leave?.workerOpenid === openid, 'NOT_FOUND', 'no such leave')
      if (leave.state === 'cancelled') return leaveView(leave)
      require(leave.state === 'waiting' ||
        (leave.state === 'approved' && leave.fromMs > nowMs), 'NOT_NOW', '请假已经开始或了结')
      const after: LeaveRecord = { ...leave, state: 'cancelled', moveOffersAtMs: null }
      if (leave.state === 'approved') {
        const { fromMs, untilMs } = leave
        await transaction.update('workers', leave.workerId, { pull: { leaves: { fromMs, untilMs } } })
      }
      await transaction.update('leaves', leave._id, { set: { state: after.state, moveOffersAtMs: null } })
      return leaveView(after)
    })
  },
})

export const listMyLeaves = procedure({
  name: 'needs.listMyLeaves',
  input: z.strictObject({ cursor }),
  access: 'anyone',
  async run({ world, openid }, input) {
    const page = await readLeaves(world, { workerOpenid: openid }, input.cursor)
    return { rows: page.rows.map(leaveView), nextCursor: page.nextCursor }
  },
})

/** The station's, newest first. */
export const listLeaves = procedure({
  name: 'needs.listLeaves',
  input: z.strictObject({ cursor }),
  access: stationRoles,
  async run({ world, duties }, input) {
    const page = await readLeaves(world, placeFilter(duties, 'stationCode'), input.cursor)
    return { rows: page.rows.map(leaveView), nextCursor: page.nextCursor }
  },
})

/** Approved, the worker gets no offers in that time, and what is open then goes to the next. Again is fine. */
export const decideLeave = procedure({
  name: 'needs.decideLeave',
  input: z
    .strictObject({ leaveId, approved: z.boolean(), note: text(0, 200) })
    .refine(({ approved, note }) => approved || note !== '', { path: ['note'], message: 'why not' }),
  access: stationRoles,
  async run(context, input) {
    const { world, openid, duties, callerName } = context
    await checkContent(world, openid, input.note)
    const state = input.approved ? ('approved' as const) : ('declined' as const)
    const after = await world.database.transaction(async (transaction) => {
      const leave = await transaction.get<LeaveRecord>('leaves', input.leaveId)
      require(leave && holdsOn(duties, leave.stationCode), 'NOT_FOUND', 'no such leave')
      if (leave.state === state) return leave
      require(leave.state === 'waiting', 'CONFLICT', 'it was decided or taken back')
      require(leave.workerOpenid !== openid, 'FORBIDDEN', 'nobody decides about a leave of their own')
      const { fromMs, untilMs, workerId } = leave
      const decided = {
        state,
        note: input.note,
        decidedByName: callerName ?? '社工站',
        moveOffersAtMs: input.approved ? fromMs : null,
      }
      if (input.approved) await transaction.update('workers', workerId, { push: { leaves: [{ fromMs, untilMs }] } })
      await transaction.update('leaves', leave._id, { set: decided })
      return { ...leave, ...decided }
    })
    await moveOffersOf(world, after)
    await tell(world, [after.workerOpenid], {
      cause: `${after._id} ${state}`,
      title: input.approved ? '请假批准了' : '请假没有批准',
      body: input.approved ? '这段时间不再给您派单，在手个案由站里安排。' : `站里说：${input.note}`,
      page: '/worker/pages/leave/leave',
    })
    return leaveView(after)
  },
})

/** Open cases of workers who are away now or will be within three days: each needs a pair of hands. */
export const listHandOvers = procedure({
  name: 'needs.listHandOvers',
  input: z.strictObject({}),
  access: stationRoles,
  async run({ world, duties, nowMs }) {
    return handOversOf(world, duties, nowMs)
  },
})

export async function handOversOf(world: World, duties: readonly Duty[], nowMs: number): Promise<HandOver[]> {
  const leaves = await world.database.find<LeaveRecord>('leaves', {
    where: { ...placeFilter(duties, 'stationCode'), askedAtMs: { $gt: nowMs - longestYearMs } },
    orderBy: [['askedAtMs', 'desc']],
    limit: MOST_AWAY,
  })
  const away = leaves.filter(
    ({ state, fromMs, untilMs }) =>
      state === 'approved' && untilMs > nowMs && fromMs < nowMs + handOverAheadDays * dayMs,
  )
  if (away.length === 0) return []
  const workerOpenid = { $in: away.map((leave) => leave.workerOpenid) }
  const [opened, needs] = await Promise.all([
    world.database.find<CaseRecord>('cases', {
      where: { workerOpenid, status: 'open' },
      orderBy: [['dueAtMs', 'asc']],
      limit: MOST_CASES,
    }),
    world.database.find<NeedRecord>('needs', { where: { workerOpenid }, limit: MOST_CASES }),
  ])
  const ahead = await casesAhead(
    world,
    needs.filter(({ status }) => status === 'accepted'),
  )
  const cases = [...opened.filter(({ stage }) => stage !== 'intake'), ...ahead]
  const untilOf = new Map(away.map(({ workerOpenid, untilMs }) => [workerOpenid, untilMs]))
  return cases
    .filter(({ territoryCode }) => holdsOn(duties, territoryCode))
    .map((kase) => ({ ...caseSummary(kase), leaveUntilMs: untilOf.get(kase.workerOpenid) ?? nowMs }))
}

export async function workerOf({ database }: World, openid: string): Promise<WorkerRecord> {
  const [worker] = await database.find<WorkerRecord>('workers', { where: { openid }, limit: 1 })
  require(worker, 'FORBIDDEN', 'this person is not in the talent pool')
  return worker
}

function readLeaves(world: World, where: Filter, from: string | null) {
  return readPage<LeaveRecord>(world.database, 'leaves', {
    where,
    sortBy: 'askedAtMs',
    direction: 'desc',
    size: PAGE_SIZE,
    cursor: from,
  })
}

function leaveView(leave: LeaveRecord): Leave {
  const { _id, workerId, workerName, fromMs, untilMs, reason, state, askedAtMs, decidedByName, note } = leave
  return { leaveId: _id, workerId, workerName, fromMs, untilMs, reason, state, askedAtMs, decidedByName, note }
}
