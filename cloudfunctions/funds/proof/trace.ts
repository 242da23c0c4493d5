import type { GiftTrace, PaymentTrace, TracePiece } from '../../../typings/disclosure'
import type { EntryId, FundId, GiftId } from '../../../typings/ids'
import { require } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { asFlows } from '../books/flows'
import { readNumbers } from '../books/numbers'
import { type Piece, sourcesOf, traceOf } from '../disclosure/trace'
import { readOwnGift } from '../gifts/view'
import { entryIdOf } from '../ledger/entries'
import type { Span } from '../ledger/model'
import { type ChainRecord, chainId, type EntryRecord, type FundRecord, UNFOLDED } from '../records'
import { readThanks } from './thanks'

/** More entries than this never share one gift's money; the oldest are then missing and their money seems to wait. */
const mostMoves = 1000
/** As the contract says: the first 50. */
const sourcesShown = 50
const mostBatches = 200

/**
 * A gift's way, for its donor: gift and entry at once, its link, the entries whose spans touch its lot, then their places in
 * the chain and their thanks at once. Five round trips in four steps, however many entries the fund has; one more with pictures.
 */
export async function readGiftTrace(world: World, openid: string, giftId: GiftId): Promise<GiftTrace> {
  const [gift, entry] = await Promise.all([
    readOwnGift(world, openid, giftId),
    world.database.get<EntryRecord>('journal', entryIdOf('gift', giftId)),
  ])
  require(entry && gift.paidAtMs !== null, 'NOT_NOW', 'the gift is not in the books')
  const { fundId, fundName, amountFen, earmark, paidAtMs } = gift
  const facts = { giftId, fundId, fundName, amountFen, earmark, paidAtMs }
  const link = await readLink(world, entry)
  const lot = link?.spans[0]
  if (!link || !lot) {
    const waiting: TracePiece = { ...untouched, amountFen, state: 'waiting', entryId: null }
    return { ...facts, number: link?.number ?? null, pieces: [waiting] }
  }
  const moved = await readMoves(world, fundId, lot)
  const pieces = traceOf(lot, moved)
  return { ...facts, number: link.number, pieces: await described(world, pieces, moved) }
}

const untouched = { title: '', field: null, atMs: null, number: null, thanks: null }

async function readLink(world: World, { _id, fundId, foldedIn }: EntryRecord) {
  if (foldedIn === UNFOLDED) return null
  const batch = await world.database.get<ChainRecord>('chain', chainId(fundId, foldedIn))
  return batch?.links.find(({ entryId }) => entryId === _id) ?? null
}

/** The entries that moved any of this stretch of money, in the order of the chain. */
async function readMoves(world: World, fundId: FundId, { pool, fromFen, toFen }: Span): Promise<EntryRecord[]> {
  const touches = { pool, fromFen: { $lt: toFen }, toFen: { $gt: fromFen } }
  const found = await world.database.find<EntryRecord>('journal', {
    // The first condition repeats a part of the second: it is the one that the index serves.
    where: { fundId, 'spans.toFen': { $gt: fromFen }, spans: { $elemMatch: touches } },
    limit: mostMoves,
    fields: ['fundId', 'kind', 'postings', 'spans', 'earmark', 'title', 'atMs', 'foldedIn'],
  })
  // One posting writes one batch; within it entries keep the order of their time and then of their kind's place here.
  return found.sort((a, b) => a.foldedIn - b.foldedIn || a.atMs - b.atMs || (a._id < b._id ? -1 : 1))
}

async function described(world: World, pieces: readonly Piece[], moved: readonly EntryRecord[]): Promise<TracePiece[]> {
  const named = new Set(pieces.flatMap(({ entryId }) => (entryId === null ? [] : [entryId])))
  const entries = moved.filter(({ _id }) => named.has(_id))
  const [numbers, thanks] = await Promise.all([readNumbers(world, entries), readThanks(world, [...named])])
  const byId = new Map(entries.map((entry) => [entry._id, entry]))
  return pieces.map(({ amountFen, state, entryId }) => {
    const entry = entryId === null ? undefined : byId.get(entryId)
    if (!entry || entryId === null) return { ...untouched, amountFen, state, entryId }
    const { title, earmark: field, atMs } = entry
    const number = numbers.get(entryId) ?? null
    return { ...{ amountFen, state, entryId, title, field, atMs, number }, thanks: thanks.get(entryId) ?? null }
  })
}

/**
 * A payment's sources, for anybody: the entry, the batches whose lots touch its spans, then titles of the first 50, its
 * number and its thanks at once. NOT_FOUND for what is no payment.
 */
export async function readPaymentTrace(world: World, entryId: EntryId): Promise<Omit<PaymentTrace, 'canThank'>> {
  const entry = await world.database.get<EntryRecord>('journal', entryId)
  require(entry?.kind === 'payment', 'NOT_FOUND', 'no such payment')
  const { fundId } = entry
  const [batches, fund] = await Promise.all([
    readBatches(world, fundId, entry.spans),
    world.database.get<FundRecord>('funds', fundId),
  ])
  require(fund, 'NOT_FOUND', 'no such fund')
  const sources = sourcesOf(entry.spans, batches)
  const shown = sources.slice(0, sourcesShown)
  const [[payment], titles, thanks] = await Promise.all([
    asFlows(world, [entry]),
    readTitles(
      world,
      shown.map((source) => source.entryId),
    ),
    readThanks(world, [entryId]),
  ])
  require(payment, 'NOT_FOUND', 'no such payment')
  return {
    ...{ fundId, fundName: fund.name, payment },
    sourceCount: sources.length,
    sources: shown.map((source) => ({ ...source, title: '', atMs: 0, ...titles.get(source.entryId) })),
    thanks: thanks.get(entryId) ?? null,
  }
}

export function readBatches(world: World, fundId: FundId, spans: readonly Span[]): Promise<ChainRecord[]> {
  const least = Math.min(...spans.map(({ fromFen }) => fromFen))
  return world.database.find<ChainRecord>('chain', {
    where: {
      fundId,
      'lots.toFen': { $gt: least },
      $or: spans.map(({ pool, fromFen, toFen }) => ({
        lots: { $elemMatch: { pool, fromFen: { $lt: toFen }, toFen: { $gt: fromFen } } },
      })),
    },
    limit: mostBatches,
    fields: ['lots', 'links.entryId', 'links.number', 'links.spans'],
  })
}

async function readTitles(world: World, entryIds: readonly EntryId[]) {
  if (entryIds.length === 0) return new Map()
  const found = await world.database.find<EntryRecord>('journal', {
    where: { _id: { $in: [...entryIds] } },
    limit: sourcesShown,
    fields: ['title', 'atMs'],
  })
  return new Map(found.map(({ _id, title, atMs }) => [_id, { title, atMs }]))
}
