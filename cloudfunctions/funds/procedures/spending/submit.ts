import { z } from 'zod'
import type { SpendingId, SubmitSpendingInput } from '../../../../typings/spending'
import { createMailbox } from '../../../people/public'
import { Failure, require } from '../../../shared/errors'
import { field, fundId, needId, requestKey, text } from '../../../shared/fields'
import { claimFiles } from '../../../shared/files/claims'
import { deliverOutbox } from '../../../shared/outbox/deliver'
import { type Context, procedure, staffName } from '../../../shared/procedure'
import { dayMs } from '../../../shared/time/spans'
import { fields } from '../../../shared/words'
import { canonicalJson, sha256 } from '../../ledger/canonical'
import { fen } from '../../ledger/fen'
import { lengthFen, spendableFen } from '../../ledger/pools'
import { nameKey } from '../../policy/roster'
import { stepsFor } from '../../policy/rules'
import type { FundRecord } from '../../records'
import { actorAt } from '../../spending/actions'
import { checkWords } from '../../spending/content'
import { amount, beneficiary, beneficiaryDraft, fileIds, payeeName } from '../../spending/fields'
import { messagesOf } from '../../spending/messages'
import { findPath, type Path } from '../../spending/path'
import { checkNewPictures, newPictures } from '../../spending/pictures'
import type { SpendingRecord } from '../../spending/records'
import { openNext, stepsAhead, sumOfItems, tidy, withEvent } from '../../spending/steps'
import { withMessages } from '../../spending/store'
import { detailOf } from '../../spending/view'
import { authorRoles, readFund } from './askable'

const item = z.strictObject({
  name: text(1, 30),
  quantity: z.int('a whole number').min(1, '1 at least').max(9_999, '9,999 at most'),
  unitFen: amount(1),
})
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('case'), needId }),
  z.strictObject({ kind: z.literal('project'), name: text(2, 40) }),
  z.strictObject({ kind: z.literal('byHand') }),
])

/** Which way a request would go and what stands in its way; changes nothing but the roll-up. */
export const getSpendingPath = procedure({
  name: 'funds.getSpendingPath',
  input: z.strictObject({
    fundId,
    needId: needId.nullable(),
    field,
    amountFen: amount(0),
    beneficiary: beneficiaryDraft,
    payeeName: text(0, 40),
    changeFrom: field.nullable(),
  }),
  access: authorRoles,
  run: async (context, input) => {
    const fund = await readFund(context, input.fundId, input.needId)
    const plan = { ...input, words: [], authorName: context.callerName ?? '' }
    const { policies, books, obstacles } = await findPath(context.world, fund, plan, context.nowMs)
    const others = fields.filter((each) => each !== input.field)
    return {
      steps: stepsFor(policies.effective, input.amountFen),
      obstacles: obstacles.map(({ path, words }) => ({ path, words })),
      spendableFen: spendableFen(books.pools, input.field),
      otherEarmarks: others.flatMap((each) => {
        const amountFen = fen(spendableFen(books.pools, each) - spendableFen(books.pools, null))
        return amountFen > 0 ? [{ field: each, amountFen }] : []
      }),
      rules: policies.effective,
    }
  },
})

/**
 * Submits a request in one insert: judged by the policy in force now, with its first step open, or its donors asked. Its id
 * comes from the author and the key, so a repeat finds it; with other input it is KEY_REUSED. What the policy does not allow
 * is INVALID_INPUT with a sentence for each field.
 */
export const submitSpending = procedure({
  name: 'funds.submitSpending',
  input: z.strictObject({
    spendingKey: requestKey,
    fundId,
    source,
    title: text(4, 30),
    field,
    reason: text(10, 500),
    items: z.array(item).min(1, '1 at least').max(20, '20 at most'),
    beneficiary,
    payeeName,
    quoteFileIds: fileIds('spending', 6),
    changeFrom: field.nullable(),
  }),
  access: authorRoles,
  limit: { name: 'submitSpending', most: 30, windowMs: dayMs },
  run: async (context, input) => {
    const { world, openid, nowMs } = context
    const id: SpendingId = `spend_${world.ids.from('spending', openid, input.spendingKey)}`
    const inputDigest = sha256(canonicalJson(input))
    const [known, fund] = await Promise.all([
      world.database.get<SpendingRecord>('spendingRequests', id),
      readFund(context, input.fundId, input.source.kind === 'case' ? input.source.needId : null),
    ])
    const request = known ?? (await create(context, fund, input, id, inputDigest))
    require(request.inputDigest === inputDigest, 'KEY_REUSED', 'the same key came with another request')
    if (!known) {
      await deliverOutbox(world, createMailbox(world), 'spendingRequests', request)
      await checkNewPictures(world, null, request, openid)
    }
    const path = { ...context, nowMs }
    return detailOf(world, request, actorAt(path, request.territoryCode), [])
  },
})

async function create(
  context: Context,
  fund: FundRecord,
  input: SubmitSpendingInput,
  id: SpendingId,
  inputDigest: string,
): Promise<SpendingRecord> {
  const { world, openid, nowMs } = context
  const words = [input.title, input.reason, ...input.items.map(({ name }) => name)]
  const authorName = staffName(context)
  const plan = { ...input, amountFen: sumOfItems(input.items), words, authorName }
  const [path] = await Promise.all([findPath(world, fund, plan, nowMs), checkWords(world, openid, words.join('\n'))])
  if (path.obstacles.length > 0) {
    const fields = path.obstacles.map(({ path: where, words: limit }) => ({ path: where, limit }))
    throw new Failure('INVALID_INPUT', 'the fund’s rules do not allow it', fields)
  }
  await claimFiles(world, openid, 'quoteFileIds', input.quoteFileIds)
  const request = begin(context, fund, input, id, inputDigest, path)
  const told = withMessages(request, await messagesOf(world, null, request, nowMs), nowMs)
  if ((await world.database.insert('spendingRequests', told)) === 'inserted') return told
  // The same request came twice at once; the other was first.
  const first = await world.database.get<SpendingRecord>('spendingRequests', id)
  require(first, 'CONFLICT', 'the request is not there any more')
  return first
}

function begin(
  context: Context,
  fund: FundRecord,
  input: SubmitSpendingInput,
  id: SpendingId,
  inputDigest: string,
  { policies, seats, donors }: Path,
): SpendingRecord {
  const { world, openid, nowMs } = context
  const { spendingKey, changeFrom, ...asked } = input
  const rules = policies.effective
  const authorName = staffName(context)
  const amountFen = sumOfItems(input.items)
  const blank: SpendingRecord = {
    ...{ _id: id, inputDigest, ...asked, amountFen, beneficiaryKey: nameKey(asked.beneficiary.name) },
    ...{ fundName: fund.name, communityName: fund.communityName, territoryCode: fund.territoryCode },
    ...{ streetCode: fund.territoryCode.slice(0, 9), districtCode: fund.districtCode },
    ...{ authorOpenid: openid, authorName, rules, settleReminders: 0, tellDonorsAtMs: null },
    photos: newPictures(null, input.quoteFileIds, openid, nowMs),
    policyIds: policies.levels.flatMap(({ inForce }) => (inForce ? [inForce._id] : [])),
    steps: stepsAhead(rules, amountFen),
    change: changeFrom && { from: changeFrom, asked: donors, deadlineMs: nowMs + rules.consentDays * dayMs },
    status: 'reviewing',
    ...{ commitment: null, payments: [], settlement: null, events: [], open: true, waitsFor: [], dueAtMs: null },
    ...{ submittedAtMs: nowMs, titleSalt: world.ids.random(), version: 1 },
    ...{ outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
  }
  const submitted = withEvent(blank, 'submitted', nowMs, authorName, null)
  if (!submitted.change) return openNext(submitted, seats, nowMs)
  const note = `征求 ${lengthFen(donors.flatMap(({ spans }) => spans)) / 100} 元的 ${donors.length} 位捐赠人`
  return tidy(withEvent({ ...submitted, status: 'consulting' }, 'donorsAsked', nowMs, null, note))
}
