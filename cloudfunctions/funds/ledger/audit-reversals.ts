import type { EntryRecord } from '../records'

interface Placed {
  entry: EntryRecord
  spans: readonly { pool: string; fromFen: number; toFen: number }[]
}

type Find = (where: string, what: string) => void

/**
 * Part of the auditor: what undoes an entry undoes that one, whole, the other way round, and once; what gives a gift back
 * gives that gift's own money back.
 */
export function checkReversals(order: readonly Placed[], find: Find): void {
  const before = new Map<string, Placed>()
  const corrected = new Set<string>()
  for (const placed of order) {
    const { entry, spans } = placed
    const undone = entry.reverses === null ? undefined : before.get(entry.reverses)
    const must = entry.kind === 'correction' || entry.kind === 'refund' || entry.kind === 'fee'
    if (entry.reverses !== null && !undone) find(entry._id, 'what it undoes is not there before it')
    if (entry.reverses === null && (entry.kind === 'correction' || entry.kind === 'refund')) {
      find(entry._id, 'it undoes nothing')
    }
    if (undone && !must) find(entry._id, `a ${entry.kind} undoes nothing`)
    if (undone && entry.kind === 'correction') {
      if (corrected.has(undone.entry._id)) find(entry._id, 'it undoes what is undone already')
      corrected.add(undone.entry._id)
      if (mirror(entry) !== way(undone.entry)) find(entry._id, 'it is not the posting reversed')
      if (place(spans) !== place(undone.spans)) find(entry._id, 'it moves other money than what it undoes')
    } else if (undone && !spans.every((span) => undone.spans.some((lot) => within(span, lot)))) {
      find(entry._id, 'it takes the money of another gift')
    }
    before.set(entry._id, placed)
  }
}

/** Two entries of two funds, and the same sum on either side. For all funds of a district at once. */
export function checkTransfers(journals: readonly (readonly EntryRecord[])[]): { where: string; what: string }[] {
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

function within(
  span: { pool: string; fromFen: number; toFen: number },
  lot: { pool: string; fromFen: number; toFen: number },
): boolean {
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
