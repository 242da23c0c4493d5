/** Files from platforms and banks: what each row becomes, and what is said of the rows that are wrong. */
import { matchFund } from '../../../cloudfunctions/funds/income/match'
import { isCreditCode, publicName, publicParty, publicPerson } from '../../../cloudfunctions/funds/income/names'
import { parseRows, readFen, readTime } from '../../../cloudfunctions/funds/income/parse'
import { readTable } from '../../../cloudfunctions/funds/income/table'
import type { ImportSource } from '../../../typings/income'

const nowMs = Date.parse('2026-03-10T00:00:00Z')
/** 「支付宝公益」's export in its own encoding. */
const gb18030 = Buffer.from(
  'd2b5cef1c1f7cbaebac52cc8ebd5cbcab1bce42ccfeec4bfc3fbb3c62cbee8d4f9c8cbeac7b3c62ccad5c8ebbdf0b6eea3a8d4aaa3a92cb7fecef1b7d1a3a8d4aaa3a90a',
  'hex',
)

function rowsOf(source: ImportSource, text: string | Uint8Array) {
  const table = readTable(typeof text === 'string' ? Buffer.from(text) : text)
  if (!table) throw new Error('no table')
  const parsed = parseRows(table, source, nowMs)
  return 'rows' in parsed ? parsed.rows : parsed.problem
}

const header = '订单号,捐赠时间,项目名称,捐赠人,捐赠金额(元),手续费(元),定向用途,留言'

test('a platform’s file: preamble, mark, quotes, thousands and footer are read as people mean them', () => {
  const rows = rowsOf(
    'tencentGongyi',
    `\ufeff项目捐赠明细\r\n导出时间,2026-03-09\r\n\r\n${header}\r\n` +
      `\`T20260307001,2026-03-07 14:05:09,新山村社区治理专项基金,陈小明,"1,234.50",7.41,养老服务,"愿老人\n安康"\r\n` +
      `T20260307002\t,2026/3/7 9:05,新山村社区治理专项基金,,20,,,\r\n合计,,,,1254.50,,,\r\n`,
  )
  expect(rows).toEqual([
    {
      ...{ line: 5, orderNumber: 'T20260307001', atMs: Date.parse('2026-03-07T06:05:09Z'), amountFen: 123_450 },
      ...{ feeFen: 741, donorName: '陈**', earmark: 'elderCare', about: '新山村社区治理专项基金' },
      ...{ remark: '新山村社区治理专项基金 · 愿老人\n安康', problem: '' },
    },
    {
      ...{ line: 7, orderNumber: 'T20260307002', atMs: Date.parse('2026-03-07T01:05:00Z'), amountFen: 2_000 },
      ...{ feeFen: 0, donorName: null, earmark: null, about: '新山村社区治理专项基金' },
      ...{ remark: '新山村社区治理专项基金', problem: '' },
    },
  ])
})

test('each wrong row says what is wrong with it, by its line; the others stay right', () => {
  const rows = rowsOf(
    'tencentGongyi',
    [
      header,
      'T0001,2026-03-07 14:05,新山村社区,甲,20,,,',
      'T1,2026-03-07 14:05,新山村社区,甲,20,,,',
      'T0003,昨天,新山村社区,甲,20,,,',
      'T0004,2026-02-30 14:05,新山村社区,甲,20,,,',
      'T0005,2026-03-11 14:05,新山村社区,甲,20,,,',
      'T0006,2026-03-07 14:05,新山村社区,甲,二十,,,',
      'T0007,2026-03-07 14:05,新山村社区,甲,-20,,,',
      'T0008,2026-03-07 14:05,新山村社区,甲,20.001,,,',
      'T0009,2026-03-07 14:05,新山村社区,甲,20,20,,',
      'T0010,2026-03-07 14:05,新山村社区,甲,20,,园艺,',
      'T0001,2026-03-07 14:05,新山村社区,甲,20,,,',
      'T0012,2026-03-07 14:05,新山村社区,甲,20,,,',
    ].join('\n'),
  )
  expect(Array.isArray(rows) && rows.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
    '2 ',
    '3 单号不对：应是 4 到 64 位字母和数字',
    '4 时间看不懂：“昨天”',
    '5 时间看不懂：“2026-02-30 14:05”',
    '6 时间在将来',
    '7 金额不对：“二十”',
    '8 金额不对：“-20”',
    '9 金额不对：“20.001”',
    '10 手续费不对：“20”',
    '11 定向用途看不懂：“园艺”',
    '12 单号和第 2 行相同',
    '13 ',
  ])
})

test('GB18030 is read as it is meant, brackets of either width name the same column', () => {
  const table = readTable(gb18030)
  expect(table?.encoding).toBe('GB18030')
  expect(table?.rows[0]?.cells).toEqual([
    ...['业务流水号', '入账时间', '项目名称', '捐赠人昵称', '收入金额（元）', '服务费（元）'],
  ])
  expect(rowsOf('alipayGongyi', gb18030)).toEqual([])
})

test('a bank list: money that left the account is passed over', () => {
  const rows = rowsOf(
    'bankList',
    '交易流水号,交易时间,对方户名,借方发生额,贷方发生额,附言\nB0001,20260307 140509,某某商贸有限公司,0.00,5000.00,捐新山村社区\nB0002,20260307,电信公司,300.00,,电话费\n',
  )
  expect(rows).toMatchObject([{ orderNumber: 'B0001', amountFen: 500_000, donorName: '某某商贸有限公司' }])
})

test('a file that is something else says so', () => {
  expect(rowsOf('bankList', `${header}\n`)).toContain('交易流水号')
  expect(readTable(Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff, 0xfe]))).toBeNull()
  const many = Array.from({ length: 1_001 }, (_, index) => `T${10_000 + index},2026-03-07,新山村社区,甲,1,,,`)
  expect(rowsOf('tencentGongyi', [header, ...many].join('\n'))).toContain('最多 1000 行')
})

test('a quote that never ends spoils its own row alone', () => {
  const rows = rowsOf(
    'tencentGongyi',
    `${header}\nT0001,2026-03-07,新山村社区,甲,20,,,\nT0002,2026-03-07,"新"山村,甲,20,,,\n`,
  )
  expect(Array.isArray(rows) && rows.map(({ line, problem }) => [line, problem === ''])).toEqual([
    [2, true],
    [3, false],
  ])
})

test.each([
  ['20', 2_000],
  ['20.5', 2_050],
  ['¥1,234.05', 123_405],
  ['0.01元', 1],
  ['1,23', null],
  ['1e3', null],
  ['', null],
  ['99999999999', null],
])('%p yuan are %p fen, without a float in between', (text, expected) => {
  expect(readFen(text)).toBe(expected)
})

test.each([
  ['2026年3月7日', '2026-03-06T16:00:00Z'],
  ['20260307140509', '2026-03-07T06:05:09Z'],
  ['2026-3-7 14:05', '2026-03-07T06:05:00Z'],
])('%p is %s', (text, expected) => {
  expect(readTime(text)).toBe(Date.parse(expected))
})

test.each(['2026-13-01', '2026-03-07 25:00', '2026-00-10', '07/03/2026', ''])('%p is no time', (text) => {
  expect(readTime(text)).toBeNull()
})

const fund = (territoryCode: string, communityName: string, streetName: string) => ({
  ...{ fundId: `fund_${territoryCode}` as const, territoryCode, communityName, streetName },
  name: `${communityName}治理专项基金`,
})
const funds = [
  fund('500110001001', '新山村社区', '古南街道'),
  fund('500110001002', '山村社区', '古南街道'),
  fund('500110001003', '文龙社区', '古南街道'),
  fund('500110002003', '文龙社区', '文龙街道'),
]

test.each([
  ['捐新山村社区', '500110001001'],
  ['山村社区 助老', '500110001002'],
  ['新山村社区治理专项基金', '500110001001'],
  ['500110001002 捐款', '500110001002'],
  ['古南街道·文龙社区', '500110001003'],
])('«%s» means %s', (text, code) => {
  expect(matchFund(text, funds)).toMatchObject({ territoryCode: code })
})

test('what fits no fund, or several, is left to a person, with those that come into question', () => {
  expect(matchFund('捐文龙社区', funds)).toHaveLength(2)
  expect(matchFund('捐款', funds)).toEqual([])
  expect(matchFund('文龙社区 新山村社区', funds)).toHaveLength(3)
})

test.each([
  ['陈小明', '陈**'],
  ['匿名', null],
  ['', null],
  ['綦江区某某商贸有限公司', '綦江区某某商贸有限公司'],
  ['公司', '公**'],
])('%p is shown as %p', (name, expected) => {
  expect(publicName(name)).toBe(expected)
})

test.each([
  ['周小明', '周**'],
  ['周小明（侄子）', '周**'],
  ['妻子李秀英', '妻**'],
  ['阿依古丽·买买提', '阿**'],
  ['欧阳 小明', '欧**'],
  ['侄子周小明的公司', '侄**'],
  ['李秀英，新山村小学', '李**'],
  ['阳光商贸有限公司（妻子李秀英）', '阳光商贸有限公司'],
  ['便民五金店', '便民五金店'],
  ['（妻子）', '**'],
])('the related party %p is read by the public as %p', (name, expected) => {
  expect(publicParty(name)).toBe(expected)
})

test('a person is masked, however much the name looks like an organisation', () => {
  expect(publicPerson('阿依古丽·买买提')).toBe('阿**')
  expect(publicPerson('周公司中心')).toBe('周**')
})

test('a credit code is checked by its last sign', () => {
  expect(isCreditCode('91350100M000100Y43')).toBe(true)
  expect(isCreditCode('91350100M000100Y44')).toBe(false)
  expect(isCreditCode('91350100M000100Y4')).toBe(false)
  expect(isCreditCode('9I350100M000100Y43')).toBe(false)
})
