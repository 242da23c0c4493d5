/** WeChat Pay's answers as the SDK hands them on: it overwrites `errCode`, so that the sentence alone tells. */
import { ids } from '../../../cloudfunctions/shared/adapters/ids'
import { createPayments } from '../../../cloudfunctions/shared/adapters/payments'
import type { PayReply, Sdk } from '../../../cloudfunctions/shared/adapters/sdk'

const orderNumber = '0123456789abcdef0123456789abcdef'

function payments(reply: PayReply) {
  const answer = async () => reply
  const sdk = { cloudPay: { unifiedOrder: answer, queryOrder: answer, closeOrder: answer } } as unknown as Sdk
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
