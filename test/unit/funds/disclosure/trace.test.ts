import { sourcesOf, traceOf } from '../../../../cloudfunctions/funds/disclosure/trace'
import { emptyCheckpoint, nextBatch } from '../../../../cloudfunctions/funds/ledger/batch'
import {
  commitmentEntry,
  committedPaymentEntry,
  releaseEntry,
  settlementEntry,
} from '../../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../../cloudfunctions/funds/ledger/fen'
import { firstOf, restOf } from '../../../../cloudfunctions/funds/ledger/pools'
import type { EntryRecord } from '../../../../cloudfunctions/funds/records'
import { fundId, Ledger, noonMs } from '../tables'

/** What became of the gift, as `state yuan title`. */
function wayOf(ledger: Ledger, gift: EntryRecord): string[] {
  const lot = ledger.linkOf(gift).spans[0]
  if (!lot) throw new Error('a gift has a lot')
  const titles = new Map(ledger.entries.map(({ _id, title }) => [_id, title]))
  const moved = ledger.entries.filter(({ spans }) => spans.length > 0)
  return traceOf(lot, moved).map(({ state, amountFen, entryId }) =>
    [state, amountFen / 100, entryId === null ? '' : titles.get(entryId)].join(' ').trimEnd(),
  )
}

test('a gift is a line that becomes things, in order, and the rest of it waits', () => {
  const ledger = new Ledger()
  const first = ledger.gift('林', 50)
  const second = ledger.gift('陈', 100)
  ledger.payment('扶手', 70)
  ledger.payment('热餐', 30)
  expect(wayOf(ledger, first)).toEqual(['spent 50 扶手'])
  expect(wayOf(ledger, second)).toEqual(['spent 20 扶手', 'spent 30 热餐', 'waiting 50'])
})

test('what is given back or undone is said, and a payment that was undone lets the money wait again', () => {
  const ledger = new Ledger()
  const gift = ledger.gift('林', 50)
  ledger.refund(gift, 20)
  const wrong = ledger.payment('扶手', 30)
  expect(wayOf(ledger, gift)).toEqual(['returned 20 退款', 'spent 30 扶手'])
  ledger.correct(wrong)
  expect(wayOf(ledger, gift)).toEqual(['returned 20 退款', 'waiting 30'])
})

test('a request: set apart, paid, the rest set free, and what was paid too much comes back', () => {
  const ledger = new Ledger()
  const gift = ledger.gift('林', 100)
  const facts = { fundId, atMs: noonMs, titleSalt: 's', earmark: null } as const
  const held = ledger.add(
    commitmentEntry(ledger.books, { ...facts, cause: 'spend_1', title: '雨棚', amountFen: fen(8_000) }),
  ).spans
  expect(wayOf(ledger, gift)).toEqual(['setApart 80 雨棚', 'waiting 20'])
  const paid = firstOf(held, fen(6_000))
  ledger.add(committedPaymentEntry({ ...facts, cause: 'spend_1 1', title: '雨棚', spans: paid }))
  ledger.add(releaseEntry({ ...facts, cause: 'spend_1', title: '余款', spans: restOf(held, fen(6_000)) }))
  expect(wayOf(ledger, gift)).toEqual(['spent 60 雨棚', 'waiting 40'])
  ledger.add(settlementEntry({ ...facts, cause: 'spend_1', title: '退回', spans: restOf(paid, fen(5_000)) }))
  expect(wayOf(ledger, gift)).toEqual(['spent 50 雨棚', 'waiting 50'])
})

test('a payment names the gifts that paid for it, each with its share, and no entry that only moved money', () => {
  const ledger = new Ledger()
  const gifts = [ledger.gift('林', 50), ledger.gift('陈', 100, 'elderCare'), ledger.gift('周', 30)]
  const batch = nextBatch(emptyCheckpoint(fundId), gifts, 0)
  expect(batch.chain.lots).toEqual([
    { pool: 'general', fromFen: 0, toFen: 8_000 },
    { pool: 'elderCare', fromFen: 0, toFen: 10_000 },
  ])
  const payment = ledger.payment('扶手', 160, 'elderCare')
  const after = nextBatch(batch.checkpoint, [payment], 0)
  expect(after.chain.lots).toEqual([])
  const mixed = { ...batch.chain, links: [...batch.chain.links, ...after.chain.links] }
  expect(sourcesOf(payment.spans, [mixed]).map(({ number, amountFen }) => [number, amountFen / 100])).toEqual([
    [1, 50],
    [2, 100],
    [3, 10],
  ])
})
