import { z } from 'zod'
import type { ReceivableGift } from '../../../../typings/income'
import { requireDutyOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import { cursor, entryId, fundId } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import type { InKindRecord, ReceiptRecord } from '../../income/records'
import { receiptView } from '../../income/view'
import { readReceipts } from '../../income/void-receipt'
import { entryIdOf } from '../../ledger/entries'
import type { EntryRecord, FundRecord } from '../../records'
import { checkWords } from '../../spending/content'
import { checkHolder, makeOut, receiptFields } from './receipts'

/** Whoever does the fund's paperwork. */
const clerks = ['communityStaff', 'districtStaff'] as const
const kinds = ['platformGift', 'bankReceipt', 'inKind'] as const satisfies readonly EntryRecord['kind'][]
const pageSize = 20

export const listReceivable = procedure({
  name: 'funds.listReceivable',
  input: z.strictObject({ fundId, cursor }),
  access: clerks,
  run: async (context, input) => {
    const fund = await readFund(context, input.fundId)
    const { rows, nextCursor } = await readPage<EntryRecord>(context.world.database, 'journal', {
      where: { fundId: fund._id, kind: { $in: [...kinds] } },
      ...{ sortBy: 'atMs', direction: 'desc', size: pageSize, cursor: input.cursor },
    })
    return { rows: await withReceipts(context, fund, rows), nextCursor }
  },
})

export const getReceivable = procedure({
  name: 'funds.getReceivable',
  input: z.strictObject({ entryId }),
  access: clerks,
  run: async (context, input) => (await readOne(context, input.entryId)).gift,
})

/** Made out once, by the clerk who then stands as its handler; who did it stays on record. */
export const issueReceipt = procedure({
  name: 'funds.issueReceipt',
  input: z.strictObject({ entryId, ...receiptFields }),
  access: clerks,
  limit: { name: 'issueReceipt', most: 200, windowMs: hourMs },
  run: async (context, input) => {
    const { world, openid, nowMs, requestId, callerName } = context
    checkHolder(input)
    const { fund, entry, gift } = await readOne(context, input.entryId)
    require(!gift.corrected, 'NOT_NOW', 'a gift that was corrected has no receipt')
    if (input.title !== '') await checkWords(world, openid, input.title)
    const form = entry.kind === 'inKind' ? await formOf(context, entry) : 'money'
    await leaveTrace(world, {
      ...{ action: 'funds.issueReceipt', subjectId: entry._id, actorOpenid: openid, requestId, atMs: nowMs },
    })
    return makeOut(world, openid, nowMs, input, {
      ...{ entryId: entry._id, giftId: null, fundName: fund.name, form, amountFen: entry.amountFen },
      ...{ organisation: fund.organisation, handlerName: callerName ?? '', givenAtMs: entry.atMs },
    })
  },
})

async function readOne(context: Context, id: EntryRecord['_id']) {
  const entry = await context.world.database.get<EntryRecord>('journal', id)
  require(entry && kinds.some((kind) => kind === entry.kind), 'NOT_FOUND', 'no such gift')
  const fund = await readFund(context, entry.fundId)
  const [gift] = await withReceipts(context, fund, [entry])
  require(gift, 'NOT_FOUND', 'no such gift')
  return { fund, entry, gift }
}

async function readFund({ world, duties }: Context, id: FundRecord['_id']): Promise<FundRecord> {
  const fund = await world.database.get<FundRecord>('funds', id)
  require(fund, 'NOT_FOUND', 'no such fund')
  requireDutyOn(duties, fund.territoryCode)
  return fund
}

/** Two reads at once: their receipts, and what was corrected of them. */
async function withReceipts(
  { world }: Context,
  fund: FundRecord,
  entries: readonly EntryRecord[],
): Promise<ReceivableGift[]> {
  if (entries.length === 0) return []
  const read = <T extends { _id: string }>(collection: string, ids: readonly string[]) =>
    world.database.find<T>(collection, { where: { _id: { $in: ids } }, limit: ids.length })
  const ids = entries.map(({ _id }) => _id)
  const [receipts, corrections] = await Promise.all([
    readReceipts(world, ids),
    read<EntryRecord>(
      'journal',
      ids.map((id) => entryIdOf('correction', id)),
    ),
  ])
  const corrected = new Set(corrections.map(({ reverses }) => reverses))
  const made = new Map(receipts.map((receipt) => [receipt.entryId, receipt]))
  return entries.flatMap(({ _id, kind: of, title, amountFen, atMs }) => {
    const kind = kinds.find((each) => each === of)
    const receipt = made.get(_id)
    if (!kind) return []
    return [
      {
        ...{ entryId: _id, fundId: fund._id, fundName: fund.name, kind, title, amountFen, atMs },
        ...{ corrected: corrected.has(_id), receipt: receipt ? receiptView(receipt) : null },
      },
    ]
  })
}

async function formOf({ world }: Context, entry: EntryRecord): Promise<ReceiptRecord['form']> {
  const gift = await world.database.get<InKindRecord>('inKindGifts', entry.cause)
  return gift?.form === 'service' ? 'service' : 'goods'
}
