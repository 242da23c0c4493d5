import type { PaymentParameters } from '../../../typings/funds'
import type { Fen } from '../../../typings/money'
import { Failure, invariant } from '../errors'
import { operator } from '../operator'
import type { Ids, PaymentState, Payments } from '../ports/index'
import { shanghaiTimestampMs } from '../time/shanghai'
import { attempt } from './operations'
import type { PayReply, Sdk } from './sdk'

/** The function that WeChat Pay calls with a payment's result. */
const RESULT_FUNCTION = 'payments'

/** WeChat Pay through the cloud (cloudPay), as the operator's sub-merchant. */
export function createPayments(sdk: Sdk, ids: Ids, environment: () => string): Payments {
  const order = (orderNumber: string) => ({
    outTradeNo: orderNumber,
    subMchId: operator.subMchId,
    nonceStr: ids.random(),
  })

  return {
    async order({ orderNumber, amountFen, body, payerOpenid }) {
      invariant(/^[0-9A-Za-z_-]{1,32}$/.test(orderNumber), 'an order number has 1 to 32 letters and digits')
      invariant(Number.isSafeInteger(amountFen) && amountFen > 0, 'an order is for whole fen')
      const reply = await attempt('cloudPay.unifiedOrder', () =>
        sdk.cloudPay.unifiedOrder({
          ...order(orderNumber),
          body,
          totalFee: amountFen,
          openid: payerOpenid,
          // WeChat wants an address of the payer's device; behind the gateway there is none worth naming.
          spbillCreateIp: '127.0.0.1',
          tradeType: 'JSAPI',
          envId: environment(),
          functionName: RESULT_FUNCTION,
        }),
      )
      requireSuccess(reply, 'unifiedOrder')
      return paymentParameters(reply.payment)
    },

    async query(orderNumber) {
      const reply = await attempt('cloudPay.queryOrder', () => sdk.cloudPay.queryOrder(order(orderNumber)))
      if (reply.returnCode === 'SUCCESS' && payError(reply) === 'ORDERNOTEXIST') return notPaid('unknown')
      requireSuccess(reply, 'queryOrder')
      return readState(reply)
    },

    async close(orderNumber) {
      const reply = await attempt('cloudPay.closeOrder', () => sdk.cloudPay.closeOrder(order(orderNumber)))
      if (reply.returnCode === 'SUCCESS' && payError(reply) === 'ORDERPAID') return 'paid'
      if (reply.returnCode === 'SUCCESS' && payError(reply) === 'ORDERCLOSED') return 'closed'
      requireSuccess(reply, 'closeOrder')
      return 'closed'
    },
  }
}

const states: Readonly<Record<string, PaymentState['state']>> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  NOTPAY: 'unpaid',
  USERPAYING: 'unpaid',
  // The payer's bank refused; the order can still be paid.
  PAYERROR: 'unpaid',
  CLOSED: 'closed',
  REVOKED: 'closed',
}

function readState(reply: PayReply): PaymentState {
  const state = states[String(reply.tradeState)] ?? 'unknown'
  if (state !== 'paid' && state !== 'refunded') return notPaid(state)
  const amountFen = Number(reply.totalFee)
  invariant(Number.isSafeInteger(amountFen) && amountFen > 0, 'WeChat names the amount that was paid')
  return {
    state,
    amountFen: amountFen as Fen,
    transactionId: String(reply.transactionId),
    paidAtMs: shanghaiTimestampMs(String(reply.timeEnd)),
  }
}

const notPaid = (state: PaymentState['state']): PaymentState => ({
  state,
  amountFen: null,
  transactionId: null,
  paidAtMs: null,
})

/** WeChat Pay's own word for why, or what it says instead: the SDK overwrites `errCode` with its own 0, so its sentence is read. */
function payError(reply: PayReply): string {
  const words = [reply.errCode, reply.errCodeDes, reply.resultMsg, reply.returnMsg].map(String).join(' ')
  return refusals.find(([, sentence]) => sentence.test(words))?.[0] ?? words
}

const refusals: readonly (readonly [code: string, sentence: RegExp])[] = [
  ['ORDERNOTEXIST', /ORDERNOTEXIST|订单号?不存在|order not exist/i],
  ['ORDERPAID', /ORDERPAID|订单已支付/],
  ['ORDERCLOSED', /ORDERCLOSED|订单已关闭/],
]

function requireSuccess(reply: PayReply, api: string): void {
  if (reply.returnCode === 'SUCCESS' && reply.resultCode === 'SUCCESS') return
  throw new Failure('UNAVAILABLE', `cloudPay.${api}: ${String(reply.returnMsg)} ${payError(reply)}`)
}

function paymentParameters(payment: unknown): PaymentParameters {
  const { timeStamp, nonceStr, package: prepay, signType, paySign } = (payment ?? {}) as Record<string, unknown>
  invariant(
    typeof timeStamp === 'string' &&
      typeof nonceStr === 'string' &&
      typeof prepay === 'string' &&
      typeof paySign === 'string' &&
      (signType === 'MD5' || signType === 'HMAC-SHA256' || signType === 'RSA'),
    'unifiedOrder gives the parameters of wx.requestPayment',
  )
  return { timeStamp, nonceStr, package: prepay, signType, paySign }
}
