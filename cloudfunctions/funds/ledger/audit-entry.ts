import type { EntryRecord } from '../records'
import { type Find, hash, idOf, ownAccounts, plain } from './audit-facts'

const monthInShanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
})

/** Part of the auditor: an entry by itself. */
export function checkEntry(fundId: string, entry: EntryRecord, find: Find): void {
  const own = new Set<string>(ownAccounts(fundId))
  if (entry._id !== idOf(entry.kind, entry.cause)) find(entry._id, 'the id does not come from kind and cause')
  if (entry.fundId !== fundId) find(entry._id, 'it names another fund')
  if (entry.titleSalt !== null && hash(`${entry.titleSalt}:${entry.title}`) !== entry.titleDigest) {
    find(entry._id, 'the title was changed')
  }
  let delta = 0
  let posted = 0
  for (const { source, destination, amountFen } of entry.postings) {
    if (!Number.isSafeInteger(amountFen) || amountFen <= 0) find(entry._id, `${amountFen} is not an amount`)
    if (source === destination) find(entry._id, 'a posting goes nowhere')
    if (![source, destination].every((name) => own.has(name) || name.startsWith('world:'))) {
      find(entry._id, 'a posting touches another fund')
    }
    delta += own.has(destination) ? amountFen : 0
    delta -= own.has(source) ? amountFen : 0
    posted += amountFen
  }
  const sign = { in: 1, out: -1, within: 0 }[entry.direction]
  if (delta !== sign * entry.amountFen || posted !== entry.amountFen) {
    find(entry._id, 'the postings do not add up to the amount')
  }
  if (monthInShanghai.format(entry.atMs) !== entry.month) find(entry._id, 'the month is not that of its time')
}

/** What the chain says of an entry's content: everything but its title and its mark. */
export function contentDigest(entry: EntryRecord): string {
  const unhashed = new Set(['title', 'titleSalt', 'foldedIn'])
  return hash(plain(Object.fromEntries(Object.entries(entry).filter(([name]) => !unhashed.has(name)))))
}
