import { z } from 'zod'
import type { AccessId, AccessRequest } from '../../../../typings/cases'
import { findHolders } from '../../../people/public'
import { holdsOn, readDuties } from '../../../shared/access/duties'
import type { AuditRecord } from '../../../shared/audit/audit'
import { invariant, require } from '../../../shared/errors'
import { cursor, needId, requestKey, text } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { World } from '../../../shared/ports/index'
import { type Context, procedure, staffName } from '../../../shared/procedure'
import { dayMs } from '../../../shared/time/spans'
import { tell } from '../../cases/inbox'
import { placeFilter } from '../../cases/places'
import { readsShown } from '../../cases/reads'
import type { AccessRecord } from '../../cases/records'
import { loadCase } from '../../cases/store'
import { readerRoles, requireStation, stationRoles } from '../../cases/viewers'
import { accessDays } from '../../casework/policy'
import { checkContent } from '../../content'

const PAGE_SIZE = 20

const accessId = z.custom<AccessId>(
  (value) => typeof value === 'string' && /^access_[0-9a-f]{32}$/.test(value),
  'an id that begins with access_',
)

/** Asks to read a child's file, with a reason; somebody else decides. The same request again is the same one. */
export const askAccess = procedure({
  name: 'needs.askAccess',
  input: z.strictObject({ needId, key: requestKey, reason: text(5, 200) }),
  access: readerRoles,
  async run(context, input) {
    const { world, openid, duties, nowMs } = context
    const { kase } = await loadCase(world, input.needId)
    requireStation(kase, duties)
    require(kase.minor && kase.workerOpenid !== openid, 'NOT_NOW', '这份档案不用申请')
    await checkContent(world, openid, input.reason)
    const accessRequest: AccessRecord = {
      _id: `access_${world.ids.from('access', openid, input.key)}`,
      inputHash: world.ids.from('accessInput', JSON.stringify(input)),
      needId: kase.needId,
      communityName: kase.communityName,
      territoryCode: kase.territoryCode,
      streetCode: kase.streetCode,
      districtCode: kase.districtCode,
      askerOpenid: openid,
      askerName: staffName(context),
      reason: input.reason,
      state: 'waiting',
      askedAtMs: nowMs,
      decidedByName: null,
      note: '',
      untilMs: null,
    }
    if ((await world.database.insert('caseAccess', accessRequest)) === 'exists') return again(world, accessRequest)
    await tell(world, await decidersOf(world, accessRequest), {
      cause: accessRequest._id,
      title: '申请查阅儿童档案',
      body: `${accessRequest.askerName}申请查阅${accessRequest.communityName}的一份儿童档案：${accessRequest.reason}`,
      page: '/station/pages/access/access',
    })
    return accessView(accessRequest, openid)
  },
})

async function again(world: World, accessRequest: AccessRecord): Promise<AccessRequest> {
  const stored = await world.database.get<AccessRecord>('caseAccess', accessRequest._id)
  invariant(stored, 'a request is never removed')
  require(stored.inputHash === accessRequest.inputHash, 'KEY_REUSED', 'the same key came with another request')
  return accessView(stored, accessRequest.askerOpenid)
}

/** The street's supervisors and the district: whoever it is, not the one who asks. */
async function decidersOf(world: World, { streetCode, districtCode, askerOpenid }: AccessRecord): Promise<string[]> {
  const [near, above] = await Promise.all([
    findHolders(world, 'stationSupervisor', streetCode),
    findHolders(world, 'districtStaff', districtCode),
  ])
  return [...near, ...above].filter((openid) => openid !== askerOpenid)
}

export const listAccessRequests = procedure({
  name: 'needs.listAccessRequests',
  input: z.strictObject({ cursor }),
  access: stationRoles,
  async run({ world, openid, duties }, input) {
    const page = await readPage<AccessRecord>(world.database, 'caseAccess', {
      where: placeFilter(duties),
      sortBy: 'askedAtMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const rows = page.rows.filter(({ territoryCode }) => holdsOn(duties, territoryCode))
    return { rows: rows.map((accessRequest) => accessView(accessRequest, openid)), nextCursor: page.nextCursor }
  },
})

/** Opens the file for a week, or says why not. Nobody decides about a request of their own. Again is fine. */
export const decideAccess = procedure({
  name: 'needs.decideAccess',
  input: z
    .strictObject({ accessId, approved: z.boolean(), note: text(0, 200) })
    .refine(({ approved, note }) => approved || note !== '', { path: ['note'], message: 'why not' }),
  access: stationRoles,
  async run({ world, openid, duties, callerName, nowMs }, input) {
    const accessRequest = await world.database.get<AccessRecord>('caseAccess', input.accessId)
    require(accessRequest && holdsOn(duties, accessRequest.territoryCode), 'NOT_FOUND', 'no such request')
    require(accessRequest.askerOpenid !== openid, 'FORBIDDEN', 'nobody decides about a request of their own')
    const state = input.approved ? ('approved' as const) : ('declined' as const)
    if (accessRequest.state === state) return accessView(accessRequest, openid)
    await checkContent(world, openid, input.note)
    const decided = {
      state,
      note: input.note,
      decidedByName: callerName ?? '社工站',
      untilMs: input.approved ? nowMs + accessDays * dayMs : null,
    }
    const first = await world.database.update('caseAccess', accessRequest._id, { state: 'waiting' }, { set: decided })
    require(first, 'CONFLICT', 'somebody decided in between')
    await tell(world, [accessRequest.askerOpenid], {
      cause: `${accessRequest._id} ${state}`,
      title: input.approved ? '可以查阅档案了' : '查阅档案没有批准',
      body: input.approved ? `${accessDays} 天内有效，每次查看都会留下记录。` : `原因：${input.note}`,
      page: `/worker/pages/case/case?needId=${accessRequest.needId}`,
    })
    return accessView({ ...accessRequest, ...decided }, openid)
  },
})

/** Who looked at what: of one case for its worker and its station, of all for the station alone. Newest first. */
export const listSensitiveReads = procedure({
  name: 'needs.listSensitiveReads',
  input: z.strictObject({ needId: needId.nullable(), cursor }),
  access: 'anyone',
  async run(context, input) {
    const { world } = context
    const where = input.needId === null ? await allReads(context) : await readsOf(context, input.needId)
    const page = await readPage<AuditRecord>(world.database, 'audit', {
      where,
      sortBy: 'atMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    return { rows: await readsShown(world, page.rows), nextCursor: page.nextCursor }
  },
})

async function allReads({ world, openid }: Context) {
  const { duties } = await readDuties(world.database, openid, stationRoles)
  // The district sees its streets one by one: the record knows its street alone.
  const filter = placeFilter(duties)
  if ('districtCode' in filter)
    return { streetCode: { $gte: String(duties[0]?.territoryCode), $lt: `${duties[0]?.territoryCode}~` } }
  return filter
}

async function readsOf({ world, openid }: Context, id: `need_${string}`) {
  const { kase } = await loadCase(world, id)
  if (kase.workerOpenid !== openid)
    requireStation(kase, (await readDuties(world.database, openid, stationRoles)).duties)
  return { subjectId: id }
}

function accessView(accessRequest: AccessRecord, openid: string): AccessRequest {
  const {
    _id,
    needId: of,
    communityName,
    askerName,
    reason,
    state,
    askedAtMs,
    decidedByName,
    note,
    untilMs,
  } = accessRequest
  const mine = accessRequest.askerOpenid === openid
  return {
    accessId: _id,
    needId: of,
    communityName,
    askerName,
    reason,
    state,
    askedAtMs,
    decidedByName,
    note,
    untilMs,
    mine,
  }
}
