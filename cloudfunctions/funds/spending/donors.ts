import type { EntryId, FundId } from '../../../typings/ids'
import type { Field } from '../../../typings/terms'
import type { World } from '../../shared/ports'
import type { Books, Span } from '../ledger/model'
import { unspentOf } from '../ledger/pools'
import { type ChainRecord, chainId, type EntryRecord, type GiftRecord, UNFOLDED } from '../records'
import type { ConsentRecord } from './records'

/** So many gifts of an earmark are looked at, the oldest first: the money that would be spent next. */
const mostGifts = 200
const mostDonors = 50

/**
 * The donors whose gifts of an earmark are unspent, with the stretches that are theirs: gifts, their entries, their links,
 * three round trips. 50 donors at most, those of the oldest gifts.
 */
export async function findDonors(world: World, books: Books, fundId: FundId, earmark: Field): Promise<ConsentRecord[]> {
  const gifts = await world.database.find<GiftRecord>('gifts', {
    where: { fundId, earmark, status: 'paid' },
    orderBy: [['paidAtMs', 'asc']],
    limit: mostGifts,
    fields: ['donorOpenid', 'entryId'],
  })
  const lots = await readLots(
    world,
    gifts.flatMap(({ entryId }) => (entryId === null ? [] : [entryId])),
  )
  const donors = new Map<string, ConsentRecord>()
  for (const gift of gifts) {
    const spans = (gift.entryId ? (lots.get(gift.entryId) ?? []) : []).flatMap((lot) => unspentOf(books.pools, lot))
    if (spans.length === 0) continue
    const known = donors.get(gift.donorOpenid)
    if (!known && donors.size >= mostDonors) continue
    donors.set(gift.donorOpenid, {
      openid: gift.donorOpenid,
      giftIds: [...(known?.giftIds ?? []), gift._id],
      spans: [...(known?.spans ?? []), ...spans],
      ...{ answer: null, answeredAtMs: null },
    })
  }
  return [...donors.values()]
}

async function readLots(world: World, entryIds: readonly EntryId[]): Promise<ReadonlyMap<EntryId, readonly Span[]>> {
  if (entryIds.length === 0) return new Map()
  const wanted = new Set(entryIds)
  const entries = await world.database.find<EntryRecord>('journal', {
    where: { _id: { $in: [...entryIds] } },
    limit: mostGifts,
    fields: ['fundId', 'foldedIn'],
  })
  const folded = entries.filter(({ foldedIn }) => foldedIn !== UNFOLDED)
  const batches = [...new Set(folded.map(({ fundId, foldedIn }) => chainId(fundId, foldedIn)))]
  if (batches.length === 0) return new Map()
  const chain = await world.database.find<ChainRecord>('chain', { where: { _id: { $in: batches } }, limit: mostGifts })
  const links = chain.flatMap((record) => record.links).filter(({ entryId }) => wanted.has(entryId))
  return new Map(links.map(({ entryId, spans }) => [entryId, spans]))
}
