import type { JournalFile, JournalPage, PublicEntry, PublicLink } from '../../../typings/disclosure'
import type { EntryId, FundId } from '../../../typings/ids'
import { Failure } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { batchSize } from '../ledger/batch'
import type { Link } from '../ledger/model'
import type { ChainRecord, EntryRecord } from '../records'

/** A page ends with the batch that fills it: 400 links and entries are about 500 kB. */
const linksWanted = 400
const batchesRead = 40

/** The public journal from a number on (1 the first), whole batches at a time: two reads a page. */
export async function readJournal(world: World, fundId: FundId, firstNumber: number): Promise<JournalPage> {
  const batches = await world.database.find<ChainRecord>('chain', {
    where: { fundId, firstNumber: { $gte: firstNumber } },
    orderBy: [['firstNumber', 'asc']],
    limit: batchesRead,
    fields: ['firstNumber', 'links'],
  })
  const links: Link[] = []
  for (const batch of batches) if (links.length < linksWanted) links.push(...batch.links)
  const entries = await readEntries(
    world,
    links.map(({ entryId }) => entryId),
  )
  const last = links.at(-1)
  const goesOn = batches.length === batchesRead || (batches.at(-1)?.links.at(-1)?.number ?? 0) > (last?.number ?? 0)
  return {
    fundId,
    entries: links.flatMap(({ entryId }) => {
      const entry = entries.get(entryId)
      return entry ? [publicEntry(entry)] : []
    }),
    links: links.map(publicLink),
    nextCursor: goesOn && last ? String(last.number + 1) : null,
  }
}

/** Where a page begins; INVALID_INPUT for a cursor that did not come from here. */
export function numberOf(cursor: string | null): number {
  if (cursor === null) return 1
  const number = /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0
  if (number < 1)
    throw new Failure('INVALID_INPUT', 'not a cursor', [{ path: 'cursor', limit: 'what the page before gave' }])
  return number
}

/** The entries from one number to another, both included: every page after the other, from within a batch too. */
export async function readStretch(
  world: World,
  fundId: FundId,
  fromNumber: number,
  toNumber: number,
): Promise<Pick<JournalFile, 'entries' | 'links'>> {
  const entries: PublicEntry[] = []
  const links: PublicLink[] = []
  // The batch that holds the first one begins here at the earliest.
  let next: number | null = Math.max(1, fromNumber - batchSize + 1)
  while (next !== null && next <= toNumber) {
    const page: JournalPage = await readJournal(world, fundId, next)
    const wanted = page.links.filter(({ number }) => number >= fromNumber && number <= toNumber)
    const ids = new Set(wanted.map(({ entryId }) => entryId))
    links.push(...wanted)
    entries.push(...page.entries.filter(({ _id }) => ids.has(_id)))
    next = page.nextCursor === null ? null : numberOf(page.nextCursor)
  }
  return { entries, links }
}

async function readEntries(world: World, ids: readonly EntryId[]): Promise<Map<EntryId, EntryRecord>> {
  if (ids.length === 0) return new Map()
  const found = await world.database.find<EntryRecord>('journal', { where: { _id: { $in: [...ids] } }, limit: 1000 })
  return new Map(found.map((entry) => [entry._id, entry]))
}

/** All that the digests cover, and the title; nothing of who the donor is but the name that they chose to show. */
function publicEntry({ foldedIn: _, ...entry }: EntryRecord): PublicEntry {
  return entry
}

function publicLink({ number, entryId, entryDigest, spans, digest }: Link): PublicLink {
  return { number, entryId, entryDigest, spans, digest }
}
