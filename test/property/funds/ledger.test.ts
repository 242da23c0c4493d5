/** Random books against a model that a child could keep: a list of coins with their owners. */
import fc from 'fast-check'
import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { emptyCheckpoint, nextBatch } from '../../../cloudfunctions/funds/ledger/batch'
import {
  correctionEntry,
  giftEntry,
  paymentEntry,
  refundEntry,
  seedGrantEntry,
} from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { balanceFen, goodsFen } from '../../../cloudfunctions/funds/ledger/fold'
import {
  feeEntry,
  inKindEntry,
  inKindUseEntry,
  platformGiftEntry,
  transferEntries,
} from '../../../cloudfunctions/funds/ledger/income-entries'
import type { Link } from '../../../cloudfunctions/funds/ledger/model'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../../../cloudfunctions/funds/records'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { Field } from '../../../typings/terms'
import { paidGift } from './records'

const fundId = 'fund_500110001003'
const earmarks: (Field | null)[] = [null, 'elderCare', 'childCare']

type Command =
  | { do: 'gift'; amount: number; earmark: Field | null }
  | { do: 'seedGrant' | 'platform' | 'goods'; amount: number; earmark: Field | null }
  | { do: 'pay' | 'send'; amount: number; earmark: Field | null }
  | { do: 'refund' | 'fee' | 'use'; amount: number; of: number }
  | { do: 'correct'; of: number }
  | { do: 'rollUp' }

const amount = fc.integer({ min: 1, max: 40 })
const earmark = fc.constantFrom(...earmarks)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('gift' as const), amount, earmark }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('seedGrant' as const), amount, earmark: fc.constant(null) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('platform' as const), amount, earmark }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('goods' as const), amount, earmark: fc.constant(null) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pay' as const), amount, earmark }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send' as const), amount, earmark }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('refund' as const, 'fee' as const, 'use' as const),
      amount,
      of: fc.nat(60),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('correct' as const), of: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rollUp' as const) }) },
)

/** The real rules, with new money waiting in the tail until a roll-up and the rest folded at once. */
class Real {
  checkpoint: CheckpointRecord = emptyCheckpoint(fundId)
  readonly chain: ChainRecord[] = []
  readonly journal = new Map<string, EntryRecord>()
  readonly gifts: GiftRecord[] = []
  private made = 0

  facts() {
    this.made += 1
    return { fundId, atMs: 1_760_000_000_000 + this.made * 7_200_000, titleSalt: `salt${this.made}` } as const
  }

  gift(amountFen: number, field: Field | null) {
    const facts = this.facts()
    const giftId = `gift_${this.made}` as const
    const entry = giftEntry({ ...facts, giftId, amountFen: fen(amountFen), earmark: field, donorName: '林女士' })
    this.gifts.push(paidGift(entry, giftId))
    this.journal.set(entry._id, entry)
  }

  seedGrant(amountFen: number) {
    const entry = seedGrantEntry({
      ...this.facts(),
      cause: `grant ${this.made}`,
      amountFen: fen(amountFen),
      title: '种子资金',
    })
    this.journal.set(entry._id, entry)
  }

  other(kind: 'platform' | 'goods', amountFen: number, earmark: Field | null) {
    const facts = { ...this.facts(), cause: `${kind} ${this.made}` }
    const entry =
      kind === 'goods'
        ? inKindEntry({ ...facts, valueFen: fen(amountFen), title: '大米' })
        : platformGiftEntry({ ...facts, amountFen: fen(amountFen), earmark, donorName: null })
    this.journal.set(entry._id, entry)
  }

  /** Newest first, so that late entries are folded out of their order in time. */
  rollUp() {
    const tail = [...this.journal.values()].filter(({ foldedIn }) => foldedIn > this.checkpoint.batch).reverse()
    if (tail.length > 0) this.fold(tail)
  }

  fold(entries: EntryRecord[]) {
    const next = nextBatch(this.checkpoint, entries, 0)
    this.chain.push(next.chain)
    this.checkpoint = { ...next.checkpoint, unmarked: [] }
    for (const entry of entries) this.journal.set(entry._id, { ...entry, foldedIn: next.checkpoint.batch })
  }

  links(): Link[] {
    return this.chain.flatMap(({ links }) => links)
  }

  entryOf(link: Link): EntryRecord {
    const entry = this.journal.get(link.entryId)
    if (!entry) throw new Error(`${link.entryId} is gone`)
    return entry
  }

  tailFen(): number {
    return [...this.journal.values()]
      .filter(({ foldedIn }) => foldedIn > this.checkpoint.batch)
      .reduce((sum, { amountFen }) => sum + amountFen, 0)
  }

  findings() {
    const { checkpoint, chain, gifts } = this
    return audit({ fundId, checkpoint, chain, journal: [...this.journal.values()], gifts })
  }
}

/** Every fen a coin: which entry brought it, and which took it, if any. */
class Model {
  readonly coins: { pool: string; broughtBy: string; spentBy: string | null }[] = []

  bring(entryId: string, pool: string, count: number) {
    for (let coin = 0; coin < count; coin += 1) this.coins.push({ pool, broughtBy: entryId, spentBy: null })
  }

  unspent(matches: (coin: Model['coins'][number]) => boolean) {
    return this.coins.filter((coin) => coin.spentBy === null && matches(coin))
  }
}

function run(commands: readonly Command[]): { real: Real; model: Model } {
  const real = new Real()
  const model = new Model()
  for (const each of commands) step(real, model, each)
  return { real, model }
}

function step(real: Real, model: Model, each: Command): void {
  switch (each.do) {
    case 'gift':
      real.gift(each.amount, each.earmark)
      break
    case 'seedGrant':
      real.seedGrant(each.amount)
      break
    case 'platform':
    case 'goods':
      real.other(each.do, each.amount, each.earmark)
      break
    case 'rollUp':
      rollUp(real, model)
      break
    case 'pay':
    case 'send':
      pay(real, model, each)
      break
    default:
      undo(real, model, each)
  }
}

function rollUp(real: Real, model: Model): void {
  const before = real.links().length
  real.rollUp()
  for (const link of real.links().slice(before)) {
    const entry = real.entryOf(link)
    model.bring(entry._id, entry.kind === 'inKind' ? 'inKind' : (entry.earmark ?? 'general'), entry.amountFen)
  }
}

function undo(real: Real, model: Model, each: Command & { of: number }): void {
  const links = real.links()
  const link = links[each.of % Math.max(1, links.length)]
  if (!link) return
  const entry = real.entryOf(link)
  const undone = links.some(({ entryId }) => real.journal.get(entryId)?.reverses === entry._id)
  if (each.do === 'refund' && entry.kind === 'gift') takeBack(real, model, link, each)
  if (each.do === 'fee' && entry.kind === 'platformGift') takeBack(real, model, link, each)
  if (each.do === 'use' && entry.kind === 'inKind') takeBack(real, model, link, each)
  if (each.do === 'correct' && !undone) correct(real, model, link)
}

function pay(real: Real, model: Model, each: Command & { amount: number; earmark: Field | null }): void {
  const { amount: amountOf, earmark: field } = each
  const own = field === null ? [] : model.unspent(({ pool }) => pool === field)
  const coins = [...own, ...model.unspent(({ pool }) => pool === 'general')]
  const facts = real.facts()
  const payment = {
    ...facts,
    cause: `payment ${facts.titleSalt}`,
    amountFen: fen(amountOf),
    earmark: field,
    title: '米面',
  }
  const entry = expected(coins.length >= amountOf, () =>
    each.do === 'pay' ? paymentEntry(real.checkpoint, payment) : sent(real, payment),
  )
  if (!entry) return
  for (const coin of coins.slice(0, amountOf)) coin.spentBy = entry._id
  real.fold([entry])
}

function sent(real: Real, transfer: Parameters<typeof paymentEntry>[1]): EntryRecord {
  const [from, to] = [
    { fundId, name: '社区' },
    { fundId: 'fund_500110001', name: '街道' },
  ] as const
  return transferEntries(real.checkpoint, { ...transfer, from, to }).out
}

/** A refund, a fee or the use of goods: what is taken out of one lot. */
function takeBack(real: Real, model: Model, link: Link, each: Command & { amount: number }): void {
  const amountOf = each.amount
  const entryOf = real.entryOf(link)
  const coins = model.unspent(({ broughtBy }) => broughtBy === link.entryId)
  const charged = [...real.journal.values()].some(({ kind, reverses }) => kind === 'fee' && reverses === link.entryId)
  if (each.do === 'fee' && charged) return
  const facts = real.facts()
  const back = { ...facts, cause: `${each.do} ${facts.titleSalt}`, amountFen: fen(amountOf), title: '退款' }
  const entry = expected(coins.length >= amountOf, () => {
    if (each.do === 'fee') return feeEntry(real.checkpoint, entryOf, link, back)
    if (each.do === 'use') return inKindUseEntry(real.checkpoint, link, { ...back, valueFen: back.amountFen })
    return refundEntry(real.checkpoint, entryOf, link, back)
  })
  if (!entry) return
  for (const coin of coins.slice(0, amountOf)) coin.spentBy = entry._id
  real.fold([entry])
}

function correct(real: Real, model: Model, link: Link): void {
  const wrong = real.entryOf(link)
  const own = model.coins.filter((coin) => (wrong.direction === 'in' ? coin.broughtBy : coin.spentBy) === wrong._id)
  const possible =
    wrong.kind !== 'correction' &&
    wrong.kind !== 'transfer' &&
    (wrong.direction === 'out' || own.every(({ spentBy }) => spentBy === null))
  const facts = { ...real.facts(), title: '更正' }
  const entry = expected(possible, () => correctionEntry(real.checkpoint, wrong, link, facts))
  if (!entry) return
  for (const coin of own) coin.spentBy = wrong.direction === 'in' ? entry._id : null
  real.fold([entry])
}

/** The rule must succeed exactly when the model says so. */
function expected(possible: boolean, rule: () => EntryRecord): EntryRecord | null {
  try {
    const entry = rule()
    expect(possible).toBe(true)
    return entry
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    expect(possible).toBe(false)
    return null
  }
}

const commands = fc.array(command, { maxLength: 60 })

test('whatever is given, paid, refunded and corrected, books, coins and auditor agree', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const { real, model } = run(list)
      expect(balanceFen(real.checkpoint)).toBe(model.unspent(({ pool }) => pool !== 'inKind').length)
      expect(goodsFen(real.checkpoint)).toBe(model.unspent(({ pool }) => pool === 'inKind').length)
      for (const { name, free } of real.checkpoint.pools) {
        const coins = model.coins.filter(({ pool }) => pool === name)
        const marked = coins.map(({ spentBy }) => spentBy === null)
        const asStretches = marked.map((_, at) => free.some(([from, to]) => from <= at && at < to))
        expect(asStretches).toEqual(marked)
      }
      expect(real.checkpoint.receivedFen - real.checkpoint.spentFen).toBe(balanceFen(real.checkpoint))
      expect(real.findings()).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('a single changed letter or number in what is kept is found by the auditor, and named', () => {
  const full = fc.array(command, { minLength: 20, maxLength: 50 })
  fc.assert(
    fc.property(full, fc.nat(), fc.nat(), (list, where, byte) => {
      const { real } = run([{ do: 'gift', amount: 9, earmark: null }, { do: 'rollUp' }, ...list, { do: 'rollUp' }])
      const { checkpoint, chain, gifts } = real
      const journal = [...real.journal.values()]
      const documents = [...journal, ...chain, checkpoint]
      const target = documents[where % documents.length]
      if (!target) return
      const names = namesOf(target)
      if (!flip(target, byte)) return
      const findings = audit({ fundId, checkpoint, chain, journal, gifts })
      const named = findings.some(({ where: place }) => [...names, target._id].some((name) => place.startsWith(name)))
      expect([findings, named]).toEqual([findings, true])
    }),
    { numRuns: 150 },
  )
})

/** What a finding about this document may point at: itself, or the entries whose places it keeps. */
function namesOf(document: EntryRecord | ChainRecord | CheckpointRecord): string[] {
  return 'links' in document ? [document._id, ...document.links.map(({ entryId }) => entryId)] : [document._id]
}

/** Changes one letter or number somewhere in a document, in place; false where the place has no meaning for the books. */
function flip(document: object, at: number): boolean {
  const leaves: (() => void)[] = []
  const walk = (value: unknown) => {
    if (value === null || typeof value !== 'object') return
    const holder = value as Record<string, unknown>
    for (const [key, inner] of Object.entries(holder)) {
      if (key === 'foldedAtMs') continue
      if (typeof inner === 'number') leaves.push(() => Object.assign(holder, { [key]: inner + 1 }))
      if (typeof inner === 'string') {
        leaves.push(() => Object.assign(holder, { [key]: `${inner.slice(0, -1)}${inner.endsWith('x') ? 'y' : 'x'}` }))
      }
      walk(inner)
    }
  }
  walk(document)
  const change = leaves[at % Math.max(1, leaves.length)]
  change?.()
  return change !== undefined
}
