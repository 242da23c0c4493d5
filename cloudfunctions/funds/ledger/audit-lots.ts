import type { CheckpointRecord } from '../records'
import { type Find, isFree, isNewMoney, type Lot, type Placed, plain, touchesGoods } from './audit-facts'

/** Stretches of a line, ascending, disjoint, never touching: their number does not grow with that of the entries. */
type Stretches = [from: number, to: number][]

/** Of each pool: how long its line is, and what of it is spent or set apart. Plain JSON. */
export type AuditLots = Record<string, { received: number; spent: Stretches; held: Stretches }>

/** Whether the donors of a stretch agreed to let it be used for something else than they gave it for. */
export type Agreed = (cause: string, stretch: Lot) => boolean

/** Part of the auditor: walks over one entry with every stretch of money that is spent or set apart at that moment. */
export function walkLots(lots: AuditLots, { entry, spans }: Placed, agreed: Agreed, find: Find): void {
  const total = spans.reduce((sum, { fromFen, toFen }) => sum + toFen - fromFen, 0)
  if (total !== entry.amountFen) find(entry._id, 'its stretches do not add up to the amount')
  const isNew = isNewMoney(entry)
  if (isNew && spans.length !== 1) find(entry._id, 'new money has one lot')
  if (!isNew && plain(spans) !== plain(entry.spans)) find(entry._id, 'the link names other money than the entry')
  for (const span of spans) {
    const line = lots[span.pool] ?? { received: 0, spent: [], held: [] }
    lots[span.pool] = line
    if (isNew) {
      const own = entry.kind === 'inKind' ? 'inKind' : (entry.earmark ?? 'general')
      if (span.fromFen !== line.received || span.pool !== own) find(entry._id, 'its lot is in the wrong place')
      line.received = span.toFen
    } else {
      checkUse(entry, span, agreed, find)
      moveStretch(line, entry, span, find)
    }
  }
}

function checkUse(entry: Placed['entry'], span: Lot, agreed: Agreed, find: Find): void {
  const goods = span.pool === 'inKind'
  if (goods !== touchesGoods(entry)) find(entry._id, 'it takes goods for money')
  const foreign = span.pool !== 'general' && !goods && span.pool !== entry.earmark
  if (foreign && entry.direction !== 'in' && !agreed(entry.cause, span)) {
    find(entry._id, `it spends money earmarked for ${span.pool}`)
  }
}

function moveStretch(line: AuditLots[string], entry: Placed['entry'], { fromFen, toFen }: Lot, find: Find): void {
  if (fromFen < 0 || toFen > line.received) find(entry._id, 'it spends money that was never received')
  const [{ source, destination } = { source: '', destination: '' }] = entry.postings
  if (source.endsWith(':committed')) {
    if (!carve(line.held, fromFen, toFen)) find(entry._id, 'it takes money that was not set apart')
  } else if (isFree(source)) {
    const taken = [...line.spent, ...line.held].some(([from, to]) => from < toFen && fromFen < to)
    if (taken) find(entry._id, 'it spends money a second time')
  } else if (!carve(line.spent, fromFen, toFen)) find(entry._id, 'it gives back money that was not spent')
  if (destination.endsWith(':committed')) lay(line.held, fromFen, toFen)
  else if (!isFree(destination)) lay(line.spent, fromFen, toFen)
}

/** Part of the auditor: what the checkpoint says of each pool is what is left of its line. */
export function checkPools(lots: AuditLots, fundId: string, last: CheckpointRecord | null, find: Find): void {
  for (const name of new Set([...Object.keys(lots), ...(last?.pools ?? []).map((pool) => pool.name)])) {
    const pool = last?.pools.find((one) => one.name === name)
    const { received, spent, held } = lots[name] ?? { received: 0, spent: [], held: [] }
    const free = (pool?.free ?? []).map(([from, to]): [number, number] => [from, to])
    const clash = free.some(([from, to]) => [...spent, ...held].some((one) => one[0] < to && from < one[1]))
    const whole = long(free) === received - long(spent) - long(held)
    if (pool?.receivedFen !== received || !whole || clash) find(`${fundId} ${name}`, 'lots are lost')
    const said = (pool?.held ?? []).map(([from, to]): [number, number] => [from, to])
    const all = said.every(([from, to]) => carve([...held], from, to))
    if (!all || long(said) !== long(held)) find(`${fundId} ${name}`, 'what is set apart is something else')
  }
}

function long(stretches: Stretches): number {
  return stretches.reduce((sum, [from, to]) => sum + to - from, 0)
}

/** Takes [from, to) out of the stretches; false when not all of it was in them. */
function carve(stretches: Stretches, from: number, to: number): boolean {
  let covered = 0
  const rest = stretches.flatMap(([begin, end]): Stretches => {
    const low = Math.max(begin, from)
    const high = Math.min(end, to)
    if (low >= high) return [[begin, end]]
    covered += high - low
    const parts: Stretches = [
      [begin, low],
      [high, end],
    ]
    return parts.filter(([first, last]) => first < last)
  })
  stretches.splice(0, stretches.length, ...rest)
  return covered === to - from
}

/** Adds [from, to), joined with what it touches. */
function lay(stretches: Stretches, from: number, to: number): void {
  const joined: Stretches = []
  for (const each of [...stretches, [from, to] as [number, number]].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1)
    if (before && each[0] <= before[1]) before[1] = Math.max(before[1], each[1])
    else joined.push([each[0], each[1]])
  }
  stretches.splice(0, stretches.length, ...joined)
}
