import type { FundId } from '../../../typings/ids'
import type { Stored, World } from '../../shared/ports'
import type { AuditState, ChainPage, KnownDigest } from '../ledger/audit-chain'
import { type KeptRequest, spansAgreed } from '../ledger/audit-consents'
import { type Find, idOf, type Lot, type Placed } from '../ledger/audit-facts'
import { type ChainRecord, type CheckpointRecord, chainId, type EntryRecord, type GiftRecord } from '../records'

/** Entries of one page: one read of the journal gives them all. */
const mostEntries = 800
/** What the database gives in one read. */
const mostRead = 1000
const mostBatches = 100
/** Of a fund where one batch has one entry the pages would else be very small; of full batches one page is four. */
const firstBatches = 4
/** A chain document is up to 80 kB. */
const chainsAtOnce = 20

/** How many batches the next page asks for, by how many links those of this page had. */
export function nextSize(page: Pick<ChainPage, 'batches'>): number {
  const links = page.batches.reduce((sum, each) => sum + each.links.length, 0)
  const average = Math.max(1, links / Math.max(1, page.batches.length))
  return Math.max(1, Math.min(mostBatches, Math.floor(mostEntries / average)))
}

/** The batches after the state's, up to the checkpoint's, with all that they name. Empty: the chain ends before it should. */
export async function readPageAfter(
  world: World,
  state: AuditState,
  checkpoint: CheckpointRecord,
  known: readonly KnownDigest[],
  find: Find,
  size: number = firstBatches,
): Promise<ChainPage> {
  const fundId = checkpoint._id
  const found = await world.database.find<ChainRecord>('chain', {
    where: { _id: { $gte: chainId(fundId, state.batch + 1), $lte: chainId(fundId, checkpoint.batch) } },
    orderBy: [['_id', 'asc']],
    limit: size,
  })
  const batches = whole(found)
  const unmarked = new Set<string>(checkpoint.unmarked)
  const entries = await readEntries(world, fundId, batches, find)
  const [earlier, agreed] = await Promise.all([readUndone(world, entries), readAgreed(world, entries)])
  return { batches, entries, earlier, unmarked, agreed, known }
}

/** As many of them as one read of the journal holds; one at least. */
function whole(batches: readonly ChainRecord[]): ChainRecord[] {
  let links = 0
  return batches.filter((batch, index) => {
    links += batch.links.length
    return index === 0 || links <= mostEntries
  })
}

async function readEntries(
  world: World,
  fundId: FundId,
  batches: readonly ChainRecord[],
  find: Find,
): Promise<Map<string, EntryRecord>> {
  const numbers = batches.map(({ _id }) => Number(_id.slice(-7)))
  const marked =
    batches.length === 0
      ? []
      : await world.database.find<EntryRecord>('journal', {
          // From the page before on: a mark between two batches is no batch either, and belongs to some page.
          where: { fundId, foldedIn: { $gt: Math.min(...numbers) - 1, $lte: Math.max(...numbers) } },
          limit: mostRead,
        })
  if (marked.length === mostRead) find(fundId, `more entries are marked than batches ${numbers.join(' ')} have`)
  const entries = new Map<string, EntryRecord>(marked.map((entry) => [entry._id, entry]))
  const missing = batches.flatMap((batch) => batch.links.map(({ entryId }) => entryId)).filter((id) => !entries.has(id))
  // Those of the last fold, if their marks are on their way; else what was tampered with.
  for (const entry of await readByIds<EntryRecord>(world, 'journal', missing)) entries.set(entry._id, entry)
  return entries
}

/** What entries of this page undo and earlier pages brought, with their places. */
async function readUndone(world: World, entries: ReadonlyMap<string, EntryRecord>): Promise<Map<string, Placed>> {
  const ids = [...entries.values()].flatMap(({ reverses }) => (reverses && !entries.has(reverses) ? [reverses] : []))
  const undone = await readByIds<EntryRecord>(world, 'journal', ids)
  return new Map((await placesOf(world, undone)).map((placed) => [placed.entry._id, placed]))
}

/** Each entry with the stretches that its link names; those that are in no batch are left out. */
async function placesOf(world: World, entries: readonly EntryRecord[]): Promise<Placed[]> {
  const wanted = new Map<string, EntryRecord>(entries.map((entry) => [entry._id, entry]))
  const chainIds = [...new Set(entries.map(({ fundId, foldedIn }) => chainId(fundId, foldedIn)))]
  const placed: Placed[] = []
  for (let first = 0; first < chainIds.length; first += chainsAtOnce) {
    const chains = await readByIds<ChainRecord>(world, 'chain', chainIds.slice(first, first + chainsAtOnce))
    for (const { entryId, spans } of chains.flatMap(({ links }) => links)) {
      const entry = wanted.get(entryId)
      if (entry) placed.push({ entry, spans })
    }
  }
  return placed
}

/** Whether donors agreed to another use of what they gave: read only where money is used for another field. */
async function readAgreed(world: World, entries: ReadonlyMap<string, EntryRecord>): Promise<ChainPage['agreed']> {
  const foreign = ({ pool }: Lot, earmark: string | null) => pool !== 'general' && pool !== 'inKind' && pool !== earmark
  const causes = [...entries.values()]
    .filter(({ direction, spans, earmark }) => direction !== 'in' && spans.some((span) => foreign(span, earmark)))
    .map(({ cause }) => cause.split(' ')[0] ?? '')
  const requests = await readByIds<KeptRequest & Stored>(world, 'spendingRequests', [...new Set(causes)])
  const giftIds = requests.flatMap(({ change }) => (change?.asked ?? []).flatMap((each) => each.giftIds))
  const [gifts, given] = await Promise.all([
    readByIds<GiftRecord>(world, 'gifts', giftIds),
    readByIds<EntryRecord>(
      world,
      'journal',
      giftIds.map((id) => idOf('gift', id)),
    ),
  ])
  const lots = new Map((await placesOf(world, given)).map(({ entry, spans }) => [entry.cause, spans]))
  return (cause, stretch) => spansAgreed(requests, gifts, lots, cause, stretch)
}

export async function readByIds<Each extends Stored>(
  world: World,
  collection: string,
  ids: readonly string[],
): Promise<Each[]> {
  const found: Each[] = []
  for (let first = 0; first < ids.length; first += mostRead) {
    const where = { _id: { $in: ids.slice(first, first + mostRead) } }
    found.push(...(await world.database.find<Each>(collection, { where, limit: mostRead })))
  }
  return found
}
