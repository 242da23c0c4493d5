import { z } from 'zod'
import type { InKindId } from '../../../../typings/income'
import { findDuties, holdsOn, requireDutyOn } from '../../../shared/access/duties'
import { Failure, require } from '../../../shared/errors'
import { cursor, fundId, inKindId, requestKey, text } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { postAtOnce } from '../../books/post'
import { readPlaced } from '../../income/own-money'
import type { InKindRecord } from '../../income/records'
import { inKindView } from '../../income/view'
import { emptyCheckpoint } from '../../ledger/batch'
import { canonicalJson, sha256 } from '../../ledger/canonical'
import { fen } from '../../ledger/fen'
import { fold, goodsFen } from '../../ledger/fold'
import { inKindEntry, inKindUseEntry } from '../../ledger/income-entries'
import type { CheckpointRecord, FundRecord } from '../../records'
import { checkWords } from '../../spending/content'
import { amount } from '../../spending/fields'

const keepers = ['communityStaff', 'socialWorker', 'stationSupervisor', 'districtStaff'] as const

/** Goods or a service, valued. A service is done when it is recorded: it comes and goes in one step. */
export const addInKind = procedure({
  name: 'funds.addInKind',
  input: z.strictObject({
    ...{ inKindKey: requestKey, fundId, form: z.enum(['goods', 'service']), what: text(2, 40) },
    ...{ valueFen: amount(100), valuation: text(2, 40), donorName: text(1, 20).nullable() },
  }),
  access: keepers,
  limit: { name: 'addInKind', most: 60, windowMs: hourMs },
  run: async ({ world, openid, nowMs, duties, callerName }, input) => {
    const fund = await world.database.get<FundRecord>('funds', input.fundId)
    require(fund, 'NOT_FOUND', 'no such fund')
    requireDutyOn(duties, fund.territoryCode)
    await checkWords(world, openid, [input.what, input.donorName ?? ''].join('\n').trim())
    const id: InKindId = `inkind_${world.ids.from('inkind', openid, input.inKindKey)}`
    const { form, what, valueFen, valuation, donorName } = input
    const inputDigest = sha256(canonicalJson(input))
    const titleSalt = world.ids.random()
    const facts = { fundId: fund._id, atMs: nowMs, titleSalt, cause: id, valueFen }
    const gift = inKindEntry({ ...facts, title: `${donorName ?? '爱心人士'}捐赠${what}` })
    const record = await postAtOnce(world, fund._id, async (transaction, books) => {
      const known = await transaction.get<InKindRecord>('inKindGifts', id)
      if (known) return { entries: [], result: known }
      const done = { what: '服务已完成', valueFen, atMs: nowMs }
      const made: InKindRecord = {
        ...{ _id: id, fundId: fund._id, form, what, valueFen, valuation, donorName, inputDigest },
        ...{ entryId: gift._id, receivedAtMs: nowMs, uses: form === 'service' ? [done] : [], useKeys: [] },
        ...{ recordedByName: callerName ?? '', recordedByOpenid: openid, version: 1 },
      }
      await transaction.insert('inKindGifts', made)
      const { books: after, links } = fold(books, [gift])
      const [link] = links
      if (form === 'goods' || !link) return { entries: [gift], result: made }
      const use = inKindUseEntry(after, link, { ...facts, cause: `${id} done`, title: `${what}（服务已完成）` })
      return { entries: [gift, use], result: made }
    })
    require(record.inputDigest === inputDigest, 'KEY_REUSED', 'the same key came with another gift')
    return inKindView(record)
  },
})

/** Part of the goods, or all of what is left, was handed out. */
export const useInKind = procedure({
  name: 'funds.useInKind',
  input: z.strictObject({ inKindId, useKey: requestKey, what: text(2, 40), valueFen: amount(1) }),
  access: keepers,
  run: async ({ world, openid, nowMs, duties }, input) => {
    const before = await world.database.get<InKindRecord>('inKindGifts', input.inKindId)
    require(before, 'NOT_FOUND', 'no such gift in kind')
    requireDutyOn(duties, before.fundId.slice('fund_'.length))
    await checkWords(world, openid, input.what)
    const saved = await postAtOnce(world, before.fundId, async (transaction, books) => {
      const record = await transaction.get<InKindRecord>('inKindGifts', before._id)
      require(record, 'NOT_FOUND', 'no such gift in kind')
      if (record.useKeys.includes(input.useKey)) return { entries: [], result: record }
      const placed = await readPlaced(transaction, record.entryId)
      if (!placed?.link) throw new Failure('BUSY', 'the gift is not folded yet')
      const { what, valueFen } = input
      const use = inKindUseEntry(books, placed.link, {
        ...{ fundId: record.fundId, atMs: nowMs, titleSalt: world.ids.random() },
        ...{ cause: `${record._id} ${input.useKey}`, valueFen, title: `${record.what}：${what}` },
      })
      const set = {
        uses: [...record.uses, { what, valueFen, atMs: nowMs }],
        useKeys: [...record.useKeys, input.useKey],
      }
      await transaction.update('inKindGifts', record._id, { set, increment: { version: 1 } })
      return { entries: [use], result: { ...record, ...set } }
    })
    return inKindView(saved)
  },
})

export const listInKind = procedure({
  name: 'funds.listInKind',
  input: z.strictObject({ fundId, cursor }),
  access: 'anyone',
  run: async ({ world, openid }, input) => {
    const [page, kept, duties] = await Promise.all([
      readPage<InKindRecord>(world.database, 'inKindGifts', {
        where: { fundId: input.fundId },
        ...{ sortBy: 'receivedAtMs', direction: 'desc', size: 20, cursor: input.cursor },
      }),
      world.database.get<CheckpointRecord>('fundCheckpoints', input.fundId),
      findDuties(world.database, openid, keepers),
    ])
    return {
      rows: page.rows.map(inKindView),
      nextCursor: page.nextCursor,
      heldFen: fen(goodsFen(kept ?? emptyCheckpoint(input.fundId))),
      canRecord: holdsOn(duties, input.fundId.slice('fund_'.length)),
    }
  },
})
