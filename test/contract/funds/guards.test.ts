/** Ways round the books' rules that were tried, and are closed. */
import { raiseAlert } from '../../../cloudfunctions/funds/alerts/raise'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { bankReceiptEntry } from '../../../cloudfunctions/funds/ledger/income-entries'
import { addReceipt } from '../../../cloudfunctions/funds/procedures/income/receipts'
import { issueReceipt } from '../../../cloudfunctions/funds/procedures/income/receivable'
import { noCredits } from '../../../cloudfunctions/people/records'
import { readDuties } from '../../../cloudfunctions/shared/access/duties'
import type { Context } from '../../../cloudfunctions/shared/procedure'
import { shanghaiDay } from '../../../cloudfunctions/shared/time/shanghai'
import type { EntryId } from '../../../typings/ids'
import type { Role } from '../../../typings/people'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { approver, author, header, key, otherFundId, resident, setIncomeScene, staff } from './income-scene'
import { auditFund, fundId, give, journal, startGift } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await setIncomeScene(world)
  await world.load('people', worker('oStreetAuditor', 'auditor', '500110001'), worker('oAuditor', 'auditor', '500110'))
})
afterAll(() => world.close())

function worker(_id: string, role: Role, territoryCode: string) {
  const duties = [{ role, territoryCode, territoryName: '' }]
  return { _id, name: _id, territoryCode: null, duties, messageCredits: noCredits, grantKeys: [], grantCount: 0 }
}

const person = { holder: 'person', title: '林晓燕', creditCode: null } as const

describe('a receipt', () => {
  afterEach(() => expect(auditFund(world)).toEqual([]))

  /** A call whose words are looked at for so long that `meanwhile` is done before the answer. */
  async function slowly(openid: string, meanwhile: () => Promise<void>): Promise<Context> {
    const ports = await productWorld(world.cloud)
    const checkText = async () => {
      await meanwhile()
      return 'pass' as const
    }
    const person = await readDuties(ports.database, openid, ['communityStaff']).catch(() => ({
      duties: [],
      callerName: null,
    }))
    const slow = { ...ports, contentSecurity: { ...ports.contentSecurity, checkText } }
    return { world: slow, openid, requestId: 'slow', nowMs: world.cloud.clock.nowMs(), ...person }
  }

  test('is not made out for a gift that was given back while its title was looked at', async () => {
    const { giftId } = await give(world, 'oDonor')
    const context = await slowly('oDonor', async () => {
      await world.ok('oDonor', 'funds.askRefund', { giftId, reason: '不小心多按了一个零' })
      await world.cloud.clock.advance(5_000)
      await world.tick()
    })
    await expect(addReceipt.run(context, { giftId, ...person })).rejects.toMatchObject({ code: 'NOT_NOW' })
    const { gift, receipt } = await world.ok('oDonor', 'funds.getReceipt', { giftId })
    expect([gift.status, receipt]).toEqual(['refunded', null])
    expect(world.cloud.database.find('receipts', { status: 'issued' })).toEqual([])
  })

  test('nor for one that was corrected in the meantime; nor afterwards', async () => {
    const facts = {
      fundId,
      atMs: world.cloud.clock.nowMs(),
      titleSalt: 'salt',
      earmark: null,
      donorName: '陈**',
    } as const
    await world.load('journal', bankReceiptEntry({ ...facts, amountFen: fen(50_000), cause: 'bankList:500110:G1' }))
    await world.tick()
    const entryId = journal(world).find(({ cause }) => cause === 'bankList:500110:G1')?._id as EntryId
    const context = await slowly(staff, async () => {
      const body = { kind: 'correction', entryId, reason: '银行通知这笔是重复入账' } as const
      const { proposalId } = await world.ok(author, 'funds.proposeIncome', { proposalKey: key(), body })
      await world.ok(approver, 'funds.decideProposal', { proposalId, version: 1, agreed: true, reason: '' })
    })
    await expect(issueReceipt.run(context, { entryId, ...person })).rejects.toMatchObject({ code: 'NOT_NOW' })
    const shown = await world.ok(staff, 'funds.getReceivable', { entryId })
    expect(shown).toMatchObject({ corrected: true, receipt: null })
    expect(await world.code(staff, 'funds.issueReceipt', { entryId, ...person })).toBe('NOT_NOW')
    expect(world.cloud.database.find('receipts', { status: 'issued' })).toEqual([])
  })

  test('asked for and given back at the very same moment, it is void or was never made out', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { giftId } = await give(world, 'oDonor')
      await Promise.all([
        world.call('oDonor', 'funds.addReceipt', { giftId, ...person }),
        world.call('oDonor', 'funds.askRefund', { giftId, reason: '不小心多按了一个零' }),
      ])
      await world.cloud.clock.advance(65_000)
      await world.tick()
      const { gift, receipt } = await world.ok('oDonor', 'funds.getReceipt', { giftId })
      expect(gift.status).toBe('refunded')
      expect(receipt?.status ?? 'void').toBe('void')
    }
  })
})

describe('numbers of platforms and banks', () => {
  test.each(['tencentGongyi', 'bankList'] as const)(
    'of %s: what another district has booked or waits with stands in nobody’s way; within one it is known',
    async (source) => {
      const day = shanghaiDay(world.cloud.clock.nowMs() - 86_400_000)
      const columns =
        source === 'bankList' ? '交易流水号,交易时间,附言,对方户名,贷方发生额' : header.split(',').slice(0, 5).join(',')
      const file = (name: string) =>
        [
          columns,
          ...['N0001', 'N0002'].map(
            (order, index) => `${order},${day} 09:30:00,${index === 0 ? name : '爱心'},陈小明,80`,
          ),
        ].join('\n')
      const states = async (openid: string, name: string) => {
        const fileId = await world.cloud.storage.upload(`imports/${key()}.csv`, Buffer.from(file(name)), openid)
        const made = await world.ok(openid, 'funds.previewImport', {
          importKey: key(),
          source,
          fileId,
          fileName: '明细.csv',
        })
        const found = made.rows.map(({ state }) => state)
        await world.ok(openid, 'funds.confirmImport', { importId: made.importId, version: made.version })
        return found
      }
      const before = journal(world).length
      expect(await states('oElsewhere', '新山村社区治理专项基金')).toEqual(['new', 'unmatched'])
      expect(await states(author, '文龙社区治理专项基金')).toEqual(['new', 'unmatched'])
      expect(await states(approver, '文龙社区治理专项基金')).toEqual(['known', 'known'])
      expect(journal(world).length - before).toBe(2)
      for (const openid of ['oElsewhere', author]) {
        const { rows } = await world.ok(openid, 'funds.listDifferences', { status: 'open', cursor: null })
        expect(rows.filter(({ kind, day: on }) => kind === 'unmatchedReceipt' && on === day).length).toBeGreaterThan(0)
      }
      expect(auditFund(world, otherFundId)).toEqual([])
    },
  )
})

describe('who has a duty in a part of a district', () => {
  test('reads the alerts of that part, and none of the district’s', async () => {
    const ports = await productWorld(world.cloud)
    const about = { kind: 'difference' as const, fundId: null, title: '对账差异', body: '账单多出一笔', page: '' }
    await raiseAlert(ports, { ...about, cause: 'own', territoryCode: '500110001003', placeName: '新山村社区' })
    await raiseAlert(ports, { ...about, cause: 'other', territoryCode: '500110002001', placeName: '通惠社区' })
    await raiseAlert(ports, { ...about, cause: 'all', territoryCode: '500110', placeName: '全区' })
    const places = async (openid: string) => {
      const { rows } = await world.ok(openid, 'funds.listAlerts', { status: 'open', cursor: null })
      return [...new Set(rows.filter(({ title }) => title === '对账差异').map(({ placeName }) => placeName))]
    }
    expect(await places('oStreetAuditor')).toEqual(['新山村社区'])
    expect(await places('oAuditor')).toEqual(expect.arrayContaining(['全区', '通惠社区', '新山村社区']))
    expect(await places('oElsewhere')).toEqual([])
  })

  test('reads proposals whose every fund lies there, and no other', async () => {
    const propose = (grants: { fundId: typeof fundId; amountFen: ReturnType<typeof fen> }[], title: string) =>
      world.ok(author, 'funds.proposeIncome', { proposalKey: key(), body: { kind: 'seedGrants', title, grants } })
    await world.load('funds', {
      ...world.cloud.database.get('funds', fundId),
      _id: 'fund_500110002001',
      territoryCode: '500110002001',
    })
    await propose([{ fundId, amountFen: fen(10_000) }], '古南街道启动资金')
    await propose(
      [
        { fundId, amountFen: fen(10_000) },
        { fundId: 'fund_500110002001', amountFen: fen(10_000) },
      ],
      '全区启动资金',
    )
    const titles = async (openid: string) =>
      (await world.ok(openid, 'funds.listProposals', { status: 'open', cursor: null })).rows.map(({ title }) => title)
    expect(await titles('oStreetAuditor')).toEqual(['古南街道启动资金'])
    expect((await titles('oAuditor')).sort()).toEqual(['全区启动资金', '古南街道启动资金'].sort())
  })
})

test('the public book is read to its end past any number of entries of one moment', async () => {
  const id = 'fund_500110001009' as const
  const facts = {
    fundId: id,
    atMs: world.cloud.clock.nowMs(),
    titleSalt: 'salt',
    earmark: null,
    donorName: null,
  } as const
  const entries = Array.from({ length: 65 }, (_, index) =>
    bankReceiptEntry({ ...facts, amountFen: fen(100), cause: `bankList:500110:same${index}` }),
  )
  await world.load('journal', ...entries)
  const read: string[] = []
  let cursor: string | null = null
  do {
    const page: { rows: readonly { entryId: string }[]; nextCursor: string | null } = await world.ok(
      resident,
      'funds.listFlows',
      { fundId: id, direction: null, cursor },
    )
    read.push(...page.rows.map(({ entryId }) => entryId))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(read).toEqual(entries.map(({ _id }) => _id).sort())
})

test('one person asks WeChat Pay about their gifts so often a minute, and no more', async () => {
  const { gift } = await startGift(world, 'oDonor')
  const codes = new Set<string>()
  for (let count = 0; count < 121; count += 1) {
    const reply = await world.call('oDonor', 'funds.checkGift', { giftId: gift.giftId })
    codes.add(reply.ok ? 'ok' : reply.error.code)
  }
  expect([...codes]).toEqual(['ok', 'RATE_LIMITED'])
})
