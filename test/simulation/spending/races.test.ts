/** Whoever comes at the same moment, in whatever order their round trips overlap: nothing is paid, voted or promised twice. */

import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { defaultRules } from '../../../cloudfunctions/funds/policy/rules'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { SpendingId } from '../../../typings/spending'
import { CommitteeStage, codeOf, community, fundId, members } from './committee-stage'

jest.setTimeout(120_000)

const seeds = Array.from({ length: 25 }, (_, index) => index + 1)

/** Plays it once for each seed, and looks at the books after each. */
async function everyOrder(yuan: number, play: (stage: CommitteeStage) => Promise<void>): Promise<void> {
  for (const seed of seeds) {
    const stage = new CommitteeStage(seed, yuan)
    try {
      await play(stage)
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`)
    }
    expect({ seed, findings: stage.findings() }).toEqual({ seed, findings: [] })
  }
}

function payment(stage: CommitteeStage, spendingId: SpendingId, yuan: number) {
  const voucherFileIds = [`cloud://local/spending/${stage.stage.key()}.jpg`]
  return { spendingId, paymentKey: stage.stage.key(), amountFen: fen(yuan * 100), voucherFileIds, note: '' }
}

/** One vote short of its end: the supervisor has spoken, two of the three that it takes have voted. */
async function almostVoted(stage: CommitteeStage): Promise<SpendingId> {
  const { spendingId } = await stage.signed(5_000)
  await stage.ok('supervisor', 'funds.minuteSpending', { spendingId, opinion: '程序合规' })
  for (const who of ['m1', 'm2']) await stage.ok(who, 'funds.voteSpending', { spendingId, vote: 'yes', opinion: '' })
  return spendingId
}

test('two treasurers pay the same commitment: it is paid once', async () => {
  const winners = new Set<string>()
  await everyOrder(50_000, async (stage) => {
    const { spendingId } = await stage.signed(1_000)
    const replies = await stage.atOnce(
      stage.call('district', 'funds.paySpending', payment(stage, spendingId, 1_000)),
      stage.call('treasurer', 'funds.paySpending', payment(stage, spendingId, 1_000)),
    )
    expect(replies.map(codeOf).sort()).toEqual(['NOT_NOW', 'ok'])
    expect(stage.stored(spendingId).payments).toHaveLength(1)
    winners.add(stage.stored(spendingId).payments[0]?.payerName ?? '')
    expect(stage.balances()).toEqual({ available: 49_000, committed: 0 })
  })
  // The orders that were tried were different ones.
  expect(winners.size).toBe(2)
})

test('a payment tapped twice is one payment', async () => {
  await everyOrder(50_000, async (stage) => {
    const { spendingId } = await stage.signed(1_000)
    const twice = payment(stage, spendingId, 400)
    const replies = await stage.atOnce(
      stage.call('district', 'funds.paySpending', twice),
      stage.call('district', 'funds.paySpending', twice),
    )
    expect(replies.map(codeOf)).toEqual(['ok', 'ok'])
    expect(stage.stored(spendingId)).toMatchObject({ status: 'paid', payments: [{ amountFen: 40_000 }] })
    expect(stage.stored(spendingId).photos).toHaveLength(1)
    expect(stage.balances()).toEqual({ available: 49_000, committed: 600 })
  })
})

test('a request submitted twice is one request', async () => {
  await everyOrder(50_000, async (stage) => {
    const input = stage.input(900)
    const replies = await stage.atOnce(
      stage.call('worker', 'funds.submitSpending', input),
      stage.call('worker', 'funds.submitSpending', input),
    )
    expect(replies.map(codeOf)).toEqual(['ok', 'ok'])
    expect(stage.stage.server.rows('spendingRequests')).toHaveLength(1)
  })
})

test('two last votes: both count, the step passes once and the money is set apart once', async () => {
  await everyOrder(50_000, async (stage) => {
    const spendingId = await almostVoted(stage)
    const vote = { spendingId, vote: 'yes', opinion: '' } as const
    const replies = await stage.atOnce(
      stage.call('m3', 'funds.voteSpending', vote),
      stage.call('m4', 'funds.voteSpending', vote),
    )
    // The second may find the vote closed by the first.
    expect(replies.map(codeOf).filter((code) => code !== 'ok' && code !== 'NOT_NOW')).toEqual([])
    const { status, events, steps } = stage.stored(spendingId)
    expect(status).toBe('committed')
    const counted = steps[1]?.vote?.ballots.filter((ballot) => ballot.vote === 'yes').length
    expect(counted).toBe(2 + replies.filter((reply) => reply.ok).length)
    expect(events.filter(({ kind }) => kind === 'stepPassed')).toHaveLength(1)
    expect(events.filter(({ kind }) => kind === 'committed')).toHaveLength(1)
    expect(stage.balances()).toEqual({ available: 45_000, committed: 5_000 })
  })
})

test('one member’s vote tapped twice counts once; yes and no from two phones of theirs count one of them', async () => {
  await everyOrder(50_000, async (stage) => {
    const { spendingId } = await stage.signed(5_000)
    const said = (vote: 'yes' | 'no') => ({ spendingId, vote, opinion: '看过材料' })
    const [one, two, other] = await stage.atOnce(
      stage.call('m1', 'funds.voteSpending', said('yes')),
      stage.call('m1', 'funds.voteSpending', said('yes')),
      stage.call('m1', 'funds.voteSpending', said('no')),
    )
    expect(codeOf(one)).toBe(codeOf(two))
    expect([codeOf(one), codeOf(other)].sort()).toEqual(['CONFLICT', 'ok'])
    expect(stage.stored(spendingId).events.filter(({ kind }) => kind === 'voted')).toHaveLength(1)
  })
})

test('a member stands aside on one phone while an old page votes on another: a vote of theirs never counts', async () => {
  await everyOrder(50_000, async (stage) => {
    const { spendingId } = await stage.signed(5_000)
    const [aside] = await stage.atOnce(
      stage.call('m1', 'funds.recuseSpending', { spendingId, reason: '收款方是亲戚' }),
      stage.call('m1', 'funds.voteSpending', { spendingId, vote: 'yes', opinion: '' }),
    )
    expect(codeOf(aside)).toBe('ok')
    const ballot = stage.stored(spendingId).steps[1]?.vote?.ballots[0]
    expect(ballot).toMatchObject({ vote: null, recused: '收款方是亲戚' })
    const again = stage.call('m1', 'funds.voteSpending', { spendingId, vote: 'yes', opinion: '' })
    await stage.stage.settle()
    expect(codeOf(await again)).toBe('FORBIDDEN')
  })
})

test('the roster changes while members vote: a running vote keeps those whom it was called on', async () => {
  await everyOrder(50_000, async (stage) => {
    const spendingId = await almostVoted(stage)
    const before = stage.stored(spendingId).steps[1]?.vote?.ballots.map(({ openid }) => openid)
    const { seats, candidates } = await stage.ok('street', 'funds.getRoster', { fundId })
    const kept = seats.filter(({ name }) => name !== 'm3')
    const joined = candidates.find(({ name }) => name === 'm6')
    const { termFromMs, termUntilMs } = seats[0] ?? { termFromMs: 0, termUntilMs: 0 }
    const newcomer = { memberId: joined?.memberId ?? 'member_', seat: 'member' as const, termFromMs, termUntilMs }
    const next = [...kept.map(({ name, inOffice, ...seat }) => seat), { ...newcomer, relatedParties: [] }]
    const replies = await stage.atOnce(
      stage.call('m3', 'funds.voteSpending', { spendingId, vote: 'yes', opinion: '' }),
      stage.call('street', 'funds.setRoster', { fundId, version: 1, seats: next }),
      stage.call('m6', 'funds.voteSpending', { spendingId, vote: 'no', opinion: '' }),
    )
    expect(codeOf(replies[0])).toBe('ok')
    expect(codeOf(replies[1])).toBe('ok')
    expect(['FORBIDDEN', 'NOT_NOW']).toContain(codeOf(replies[2]))
    const { status, steps } = stage.stored(spendingId)
    expect(status).toBe('committed')
    expect(steps[1]?.vote?.ballots.map(({ openid }) => openid)).toEqual(before)
    expect(before).toEqual(members.map((name) => `o-${name}`))
  })
})

test('two people set the roster: one of them is told that it was changed meanwhile', async () => {
  await everyOrder(1_000, async (stage) => {
    const { seats } = await stage.ok('street', 'funds.getRoster', { fundId })
    const plain = seats.map(({ name, inOffice, ...seat }) => seat)
    const related = (party: string) => plain.map((seat) => ({ ...seat, relatedParties: [party] }))
    const replies = await stage.atOnce(
      stage.call('street', 'funds.setRoster', { fundId, version: 1, seats: related('便民五金店') }),
      stage.call('district', 'funds.setRoster', { fundId, version: 1, seats: related('惠民建材店') }),
    )
    expect(replies.map(codeOf).sort()).toEqual(['CONFLICT', 'ok'])
  })
})

test('the policy is tightened while somebody submits: judged whole by the one or by the other, and approved by what it was judged by', async () => {
  const judged = new Set<number>()
  await everyOrder(50_000, async (stage) => {
    const stricter = { ...defaultRules, committeeAboveFen: fen(10_000) }
    const policy = { territoryCode: community, version: 0, rules: stricter, effectiveFromMs: stage.stage.nowMs }
    const [sent, set] = await stage.atOnce(
      stage.call('worker', 'funds.submitSpending', stage.input(1_500)),
      stage.call('street', 'funds.setPolicy', { ...policy, note: '从严' }),
    )
    expect([codeOf(sent), codeOf(set)]).toEqual(['ok', 'ok'])
    if (!sent.ok) return
    const { spendingId } = sent.data
    const { rules, policyIds, steps } = stage.stored(spendingId)
    judged.add(steps.length)
    expect(steps.map(({ kind }) => kind)).toEqual(policyIds.length === 0 ? ['staff'] : ['staff', 'committee'])
    expect(rules.committeeAboveFen).toBe(policyIds.length === 0 ? 200_000 : 10_000)
    const answer = { spendingId, agreed: true, opinion: '情况属实，同意' }
    await stage.ok('colleague', 'funds.signSpending', answer)
    const signed = await stage.ok('staff', 'funds.signSpending', answer)
    expect(signed.status).toBe(policyIds.length === 0 ? 'committed' : 'reviewing')
  })
  expect(judged.size).toBe(2)
})

test('the account is closed while more is paid: what was set apart is paid or free again, never both', async () => {
  await everyOrder(50_000, async (stage) => {
    const { spendingId } = await stage.signed(1_000)
    await stage.ok('district', 'funds.paySpending', payment(stage, spendingId, 400))
    const settlement = { spendingId, actualFen: fen(40_000), voucherFileIds: [], note: '装好了，老人满意' }
    const [settled, paid] = await stage.atOnce(
      stage.call('worker', 'funds.settleSpending', settlement),
      stage.call('treasurer', 'funds.paySpending', payment(stage, spendingId, 600)),
    )
    expect(codeOf(settled)).toBe('ok')
    expect(['ok', 'NOT_NOW']).toContain(codeOf(paid))
    expect(stage.stored(spendingId).status).toBe('settled')
    // Whether the rest was released, or paid and given back: 400 yuan were spent and the rest is there.
    expect(stage.balances()).toEqual({ available: 49_600, committed: 0 })
  })
})

test('withdrawn while the last signature comes: never both withdrawn and set apart', async () => {
  const ends = new Set<string>()
  await everyOrder(50_000, async (stage) => {
    const { spendingId } = await stage.submitted(1_000)
    const answer = { spendingId, agreed: true, opinion: '情况属实，同意' }
    await stage.ok('colleague', 'funds.signSpending', answer)
    const signing = stage.call('staff', 'funds.signSpending', answer)
    // The further the signature has come, the later the author is.
    for (let turn = stage.stage.random.whole(0, 40); turn > 0; turn -= 1) await stage.stage.scheduler.step()
    await stage.atOnce(signing, stage.call('worker', 'funds.withdrawSpending', { spendingId, reason: '不需要了' }))
    const { status, commitment } = stage.stored(spendingId)
    ends.add(status)
    expect(status === 'withdrawn' ? commitment : commitment?.entryId).toEqual(
      status === 'withdrawn' ? null : expect.stringContaining('entry_'),
    )
  })
  expect([...ends].sort()).toEqual(['committed', 'withdrawn'])
})

test('three requests approved at one moment share money that is enough for two', async () => {
  await everyOrder(2_500, async (stage) => {
    const requests = [await stage.submitted(1_000), await stage.submitted(1_000), await stage.submitted(1_000)]
    const answer = (spendingId: SpendingId) => ({ spendingId, agreed: true, opinion: '情况属实，同意' })
    for (const { spendingId } of requests) await stage.ok('colleague', 'funds.signSpending', answer(spendingId))
    await stage.atOnce(
      ...requests.map(({ spendingId }) => stage.call('staff', 'funds.signSpending', answer(spendingId))),
    )
    const states = requests.map(({ spendingId }) => stage.stored(spendingId).status).sort()
    // Where one was told that others are quicker, it stays approved, and the timer goes on with it.
    expect(states.filter((state) => state === 'committed').length).toBeLessThanOrEqual(2)
    const { available, committed } = stage.balances()
    expect(available + committed).toBe(2_500)
    expect(committed).toBe(states.filter((state) => state === 'committed').length * 1_000)
  })
})

test('the vote’s time runs out while the last one votes: passed or without a quorum, and never voted on afterwards', async () => {
  const { moveSpendingOn } = await import('../../../cloudfunctions/funds/spending/timer')
  await everyOrder(50_000, async (stage) => {
    const spendingId = await almostVoted(stage)
    stage.stage.nowMs += 7 * dayMs
    const [, voted] = await stage.atOnce(
      stage.stage.run('timer', (world) => moveSpendingOn(world)),
      stage.call('m3', 'funds.voteSpending', { spendingId, vote: 'yes', opinion: '' }),
    )
    const { status } = stage.stored(spendingId)
    expect([status, codeOf(voted)]).toEqual(status === 'noQuorum' ? ['noQuorum', 'NOT_NOW'] : ['committed', 'ok'])
  })
})
