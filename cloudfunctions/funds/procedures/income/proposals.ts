import { z } from 'zod'
import type { ProposalId } from '../../../../typings/income'
import type { Duty } from '../../../../typings/people'
import { holdsOn } from '../../../shared/access/duties'
import { districtsOf } from '../../../shared/access/places'
import { leaveTrace } from '../../../shared/audit/audit'
import { Failure, require } from '../../../shared/errors'
import { cursor, entryId, field, fundId, proposalId, requestKey, text, version } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { carryOut, describe } from '../../income/proposals'
import type { ProposalRecord } from '../../income/records'
import { districtOf, proposalView } from '../../income/view'
import { canonicalJson, sha256 } from '../../ledger/canonical'
import { territoryOf } from '../../proof/records'
import { amount } from '../../spending/fields'

const oneYuanFen = 100
const grants = z
  .array(z.strictObject({ fundId, amountFen: amount(oneYuanFen, 100_000_000) }))
  .min(1, 'one fund at least')
  .max(100, 'at most 100 funds')
  .refine((list) => new Set(list.map((each) => each.fundId)).size === list.length, 'each fund once')
const reason = text(4, 100)
const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('seedGrants'), title: text(4, 40), grants }),
  z.strictObject({ kind: z.literal('correction'), entryId, reason }),
  z.strictObject({
    ...{ kind: z.literal('transfer'), fromFundId: fundId, toFundId: fundId },
    ...{ amountFen: amount(oneYuanFen), earmark: field.nullable(), reason },
  }),
])

/** Written by one person, decided by another: seed grants, corrections, transfers to and from pools. */
export const proposeIncome = procedure({
  name: 'funds.proposeIncome',
  input: z.strictObject({ proposalKey: requestKey, body }),
  access: ['districtStaff'],
  limit: { name: 'proposeIncome', most: 60, windowMs: hourMs },
  run: async ({ world, openid, nowMs, duties, callerName }, input) => {
    const districtCode = districtOf(duties)
    const id: ProposalId = `proposal_${world.ids.from('proposal', openid, input.proposalKey)}`
    const inputDigest = sha256(canonicalJson(input))
    const record: ProposalRecord = {
      ...{ _id: id, districtCode, kind: input.body.kind, body: input.body, inputDigest },
      ...(await describe(world, input.body, districtCode)),
      ...{ authorOpenid: openid, authorName: callerName ?? '', createdAtMs: nowMs, status: 'open', open: true },
      ...{ decidedByOpenid: null, decidedByName: null, decidedAtMs: null, decision: '' },
      ...{ titleSalt: world.ids.random(), version: 1 },
    }
    if ((await world.database.insert('proposals', record)) === 'inserted') return proposalView(record, openid)
    const first = await world.database.get<ProposalRecord>('proposals', id)
    require(first?.inputDigest === inputDigest, 'KEY_REUSED', 'the same key came with another proposal')
    return proposalView(first, openid)
  },
})

export const listProposals = procedure({
  name: 'funds.listProposals',
  input: z.strictObject({ status: z.enum(['open', 'decided']), cursor }),
  access: ['districtStaff', 'auditor'],
  run: async ({ world, openid, duties }, input) => {
    const { rows, nextCursor } = await readPage<ProposalRecord>(world.database, 'proposals', {
      where: { districtCode: districtsOf(duties), open: input.status === 'open' },
      ...{ sortBy: 'createdAtMs', direction: 'desc', size: 20, cursor: input.cursor },
    })
    const own = rows.filter((row) => isBelow(row, duties))
    return { rows: own.map((row) => proposalView(row, openid)), nextCursor }
  },
})

/** A district's, or one whose every fund lies below the caller's duties. */
function isBelow({ districtCode, lines }: ProposalRecord, duties: readonly Duty[]): boolean {
  return holdsOn(duties, districtCode) || lines.every((line) => holdsOn(duties, territoryOf(line.fundId)))
}

/**
 * By somebody else than the author. Agreed, it is carried out at once; when the books do not allow it (any more) it stays open
 * and the reason is said. Cut off in between, the same decision again goes on.
 */
export const decideProposal = procedure({
  name: 'funds.decideProposal',
  input: z.strictObject({ proposalId, version, agreed: z.boolean(), reason: text(0, 100) }),
  access: ['districtStaff'],
  run: async (context, input) => {
    const { world, openid, requestId, nowMs } = context
    const record = await readOwn(context, input.proposalId)
    require(record.authorOpenid !== openid, 'FORBIDDEN', 'the author never decides')
    require(input.agreed || input.reason !== '', 'INVALID_INPUT', 'a refusal has a reason')
    const status = input.agreed ? 'posted' : 'rejected'
    if (record.status === status && record.decidedByOpenid === openid) return proposalView(record, openid)
    if (record.status === 'posting' && input.agreed) return post(context, record)
    require(record.status === 'open', 'CONFLICT', 'it is decided already')
    await leaveTrace(world, {
      ...{ action: 'funds.decideProposal', subjectId: record._id, actorOpenid: openid, requestId, atMs: nowMs },
    })
    const set = {
      ...{ status: input.agreed ? ('posting' as const) : ('rejected' as const), open: input.agreed },
      ...{
        decidedByOpenid: openid,
        decidedByName: context.callerName ?? '',
        decidedAtMs: nowMs,
        decision: input.reason,
      },
    }
    const guard = { version: input.version, status: 'open' }
    const changed = await world.database.update('proposals', record._id, guard, { set, increment: { version: 1 } })
    require(changed, 'CONFLICT', 'somebody decided in between')
    const decided = { ...record, ...set, version: input.version + 1 }
    return input.agreed ? post(context, decided) : proposalView(decided, openid)
  },
})

async function post({ world, openid }: Context, record: ProposalRecord) {
  try {
    await carryOut(world, record)
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_NOW') {
      const back = { status: 'open', open: true, decidedByOpenid: null, decidedByName: null, decidedAtMs: null }
      await world.database.update(
        'proposals',
        record._id,
        { status: 'posting' },
        { set: back, increment: { version: 1 } },
      )
    }
    throw error
  }
  const set = { status: 'posted' as const, open: false }
  await world.database.update('proposals', record._id, { status: 'posting' }, { set, increment: { version: 1 } })
  return proposalView({ ...record, ...set, version: record.version + 1 }, openid)
}

async function readOwn({ world, duties }: Context, id: ProposalId): Promise<ProposalRecord> {
  const record = await world.database.get<ProposalRecord>('proposals', id)
  require(record && record.districtCode === districtOf(duties), 'NOT_FOUND', 'no such proposal in this district')
  return record
}
