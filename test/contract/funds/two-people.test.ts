/** What takes two people (seed grants, transfers, corrections), and gifts in kind, through the real bundles. */
import { checkTransfers } from '../../../cloudfunctions/funds/ledger/audit-reversals'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import type { EntryId } from '../../../typings/ids'
import type { ProposalBody } from '../../../typings/income'
import { startTestWorld, type TestWorld } from '../world'
import { approver, author, key, otherFundId, poolId, resident, setIncomeScene, staff } from './income-scene'
import { auditFund, fundId, give, journal } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await setIncomeScene(world)
})
afterAll(() => world.close())
afterEach(() => {
  for (const id of [fundId, otherFundId, poolId] as const) expect(auditFund(world, id)).toEqual([])
  expect(checkTransfers([journal(world)])).toEqual([])
})

const yuan = (amount: number) => fen(amount * 100)
const propose = (body: ProposalBody, openid = author) =>
  world.ok(openid, 'funds.proposeIncome', { proposalKey: key(), body })
const agree = (proposal: { proposalId: `proposal_${string}`; version: number }, openid = approver) =>
  world.ok(openid, 'funds.decideProposal', { ...pick(proposal), agreed: true, reason: '' })
const pick = ({ proposalId, version }: { proposalId: `proposal_${string}`; version: number }) => ({
  proposalId,
  version,
})
const grants = (amount = 10_000): ProposalBody => ({
  ...{ kind: 'seedGrants', title: '区民政局试点启动资金' },
  grants: [
    { fundId, amountFen: yuan(amount) },
    { fundId: otherFundId, amountFen: yuan(amount) },
  ],
})
const balance = async (id: typeof fundId) => (await world.ok(resident, 'funds.get', { fundId: id })).balanceFen

describe('seed grants', () => {
  test('ok: one writes the list, another agrees, every fund has its money once', async () => {
    const proposal = await propose(grants())
    expect(proposal).toMatchObject({ status: 'open', amountFen: yuan(20_000), canDecide: false, authorName: '郑文清' })
    expect(proposal.lines.map(({ words }) => words)).toEqual(['拨入 10,000.00 元', '拨入 10,000.00 元'])
    expect(await balance(fundId)).toBe(0)
    const { rows } = await world.ok(approver, 'funds.listProposals', { status: 'open', cursor: null })
    expect(rows).toMatchObject([{ proposalId: proposal.proposalId, canDecide: true }])
    expect(await agree(proposal)).toMatchObject({ status: 'posted', decidedByName: '罗敏' })
    expect(await agree(proposal)).toMatchObject({ status: 'posted' })
    expect([await balance(fundId), await balance(otherFundId)]).toEqual([yuan(10_000), yuan(10_000)])
    await world.tick()
  })

  test('forbidden: the author never agrees; others’ duties do not include it', async () => {
    const proposal = await propose(grants())
    const decision = { ...pick(proposal), agreed: true, reason: '' }
    expect(await world.code(author, 'funds.decideProposal', decision)).toBe('FORBIDDEN')
    expect(await world.code(staff, 'funds.decideProposal', decision)).toBe('FORBIDDEN')
    expect(await world.code('oElsewhere', 'funds.decideProposal', decision)).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.decideProposal', decision)).toBe('UNAUTHENTICATED')
    expect(await world.code(staff, 'funds.proposeIncome', { proposalKey: key(), body: grants() })).toBe('FORBIDDEN')
    const no = { ...pick(proposal), agreed: false, reason: '' }
    expect(await world.code(approver, 'funds.decideProposal', no)).toBe('INVALID_INPUT')
    const rejected = await world.ok(approver, 'funds.decideProposal', { ...no, reason: '名单要再核对' })
    expect(rejected).toMatchObject({ status: 'rejected', decision: '名单要再核对' })
    expect(await world.code(approver, 'funds.decideProposal', decision)).toBe('CONFLICT')
  })

  test('invalid, replay, conflict: a fund twice, a fund elsewhere, the same key with another list, two decisions at once', async () => {
    const twice = { ...grants(), grants: [1, 2].map(() => ({ fundId, amountFen: yuan(1) })) } as ProposalBody
    expect(await world.code(author, 'funds.proposeIncome', { proposalKey: key(), body: twice })).toBe('INVALID_INPUT')
    const elsewhere = { ...grants(), grants: [{ fundId: 'fund_500111001001', amountFen: yuan(1) }] } as ProposalBody
    expect(await world.code(author, 'funds.proposeIncome', { proposalKey: key(), body: elsewhere })).toBe('NOT_FOUND')
    const proposalKey = key()
    const one = await world.ok(author, 'funds.proposeIncome', { proposalKey, body: grants(1) })
    expect(await world.ok(author, 'funds.proposeIncome', { proposalKey, body: grants(1) })).toEqual(one)
    expect(await world.code(author, 'funds.proposeIncome', { proposalKey, body: grants(2) })).toBe('KEY_REUSED')
    const before = await balance(fundId)
    const decision = { ...pick(one), agreed: true, reason: '' }
    const replies = await Promise.all([1, 2, 3].map(() => world.call(approver, 'funds.decideProposal', decision)))
    expect(replies.some(({ ok }) => ok)).toBe(true)
    expect(await balance(fundId)).toBe(before + 100)
    await world.tick()
  })
})

describe('transfers', () => {
  const transfer = (amount: number): ProposalBody => ({
    ...{ kind: 'transfer', fromFundId: fundId, toFundId: poolId, amountFen: yuan(amount), earmark: null },
    reason: '支持街道共济池',
  })

  test('ok: what leaves the fund reaches the pool, in the public book of both', async () => {
    const before = await balance(fundId)
    await agree(await propose(transfer(300)))
    expect([await balance(fundId), await balance(poolId)]).toEqual([before - 30_000, 30_000])
    await world.tick()
    expect(await balance(poolId)).toBe(30_000)
    const { rows } = await world.ok(resident, 'funds.listFlows', { fundId: poolId, direction: null, cursor: null })
    expect(rows).toMatchObject([{ kind: 'transfer', direction: 'in', title: '新山村社区治理专项基金划入' }])
  })

  test('more than there is: it stays open, and nothing moved', async () => {
    const proposal = await propose(transfer(900_000))
    const decision = { ...pick(proposal), agreed: true, reason: '' }
    expect(await world.code(approver, 'funds.decideProposal', decision)).toBe('NOT_NOW')
    const { rows } = await world.ok(approver, 'funds.listProposals', { status: 'open', cursor: null })
    expect(rows.some(({ proposalId }) => proposalId === proposal.proposalId)).toBe(true)
    const aside = { ...transfer(1), toFundId: otherFundId } as ProposalBody
    expect(await world.code(author, 'funds.proposeIncome', { proposalKey: key(), body: aside })).toBe('INVALID_INPUT')
  })
})

describe('corrections', () => {
  const idOf = (kind: string) => journal(world).find((entry) => entry.kind === kind)?._id as EntryId

  test('ok: a mistake is reversed whole, and the public reads why', async () => {
    const entryId = journal(world).find(({ kind, fundId: of }) => kind === 'seedGrant' && of === otherFundId)
      ?._id as EntryId
    const before = await balance(otherFundId)
    const proposal = await propose({ kind: 'correction', entryId, reason: '启动资金重复拨付' })
    expect(proposal.title).toContain('更正')
    await agree(proposal)
    expect(await balance(otherFundId)).toBe(before - yuan(10_000))
    const { rows } = await world.ok(resident, 'funds.listFlows', { fundId: otherFundId, direction: null, cursor: null })
    expect(rows[0]).toMatchObject({ kind: 'correction', title: '更正：启动资金重复拨付' })
    const second = await propose({ kind: 'correction', entryId, reason: '再更正一次' }, approver)
    await agree(second, author)
    expect(await balance(otherFundId)).toBe(before - yuan(10_000))
  })

  test('a gift, a transfer and a correction are not corrected: they have ways of their own', async () => {
    await give(world, 'oDonor')
    await world.tick()
    for (const kind of ['gift', 'transfer', 'correction']) {
      const body = { kind: 'correction', entryId: idOf(kind), reason: '试一试' } as const
      expect(
        await world.code(author, 'funds.proposeIncome', {
          proposalKey: key(),
          body: { ...body, reason: '试一试行不行' },
        }),
      ).toBe('NOT_NOW')
    }
    const missing = { kind: 'correction', entryId: 'entry_0000', reason: '没有这一笔' } as const
    expect(await world.code(author, 'funds.proposeIncome', { proposalKey: key(), body: missing })).toBe('NOT_FOUND')
  })
})

describe('gifts in kind', () => {
  const rice = {
    form: 'goods',
    what: '大米 20 袋',
    valueFen: yuan(1_000),
    valuation: '按市场价',
    donorName: '某某超市',
  } as const
  const add = (change: object = {}) =>
    world.ok(staff, 'funds.addInKind', { inKindKey: key(), fundId, ...rice, ...change })

  test('ok: valued, listed, handed out in parts, and never part of the money', async () => {
    const before = await balance(fundId)
    const gift = await add()
    const useKey = key()
    const use = { inKindId: gift.inKindId, useKey, what: '发给 8 户', valueFen: yuan(400) }
    expect(await world.ok(staff, 'funds.useInKind', use)).toMatchObject({ usedFen: yuan(400) })
    expect(await world.ok(staff, 'funds.useInKind', use)).toMatchObject({ usedFen: yuan(400) })
    expect(await world.code(staff, 'funds.useInKind', { ...use, useKey: key(), valueFen: yuan(601) })).toBe('NOT_NOW')
    const list = await world.ok(resident, 'funds.listInKind', { fundId, cursor: null })
    expect(list).toMatchObject({
      heldFen: yuan(600),
      canRecord: false,
      rows: [{ what: '大米 20 袋', usedFen: yuan(400) }],
    })
    expect((await world.ok(staff, 'funds.listInKind', { fundId, cursor: null })).canRecord).toBe(true)
    expect(await balance(fundId)).toBe(before)
  })

  test('a service is done when it is recorded', async () => {
    const held = (await world.ok(resident, 'funds.listInKind', { fundId, cursor: null })).heldFen
    const gift = await add({ form: 'service', what: '义诊半天' })
    expect(gift).toMatchObject({ usedFen: yuan(1_000), uses: [{ what: '服务已完成' }] })
    expect((await world.ok(resident, 'funds.listInKind', { fundId, cursor: null })).heldFen).toBe(held)
  })

  test('replay, key reused, forbidden, unauthenticated, invalid, another community’s', async () => {
    const input = { inKindKey: key(), fundId, ...rice }
    const one = await world.ok(staff, 'funds.addInKind', input)
    expect((await world.ok(staff, 'funds.addInKind', input)).inKindId).toBe(one.inKindId)
    expect(await world.code(staff, 'funds.addInKind', { ...input, what: '小米' })).toBe('KEY_REUSED')
    expect(await world.code(resident, 'funds.addInKind', input)).toBe('FORBIDDEN')
    expect(await world.code('', 'funds.addInKind', input)).toBe('UNAUTHENTICATED')
    expect(await world.code(staff, 'funds.addInKind', { ...input, fundId: otherFundId })).toBe('NOT_FOUND')
    expect(await world.code(staff, 'funds.addInKind', { ...input, valueFen: 0 })).toBe('INVALID_INPUT')
    expect(await world.code(staff, 'funds.addInKind', { ...input, inKindKey: key(), what: '稳赚不赔' })).toBe(
      'CONTENT_REFUSED',
    )
  })
})
