/** Files of platforms and banks, from upload to the books, through the real bundles. */
import { shanghaiDay } from '../../../cloudfunctions/shared/time/shanghai'
import type { CallReply } from '../../../typings/call'
import type { ImportDetail } from '../../../typings/income'
import { startTestWorld, type TestWorld } from '../world'
import { approver, author, header, key, preview, resident, setIncomeScene, staff } from './income-scene'
import { auditFund, fundId, journal } from './scene'

let world: TestWorld
let day: string
beforeAll(async () => {
  world = await startTestWorld()
  await setIncomeScene(world)
  day = shanghaiDay(world.cloud.clock.nowMs() - 86_400_000)
})
afterAll(() => world.close())

const row = (order: string, yuan: string, about = '新山村社区治理专项基金', fee = '', earmark = '') =>
  `${order},${day} 09:30:00,${about},陈小明,${yuan},${fee},${earmark},`

function data(reply: CallReply<ImportDetail>): ImportDetail {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.data
}

async function confirm(detail: ImportDetail): Promise<ImportDetail> {
  let current = detail
  while (current.status !== 'posted') {
    const { importId, version } = current
    current = await world.ok(author, 'funds.confirmImport', { importId, version })
  }
  return current
}

test('ok: a preview says of each row what it would do and posts nothing; confirmed, gifts and fees are in the books', async () => {
  const file = [
    header,
    row('T0001', '100.00', undefined, '0.60', '养老服务'),
    row('T0002', '50'),
    row('T0003', '二十'),
    row('T0004', '8', '爱心项目'),
  ].join('\n')
  const detail = data(await preview(world, file))
  expect(detail).toMatchObject({ encoding: 'UTF-8', newCount: 2, wrongCount: 1, unmatchedCount: 1, newFen: 15_000 })
  expect(detail.rows.map(({ line, state, communityName }) => [line, state, communityName])).toEqual([
    [2, 'new', '新山村社区'],
    [3, 'new', '新山村社区'],
    [4, 'wrong', ''],
    [5, 'unmatched', ''],
  ])
  expect(journal(world)).toEqual([])

  await confirm(detail)
  const { rows } = await world.ok(resident, 'funds.listFlows', { fundId, direction: null, cursor: null })
  expect(rows.map(({ kind, title, amountFen, field }) => [kind, title, amountFen, field]).sort()).toEqual([
    ['fee', '腾讯公益手续费', 60, 'elderCare'],
    ['platformGift', '陈**的捐赠', 10_000, 'elderCare'],
    ['platformGift', '陈**的捐赠', 5_000, null],
  ])
  await world.tick()
  expect(auditFund(world)).toEqual([])
  const shown = await world.ok(resident, 'funds.get', { fundId })
  expect(shown).toMatchObject({ balanceFen: 14_940, totalReceivedFen: 15_000, totalSpentFen: 60, giftCount: '<5' })
})

test('replay: the same file again, another file with the same rows, and two people at once post nothing twice', async () => {
  const file = [header, row('R0001', '30', undefined, '0.30'), row('R0002', '40')].join('\n')
  const before = journal(world).length
  const importKey = key()
  const fileId = await world.cloud.storage.upload(`imports/${key()}.csv`, Buffer.from(file), author)
  const input = { importKey, source: 'tencentGongyi', fileId, fileName: 'a.csv' } as const
  const [one, two] = await Promise.all([
    world.ok(author, 'funds.previewImport', input),
    world.ok(author, 'funds.previewImport', input),
  ])
  expect(two.importId).toBe(one.importId)
  const mine = world.call(author, 'funds.confirmImport', { importId: one.importId, version: one.version })
  const yours = world.call(approver, 'funds.confirmImport', { importId: one.importId, version: one.version })
  const replies = await Promise.all([mine, yours])
  expect(replies.some(({ ok }) => ok)).toBe(true)
  expect(journal(world)).toHaveLength(before + 3)
  const again = data(await preview(world, `${file}\n${row('R0003', '1')}`))
  expect(again.rows.map(({ state }) => state)).toEqual(['known', 'known', 'new'])
  await confirm(again)
  expect(journal(world)).toHaveLength(before + 4)
  const changed = data(await preview(world, [header, row('R0002', '41')].join('\n')))
  expect(changed.rows[0]).toMatchObject({ state: 'wrong', problem: '账本里已有这个单号，金额是 40.00 元' })
  expect(auditFund(world)).toEqual([])
})

test('a long file is posted a hundred rows a call, and goes on where it ended', async () => {
  const rows = Array.from({ length: 230 }, (_, index) => row(`L${1000 + index}`, '1'))
  const detail = data(await preview(world, [header, ...rows].join('\n')))
  const { importId, version } = detail
  const first = await world.ok(author, 'funds.confirmImport', { importId, version })
  expect(first).toMatchObject({ status: 'posting', doneCount: 100 })
  expect(await world.code(author, 'funds.confirmImport', { importId, version })).toBe('CONFLICT')
  expect(await confirm(first)).toMatchObject({ status: 'posted', doneCount: 230 })
  expect(await world.code(author, 'funds.discardImport', { importId, version: 4 })).toBe('NOT_NOW')
})

test('an unmatched transfer waits for a person: to a fund it is posted in the same step, once, or it is said not to be a gift', async () => {
  const file = `交易流水号,交易时间,对方户名,借方发生额,贷方发生额,附言\nB0001,${day} 10:00,某某商贸有限公司,,5000,捐款\nB0002,${day} 10:01,王芳,,66,还款\n`
  await confirm(data(await preview(world, file, 'bankList')))
  const { rows } = await world.ok(author, 'funds.listDifferences', { status: 'open', cursor: null })
  const [gift, other] = ['B0001', 'B0002'].map((order) => rows.find(({ orderNumber }) => orderNumber === order))
  if (!gift || !other) throw new Error('both wait')
  const input = { differenceId: gift.differenceId, version: gift.version, reason: '电话核实，捐给新山村', fundId }
  expect(await world.code(author, 'funds.resolveDifference', { ...input, fundId: 'fund_500111001001' })).toBe(
    'NOT_FOUND',
  )
  expect(await world.code('oElsewhere', 'funds.resolveDifference', input)).toBe('NOT_FOUND')
  const [one, two] = await Promise.all([
    world.call(author, 'funds.resolveDifference', input),
    world.call(approver, 'funds.resolveDifference', { ...input, reason: '我也核实了' }),
  ])
  expect([one.ok, two.ok].sort()).toEqual([false, true])
  const posted = journal(world).filter(({ kind }) => kind === 'bankReceipt')
  expect(posted).toMatchObject([{ fundId, amountFen: 500_000, title: '某某商贸有限公司的捐赠' }])
  const no = { differenceId: other.differenceId, version: other.version, reason: '个人还款，已退回', fundId: null }
  expect(await world.ok(author, 'funds.resolveDifference', no)).toMatchObject({
    ...{ status: 'resolved', resolution: { byName: '郑文清', reason: '个人还款，已退回', fundName: null } },
  })
  expect(await world.ok(author, 'funds.resolveDifference', no)).toMatchObject({ status: 'resolved' })
  const again = data(await preview(world, file, 'bankList'))
  expect(again.rows.map(({ state }) => state)).toEqual(['known', 'known'])
  expect(auditFund(world)).toEqual([])
})

test('invalid: a picture, a huge file, another’s columns and a file of somebody else’s folder are refused by name', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  expect(await preview(world, png)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  expect(await preview(world, 'a,b\n1,2\n')).toMatchObject({
    error: { code: 'INVALID_INPUT', fields: [{ path: 'fileId', limit: expect.stringContaining('订单号') }] },
  })
  expect(await preview(world, `${header}\n${'x'.repeat(1_000_001)}`)).toMatchObject({
    error: { code: 'INVALID_INPUT' },
  })
  const fileId = await world.cloud.storage.upload(`needs/${key()}.csv`, Buffer.from(header), resident)
  const input = { importKey: key(), source: 'bankList', fileId, fileName: 'a.csv' }
  expect(await world.code(author, 'funds.previewImport', input)).toBe('INVALID_INPUT')
  const gone = fileId.replace('/needs/', '/imports/')
  expect(await world.code(author, 'funds.previewImport', { ...input, fileId: gone })).toBe('NOT_FOUND')
})

test('conflict, discarded, forbidden, unauthenticated', async () => {
  const file = [header, row('C0001', '9')].join('\n')
  const importKey = key()
  const detail = data(await preview(world, file, 'tencentGongyi', importKey))
  expect(await preview(world, file, 'tencentGongyi', importKey)).toMatchObject({ error: { code: 'KEY_REUSED' } })
  const { importId, version } = detail
  expect(await world.code('oElsewhere', 'funds.getImport', { importId })).toBe('NOT_FOUND')
  for (const openid of [staff, resident]) {
    expect(await world.code(openid, 'funds.confirmImport', { importId, version })).toBe('FORBIDDEN')
    expect(await world.code(openid, 'funds.listImports', { cursor: null })).toBe('FORBIDDEN')
    expect(await world.code(openid, 'funds.listDifferences', { status: 'open', cursor: null })).toBe('FORBIDDEN')
  }
  expect(await world.code('', 'funds.confirmImport', { importId, version })).toBe('UNAUTHENTICATED')
  expect(await world.ok(author, 'funds.discardImport', { importId, version })).toMatchObject({ status: 'discarded' })
  expect(await world.code(author, 'funds.confirmImport', { importId, version: version + 1 })).toBe('NOT_NOW')
  const { rows } = await world.ok(approver, 'funds.listImports', { cursor: null })
  expect(rows.find((each) => each.importId === importId)).toMatchObject({ status: 'discarded' })
  expect(await world.ok(author, 'funds.getIncomeDesk', {})).toMatchObject({ differences: 1, proposals: 0, refunds: 0 })
})
