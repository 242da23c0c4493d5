import { run } from './run'

/** Generous: the machine may be busy with other tests. `npm run simulate -- ledger --seeds 10000` runs many more. */
jest.setTimeout(120_000)

test('whatever is lost, late, doubled, killed or in conflict, the books are right to the fen when all is calm', async () => {
  const faults: string[] = []
  for (let seed = 1; seed <= 60; seed += 1)
    faults.push(...(await run(seed)).faults.map((fault) => `seed ${seed}: ${fault}`))
  expect(faults).toEqual([])
})

test('the same seed is the same run', async () => {
  const { entries, calls, troubles } = await run(7)
  expect(await run(7)).toMatchObject({ entries, calls, troubles })
  expect(calls).toBeGreaterThan(100)
  expect(troubles).toBeGreaterThan(3)
})

test('it notices a database in which the first writer does not win', async () => {
  let found = 0
  for (let seed = 1; seed <= 12 && found === 0; seed += 1) found += (await run(seed, false)).faults.length
  expect(found).toBeGreaterThan(0)
})
