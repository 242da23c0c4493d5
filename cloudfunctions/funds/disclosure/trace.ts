import type { TracePiece } from '../../../typings/disclosure'
import type { EntryId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import { fen } from '../ledger/fen'
import type { Entry, Link, Span } from '../ledger/model'
import { overlap } from '../ledger/pools'

export interface Piece {
  amountFen: Fen
  state: TracePiece['state']
  /** Null while it waits. */
  entryId: EntryId | null
}

type Moved = Pick<Entry, '_id' | 'postings' | 'spans'>
interface Stretch {
  fromFen: number
  toFen: number
  state: Piece['state']
  entryId: EntryId | null
}

/**
 * What became of a gift: its lot from its first fen to its last, cut where its stretches had different ways. `moved` are the
 * entries whose spans touch the lot, in the order of the chain; each puts the stretches that it names where it moves them.
 */
export function traceOf(lot: Span, moved: readonly Moved[]): Piece[] {
  let line: Stretch[] = [{ fromFen: lot.fromFen, toFen: lot.toFen, state: 'waiting', entryId: null }]
  for (const entry of moved) {
    const state = stateAfter(entry)
    const entryId = state === 'waiting' ? null : entry._id
    for (const span of entry.spans) {
      const part = overlap(lot, span)
      if (part) line = painted(line, { fromFen: part.fromFen, toFen: part.toFen, state, entryId })
    }
  }
  return joined(line).map(({ fromFen, toFen, state, entryId }) => ({ amountFen: fen(toFen - fromFen), state, entryId }))
}

/** Where an entry leaves the money that it moves, by the account that it reaches. */
function stateAfter({ postings }: Moved): Piece['state'] {
  const reached = postings[0]?.destination ?? ''
  if (reached.endsWith(':available') || reached.endsWith(':inkind')) return 'waiting'
  if (reached.endsWith(':committed')) return 'setApart'
  if (reached === 'world:payee' || reached === 'world:fees') return 'spent'
  return reached === 'world:transfer' ? 'moved' : 'returned'
}

function painted(line: readonly Stretch[], stroke: Stretch): Stretch[] {
  const rest = line.flatMap((stretch) => [
    { ...stretch, toFen: Math.min(stretch.toFen, stroke.fromFen) },
    { ...stretch, fromFen: Math.max(stretch.fromFen, stroke.toFen) },
  ])
  return [...rest, stroke].filter(({ fromFen, toFen }) => fromFen < toFen).sort((a, b) => a.fromFen - b.fromFen)
}

function joined(line: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const stretch of line) {
    const last = result.at(-1)
    if (last && last.state === stretch.state && last.entryId === stretch.entryId) last.toFen = stretch.toFen
    else result.push({ ...stretch })
  }
  return result
}

export interface Source {
  entryId: EntryId
  number: number
  /** Of this entry's money, how much the payment used. */
  amountFen: Fen
}

/**
 * Which entries brought the money that these spans spend, in the order of the chain. `batches` are the batches of the chain
 * whose lots touch the spans.
 */
export function sourcesOf(
  spans: readonly Span[],
  batches: readonly { lots: readonly Span[]; links: readonly Pick<Link, 'entryId' | 'number' | 'spans'>[] }[],
): Source[] {
  return batches
    .flatMap(newMoneyOf)
    .flatMap(({ entryId, number, spans: [lot] }) => {
      if (!lot) return []
      const amountFen = spans.reduce((total, span) => total + lengthOf(overlap(lot, span)), 0)
      return amountFen > 0 ? [{ entryId, number, amountFen: fen(amountFen) }] : []
    })
    .sort((a, b) => a.number - b.number)
}

/**
 * Of a batch's links those that brought money: in each pool the first begins where the batch's lot begins, each next where
 * the one before ends. No other link can begin there: it would spend money that has not come in yet.
 */
function newMoneyOf<Each extends Pick<Link, 'spans'>>({
  lots,
  links,
}: {
  lots: readonly Span[]
  links: readonly Each[]
}) {
  const next = new Map(lots.map(({ pool, fromFen }) => [pool, fromFen as number]))
  return links.filter(({ spans }) => {
    const [lot] = spans
    if (spans.length !== 1 || !lot || next.get(lot.pool) !== lot.fromFen) return false
    next.set(lot.pool, lot.toFen)
    return true
  })
}

function lengthOf(span: Span | null): number {
  return span === null ? 0 : span.toFen - span.fromFen
}
