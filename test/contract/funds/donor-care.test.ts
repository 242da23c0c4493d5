import { noCredits } from '../../../cloudfunctions/people/records'
import { faultsOf } from '../../fixtures/journal'
/** What a donor has besides the gift: receipts, reminders, and a name that waits for a person. Through the real bundles. */

import { nextReminderMs } from '../../../cloudfunctions/funds/income/monthly'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { bankReceiptEntry, platformGiftEntry } from '../../../cloudfunctions/funds/ledger/income-entries'
import type { ChainRecord } from '../../../cloudfunctions/funds/records'
import { messageTemplates } from '../../../cloudfunctions/shared/operator'
import type { Procedures } from '../../../typings/procedures'
import { startTestWorld, type TestWorld } from '../world'
import { approver, author, key, resident, setIncomeScene, staff } from './income-scene'
import { auditFund, fundId, give, journal, startGift } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await setIncomeScene(world)
})
afterAll(() => world.close())
afterEach(() => expect(auditFund(world)).toEqual([]))

describe('receipts', () => {
  type Input = Procedures['funds.addReceipt']['input']
  const person = { holder: 'person', title: '林晓燕', creditCode: null } as const

  test('ok: donor, kind, amount, organisation, handler, date; made out once', async () => {
    const { giftId } = await give(world, 'oDonor')
    expect((await world.ok('oDonor', 'funds.getReceipt', { giftId })).receipt).toBeNull()
    const receipt = await world.ok('oDonor', 'funds.addReceipt', { giftId, ...person })
    expect(receipt).toMatchObject({
      ...{
        title: '林晓燕',
        form: 'money',
        amountFen: 2_000,
        organisation: '綦江区慈善会',
        status: 'issued',
        holder: 'person',
      },
      ...{ receiptNumber: expect.stringMatching(/^SJ\d{8}-[0-9A-F]{4}-[0-9A-F]{4}$/), handlerName: expect.any(String) },
    })
    expect(await world.ok('oDonor', 'funds.addReceipt', { giftId, ...person })).toEqual(receipt)
    expect(await world.code('oDonor', 'funds.addReceipt', { giftId, ...person, title: '别人' })).toBe('CONFLICT')
    expect((await world.ok('oDonor', 'funds.getReceipt', { giftId })).receipt).toEqual(receipt)
  })

  test.each([
    [{ holder: 'company', title: '綦江某某商贸有限公司', creditCode: '91350100M000100Y43' }, 'issued'],
    [{ holder: 'anonymous', title: '', creditCode: null }, 'issued'],
    [{ holder: 'waived', title: '', creditCode: null }, 'waived'],
  ] as const)('%p is %s', async (input, status) => {
    const { giftId } = await give(world, 'oDonor')
    expect(await world.ok('oDonor', 'funds.addReceipt', { giftId, ...input })).toMatchObject({ status })
  })

  test.each([
    ['creditCode', { holder: 'company', title: '某某公司', creditCode: '91350100M000100Y44' }],
    ['creditCode', { holder: 'company', title: '某某公司', creditCode: null }],
    ['creditCode', { ...person, creditCode: '91350100M000100Y43' }],
    ['title', { ...person, title: '林' }],
    ['title', { holder: 'waived', title: '林晓燕', creditCode: null }],
  ] as const)('invalid: %s of %p', async (path, input) => {
    const { giftId } = await give(world, 'oDonor')
    const reply = await world.call('oDonor', 'funds.addReceipt', { giftId, ...input } as Input)
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', fields: [{ path }] } })
  })

  test('another’s gift, an unpaid one, nobody: none; given back, the receipt is void', async () => {
    const { giftId } = await give(world, 'oDonor')
    expect(await world.code('oOther', 'funds.addReceipt', { giftId, ...person })).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.addReceipt', { giftId, ...person })).toBe('UNAUTHENTICATED')
    const { gift } = await startGift(world, 'oDonor')
    expect(await world.code('oDonor', 'funds.addReceipt', { giftId: gift.giftId, ...person })).toBe('NOT_NOW')
    await world.ok('oDonor', 'funds.addReceipt', { giftId, ...person })
    await world.ok('oDonor', 'funds.askRefund', { giftId, reason: '按错了' })
    await world.cloud.clock.advance(5_000)
    expect((await world.ok('oDonor', 'funds.getReceipt', { giftId })).receipt).toMatchObject({ status: 'void' })
  })
})

describe('monthly giving', () => {
  const monthly = { fundId, amountFen: fen(2_000), dayOfMonth: 5, earmark: null } as const

  test('ok: on the day a message comes that opens the gift’s page, once a month, and nothing is charged', async () => {
    const set = await world.ok('oMonthly', 'funds.setMonthly', monthly)
    expect(set.nextAtMs).toBe(nextReminderMs(5, world.cloud.clock.nowMs()))
    expect(await world.ok('oMonthly', 'funds.listMonthly', {})).toEqual([set])
    await world.load('people', {
      ...{ _id: 'oMonthly', name: null, territoryCode: null, duties: [], grantKeys: [], grantCount: 0 },
      messageCredits: { ...noCredits, giftReminder: 1 },
    })
    await world.cloud.messages.grant('oMonthly', [messageTemplates.giftReminder.id])
    const orders = world.cloud.pay.orders().length
    await world.cloud.clock.advance(set.nextAtMs - world.cloud.clock.nowMs() + 60_000, 2)
    await world.tick()
    const { rows } = await world.ok('oMonthly', 'people.listInbox', { cursor: null })
    expect(rows).toMatchObject([
      { kind: 'giftReminder', page: `/fund/pages/give/give?fundId=${fundId}&amountFen=2000` },
    ])
    expect(world.cloud.messages.notices('oMonthly')).toMatchObject([{ title: '每月提醒' }])
    await world.cloud.clock.advance(6 * 60_000)
    await world.tick()
    expect((await world.ok('oMonthly', 'people.listInbox', { cursor: null })).rows).toHaveLength(1)
    expect(world.cloud.pay.orders()).toHaveLength(orders)
    const [next] = await world.ok('oMonthly', 'funds.listMonthly', {})
    expect(next?.nextAtMs).toBeGreaterThan(set.nextAtMs + 27 * 86_400_000)
  })

  test('set again it changes, removed it is gone, the 29th and another’s are refused', async () => {
    await world.ok('oTwo', 'funds.setMonthly', monthly)
    await world.ok('oTwo', 'funds.setMonthly', { ...monthly, amountFen: fen(500), earmark: 'elderCare' })
    expect(await world.ok('oTwo', 'funds.listMonthly', {})).toMatchObject([{ amountFen: 500, earmark: 'elderCare' }])
    expect(await world.ok('oThree', 'funds.listMonthly', {})).toEqual([])
    await world.ok('oThree', 'funds.removeMonthly', { fundId })
    expect(await world.ok('oTwo', 'funds.listMonthly', {})).toHaveLength(1)
    await world.ok('oTwo', 'funds.removeMonthly', { fundId })
    expect(await world.ok('oTwo', 'funds.listMonthly', {})).toEqual([])
    expect(await world.code('oTwo', 'funds.setMonthly', { ...monthly, dayOfMonth: 29 })).toBe('INVALID_INPUT')
    expect(await world.code('oTwo', 'funds.setMonthly', { ...monthly, fundId: 'fund_0' })).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.setMonthly', monthly)).toBe('UNAUTHENTICATED')
  })
})

describe('held names', () => {
  // A word that the local content check leaves to a person.
  const held = { donorName: '传销' }
  const titleOf = (giftId: string) => journal(world).find(({ cause }) => cause === giftId)?.title

  test('ok: released, the name is in the public book and the chain is as it was; hidden, it never is', async () => {
    const [one, two] = [await give(world, 'oDonor', held), await give(world, 'oDonor', held)]
    await world.tick()
    const chain = () => world.cloud.database.find('chain', { fundId }, 100) as unknown as ChainRecord[]
    const before = JSON.stringify(chain())
    const { rows } = await world.ok(author, 'funds.listHeldNames', { cursor: null })
    expect(rows.map(({ giftId }) => giftId)).toEqual([one.giftId, two.giftId])
    expect(titleOf(one.giftId)).toBe('爱心人士的捐赠')
    await world.ok(author, 'funds.reviewName', { giftId: one.giftId, release: true })
    await world.ok(author, 'funds.reviewName', { giftId: one.giftId, release: true })
    await world.ok(author, 'funds.reviewName', { giftId: two.giftId, release: false })
    expect([titleOf(one.giftId), titleOf(two.giftId)]).toEqual(['传销的捐赠', '爱心人士的捐赠'])
    expect(JSON.stringify(chain())).toBe(before)
    const entries = new Map(journal(world).map((entry) => [entry._id, entry]))
    const links = chain()
      .sort((a, b) => a.batch - b.batch)
      .flatMap((batch) => batch.links)
    expect(faultsOf(fundId, links, entries)).toEqual([])
    expect((await world.ok(author, 'funds.listHeldNames', { cursor: null })).rows).toEqual([])
    expect(await world.code(author, 'funds.reviewName', { giftId: two.giftId, release: true })).toBe('CONFLICT')
  })

  test('forbidden for everybody else; another district’s is not there', async () => {
    const { giftId } = await give(world, 'oDonor', held)
    for (const openid of [resident, staff]) {
      expect(await world.code(openid, 'funds.reviewName', { giftId, release: true })).toBe('FORBIDDEN')
      expect(await world.code(openid, 'funds.listHeldNames', { cursor: null })).toBe('FORBIDDEN')
    }
    expect(await world.code('oElsewhere', 'funds.reviewName', { giftId, release: true })).toBe('NOT_FOUND')
    expect((await world.ok('oElsewhere', 'funds.listHeldNames', { cursor: null })).rows).toEqual([])
  })
})

describe('receipts of gifts that came another way', () => {
  const person = { holder: 'person', title: '陈志远', creditCode: null } as const
  const receivable = async (kind: string) => {
    const { rows } = await world.ok(staff, 'funds.listReceivable', { fundId, cursor: null })
    const found = rows.find((row) => row.kind === kind)
    if (!found) throw new Error(`there is no ${kind}`)
    return found
  }

  beforeAll(async () => {
    const facts = { fundId, atMs: world.cloud.clock.nowMs(), titleSalt: 'salt', earmark: null } as const
    const given = { ...facts, amountFen: fen(50_000), donorName: '陈**' }
    await world.load('journal', bankReceiptEntry({ ...given, cause: 'bankList:B1' }))
    await world.load('journal', platformGiftEntry({ ...given, cause: 'tencentGongyi:T1' }))
    await world.tick()
    const goods = { fundId, form: 'goods', what: '大米 20 袋', valuation: '按发票', donorName: '某某超市' } as const
    await world.ok(staff, 'funds.addInKind', { ...goods, inKindKey: key(), valueFen: fen(160_000) })
  })

  test.each([
    ['bankReceipt', person, { form: 'money', amountFen: 50_000, status: 'issued', title: '陈志远' }],
    ['inKind', { holder: 'waived', title: '', creditCode: null }, { form: 'goods', status: 'waived', title: '匿名' }],
  ] as const)('ok: the clerk makes out one of a %s, once, and stands as its handler', async (kind, input, expected) => {
    const gift = await receivable(kind)
    expect(gift).toMatchObject({ receipt: null, corrected: false })
    const made = await world.ok(staff, 'funds.issueReceipt', { entryId: gift.entryId, ...input })
    expect(made).toMatchObject({ ...expected, giftId: null, handlerName: '何雪梅', organisation: '綦江区慈善会' })
    expect(await world.ok(staff, 'funds.issueReceipt', { entryId: gift.entryId, ...input })).toEqual(made)
    const other = { holder: 'person', title: '别人', creditCode: null }
    expect(await world.code(author, 'funds.issueReceipt', { entryId: gift.entryId, ...other })).toBe('CONFLICT')
    expect((await world.ok(author, 'funds.getReceivable', { entryId: gift.entryId })).receipt).toEqual(made)
    const traces = world.cloud.database.find('audit', { subjectId: gift.entryId, action: 'funds.issueReceipt' })
    expect(traces.length).toBeGreaterThan(0)
  })

  test('invalid, unauthenticated, no duty, another place, a gift that has its own donor', async () => {
    const { entryId } = await receivable('platformGift')
    const ask = (openid: string, input: object = {}) =>
      world.code(openid, 'funds.issueReceipt', { entryId, ...person, ...input })
    expect(await ask(staff, { title: '陈' })).toBe('INVALID_INPUT')
    expect(await ask(staff, { holder: 'company' })).toBe('INVALID_INPUT')
    expect(await ask('')).toBe('UNAUTHENTICATED')
    expect(await ask(resident)).toBe('FORBIDDEN')
    expect(await ask('oElsewhere')).toBe('NOT_FOUND')
    const own = await give(world, 'oDonor')
    const [entry] = journal(world).filter(({ cause }) => cause === own.giftId)
    expect(await ask(staff, { entryId: entry?._id })).toBe('NOT_FOUND')
    for (const [openid, code] of [
      ...[[resident, 'FORBIDDEN'] as const, ['oElsewhere', 'NOT_FOUND'] as const, ['', 'UNAUTHENTICATED'] as const],
    ]) {
      expect(await world.code(openid, 'funds.listReceivable', { fundId, cursor: null })).toBe(code)
      expect(await world.code(openid, 'funds.getReceivable', { entryId })).toBe(code)
    }
  })

  test('corrected: its receipt is void and none is made out any more', async () => {
    const { entryId } = await receivable('platformGift')
    await world.ok(staff, 'funds.issueReceipt', { entryId, ...person })
    const body = { kind: 'correction', entryId, reason: '平台通知这笔是重复导出' } as const
    const { proposalId } = await world.ok(author, 'funds.proposeIncome', { proposalKey: key(), body })
    await world.ok(approver, 'funds.decideProposal', { proposalId, version: 1, agreed: true, reason: '' })
    expect(await receivable('platformGift')).toMatchObject({ corrected: true, receipt: { status: 'void' } })
    const other = { entryId, holder: 'anonymous', title: '', creditCode: null }
    expect(await world.code(staff, 'funds.issueReceipt', other)).toBe('NOT_NOW')
  })
})
