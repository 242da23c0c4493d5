import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { balanceFen, balancesOf } from '../../../cloudfunctions/funds/ledger/fold'
import { type PastEvent, writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import { spendableFen } from '../../../cloudfunctions/funds/ledger/pools'
import { fundId, Ledger, noonMs, spans } from './tables'

const yuan = (amount: number) => fen(amount * 100)
let made = 0
function past(
  event: PastEvent extends infer One ? (One extends PastEvent ? Omit<One, 'atMs'> : never) : never,
): PastEvent {
  made += 1
  return { ...event, atMs: noonMs + made * 60_000 } as PastEvent
}

const grant = past({ kind: 'seedGrant', cause: 'pilot', title: '种子资金', amountFen: yuan(1_000) })
const commitment = past({
  ...{ kind: 'commitment', cause: 'spend_1', title: '扶手', earmark: 'elderCare', amountFen: yuan(600) },
} as const)
const payment = past({
  ...{ kind: 'committedPayment', of: 'spend_1', cause: 'spend_1 1', title: '扶手', amountFen: yuan(500) },
} as const)
const release = past({
  ...{ kind: 'release', of: 'spend_1', cause: 'spend_1', title: '扶手：余款', amountFen: yuan(100) },
} as const)
const settlement = past({
  ...{ kind: 'settlement', of: 'spend_1', cause: 'spend_1', title: '扶手：退回', amountFen: yuan(30) },
} as const)

function bookOf(events: readonly PastEvent[]) {
  let salts = 0
  const history = writeHistory(fundId, events, () => `salt${++salts}`)
  expect(audit({ fundId, ...history, journal: history.entries, gifts: [] })).toEqual([])
  return history
}

test('money set apart is still the fund’s, can not be spent a second time, and is not counted as spent', () => {
  const { checkpoint } = bookOf([grant, commitment])
  expect(balancesOf(checkpoint)).toEqual({ available: 40_000, committed: 60_000 })
  expect(balanceFen(checkpoint)).toBe(100_000)
  expect(checkpoint.spentFen).toBe(0)
  expect(spendableFen(checkpoint.pools, 'elderCare')).toBe(40_000)
})

test('a request from commitment to settlement: what is not needed is set free, what comes back lessens what was spent', () => {
  const { checkpoint, entries } = bookOf([grant, commitment, payment, release, settlement])
  const table = entries.map(({ kind, direction, postings, spans: list }) => {
    const [posting] = postings
    const way = `${posting?.source.split(':').at(-1)} → ${posting?.destination.split(':').at(-1)}`
    return [kind, direction, way, (posting?.amountFen ?? 0) / 100, spans(list)].join(' | ')
  })
  expect(table).toEqual([
    'seedGrant | in | seedgrant → available | 1000 | ',
    'commitment | within | available → committed | 600 | general 0–600',
    'payment | out | committed → payee | 500 | general 0–500',
    'release | within | committed → available | 100 | general 500–600',
    'settlement | in | payee → available | 30 | general 470–500',
  ])
  expect(balancesOf(checkpoint)).toEqual({ available: 53_000, committed: 0 })
  expect(checkpoint.spentFen).toBe(47_000)
  expect(checkpoint.receivedFen).toBe(100_000)
  expect(spendableFen(checkpoint.pools, null)).toBe(53_000)
})

test('more than what is set apart is never paid for a request', () => {
  const tooMuch = { ...payment, amountFen: yuan(601) } as PastEvent
  expect(() => bookOf([grant, commitment, tooMuch])).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
})

test('what a request set in motion is not corrected from outside: its settlement puts it right', () => {
  const { entries, chain } = bookOf([grant, commitment, payment])
  const ledger = new Ledger()
  for (const entry of entries) ledger.add(entry)
  expect(chain).toHaveLength(1)
  for (const wrong of entries.slice(1)) {
    expect(() => ledger.correct(wrong)).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
  }
})

test('the auditor finds money that is said to be set apart and is not, and money paid that never was', () => {
  const { checkpoint, chain, entries } = bookOf([grant, commitment, payment])
  const [pool] = checkpoint.pools
  if (!pool) throw new Error('the fund has a pool')
  const lie = { ...checkpoint, pools: [{ ...pool, held: [[fen(0), fen(10_000)] as const] }] }
  const books = { fundId, chain, journal: entries, gifts: [] } as const
  expect(audit({ ...books, checkpoint: lie }).map(({ what }) => what)).toContain('what is set apart is something else')
  const paid = entries[2]
  if (!paid) throw new Error('there is a payment')
  const forged = { ...paid, spans: [{ pool: 'general' as const, fromFen: fen(60_000), toFen: fen(110_000) }] }
  const found = audit({ ...books, journal: [...entries.slice(0, 2), forged], checkpoint })
  expect(found.map(({ what }) => what)).toContain('the entry was changed')
})
