import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { balancesOf } from '../../../cloudfunctions/funds/ledger/fold'
import { rosterFaults } from '../../../cloudfunctions/funds/policy/roster'
import { contradictions, loosenings } from '../../../cloudfunctions/funds/policy/rules'
import { spendableFor } from '../../../cloudfunctions/funds/spending/money'
import { castOpenid, homeCommunityCode, makeDistrict } from '../../../local/seed'

const nowMs = Date.UTC(2026, 10, 23, 2)
const district = makeDistrict('small', nowMs)
const fundId = `fund_${homeCommunityCode}` as const

function booksOf(id: string) {
  const own = <One extends { fundId: string }>(list: readonly One[]) => list.filter((each) => each.fundId === id)
  const checkpoint = district.fundCheckpoints.find(({ _id }) => _id === id) ?? null
  return {
    ...{ fundId: id as typeof fundId, checkpoint, requests: own(district.spendingRequests) },
    ...{ chain: own(district.chain), journal: own(district.journal), gifts: own(district.gifts) },
  }
}

test('the stage shows a request in every state, each at every open step', () => {
  const states = new Set(district.spendingRequests.map(({ status }) => status))
  expect([...states].sort()).toEqual([
    ...['approved', 'committed', 'consentRefused', 'consulting', 'noQuorum', 'paid', 'rejected', 'reviewing'],
    ...['settled', 'withdrawn'],
  ])
  const open = district.spendingRequests.flatMap(({ status, steps }) =>
    status === 'reviewing' ? steps.filter((step) => step.status === 'open').map(({ kind }) => kind) : [],
  )
  expect(new Set(open)).toEqual(new Set(['staff', 'committee', 'street', 'district']))
})

test('every fund of the stage is in order: books, roster, and policies that are never looser downwards', () => {
  for (const { _id } of district.funds) expect([_id, audit(booksOf(_id))]).toEqual([_id, []])
  // A street's pool has no committee of its own.
  const ofCommunities = district.funds.filter(({ territoryCode }) => territoryCode.length === 12)
  expect(district.rosters).toHaveLength(ofCommunities.length)
  for (const { _id, seats } of district.rosters) expect([_id, rosterFaults(seats, nowMs)]).toEqual([_id, []])
  const [first, ...lower] = district.policies
  if (!first) throw new Error('the district has a frame')
  lower.reduce((above, below) => {
    expect(loosenings(above.rules, below.rules)).toEqual([])
    expect(contradictions(below.rules)).toEqual([])
    return below
  }, first)
})

test('what is approved and waits has too little money, and what is set apart is what was committed and not paid', () => {
  const { checkpoint, requests } = booksOf(fundId)
  if (!checkpoint) throw new Error('the fund has books')
  const waiting = requests.find(({ status }) => status === 'approved')
  expect(waiting && spendableFor(checkpoint, waiting) < waiting.amountFen).toBe(true)
  const promised = requests.filter(({ status }) => status === 'committed' || status === 'paid')
  const leftFen = promised.reduce(
    (sum, { amountFen, payments }) => sum + amountFen - payments.reduce((paid, payment) => paid + payment.amountFen, 0),
    0,
  )
  expect(balancesOf(checkpoint).committed).toBe(leftFen)
})

test('the neighbour is one of those who are asked', () => {
  const asked = district.spendingRequests.find(({ status }) => status === 'consulting')?.change?.asked ?? []
  expect(asked.map(({ openid }) => openid)).toContain(castOpenid('neighbour'))
})

test('nothing on the stage happened in the future', () => {
  const late = district.spendingRequests.flatMap(({ title, events }) =>
    events.filter(({ atMs }) => atMs > nowMs).map(({ kind }) => `${title} ${kind}`),
  )
  expect(late).toEqual([])
})
