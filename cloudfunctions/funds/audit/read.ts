import type { FundId } from '../../../typings/ids'
import { readPage } from '../../shared/paging'
import type { Stored, World } from '../../shared/ports'
import type { KeptBooks } from '../ledger/audit'
import type { KeptRequest } from '../ledger/audit-consents'
import { type ChainRecord, type CheckpointRecord, type EntryRecord, type GiftRecord, UNFOLDED } from '../records'

const pageSize = 900

/**
 * All that is kept of a fund's money, read page by page while gifts go on coming in, and still of one moment: gifts first
 * (a paid one has its entry by then), then the checkpoint; what a later batch folded is left out as if it had not happened.
 */
export async function readBooks(world: World, fundId: FundId): Promise<KeptBooks> {
  const gifts = await readAll<GiftRecord>(world, 'gifts', fundId, 'createdAtMs')
  const checkpoint = await world.database.get<CheckpointRecord>('fundCheckpoints', fundId)
  const batch = checkpoint?.batch ?? 0
  const [chain, journal, requests] = await Promise.all([
    readChain(world, fundId, batch),
    readAll<EntryRecord>(world, 'journal', fundId, 'atMs'),
    world.database.find<KeptRequest & Stored>('spendingRequests', {
      where: { fundId },
      limit: 1000,
      fields: ['change'],
    }),
  ])
  const kept = journal.filter(({ foldedIn }) => foldedIn <= batch || foldedIn === UNFOLDED)
  return { fundId, checkpoint, chain, journal: kept, gifts, requests }
}

async function readChain(world: World, fundId: FundId, batch: number): Promise<ChainRecord[]> {
  const chain: ChainRecord[] = []
  for (let next = 1; ; ) {
    const page = await world.database.find<ChainRecord>('chain', {
      where: { fundId, firstNumber: { $gte: next } },
      orderBy: [['firstNumber', 'asc']],
      limit: 100,
    })
    chain.push(...page.filter((each) => each.batch <= batch))
    const last = page.at(-1)
    if (page.length < 100 || !last) return chain
    next = last.firstNumber + 1
  }
}

async function readAll<Each extends Stored>(
  world: World,
  collection: string,
  fundId: FundId,
  sortBy: keyof Each & string,
): Promise<Each[]> {
  const all: Each[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readPage<Each>>> = await readPage<Each>(world.database, collection, {
      ...{ where: { fundId }, sortBy, direction: 'desc', size: pageSize, cursor },
    })
    all.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}
