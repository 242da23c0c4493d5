import { z } from 'zod'
import type { DisclosureSummary, DisclosureView } from '../../../../typings/disclosure'
import type { FundId } from '../../../../typings/ids'
import type { Duty } from '../../../../typings/people'
import { findDuties, holdsOn, requireDutyOn } from '../../../shared/access/duties'
import { Failure, require } from '../../../shared/errors'
import { cursor, disclosureId, districtCode, fundId, moment, requestKey, text, version } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { World } from '../../../shared/ports'
import { procedure } from '../../../shared/procedure'
import { findTerritory } from '../../../shared/territory/directory'
import { dayMs } from '../../../shared/time/spans'
import { clearLate } from '../../audit/nightly'
import { canonicalJson, sha256 } from '../../ledger/canonical'
import { readContent } from '../../proof/drafts'
import { aheadOf, readOwed, summaryOf } from '../../proof/obligations'
import { type DisclosureEventRecord, type DisclosureRecord, territoryOf } from '../../proof/records'
import type { FundRecord } from '../../records'
import { amount } from '../../spending/fields'

const pageSize = 20
const lookAheadMs = 120 * dayMs
const mostWaiting = 500
/** What `summaryOf` reads of a record besides its id: the contents stay behind. */
const summaryFields = [
  ...(['fundId', 'kind', 'placeName', 'title', 'fromMs', 'toMs'] as const),
  ...(['dueAtMs', 'status', 'publishedAtMs'] as const),
]
const staff = ['districtStaff'] as const

/** What was published of a fund, or of the district as a whole. */
export const listDisclosures = procedure({
  name: 'funds.listDisclosures',
  input: z.strictObject({ districtCode, fundId: fundId.nullable(), cursor }),
  access: 'anyone',
  run: async ({ world, nowMs }, input) => {
    const place = input.fundId === null ? { districtCode: input.districtCode } : { fundId: input.fundId }
    const page = await readPage<DisclosureRecord>(world.database, 'disclosures', {
      where: { ...place, status: 'published' },
      ...{ sortBy: 'publishedAtMs', direction: 'desc', size: pageSize, cursor: input.cursor },
      fields: summaryFields,
    })
    return { rows: page.rows.map((record) => summaryOf(record, nowMs)), nextCursor: page.nextCursor }
  },
})

/** A draft looks like nothing to those who may not approve it. */
export const getDisclosure = procedure({
  name: 'funds.getDisclosure',
  input: z.strictObject({ disclosureId }),
  access: 'anyone',
  run: async ({ world, openid, nowMs }, input) => {
    const [record, duties] = await Promise.all([
      read(world, input.disclosureId),
      findDuties(world.database, openid, staff),
    ])
    const canApprove = holdsOn(duties, record.territoryCode)
    require(record.status === 'published' || canApprove, 'NOT_FOUND', 'no such disclosure')
    return viewOf(record, nowMs, canApprove)
  },
})

/** What waits, the longest due first, then what comes within 120 days: four or five reads. */
export const listCalendar = procedure({
  name: 'funds.listCalendar',
  input: z.strictObject({}),
  access: staff,
  run: async ({ world, duties, nowMs }) => {
    const lists = await Promise.all(districtsOf(duties).map((code) => calendarOf(world, code, nowMs)))
    return lists.flat().sort((a, b) => a.dueAtMs - b.dueAtMs || (a.disclosureId < b.disclosureId ? -1 : 1))
  },
})

async function calendarOf(world: World, code: string, nowMs: number): Promise<DisclosureSummary[]> {
  const territory = await findTerritory(world, code)
  const [owed, waiting] = await Promise.all([
    readOwed(world, { code, name: territory?.name ?? '' }, nowMs, nowMs + lookAheadMs),
    world.database.find<DisclosureRecord>('disclosures', {
      where: { districtCode: code, status: 'draft' },
      orderBy: [['dueAtMs', 'asc']],
      limit: mostWaiting,
      fields: summaryFields,
    }),
  ])
  // What is drafted or published has a record; only what comes later has none.
  const ahead = owed.filter(({ draftAtMs }) => draftAtMs > nowMs)
  return [...waiting.map((record) => summaryOf(record, nowMs)), ...ahead.map(aheadOf)]
}

/** The person publishes what they have read: the content stays as it was drafted. */
export const publishDisclosure = procedure({
  name: 'funds.publishDisclosure',
  input: z.strictObject({ disclosureId, version, remark: text(0, 500) }),
  access: staff,
  run: async ({ world, duties, openid, callerName, nowMs }, input) => {
    const record = await read(world, input.disclosureId)
    requireDutyOn(duties, record.territoryCode)
    // The same person's same request again: it is published already.
    if (record.status === 'published' && record.version === input.version + 1 && record.approvedByOpenid === openid) {
      return viewOf(record, nowMs, true)
    }
    require(record.status === 'draft', 'NOT_NOW', 'it is published')
    const approved = { approvedByOpenid: openid, approvedByName: callerName ?? '', publishedAtMs: nowMs }
    const set = { status: 'published' as const, remark: input.remark, ...approved, version: input.version + 1 }
    await change(world, record, input.version, set)
    await clearLate(world, record)
    return viewOf({ ...record, ...set }, nowMs, true)
  },
})

export const correctDisclosure = procedure({
  name: 'funds.correctDisclosure',
  input: z.strictObject({ disclosureId, version, reason: text(4, 300) }),
  access: staff,
  run: async ({ world, duties, openid, callerName, nowMs }, input) => {
    const record = await read(world, input.disclosureId)
    requireDutyOn(duties, record.territoryCode)
    require(record.status === 'published', 'NOT_NOW', 'it is not published yet')
    const [last] = record.corrected
    if (record.version === input.version + 1 && last?.byOpenid === openid && last.reason === input.reason) {
      return viewOf(record, nowMs, true)
    }
    const { territoryCode, fromMs, toMs } = record
    const content = await readContent(world, { territoryCode, fundId: fundOf(record), fromMs, toMs })
    const correction = {
      ...{ atMs: nowMs, byOpenid: openid, byName: callerName ?? '', reason: input.reason, before: record.content },
    }
    const set = { content, corrected: [correction, ...record.corrected], version: input.version + 1 }
    await change(world, record, input.version, set)
    return viewOf({ ...record, ...set }, nowMs, true)
  },
})

/** Its disclosures are shown at once; their drafts come when it is their time. */
export const addDisclosureEvent = procedure({
  name: 'funds.addDisclosureEvent',
  input: z
    .strictObject({
      eventKey: requestKey,
      kind: z.enum(['disaster', 'project', 'relatedParty']),
      fundId,
      title: text(2, 40),
      fromMs: moment,
      toMs: moment.nullable(),
      amountFen: amount(1).nullable(),
    })
    .refine(({ fromMs, toMs }) => toMs === null || fromMs <= toMs, { path: ['toMs'], message: 'not before it begins' }),
  access: staff,
  run: async ({ world, duties, openid, nowMs }, input) => {
    requireDutyOn(duties, territoryOf(input.fundId))
    const fund = await world.database.get<FundRecord>('funds', input.fundId)
    require(fund, 'NOT_FOUND', 'no such fund')
    const { eventKey, kind, title, fromMs, toMs, amountFen: sum } = input
    const record: DisclosureEventRecord = {
      ...{ _id: `event_${world.ids.from('disclosureEvent', openid, eventKey)}`, districtCode: fund.districtCode },
      ...{ kind, fundId: fund._id, title, fromMs, toMs, amountFen: sum, addedByOpenid: openid, addedAtMs: nowMs },
      inputDigest: sha256(canonicalJson(input)),
    }
    if ((await world.database.insert('disclosureEvents', record)) === 'exists') {
      const kept = await world.database.get<DisclosureEventRecord>('disclosureEvents', record._id)
      require(kept?.inputDigest === record.inputDigest, 'KEY_REUSED', 'the same key came with another event')
    }
    return calendarOf(world, fund.districtCode, nowMs)
  },
})

async function read(world: World, id: string): Promise<DisclosureRecord> {
  const record = await world.database.get<DisclosureRecord>('disclosures', id)
  require(record, 'NOT_FOUND', 'no such disclosure')
  return record
}

async function change(
  world: World,
  record: DisclosureRecord,
  seen: number,
  set: Partial<DisclosureRecord>,
): Promise<void> {
  const guard = { version: seen, status: record.status }
  const changed = record.version === seen && (await world.database.update('disclosures', record._id, guard, { set }))
  if (!changed) throw new Failure('CONFLICT', 'somebody changed it in between')
}

export function districtsOf(duties: readonly Duty[]): string[] {
  return [...new Set(duties.map(({ territoryCode }) => territoryCode).filter((code) => code.length === 6))]
}

function fundOf({ fundId: id }: DisclosureRecord): FundId | null {
  return id === '' ? null : id
}

function viewOf(record: DisclosureRecord, nowMs: number, canApprove: boolean): DisclosureView {
  const { content, remark, approvedByName, version: count } = record
  const corrected = record.corrected.map(({ atMs, byName, reason, before }) => ({ atMs, byName, reason, before }))
  return { ...summaryOf(record, nowMs), content, remark, approvedByName, corrected, canApprove, version: count }
}
