import { type BookedGift, compareDay, readBill } from '../../../cloudfunctions/funds/income/bill'
import { nextReminderMs } from '../../../cloudfunctions/funds/income/monthly'
import { refundClosedBecause } from '../../../cloudfunctions/funds/income/refund-rule'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { hourMs } from '../../../cloudfunctions/shared/time/spans'

const header =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'

function billRow(order: string, yuan: string, refund: { number: string; yuan: string; state?: string } | null = null) {
  const values = ['2026-03-07 14:05:09', 'wx', '1', '2', '', '42', order, 'o', 'JSAPI', refund ? 'REFUND' : 'SUCCESS']
  const money = ['OTHERS', 'CNY', refund ? '0.00' : yuan, '0.00', refund ? '503' : '0', refund?.number ?? '0']
  const back = [refund?.yuan ?? '0.00', '0.00', refund ? 'ORIGINAL' : '', refund ? (refund.state ?? 'SUCCESS') : '']
  return [
    ...values,
    ...money,
    ...back,
    '捐赠',
    '',
    '0.00000',
    '0.00%',
    refund ? '0.00' : yuan,
    refund?.yuan ?? '0.00',
    '',
  ]
    .map((value) => `\`${value}`)
    .join(',')
}

function bill(...rows: string[]): string {
  const sums = `总交易单数,应结订单总金额,手续费总金额\r\n\`${rows.length},\`0.00,\`0.00000\r\n`
  return `\ufeff${[header, ...rows].join('\r\n')}\r\n${sums}`
}

const gift = (orderNumber: string, amount: number, more: Partial<BookedGift> = {}): BookedGift => ({
  ...{ orderNumber, status: 'paid', amountFen: fen(amount), disputedFen: null, ofDay: true },
  ...more,
})

test('a bill is read by its columns; half a bill is refused', () => {
  const { rows } = readBill(bill(billRow('a1', '20.00'), billRow('a1', '20.00', { number: 'a1r1', yuan: '20.00' })))
  expect(rows).toEqual([
    { orderNumber: 'a1', refundNumber: null, amountFen: 2_000, refused: false },
    { orderNumber: 'a1', refundNumber: 'a1r1', amountFen: 2_000, refused: false },
  ])
  const half = bill(billRow('a1', '20.00')).replace('`1,`0.00', '`2,`0.00')
  expect(() => readBill(half)).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
  expect(() => readBill('No Bill Exist')).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
})

test('goods may have commas and quotes in their name: the amounts behind it are read all the same', () => {
  const row = billRow('a1', '20.00').replace('`捐赠', '`扶手,"防滑垫",6\'')
  expect(row).toContain('防滑垫')
  expect(readBill(bill(row, billRow('a2', '5.00'))).rows).toMatchObject([
    { orderNumber: 'a1', amountFen: 2_000 },
    { orderNumber: 'a2', amountFen: 500 },
  ])
})

test('a day that agrees has no difference, and its sums are those of both sides', () => {
  const { rows } = readBill(
    bill(billRow('a1', '20.00'), billRow('a2', '5.00'), billRow('a2', '5.00', { number: 'a2r1', yuan: '5.00' })),
  )
  const refunds = [{ refundNumber: 'a2r1', amountFen: fen(500), booked: true, ofDay: true }]
  expect(compareDay(rows, [gift('a1', 2_000), gift('a2', 500, { status: 'refunded' })], refunds)).toEqual({
    ...{ differences: [], billCount: 2, billFen: 2_500, bookedCount: 2, bookedFen: 2_500, refundFen: 500 },
  })
})

test('every way in which bill and books can disagree is found, once, by name', () => {
  const { rows } = readBill(
    bill(
      billRow('ok', '1.00'),
      billRow('lost', '2.00'),
      billRow('stranger', '3.00'),
      billRow('other', '4.00'),
      billRow('argued', '5.00'),
      billRow('ok', '1.00', { number: 'okr1', yuan: '1.00' }),
      billRow('ok', '1.00', { number: 'closed', yuan: '1.00', state: 'REFUNDCLOSE' }),
    ),
  )
  const gifts = [
    gift('ok', 100),
    gift('lost', 200, { status: 'expired', ofDay: false }),
    gift('other', 401),
    gift('argued', 499, { status: 'disputed', disputedFen: fen(500) }),
    gift('ghost', 600),
    gift('yesterday', 700, { ofDay: false }),
  ]
  const refunds = [{ refundNumber: 'unsent', amountFen: fen(800), booked: true, ofDay: true }]
  const { differences } = compareDay(rows, gifts, refunds)
  expect(
    differences.map(({ kind, orderNumber, bookedFen, statedFen }) => [kind, orderNumber, bookedFen, statedFen]),
  ).toEqual([
    ['paidNotBooked', 'lost', null, 200],
    ['unknownOrder', 'stranger', null, 300],
    ['amountDiffers', 'other', 401, 400],
    ['amountDiffers', 'argued', null, 500],
    ['bookedNotPaid', 'ghost', 600, null],
    ['refundNotBooked', 'okr1', null, 100],
    ['refundNotPaid', 'unsent', 800, null],
  ])
})

test('a refund is for a day, for the whole, and for money that still lies there', () => {
  const paidAtMs = Date.parse('2026-03-07T06:00:00Z')
  const paid = { status: 'paid', paidAtMs, amountFen: 2_000 } as const
  expect(refundClosedBecause(paid, 2_000, paidAtMs + 24 * hourMs - 1)).toBeNull()
  expect(refundClosedBecause(paid, 2_000, paidAtMs + 24 * hourMs)).toContain('24 小时')
  expect(refundClosedBecause(paid, 1_999, paidAtMs)).toContain('已经开始使用')
  expect(refundClosedBecause({ ...paid, status: 'refunded' }, 0, paidAtMs)).toContain('已经退款')
  expect(refundClosedBecause({ ...paid, status: 'expired' }, 2_000, paidAtMs)).toContain('还没有入账')
})

test.each([
  [5, '2026-03-05T00:59:59Z', '2026-03-05T01:00:00Z'],
  [5, '2026-03-05T01:00:00Z', '2026-04-05T01:00:00Z'],
  [28, '2026-12-31T16:00:00Z', '2027-01-28T01:00:00Z'],
  [28, '2027-01-30T00:00:00Z', '2027-02-28T01:00:00Z'],
  [1, '2026-12-31T15:59:59Z', '2027-01-01T01:00:00Z'],
  [1, '2026-12-15T00:00:00Z', '2027-01-01T01:00:00Z'],
])('the reminder of the %ith after %s comes at %s', (day, after, expected) => {
  expect(new Date(nextReminderMs(day, Date.parse(after))).toISOString()).toBe(expected.replace('Z', '.000Z'))
})

test('WeChat’s fee, to a thousandth of a fen, is put before a person and lessens no gift', () => {
  const text = bill(billRow('a1', '20.00')).replace('`0.00000\r\n', '`0.12001\r\n')
  const { rows, feeFen } = readBill(text)
  expect(feeFen).toBe(13)
  const { differences, bookedFen } = compareDay(rows, [gift('a1', 2_000)], [], feeFen)
  expect(differences).toMatchObject([{ kind: 'feeCharged', statedFen: 13, bookedFen: null }])
  expect(bookedFen).toBe(2_000)
})

test('part of a gift given back by hand: the bill’s sum is not that of the books, so a person looks', () => {
  const { rows } = readBill(bill(billRow('a1', '20.00'), billRow('a1', '20.00', { number: 'hand', yuan: '7.00' })))
  expect(compareDay(rows, [gift('a1', 2_000)], []).differences).toMatchObject([
    { kind: 'refundNotBooked', orderNumber: 'hand', statedFen: 700, bookedFen: null },
  ])
})
