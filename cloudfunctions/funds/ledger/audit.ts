import { createHash } from 'node:crypto'
import type { FundId } from '../../../typings/ids'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../records'
import { type KeptRequest, spansAgreed } from './audit-consents'
import { checkReversals } from './audit-reversals'

/** All that is kept of one fund's money. */
export interface KeptBooks {
  fundId: FundId
  checkpoint: CheckpointRecord | null
  chain: readonly ChainRecord[]
  journal: readonly EntryRecord[]
  gifts: readonly GiftRecord[]
  /** The fund's spending requests: whose donors agreed to another use of their earmark. Without them nobody did. */
  requests?: readonly KeptRequest[]
}

/** Something that does not add up: in which document, and what. */
export interface Finding {
  where: string
  what: string
}

/**
 * Recomputes a fund's books from its journal and compares. It shares no code with the writer, so that one mistake cannot
 * hide in both: digests, lots, sums and gifts are worked out here a second time. No finding: the books are right.
 */
export function audit(kept: KeptBooks): Finding[] {
  const findings: Finding[] = []
  const find = (where: string, what: string) => findings.push({ where, what })
  const journal = new Map(kept.journal.map((entry) => [entry._id as string, entry]))
  if (journal.size !== kept.journal.length) find(kept.fundId, 'an entry is in the journal twice')
  for (const entry of kept.journal) checkEntry(kept.fundId, entry, find)
  const order = checkChain(kept, journal, find)
  checkLots(kept, order, find)
  checkSums(kept, order, find)
  checkGifts(kept, find)
  checkReversals(order, find)
  return findings
}

const monthInShanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
})

type Find = (where: string, what: string) => void
interface Placed {
  entry: EntryRecord
  spans: readonly { pool: string; fromFen: number; toFen: number }[]
}

function checkEntry(fundId: FundId, entry: EntryRecord, find: Find): void {
  const own = new Set<string>(ownAccounts(fundId))
  const id = `entry_${hash(`${entry.kind} ${entry.cause}`).slice(0, 32)}`
  if (entry._id !== id) find(entry._id, 'the id does not come from kind and cause')
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

/** The journal in the order of the chain. */
function checkChain(kept: KeptBooks, journal: ReadonlyMap<string, EntryRecord>, find: Find): Placed[] {
  const placed: Placed[] = []
  const seen = new Set<string>()
  const unmarked = new Set<string>(kept.checkpoint?.unmarked ?? [])
  const batches = [...kept.chain].sort((a, b) => a.batch - b.batch)
  let digest = hash(`chain of ${kept.fundId}`)
  batches.forEach((batch, index) => {
    const name = `chain_${kept.fundId}_${`000000${index + 1}`.slice(-7)}`
    if (batch._id !== name || batch.fundId !== kept.fundId) find(batch._id, `it should be ${name}`)
    if (batch.batch !== index + 1) find(batch._id, `batch ${index + 1} is missing`)
    if (batch.firstNumber !== placed.length + 1) find(batch._id, 'the first number does not follow')
    if (batch.previousDigest !== digest) find(batch._id, 'it does not follow the digest before it')
    checkBatchLots(batch, journal, find)
    for (const { number, entryId, entryDigest, spans, digest: claimed } of batch.links) {
      const entry = journal.get(entryId)
      if (number !== placed.length + 1) find(batch._id, `number ${number} is out of order`)
      if (seen.has(entryId)) find(entryId, 'it is in the chain twice')
      seen.add(entryId)
      if (entry && hash(plain(content(entry))) !== entryDigest) find(entryId, 'the entry was changed')
      const expected = hash(`${digest}\n${plain({ number, entryId, entryDigest, spans })}`)
      if (expected !== claimed) find(`${batch._id} link ${number}`, 'the chain is broken')
      digest = claimed
      if (!entry) find(entryId, 'the chain names it and the journal lacks it')
      else placed.push({ entry, spans })
      if (entry && entry.foldedIn !== batch.batch && !unmarked.has(entryId))
        find(entryId, 'its mark names another batch')
    }
  })
  for (const entry of kept.journal) {
    if (!seen.has(entry._id) && entry.foldedIn <= batches.length) find(entry._id, 'it is marked and not in the chain')
    if (!seen.has(entry._id) && (entry.direction !== 'in' || entry.spans.length > 0)) {
      find(entry._id, 'only new money may wait outside the chain')
    }
  }
  const last = kept.checkpoint
  if (last && (last.batch !== batches.length || last.digest !== digest))
    find(last._id, 'it is not at the end of the chain')
  if (last && (last._id !== kept.fundId || last.fundId !== kept.fundId)) find(last._id, 'it belongs to another fund')
  if (!last && batches.length > 0) find(kept.fundId, 'there is a chain and no checkpoint')
  return placed
}

/** What a batch says it received is what its new money's links say. */
function checkBatchLots(batch: ChainRecord, journal: ReadonlyMap<string, EntryRecord>, find: Find): void {
  const received = new Map<string, { from: number; to: number }>()
  for (const { entryId, spans } of batch.links) {
    const entry = journal.get(entryId)
    if (entry?.direction !== 'in' || entry.spans.length > 0) continue
    for (const { pool, fromFen, toFen } of spans) {
      const before = received.get(pool)
      received.set(pool, { from: Math.min(before?.from ?? fromFen, fromFen), to: Math.max(before?.to ?? toFen, toFen) })
    }
  }
  const said = Object.fromEntries(batch.lots.map(({ pool, fromFen, toFen }) => [pool, { from: fromFen, to: toFen }]))
  if (plain(said) !== plain(Object.fromEntries(received))) find(batch._id, 'its lots are not those of its links')
}

type Stretches = { from: number; to: number }[]

/** Walks the chain with every stretch of money that is spent or set apart at that moment. */
function checkLots(kept: KeptBooks, order: readonly Placed[], find: Find): void {
  const received = new Map<string, number>()
  const spent = new Map<string, Stretches>()
  const held = new Map<string, Stretches>()
  for (const { entry, spans } of order) {
    const total = spans.reduce((sum, { fromFen, toFen }) => sum + toFen - fromFen, 0)
    if (total !== entry.amountFen) find(entry._id, 'its stretches do not add up to the amount')
    const isNew = entry.direction === 'in' && entry.spans.length === 0
    if (isNew && spans.length !== 1) find(entry._id, 'new money has one lot')
    if (!isNew && plain(spans) !== plain(entry.spans)) find(entry._id, 'the link names other money than the entry')
    for (const { pool, fromFen, toFen } of spans) {
      const end = received.get(pool) ?? 0
      const gone = listOf(spent, pool)
      const apart = listOf(held, pool)
      if (isNew) {
        const line = entry.kind === 'inKind' ? 'inKind' : (entry.earmark ?? 'general')
        if (fromFen !== end || pool !== line) find(entry._id, 'its lot is in the wrong place')
        received.set(pool, toFen)
        continue
      }
      const goods = pool === 'inKind'
      if (goods !== touchesGoods(entry)) find(entry._id, 'it takes goods for money')
      const foreign = pool !== 'general' && !goods && pool !== entry.earmark
      if (foreign && entry.direction !== 'in' && !agreedTo(kept, order, entry, { pool, fromFen, toFen })) {
        find(entry._id, `it spends money earmarked for ${pool}`)
      }
      if (fromFen < 0 || toFen > end) find(entry._id, 'it spends money that was never received')
      const [{ source, destination } = { source: '', destination: '' }] = entry.postings
      if (source.endsWith(':committed')) {
        if (!carve(apart, fromFen, toFen)) find(entry._id, 'it takes money that was not set apart')
      } else if (isFree(source)) {
        const taken = [...gone, ...apart].some(({ from, to }) => from < toFen && fromFen < to)
        if (taken) find(entry._id, 'it spends money a second time')
      } else if (!carve(gone, fromFen, toFen)) find(entry._id, 'it gives back money that was not spent')
      if (destination.endsWith(':committed')) apart.push({ from: fromFen, to: toFen })
      else if (!isFree(destination)) gone.push({ from: fromFen, to: toFen })
    }
  }
  checkPools(kept, received, spent, held, find)
}

/** Whether the donors of a stretch agreed to let it be used for something else than they gave it for. */
function agreedTo(
  { requests = [], gifts }: KeptBooks,
  order: readonly Placed[],
  { cause }: EntryRecord,
  stretch: { pool: string; fromFen: number; toFen: number },
): boolean {
  const lots = new Map(
    order.filter(({ entry }) => entry.kind === 'gift').map(({ entry, spans }) => [entry.cause, spans]),
  )
  return spansAgreed(requests, gifts, lots, cause, stretch)
}

function listOf(lists: Map<string, Stretches>, pool: string): Stretches {
  const list = lists.get(pool) ?? []
  lists.set(pool, list)
  return list
}

/** Removes [from, to) from the spent stretches; false when not all of it was spent. */
function carve(spent: { from: number; to: number }[], from: number, to: number): boolean {
  let covered = 0
  for (const stretch of [...spent]) {
    const low = Math.max(stretch.from, from)
    const high = Math.min(stretch.to, to)
    if (low >= high) continue
    covered += high - low
    spent.splice(spent.indexOf(stretch), 1)
    if (stretch.from < low) spent.push({ from: stretch.from, to: low })
    if (high < stretch.to) spent.push({ from: high, to: stretch.to })
  }
  return covered === to - from
}

function checkPools(
  kept: KeptBooks,
  received: ReadonlyMap<string, number>,
  spent: ReadonlyMap<string, Stretches>,
  held: ReadonlyMap<string, Stretches>,
  find: Find,
): void {
  for (const name of new Set([...received.keys(), ...(kept.checkpoint?.pools ?? []).map((pool) => pool.name)])) {
    const pool = kept.checkpoint?.pools.find((one) => one.name === name)
    const total = received.get(name) ?? 0
    const gone = spent.get(name) ?? []
    const apart = held.get(name) ?? []
    const free = (pool?.free ?? []).map(([from, to]) => ({ from, to }))
    const clash = free.some(({ from, to }) => [...gone, ...apart].some((one) => one.from < to && from < one.to))
    const whole = long(free) === total - long(gone) - long(apart)
    if (pool?.receivedFen !== total || !whole || clash) find(`${kept.fundId} ${name}`, 'lots are lost')
    const said = (pool?.held ?? []).map(([from, to]) => ({ from, to }))
    const all = said.every(({ from, to }) => covered(apart, from, to))
    if (!all || long(said) !== long(apart)) find(`${kept.fundId} ${name}`, 'what is set apart is something else')
  }
}

function long(stretches: Stretches): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0)
}

function covered(stretches: Stretches, from: number, to: number): boolean {
  return carve([...stretches], from, to)
}

function checkSums(kept: KeptBooks, order: readonly Placed[], find: Find): void {
  const balances = new Map<string, number>()
  const months = new Map<string, [received: number, spent: number]>()
  const own = ownAccounts(kept.fundId)
  let gifts = 0
  for (const { entry } of order) {
    for (const { source, destination, amountFen } of entry.postings) {
      balances.set(source, (balances.get(source) ?? 0) - amountFen)
      balances.set(destination, (balances.get(destination) ?? 0) + amountFen)
    }
    if (own.some((name) => (balances.get(name) ?? 0) < 0)) find(entry._id, 'the balance is below zero here')
    if (['gift', 'platformGift', 'bankReceipt'].includes(entry.kind)) gifts += 1
    const row = months.get(entry.month) ?? [0, 0]
    months.set(entry.month, row)
    if (entry.direction === 'within' || touchesGoods(entry)) continue
    const sign = entry.direction === 'in' ? 1 : -1
    const bought = entry.postings.some((each) =>
      [each.source, each.destination].some((name) => name === 'world:payee' || name === 'world:fees'),
    )
    if (bought) row[1] -= sign * entry.amountFen
    else row[0] += sign * entry.amountFen
  }
  const last = kept.checkpoint
  if (!last) return
  const total = (side: 0 | 1) => [...months.values()].reduce((sum, row) => sum + row[side], 0)
  const rows = [...months].map(([month, [receivedFen, spentFen]]) => ({ month, receivedFen, spentFen }))
  const same = (name: string, kept: unknown, found: unknown) => {
    if (plain(kept) !== plain(found)) find(`${last._id} ${name}`, `${plain(kept)} should be ${plain(found)}`)
  }
  same('balances', last.balances, Object.fromEntries(balances))
  same('entryCount', last.entryCount, order.length)
  same('giftCount', last.giftCount, gifts)
  same('receivedFen', last.receivedFen, total(0))
  same('spentFen', last.spentFen, total(1))
  same(
    'months',
    last.months,
    rows.sort((a, b) => (a.month < b.month ? -1 : 1)),
  )
}

/** A gift is paid if and only if it is in the books, with the same amount, fund and earmark. */
function checkGifts(kept: KeptBooks, find: Find): void {
  const booked = new Map(kept.journal.filter(({ kind }) => kind === 'gift').map((entry) => [entry.cause, entry]))
  for (const gift of kept.gifts) {
    const entry = booked.get(gift._id)
    booked.delete(gift._id)
    if (gift.status === 'paid' && !entry) find(gift._id, 'it is paid and not in the books')
    if (gift.status === 'refunded') checkRefunded(kept, gift, find)
    else if (gift.status !== 'paid' && entry) find(gift._id, `it is ${gift.status} and in the books`)
    if (!entry) continue
    const asGiven = plain([gift.amountFen, gift.fundId, gift.earmark])
    if (asGiven !== plain([entry.amountFen, entry.fundId, entry.earmark])) find(gift._id, 'the books say otherwise')
  }
  for (const entry of booked.values()) find(entry._id, 'there is no such gift')
}

/** A gift that was given back has a refund of all of it in the books, which nothing undid. */
function checkRefunded(kept: KeptBooks, gift: GiftRecord, find: Find): void {
  const undone = new Set(kept.journal.filter(({ kind }) => kind === 'correction').map(({ reverses }) => reverses))
  const back = kept.journal.filter(
    (entry) => entry.kind === 'refund' && entry.reverses === gift.entryId && !undone.has(entry._id),
  )
  const total = back.reduce((sum, { amountFen }) => sum + amountFen, 0)
  if (total !== gift.amountFen) find(gift._id, 'it is refunded and the books do not give all of it back')
}

function ownAccounts(fundId: FundId): string[] {
  return ['available', 'committed', 'inkind'].map((part) => `fund:${fundId}:${part}`)
}

function touchesGoods({ postings }: EntryRecord): boolean {
  return postings.some(({ source, destination }) => source.endsWith(':inkind') || destination.endsWith(':inkind'))
}

function isFree(account: string): boolean {
  return account.startsWith('fund:') && (account.endsWith(':available') || account.endsWith(':inkind'))
}

function content(entry: EntryRecord): Record<string, unknown> {
  const unhashed = new Set(['title', 'titleSalt', 'foldedIn'])
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !unhashed.has(name)))
}

function hash(text: string): string {
  return createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex')
}

/** JSON with sorted keys. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(
      Object.keys(inner)
        .sort()
        .map((key) => [key, inner[key]]),
    )
  })
}
