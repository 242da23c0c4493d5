import { type AllBooks, auditAll, type PublishedDay } from '../../../../cloudfunctions/funds/audit/district'
import { districtDigest, firstDistrictDigest } from '../../../../cloudfunctions/funds/disclosure/district-digest'
import { fen } from '../../../../cloudfunctions/funds/ledger/fen'
import { type PastEvent, writeHistory } from '../../../../cloudfunctions/funds/ledger/history'
import type { FundId } from '../../../../typings/ids'
import { noonMs } from '../tables'

const one: FundId = 'fund_500110001001'
const other: FundId = 'fund_500110001003'

function history(fundId: FundId, yuan: readonly number[]) {
  const events = yuan.map((amount, index): PastEvent => {
    const about = { kind: 'seedGrant', cause: `${fundId} ${index}`, title: '启动资金' } as const
    return { ...about, amountFen: fen(amount * 100), atMs: noonMs + index }
  })
  return writeHistory(fundId, events, () => 'salt')
}

function booksOf(histories: readonly ReturnType<typeof history>[], published: readonly PublishedDay[] = []): AllBooks {
  return {
    fundIds: [one, other],
    checkpoints: histories.map(({ checkpoint }) => checkpoint),
    chain: histories.flatMap(({ chain }) => chain),
    journal: histories.flatMap(({ entries }) => entries),
    ...{ gifts: [], requests: [], published },
  }
}

function publishedOf(histories: readonly ReturnType<typeof history>[], day: string, before: string): PublishedDay {
  const funds = histories.map(({ checkpoint: { _id: fundId, entryCount, digest } }) => ({ fundId, entryCount, digest }))
  const digest = districtDigest(before, day, '500110', funds)
  return { _id: `digest_500110_${day}`, districtCode: '500110', day, funds, previousDigest: before, digest }
}

const histories = [history(one, [10, 20]), history(other, [30])]
const first = publishedOf(histories, '2025-11-03', firstDistrictDigest('500110'))
const grown = [history(one, [10, 20, 5]), history(other, [30])]
const second = publishedOf(grown, '2025-11-04', first.digest)

test('books that grew since they were published are right', () => {
  expect(auditAll(booksOf(grown, [first, second]))).toEqual([])
})

test('a history that was rewritten whole, every digest with it, is not the one that was published', () => {
  const rewritten = [history(one, [10, 19]), history(other, [30])]
  expect(auditAll(booksOf(rewritten))).toEqual([])
  expect(auditAll(booksOf(rewritten, [first]))).toEqual([
    { where: 'digest_500110_2025-11-03', what: `${one} is not what was published: entry 2` },
  ])
})

test('entries that vanished from the end are missed', () => {
  expect(auditAll(booksOf([history(one, [10]), history(other, [30])], [first]))).toEqual([
    { where: 'digest_500110_2025-11-03', what: `${one} is not what was published: entry 2` },
  ])
})

test('a published day that was changed, or taken out of the row of days, is found', () => {
  const changed = { ...first, funds: first.funds.slice(1) }
  expect(auditAll(booksOf(grown, [changed, second])).map(({ what }) => what)).toEqual([
    'the published digest was changed',
  ])
  expect(auditAll(booksOf(grown, [second])).map(({ what }) => what)).toEqual(['it does not follow the day before'])
})

test('books of a fund that does not exist are found', () => {
  const findings = auditAll({ ...booksOf(histories), fundIds: [one] })
  expect(findings).toEqual([{ where: other, what: 'there are books of a fund that does not exist' }])
})
