/** The auditor of a long book, page by page: it finds what the auditor of a whole book finds, and so does each single field. */

import { createHash } from 'node:crypto'
import { auditFund, beginFund } from '../../../cloudfunctions/funds/audit/long'
import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { type PastEvent, writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../../../cloudfunctions/funds/records'
import type { World } from '../../../cloudfunctions/shared/ports'
import { hourMs } from '../../../cloudfunctions/shared/time/spans'
import type { FundId, GiftId } from '../../../typings/ids'
import { MemoryDatabase } from '../memory-database'
import { paidGift } from './records'

const fundId: FundId = 'fund_500110001003'
const beginMs = Date.parse('2025-01-01T00:00:00Z')

interface Book {
  journal: EntryRecord[]
  chain: ChainRecord[]
  checkpoint: CheckpointRecord
  gifts: GiftRecord[]
}

/** Three batches of the chain: gifts, a payment after each nineteen, and a request that runs through its stages. */
function book(entries = 450): Book {
  const text = written.get(entries) ?? JSON.stringify(write(entries))
  written.set(entries, text)
  return JSON.parse(text)
}

const written = new Map<number, string>()

function write(entries: number): Book {
  const events = Array.from({ length: entries }, (_, index): PastEvent => {
    const at = { atMs: beginMs + index * hourMs }
    if (index === 190)
      return { kind: 'commitment', cause: 'need', title: '扶手', earmark: null, amountFen: fen(9_000), ...at }
    if (index === 205) {
      return { kind: 'committedPayment', of: 'need', cause: 'need paid', title: '扶手', amountFen: fen(5_000), ...at }
    }
    if (index === 401) {
      return { kind: 'settlement', of: 'need', cause: 'need settled', title: '退回', amountFen: fen(700), ...at }
    }
    if (index === 402)
      return { kind: 'release', of: 'need', cause: 'need over', title: '放回', amountFen: fen(4_000), ...at }
    if (index % 20 === 19) {
      return {
        kind: 'payment',
        cause: `bought ${index}`,
        title: '热餐',
        earmark: 'elderCare',
        amountFen: fen(1_500),
        ...at,
      }
    }
    const giftId: GiftId = `gift_${index}`
    const earmark = index % 3 === 0 ? 'elderCare' : null
    return { kind: 'gift', giftId, amountFen: fen(1_000), earmark, donorName: null, ...at }
  })
  const { entries: journal, chain, checkpoint } = writeHistory(fundId, events, () => 'salt')
  const gifts = journal.filter(({ kind }) => kind === 'gift').map((entry) => paidGift(entry, entry.cause as GiftId))
  return { journal, chain, checkpoint, gifts }
}

const published = [{ where: 'digest_500110_2025-01-10', entryCount: 210, digest: digestAt(book(), 210) }]

function digestAt({ chain }: Book, number: number): string {
  return chain.flatMap(({ links }) => links).find((link) => link.number === number)?.digest ?? ''
}

/** Each call ends after one page, so that everything is laid aside and taken up again; JSON is what a database keeps. */
async function auditLong({ journal, chain, checkpoint, gifts }: Book) {
  const database = new MemoryDatabase()
  const all = { journal, chain, fundCheckpoints: [checkpoint], gifts }
  for (const [collection, documents] of Object.entries(all)) {
    for (const document of documents) await database.insert(collection, document)
  }
  const world = { database, clock: { nowMs: () => beginMs + 365 * 24 * hourMs } } as unknown as World
  let progress = beginFund(fundId)
  let calls = 0
  while (progress.phase !== 'done') {
    let kept = ''
    progress = await auditFund(world, progress, published, 0, async (aside) => {
      kept = JSON.stringify(aside)
    })
    if (progress.phase !== 'done') progress = JSON.parse(kept)
    calls += 1
    if (calls > 100) throw new Error('it never ends')
  }
  return { findings: progress.findings, count: progress.findingCount, calls }
}

test('a book that nobody touched: no finding, in several calls that each laid their work aside', async () => {
  const { findings, calls } = await auditLong(book())
  expect(findings).toEqual([])
  expect(calls).toBeGreaterThan(3)
})

const second = <Each>(list: readonly Each[]): Each => {
  const found = list[201]
  if (found === undefined) throw new Error('the book is too short')
  return found
}
const at = <Each>(list: readonly Each[], index: number): Each => {
  const found = list.at(index)
  if (found === undefined) throw new Error(`there is no ${index}`)
  return found
}
const changed = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') return value.endsWith('1') ? `${value.slice(0, -1)}2` : `${value.slice(0, -1)}1`
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : [{ pool: 'general', fromFen: 0, toFen: 1 }]
  if (value === null) return 'childCare'
  return { ...(value as object), another: 1 }
}

/** One change each, of everything that is kept. */
const tampered: Record<string, (kept: Book) => void> = {
  ...each('entry', (kept) => second(kept.journal), ['foldedIn']),
  ...each(
    'payment',
    (kept) =>
      at(
        kept.journal.filter(({ kind }) => kind === 'payment'),
        3,
      ),
    ['foldedIn'],
  ),
  ...each('batch', (kept) => at(kept.chain, 1), ['foldedAtMs']),
  ...each('link', (kept) => at(at(kept.chain, 1).links, 3), []),
  ...each('span of a link', (kept) => at(at(at(kept.chain, 1).links, 3).spans, 0), []),
  ...each('checkpoint', (kept) => kept.checkpoint, ['foldedAtMs', 'unmarked']),
  ...each('posting', (kept) => at(second(kept.journal).postings, 0), []),
  'the mark of an entry': (kept) => void Object.assign(second(kept.journal), { foldedIn: 1 }),
  'an entry without its mark': (kept) => void Object.assign(second(kept.journal), { foldedIn: 2_000_000_000 }),
  'a mark that is no batch': (kept) => void Object.assign(second(kept.journal), { foldedIn: 0 }),
  'the last entry is missing': (kept) => void kept.journal.pop(),
  'the first entry is missing': (kept) => void kept.journal.shift(),
  'an entry in the middle is missing': (kept) => void kept.journal.splice(230, 1),
  'the last batch is missing': (kept) => void kept.chain.pop(),
  'a batch in the middle is missing': (kept) => void kept.chain.splice(1, 1),
  'the last link is missing': (kept) => void (at(kept.chain, -1).links as unknown[]).pop(),
  'two neighbours are swapped': (kept) => {
    const links = at(kept.chain, 1).links as unknown[]
    links.splice(4, 2, links[5], links[4])
  },
  'two entries have each other’s amounts': (kept) => {
    const [one, two] = [at(kept.journal, 19), at(kept.journal, 20)]
    const amounts = [one.amountFen, two.amountFen] as const
    Object.assign(one, { amountFen: amounts[1] })
    Object.assign(two, { amountFen: amounts[0] })
  },
  'an entry more, marked': (kept) => {
    const [first] = book(1).journal
    const more = { ...first, ...book(1).journal[0], cause: 'gift_more' } as EntryRecord
    kept.journal.push({ ...more, _id: `entry_${sha('gift gift_more').slice(0, 32)}`, foldedIn: 2 })
  },
  ...Object.fromEntries(
    [4, 4_242, 2_000_000_001, 1.5, null, '3'].map((mark) => [
      `new money with the mark ${JSON.stringify(mark)}, no batch's`,
      (kept: Book) => void kept.journal.push({ ...newMoney(), foldedIn: mark as number }),
    ]),
  ),
  'a gift is gone': (kept) => void kept.gifts.splice(100, 1),
  'a gift is of another sum': (kept) => void Object.assign(at(kept.gifts, 100), { amountFen: fen(1_001) }),
  'a gift is said to be cancelled': (kept) => void Object.assign(at(kept.gifts, 100), { status: 'cancelled' }),
  'a gift is said to be given back': (kept) => void Object.assign(at(kept.gifts, 100), { status: 'refunded' }),
  'a gift that was never booked': (kept) => {
    kept.gifts.push({ ...at(kept.gifts, 100), _id: 'gift_never' })
  },
}

/** Right in itself, with a gift's entry that no gift's comparison misses: money from a platform. */
function newMoney(): EntryRecord {
  const past: PastEvent = {
    kind: 'seedGrant',
    cause: 'forged',
    title: '启动资金',
    amountFen: fen(9_900),
    atMs: beginMs,
  }
  const [entry] = writeHistory(fundId, [past], () => 'salt').entries
  if (!entry) throw new Error('no entry was written')
  return entry
}

test('a roll-up of several batches at any moment of the audit is no finding', async () => {
  const events = Array.from({ length: 450 }, (_, index): PastEvent => {
    const atMs = beginMs + index * hourMs
    return { kind: 'seedGrant', cause: `grant ${index}`, title: '启动资金', amountFen: fen(100), atMs }
  })
  const later = writeHistory(fundId, events, () => 'salt')
  const early = writeHistory(fundId, events.slice(0, 200), () => 'salt')
  const waiting = later.entries.map((each) => ({ ...each, foldedIn: each.foldedIn > 1 ? 2_000_000_000 : 1 }))
  let callCount = 0
  for (let moment = 1; moment <= Math.max(8, callCount); moment += 1) {
    const database = new MemoryDatabase()
    const kept = { journal: waiting, chain: early.chain, fundCheckpoints: [early.checkpoint] }
    for (const [collection, documents] of Object.entries(kept)) {
      for (const document of documents) await database.insert(collection, document)
    }
    const rollUp = () => {
      for (const batch of later.chain) void database.insert('chain', batch)
      void database.update('fundCheckpoints', fundId, {}, { set: { ...later.checkpoint } })
      for (const { _id, foldedIn } of later.entries) void database.update('journal', _id, {}, { set: { foldedIn } })
    }
    callCount = 0
    let isInside = false
    database.trouble = () => {
      if (isInside) return 'none'
      callCount += 1
      isInside = true
      if (callCount === moment) rollUp()
      isInside = false
      return 'none'
    }
    const world = { database, clock: { nowMs: () => beginMs + 365 * 24 * hourMs } } as unknown as World
    const { findings } = await auditFund(world, beginFund(fundId), [], Number.MAX_SAFE_INTEGER, async () => undefined)
    expect([moment, findings]).toEqual([moment, []])
  }
})

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A change of each field of a document. */
function each(
  name: string,
  of: (kept: Book) => object,
  except: readonly string[],
): Record<string, (kept: Book) => void> {
  const fields = Object.keys(of(book())).filter((field) => !except.includes(field))
  return Object.fromEntries(
    fields.map((field) => [
      `${name}: ${field}`,
      (kept: Book) => {
        const document = of(kept) as Record<string, unknown>
        document[field] = changed(document[field])
      },
    ]),
  )
}

test.each(Object.entries(tampered))('found, in a whole book and in a long one: %s', async (_, tamper) => {
  const kept = book()
  tamper(kept)
  const { journal, chain, checkpoint, gifts } = kept
  const whole = audit({ fundId, checkpoint, chain, journal, gifts })
  const { count } = await auditLong(kept)
  expect([whole.length > 0, count > 0]).toEqual([true, true])
})

test('a book that is right in itself and ends before what was published is not that book', async () => {
  const shorter = book(209)
  expect(audit({ ...shorter, fundId })).toEqual([])
  const { findings } = await auditLong(shorter)
  expect(findings).toEqual([{ where: published[0]?.where, what: `${fundId} is not what was published: entry 210` }])
})
