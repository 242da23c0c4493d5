/** WeChat Pay's answers as the SDK hands them on: it overwrites `errCode`, so that the sentence alone tells. */
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { ids } from '../../../cloudfunctions/shared/adapters/ids'
import { createPayments } from '../../../cloudfunctions/shared/adapters/payments'
import type { PayReply, Sdk } from '../../../cloudfunctions/shared/adapters/sdk'

const orderNumber = '0123456789abcdef0123456789abcdef'

function payments(reply: PayReply) {
  const answer = async () => reply
  const apis = ['unifiedOrder', 'queryOrder', 'closeOrder', 'refund', 'queryRefund', 'downloadBill']
  const sdk = { cloudPay: Object.fromEntries(apis.map((api) => [api, answer])) } as unknown as Sdk
  return createPayments(sdk, ids, () => 'env')
}

const refused = (errCodeDes: string) => ({ returnCode: 'SUCCESS', resultCode: 'FAIL', errCode: 0, errCodeDes })
const told = (tradeState: string, more: object = {}) => ({
  returnCode: 'SUCCESS',
  resultCode: 'SUCCESS',
  tradeState,
  ...more,
})

test.each([
  ['an order that WeChat does not know', refused('订单不存在'), { state: 'unknown' }],
  ['the same in its other words', refused('order not exist'), { state: 'unknown' }],
  ['an unpaid one', told('NOTPAY'), { state: 'unpaid', amountFen: null }],
  ['a refused card', told('PAYERROR'), { state: 'unpaid' }],
  ['a closed one', told('CLOSED'), { state: 'closed' }],
  [
    'a paid one, its time in Shanghai',
    told('SUCCESS', { totalFee: 2000, transactionId: '42', timeEnd: '20260307140509' }),
    { state: 'paid', amountFen: 2000, transactionId: '42', paidAtMs: Date.parse('2026-03-07T06:05:09Z') },
  ],
])('query: %s', async (_, reply, expected) => {
  expect(await payments(reply).query(orderNumber)).toMatchObject(expected)
})

test('query: an answer that says nothing is UNAVAILABLE, never «unpaid»', async () => {
  for (const reply of [{ returnCode: 'FAIL', returnMsg: '系统繁忙' }, refused('SYSTEMERROR'), {}]) {
    await expect(payments(reply).query(orderNumber)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  }
})

test.each([
  ['订单已支付', 'paid'],
  ['订单已关闭', 'closed'],
])('close: «%s» is %s', async (sentence, expected) => {
  expect(await payments(refused(sentence)).close(orderNumber)).toBe(expected)
})

test('close: any other refusal is UNAVAILABLE', async () => {
  await expect(payments(refused('系统繁忙')).close(orderNumber)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

const refund = {
  orderNumber,
  refundNumber: `${orderNumber}r1`,
  totalFen: fen(2000),
  amountFen: fen(2000),
  reason: '按错了金额',
}

test('refund: accepted, or refused with WeChat’s words; its own trouble is neither', async () => {
  expect(await payments(told('')).refund(refund)).toEqual({ answer: 'accepted' })
  const answer = await payments(refused('退款金额大于可退金额')).refund(refund)
  expect(answer).toEqual({ answer: 'refused', words: '退款金额大于可退金额' })
  await expect(payments(refused('系统繁忙，请稍后再试')).refund(refund)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test.each([
  [told('', { refundStatus_0: 'SUCCESS' }), 'done'],
  [told('', { refundStatus_0: 'PROCESSING' }), 'processing'],
  [told('', { refundStatus_0: 'REFUNDCLOSE' }), 'failed'],
  [told('', { refundStatus_0: 'CHANGE' }), 'failed'],
  [refused('退款订单查询失败'), 'none'],
])('queryRefund: %p is %s', async (reply, expected) => {
  expect(await payments(reply).queryRefund(orderNumber, refund.refundNumber)).toBe(expected)
})

test('bill: text as it comes, bare or in data; none yet is null; anything else is UNAVAILABLE', async () => {
  expect(await payments({ data: '交易时间' }).bill('2026-03-07')).toBe('交易时间')
  expect(await payments({ data: Buffer.from('交易时间') }).bill('2026-03-07')).toBe('交易时间')
  expect(await payments({ returnCode: 'FAIL', returnMsg: 'No Bill Exist' }).bill('2026-03-07')).toBeNull()
  await expect(payments({ returnCode: 'FAIL', returnMsg: '系统繁忙' }).bill('2026-03-07')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
})
