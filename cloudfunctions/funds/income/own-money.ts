import type { EntryId, FundId } from '../../../typings/ids'
import { invariant } from '../../shared/errors'
import type { Transaction, World } from '../../shared/ports'
import { readCheckpoint } from '../books/roll-up'
import type { Books, Link } from '../ledger/model'
import { lengthFen, unspentOf } from '../ledger/pools'
import { type ChainRecord, chainId, type EntryRecord, UNFOLDED } from '../records'

/** Reads by id: the database itself, or a transaction on it. */
type Reader = Pick<Transaction, 'get'>

/** An entry with its place in the chain; null for the place while it waits to be folded. */
export async function readPlaced(
  reader: Reader,
  entryId: EntryId,
): Promise<{ entry: EntryRecord; link: Link | null } | null> {
  const entry = await reader.get<EntryRecord>('journal', entryId)
  if (!entry) return null
  if (entry.foldedIn === UNFOLDED) return { entry, link: null }
  const chain = await reader.get<ChainRecord>('chain', chainId(entry.fundId, entry.foldedIn))
  const link = chain?.links.find((each) => each.entryId === entryId)
  invariant(link, `${entryId} is in the batch that it is marked with`)
  return { entry, link }
}

/** How much of the money that an entry brought lies there still; all of it while it waits to be folded. */
export async function unspentOfEntry(world: World, fundId: FundId, entryId: EntryId | null): Promise<number> {
  if (entryId === null) return 0
  const [placed, checkpoint] = await Promise.all([readPlaced(world.database, entryId), readCheckpoint(world, fundId)])
  if (!placed) return 0
  return placed.link ? unspentIn(checkpoint, placed.link) : placed.entry.amountFen
}

function unspentIn(books: Books, link: Link): number {
  return lengthFen(link.spans.flatMap((lot) => unspentOf(books.pools, lot)))
}
