import { homeStreetCode, makeDistrict } from '../../../local/seed'

const nowMs = Date.UTC(2026, 10, 23, 2)
const district = makeDistrict('district', nowMs)

test('the district has its published size: 1 centre, 21 streets, 381 communities and villages, 810 workers, 79 funds', () => {
  const count = (level: string) => district.territories.filter((place) => place.level === level).length
  expect([count('district'), count('street'), count('community') + count('village')]).toEqual([1, 21, 381])
  const funds = district.funds.filter(({ territoryCode }) => territoryCode.length === 12)
  expect([district.workers.length, funds.length]).toEqual([810, 79])
  // And a street's pool; each has its books.
  expect([district.funds.length, district.fundCheckpoints.length]).toEqual([80, 80])
})

test('the same seed gives the same people and books', () => {
  expect(makeDistrict('district', nowMs)).toEqual(district)
})

test("every worker's load is the sum of the points of their cases, within their cap", () => {
  expect(district.needs.filter(({ workerOpenid }) => workerOpenid !== null).length).toBeGreaterThan(100)
  for (const worker of district.workers) {
    const own = district.needs.filter((need) => need.workerOpenid === worker.openid)
    expect(worker.loadPoints).toBe(own.reduce((sum, need) => sum + need.casePoints, 0))
    expect(worker.loadPoints).toBeLessThanOrEqual(worker.capPoints)
  }
})

test('every case on the stage has a need that agrees with it, and something waits for the station', () => {
  const needs = new Map(district.needs.map((need) => [need._id, need]))
  expect(district.cases.length).toBeGreaterThan(10)
  for (const kase of district.cases) {
    const need = needs.get(kase.needId)
    expect(need?.status).toBe(kase.status === 'closed' ? 'closed' : 'serving')
    expect(need?.offer?.workerId).toBe(kase.workerId)
  }
  const home = district.cases.filter(({ streetCode }) => streetCode === homeStreetCode)
  expect(new Set(home.flatMap(({ awaits }) => awaits ?? []))).toEqual(new Set(['plan', 'closure']))
})

test('no two documents of a collection share an id, and nobody two openids', () => {
  expect(Object.values(district).flat().length).toBeGreaterThan(1_000)
  for (const documents of Object.values(district)) {
    const ids = documents.map((document) => document._id)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test("each fund's balance is what it received less what it spent, and every past gift is in its journal", () => {
  const journal = new Map(district.journal.map((entry) => [entry.cause, entry]))
  expect(Math.min(district.gifts.length, district.fundCheckpoints.length)).toBeGreaterThan(50)
  for (const gift of district.gifts) expect(journal.get(gift._id)?.amountFen).toBe(gift.amountFen)
  for (const checkpoint of district.fundCheckpoints) {
    const entries = district.journal.filter((entry) => entry.fundId === checkpoint._id)
    // Goods are no money.
    const money = entries.filter(({ kind }) => kind !== 'inKind' && kind !== 'inKindUse')
    const sum = (direction: string) =>
      money.filter((entry) => entry.direction === direction).reduce((total, entry) => total + entry.amountFen, 0)
    expect(checkpoint.receivedFen - checkpoint.spentFen).toBe(sum('in') - sum('out'))
    expect(checkpoint.entryCount).toBe(entries.length)
  }
})
