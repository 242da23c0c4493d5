import { z } from 'zod'
import type { EntryId } from '../../../typings/ids'
import { cursor } from '../../shared/fields'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports'
import { procedure } from '../../shared/procedure'
import { readNumbers } from '../books/numbers'
import { giftView } from '../gifts/view'
import { fen } from '../ledger/fen'
import type { EntryRecord, GiftRecord } from '../records'

const pageSize = 20

/** A donor's gifts, newest first, and what they gave in all. Page and total at once, then the entries, then their numbers. */
export const listMyGifts = procedure({
  name: 'funds.listMyGifts',
  input: z.strictObject({ cursor }),
  access: 'anyone',
  run: async ({ world, openid }, input) => {
    const [page, totals] = await Promise.all([
      readPage<GiftRecord>(world.database, 'gifts', {
        where: { donorOpenid: openid },
        ...{ sortBy: 'createdAtMs', direction: 'desc', size: pageSize, cursor: input.cursor },
      }),
      world.database.aggregate<{ _id: null; amountFen: number }>('gifts', [
        { $match: { donorOpenid: openid, status: 'paid' } },
        { $group: { _id: null, amountFen: { $sum: '$amountFen' } } },
      ]),
    ])
    const numbers = await numbersOf(world, page.rows)
    return {
      rows: page.rows.map((gift) => giftView(gift, gift.entryId ? (numbers.get(gift.entryId) ?? null) : null)),
      nextCursor: page.nextCursor,
      totalFen: fen(totals[0]?.amountFen ?? 0),
    }
  },
})

async function numbersOf(world: World, gifts: readonly GiftRecord[]): Promise<ReadonlyMap<EntryId, number>> {
  const ids = gifts.flatMap(({ entryId }) => (entryId ? [entryId] : []))
  if (ids.length === 0) return new Map()
  const entries = await world.database.find<EntryRecord>('journal', {
    where: { _id: { $in: ids } },
    fields: ['fundId', 'foldedIn'],
  })
  return readNumbers(world, entries)
}
