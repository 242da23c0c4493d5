import type { EntryRecord } from '../records'
import type { Find, Finding, Lot, Placed } from './audit-facts'

/**
 * Part of the auditor: what undoes an entry undoes that one, whole, the other way round, and once (it is named after it, and
 * a name can be in the books once); what gives a gift back gives that gift's own money back. `before` finds what stands
 * earlier in the chain.
 */
export function checkReversal(
  { entry, spans }: Placed,
  before: (entryId: string) => Placed | undefined,
  find: Find,
): void {
  const undone = entry.reverses === null ? undefined : before(entry.reverses)
  const must = entry.kind === 'correction' || entry.kind === 'refund' || entry.kind === 'fee'
  if (entry.reverses !== null && !undone) find(entry._id, 'what it undoes is not there before it')
  if (entry.reverses === null && (entry.kind === 'correction' || entry.kind === 'refund')) {
    find(entry._id, 'it undoes nothing')
  }
  if (undone && !must) find(entry._id, `a ${entry.kind} undoes nothing`)
  if (undone && entry.kind === 'correction') {
    if (entry.cause !== undone.entry._id) find(entry._id, 'it is not named after what it undoes')
    if (mirror(entry) !== way(undone.entry)) find(entry._id, 'it is not the posting reversed')
    if (place(spans) !== place(undone.spans)) find(entry._id, 'it moves other money than what it undoes')
  } else if (undone && !spans.every((span) => undone.spans.some((lot) => within(span, lot)))) {
    find(entry._id, 'it takes the money of another gift')
  }
}

/** Two entries of two funds, and the same sum on either side. For all funds of a district at once. */
export function checkTransfers(journals: readonly (readonly EntryRecord[])[]): Finding[] {
  const sides = new Map<string, { out: EntryRecord[]; in: EntryRecord[] }>()
  for (const entry of journals.flat()) {
    if (entry.kind !== 'transfer') continue
    const [cause = ''] = entry.cause.split(' ')
    const pair = sides.get(cause) ?? { out: [], in: [] }
    sides.set(cause, pair)
    if (entry.direction === 'in') pair.in.push(entry)
    else pair.out.push(entry)
  }
  return [...sides].flatMap(([cause, pair]) => {
    const total = (entries: readonly EntryRecord[]) => entries.reduce((sum, { amountFen }) => sum + amountFen, 0)
    if (pair.out.length > 0 && total(pair.out) === total(pair.in)) return []
    return [{ where: cause, what: 'what left one fund did not reach the other' }]
  })
}

function within(span: Lot, lot: Lot): boolean {
  return span.pool === lot.pool && lot.fromFen <= span.fromFen && span.toFen <= lot.toFen
}

function way({ postings }: EntryRecord): string {
  return postings.map(({ source, destination, amountFen }) => `${source}>${destination} ${amountFen}`).join()
}

function mirror({ postings }: EntryRecord): string {
  return postings.map(({ source, destination, amountFen }) => `${destination}>${source} ${amountFen}`).join()
}

function place(spans: Placed['spans']): string {
  return spans.map(({ pool, fromFen, toFen }) => `${pool} ${fromFen} ${toFen}`).join()
}
