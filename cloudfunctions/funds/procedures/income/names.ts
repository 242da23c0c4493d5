import { z } from 'zod'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import { cursor, giftId } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { procedure } from '../../../shared/procedure'
import { districtOf, heldIn } from '../../income/view'
import { titleDigest } from '../../ledger/chain'
import { entryIdOf } from '../../ledger/entries'
import { giftTitle } from '../../ledger/titles'
import type { EntryRecord, GiftRecord } from '../../records'

/** Gifts whose donor's words content security was not sure of; the donor's name is shown to nobody else until then. */
export const listHeldNames = procedure({
  name: 'funds.listHeldNames',
  input: z.strictObject({ cursor }),
  access: ['districtStaff'],
  run: async ({ world, duties }, input) => {
    const { rows, nextCursor } = await readPage<GiftRecord>(world.database, 'gifts', {
      where: heldIn(districtOf(duties)),
      ...{ sortBy: 'paidAtMs', direction: 'asc', size: 20, cursor: input.cursor },
    })
    return {
      rows: rows.map(({ _id, fundName, amountFen, paidAtMs, donorName, message }) => ({
        ...{ giftId: _id, fundName, amountFen, paidAtMs: paidAtMs ?? 0, donorName: donorName ?? '', message },
      })),
      nextCursor,
    }
  },
})

/**
 * Releases a held name into the public book, or hides it for good. The entry's digest covered the name from the beginning, so
 * that the chain stays as it is.
 */
export const reviewName = procedure({
  name: 'funds.reviewName',
  input: z.strictObject({ giftId, release: z.boolean() }),
  access: ['districtStaff'],
  run: async ({ world, openid, requestId, nowMs, duties }, input) => {
    const gift = await world.database.get<GiftRecord>('gifts', input.giftId)
    const own = gift?.fundId.startsWith(`fund_${districtOf(duties)}`)
    require(gift && own, 'NOT_FOUND', 'no such gift in this district')
    const verdict = input.release ? ('pass' as const) : ('hidden' as const)
    if (gift.textVerdict === verdict) return {}
    require(gift.textVerdict === 'review' && gift.status === 'paid', 'CONFLICT', 'it is decided already')
    await leaveTrace(world, {
      ...{ action: 'funds.reviewName', subjectId: gift._id, actorOpenid: openid, requestId, atMs: nowMs },
    })
    const entry = await world.database.get<EntryRecord>('journal', entryIdOf('gift', gift._id))
    const title = giftTitle(gift.donorName)
    if (input.release && entry && gift.donorName !== null) {
      const same = titleDigest(gift.titleSalt, title) === entry.titleDigest
      require(same, 'NOT_NOW', 'this name is not the one that the books cover')
      await world.database.update('journal', entry._id, {}, { set: { title, titleSalt: gift.titleSalt } })
    }
    await world.database.update('gifts', gift._id, { textVerdict: 'review' }, { set: { textVerdict: verdict } })
    return {}
  },
})
