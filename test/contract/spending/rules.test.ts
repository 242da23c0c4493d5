import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { defaultRules } from '../../../cloudfunctions/funds/policy/rules'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { PolicyRules } from '../../../typings/spending'
import { startTestWorld, type TestWorld } from '../world'
import { community, district, minute, settleFund, sign, spendingFundId, stored, street, submitSpending } from './scene'

/** Generous: the machine may be busy with other tests. */

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => settleFund(world, 50_000))
afterAll(() => world.close())

async function setPolicy(who: string, territoryCode: string, change: Partial<PolicyRules>, version = 0, inDays = 0) {
  const effectiveFromMs = world.cloud.clock.nowMs() + inDays * dayMs
  const rules = { ...defaultRules, ...change }
  return world.call(`o-${who}`, 'funds.setPolicy', {
    territoryCode,
    version,
    rules,
    effectiveFromMs,
    note: '按办法修订',
  })
}

describe('funds.setPolicy', () => {
  test('ok: stricter below, and the strictest of all levels is what counts', async () => {
    await setPolicy('district', district, { committeeAboveFen: fen(150_000) })
    await setPolicy('street', street, { committeeAboveFen: fen(100_000), quorumPercent: 80 })
    const reply = await setPolicy('street', community, {
      ...{ committeeAboveFen: fen(50_000), quorumPercent: 80, purposes: ['elderCare'] },
    })
    expect(reply).toMatchObject({ ok: true, data: { version: 1, canSet: true } })
    const shown = await world.ok('o-anyone', 'funds.getPolicy', { territoryCode: community })
    expect(shown.canSet).toBe(false)
    expect(shown.levels.map(({ level, version }) => [level, version])).toEqual([
      ['district', 1],
      ['street', 1],
      ['community', 1],
    ])
    expect(shown.effective).toMatchObject({ committeeAboveFen: 50_000, quorumPercent: 80, purposes: ['elderCare'] })
    // The district tightens later: the community's older, now looser rule gives way.
    await setPolicy('district', district, { committeeAboveFen: fen(20_000) }, 1)
    const later = await world.ok('o-anyone', 'funds.getPolicy', { territoryCode: community })
    expect(later.effective.committeeAboveFen).toBe(20_000)
  })

  test('looser than the level above is refused, each way named', async () => {
    await setPolicy('district', district, { committeeAboveFen: fen(100_000) })
    const reply = await setPolicy('street', street, { quorumPercent: 50 })
    const paths = !reply.ok && reply.error.fields?.map(({ path }) => path)
    expect(paths).toEqual(['rules.committeeAboveFen', 'rules.quorumPercent'])
  })

  test('invalid: tiers that do not go upwards, numbers out of range, a day that is past', async () => {
    for (const change of [
      { streetAboveFen: fen(1) },
      { quorumPercent: 40 },
      { purposes: [] },
      { requestMostFen: 0.5 as never },
    ]) {
      expect(await setPolicy('district', district, change)).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' },
      })
    }
    const past = await setPolicy('district', district, {}, 0, -2)
    expect(past).toMatchObject({ ok: false, error: { fields: [{ path: 'effectiveFromMs' }] } })
  })

  test('nobody locks a place’s rules: a year ahead at most, and what has not begun is replaced by what begins before it', async () => {
    const beyond = [9e15, Number.MAX_SAFE_INTEGER, world.cloud.clock.nowMs() + 400 * dayMs]
    for (const effectiveFromMs of beyond) {
      const input = { territoryCode: district, version: 0, rules: defaultRules, effectiveFromMs, note: '按办法修订' }
      expect(await world.code('o-district', 'funds.setPolicy', input)).toBe('INVALID_INPUT')
    }
    await setPolicy('district', district, { voteDays: 3 }, 0, 30)
    expect(await setPolicy('district', district, { voteDays: 5 }, 1)).toMatchObject({ ok: true })
    const shown = () => world.ok('o-anyone', 'funds.getPolicy', { territoryCode: district })
    expect(await shown()).toMatchObject({ effective: { voteDays: 5 }, upcoming: [], version: 2 })
    // What was to begin later never does.
    await setPolicy('district', district, { voteDays: 4 }, 2, 10)
    expect((await shown()).upcoming.map(({ version }) => version)).toEqual([3])
    await world.cloud.clock.advance(31 * dayMs)
    expect(await shown()).toMatchObject({ effective: { voteDays: 4 }, upcoming: [] })
  })

  test('unauthenticated, forbidden, beyond the person’s duty', async () => {
    const code = async (who: string, territoryCode: string) => {
      const reply = await setPolicy(who, territoryCode, {})
      return reply.ok ? 'ok' : reply.error.code
    }
    const input = { territoryCode: district, version: 0, rules: defaultRules, effectiveFromMs: 0, note: '修订' }
    expect(await world.code('', 'funds.setPolicy', input)).toBe('UNAUTHENTICATED')
    expect(await code('staff', community)).toBe('FORBIDDEN')
    expect(await code('m1', community)).toBe('FORBIDDEN')
    expect(await code('street', district)).toBe('NOT_FOUND')
    expect(await code('street', '500110002')).toBe('NOT_FOUND')
  })

  test('conflict and replay: a version is set once, the same again is the same', async () => {
    const atMs = world.cloud.clock.nowMs() + dayMs
    const input = { territoryCode: street, version: 0, rules: defaultRules, effectiveFromMs: atMs, note: '按办法修订' }
    await world.ok('o-street', 'funds.setPolicy', input)
    expect(await world.ok('o-street', 'funds.setPolicy', input)).toMatchObject({ version: 1 })
    expect(world.cloud.database.count('policies')).toBe(1)
    expect(await world.code('o-district', 'funds.setPolicy', { ...input, note: '另一个版本' })).toBe('CONFLICT')
  })

  test('a request is judged by what was in force when it was submitted', async () => {
    await setPolicy('district', district, { committeeAboveFen: fen(10_000) }, 0, 1)
    const before = await submitSpending(world, 1_000)
    expect(before.steps.map(({ kind }) => kind)).toEqual(['staff'])
    await world.cloud.clock.advance(2 * dayMs)
    const after = await submitSpending(world, 1_000)
    expect(after.steps.map(({ kind }) => kind)).toEqual(['staff', 'committee'])
    expect(stored(world, after.spendingId).policyIds).toEqual([`policy_${district}_0001`])
    const again = await world.ok('o-worker', 'funds.getSpending', { spendingId: before.spendingId })
    expect(again.steps.map(({ kind }) => kind)).toEqual(['staff'])
  })
})

describe('funds.setRoster', () => {
  async function seatsOf() {
    const roster = await world.ok('o-street', 'funds.getRoster', { fundId: spendingFundId })
    const seats = roster.seats.map(({ memberId, seat, termFromMs, termUntilMs, relatedParties }) => ({
      ...{ memberId, seat, termFromMs, termUntilMs, relatedParties },
    }))
    return { roster, seats }
  }

  test('ok: read by those with a duty here, set by the street, with the candidates it may choose from', async () => {
    const { roster, seats } = await seatsOf()
    expect(roster).toMatchObject({ version: 1, faults: [], canSet: true })
    expect(roster.candidates.map(({ name }) => name).sort()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'supervisor'])
    expect(await world.ok('o-m1', 'funds.getRoster', { fundId: spendingFundId })).toMatchObject({
      ...{ canSet: false, candidates: [] },
    })
    const changed = seats.map((seat) => ({ ...seat, relatedParties: ['便民五金店'] }))
    const set = await world.ok('o-street', 'funds.setRoster', { fundId: spendingFundId, version: 1, seats: changed })
    expect(set).toMatchObject({ version: 2 })
    expect(world.cloud.database.find('audit', { subjectId: spendingFundId })).toHaveLength(1)
    // Everybody's relative is the payee: nobody can vote, and the street decides.
    const { spendingId } = await submitSpending(world, 5_000)
    await sign(world, 'colleague', spendingId)
    expect(await sign(world, 'staff', spendingId)).toMatchObject({ step: 'street' })
  })

  test('invalid: an even number, no supervisor, a seat twice, a term too long, somebody who is no candidate', async () => {
    const { seats } = await seatsOf()
    const [first, ...others] = seats
    if (!first) throw new Error('there are seats')
    const tooLong = { ...first, termUntilMs: first.termFromMs + 4 * 366 * dayMs }
    const nobody = { ...first, memberId: `member_${'0'.repeat(32)}` as const }
    for (const wrong of [others, seats.slice(0, 5), [...seats, first], [tooLong, ...others], [nobody, ...others]]) {
      const input = { fundId: spendingFundId, version: 1, seats: wrong }
      expect(await world.code('o-street', 'funds.setRoster', input)).toBe('INVALID_INPUT')
    }
  })

  test('conflict, replay, unauthenticated, forbidden, beyond the person’s duty', async () => {
    const { seats } = await seatsOf()
    const input = { fundId: spendingFundId, version: 1, seats }
    await world.ok('o-street', 'funds.setRoster', input)
    expect(await world.ok('o-street', 'funds.setRoster', input)).toMatchObject({ version: 2 })
    const other = { ...input, seats: seats.map((seat) => ({ ...seat, relatedParties: ['甲记粮店'] })) }
    expect(await world.code('o-street', 'funds.setRoster', other)).toBe('CONFLICT')
    expect(await world.code('', 'funds.setRoster', input)).toBe('UNAUTHENTICATED')
    expect(await world.code('o-staff', 'funds.setRoster', input)).toBe('FORBIDDEN')
    expect(await world.code('o-stranger', 'funds.getRoster', { fundId: spendingFundId })).toBe('NOT_FOUND')
  })

  test('who leaves the committee while a vote runs keeps the vote they were called to', async () => {
    const { spendingId } = await submitSpending(world, 5_000)
    await sign(world, 'colleague', spendingId)
    await sign(world, 'staff', spendingId)
    await minute(world, spendingId)
    expect(stored(world, spendingId).steps[1]?.vote?.ballots).toHaveLength(5)
  })
})
