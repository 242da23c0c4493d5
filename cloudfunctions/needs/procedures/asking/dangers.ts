import { z } from 'zod'
import type { Role } from '../../../../typings/people'
import type { DangerAlert } from '../../../../typings/residents'
import { holdsOn } from '../../../shared/access/duties'
import { stepLimit } from '../../../shared/access/rate-limit'
import { Failure, invariant, require } from '../../../shared/errors'
import { anyPhone, communityCode, cursor, dangerId, requestKey, text } from '../../../shared/fields'
import { operator } from '../../../shared/operator'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { getCommunity } from '../../../shared/territory/directory'
import { placeFilter } from '../../cases/places'
import { traceReads } from '../../cases/reads'
import type { DangerRecord } from '../../records'
import { page as pageDuty } from '../../residents/dangers'

const PAGE_SIZE = 20
const dutyRoles: readonly Role[] = ['stationSupervisor', 'dutyOfficer', 'districtStaff']

/** Pages the people on duty, six times an hour; what comes beyond stands on the open alert, and nobody is refused. */
export const raiseDanger = procedure({
  name: 'needs.raiseDanger',
  input: z.strictObject({
    dangerKey: requestKey,
    kind: z.enum(['selfHarm', 'violence', 'fire', 'medical', 'childHarm']),
    territoryCode: communityCode,
    phone: anyPhone.nullable(),
    words: text(0, 100),
  }),
  access: 'anyone',
  limit: stepLimit('needs.raiseDanger'),
  async run({ world, openid }, { dangerKey, kind, territoryCode, phone, words }) {
    const community = await getCommunity(world, territoryCode)
    invariant(community.streetCode, 'a community lies in a street')
    const { dangerId: id, count } = await pageDuty(world, {
      _id: `danger_${world.ids.from('danger', openid, dangerKey)}`,
      raiserOpenid: openid,
      needId: null,
      kind,
      territoryCode,
      communityName: community.name,
      streetCode: community.streetCode,
      districtCode: community.districtCode,
      words,
      phone,
    })
    return { dangerId: id, pagedCount: count, phone: operator.emergencyPhone }
  },
})

/** Newest first, below the caller's duties. */
export const listDangers = procedure({
  name: 'needs.listDangers',
  input: z.strictObject({ cursor }),
  access: dutyRoles,
  async run(context, input) {
    const { world, duties } = context
    const page = await readPage<DangerRecord>(world.database, 'dangers', {
      where: placeFilter(duties),
      sortBy: 'raisedAtMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const rows = page.rows.filter(({ territoryCode }) => holdsOn(duties, territoryCode))
    return { rows: await shown(context, rows), nextCursor: page.nextCursor }
  },
})

/** One person takes it, so that two do not call; the first one has it. Again is fine. */
export const takeDanger = procedure({
  name: 'needs.takeDanger',
  input: z.strictObject({ dangerId }),
  access: dutyRoles,
  async run(context, input) {
    const { openid, callerName, nowMs } = context
    const danger = await getDanger(context, input.dangerId)
    if (danger.state !== 'open' && danger.takenByOpenid === openid) return shownOne(context, danger)
    require(danger.state === 'open', 'NOT_NOW', `${danger.takenByName ?? '同事'}已经在处理`)
    const change = {
      state: 'taken' as const,
      takenByOpenid: openid,
      takenByName: callerName ?? '值班人员',
      takenAtMs: nowMs,
      escalateAtMs: null,
    }
    return shownOne(context, await save(context, danger, change))
  },
})

/** What came of it; whoever took it says so. Again with the same words is fine. */
export const closeDanger = procedure({
  name: 'needs.closeDanger',
  input: z.strictObject({ dangerId, outcome: text(2, 200) }),
  access: dutyRoles,
  async run(context, input) {
    const danger = await getDanger(context, input.dangerId)
    if (danger.state === 'closed' && danger.outcome === input.outcome) return shownOne(context, danger)
    require(danger.state === 'taken', 'NOT_NOW', `an alert that is ${danger.state} is not closed`)
    require(danger.takenByOpenid === context.openid, 'FORBIDDEN', 'whoever took it closes it')
    return shownOne(context, await save(context, danger, { state: 'closed', outcome: input.outcome }))
  },
})

async function getDanger({ world, duties }: Context, id: DangerRecord['_id']): Promise<DangerRecord> {
  const danger = await world.database.get<DangerRecord>('dangers', id)
  require(danger && holdsOn(duties, danger.territoryCode), 'NOT_FOUND', 'no such alert')
  return danger
}

async function save({ world }: Context, danger: DangerRecord, change: Partial<DangerRecord>): Promise<DangerRecord> {
  const after = { ...danger, ...change, version: danger.version + 1 }
  const set = { ...change, version: after.version }
  const saved = await world.database.update('dangers', danger._id, { version: danger.version }, { set })
  if (!saved) throw new Failure('CONFLICT', 'somebody was first')
  return after
}

/** Words and numbers to call back are given out: each alert's read leaves its trace, of its need where it has one. */
async function shown(context: Context, dangers: readonly DangerRecord[]): Promise<DangerAlert[]> {
  const telling = dangers.filter(({ phone, words }) => phone !== null || words !== '')
  const read = telling.map(({ _id, needId, streetCode }) => ({ subjectId: needId ?? _id, streetCode }))
  await traceReads(context, 'needs.readDangers', read)
  return dangers.map(alertOf)
}

async function shownOne(context: Context, danger: DangerRecord): Promise<DangerAlert> {
  const [alert] = await shown(context, [danger])
  invariant(alert, 'one alert is shown as one')
  return alert
}

function alertOf(danger: DangerRecord): DangerAlert {
  const { _id, kind, communityName, words, phone, needId, raisedAtMs, state } = danger
  const { takenByName, outcome, escalated, again } = danger
  return {
    dangerId: _id,
    kind,
    communityName,
    words,
    phone,
    needId,
    raisedAtMs,
    state,
    takenByName,
    outcome,
    escalated,
    again: again ? { count: again.count, atMs: again.atMs } : null,
  }
}
