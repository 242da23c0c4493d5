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

    async refund({ orderNumber, refundNumber, totalFen, amountFen, reason }) {
      invariant(/^[0-9A-Za-z_-]{1,64}$/.test(refundNumber), 'a refund number has 1 to 64 letters and digits')
      invariant(amountFen > 0 && amountFen <= totalFen, 'a refund is at most the order')
      const reply = await attempt('cloudPay.refund', () =>
        sdk.cloudPay.refund({
          ...order(orderNumber),
          outRefundNo: refundNumber,
          totalFee: totalFen,
          refundFee: amountFen,
          refundDesc: [...reason].slice(0, 26).join(''),
          envId: environment(),
          functionName: RESULT_FUNCTION,
        }),
      )
      if (reply.returnCode === 'SUCCESS' && reply.resultCode === 'SUCCESS') return { answer: 'accepted' }
      const words = String(reply.errCodeDes ?? reply.resultMsg ?? reply.returnMsg)
      if (passing.test(`${String(reply.errCode)} ${words}`)) {
        throw new Failure('UNAVAILABLE', `cloudPay.refund: ${words}`)
      }
      return { answer: 'refused', words }
    },

    async queryRefund(orderNumber, refundNumber) {
      const reply = await attempt('cloudPay.queryRefund', () =>
        sdk.cloudPay.queryRefund({ ...order(orderNumber), outRefundNo: refundNumber }),
      )
      if (reply.returnCode === 'SUCCESS' && payError(reply) === 'REFUNDNOTEXIST') return 'none'
      requireSuccess(reply, 'queryRefund')
      return refundStates[String(reply.refundStatus_0)] ?? 'processing'
    },

    async bill(day) {
      invariant(/^\d{4}-\d{2}-\d{2}$/.test(day), 'a bill is of a day')
      const reply = await attempt('cloudPay.downloadBill', () =>
        sdk.cloudPay.downloadBill({
          subMchId: operator.subMchId,
          nonceStr: ids.random(),
          billDate: day.replaceAll('-', ''),
          billType: 'ALL',
        }),
      )
      const text = textOf(reply)
      if (text !== null) return text
      if (/No Bill Exist|20002|20007/.test(JSON.stringify(reply))) return null
      throw new Failure('UNAVAILABLE', `cloudPay.downloadBill: ${String(reply.returnMsg)}`)
    },
  }
}

/** A bill comes as bytes or text, bare or in `data`; a refusal is an object with a return code. */
function textOf(reply: unknown): string | null {
  if (typeof reply === 'string') return reply
  if (reply instanceof Uint8Array) return Buffer.from(reply).toString('utf8')
  if (reply === null || typeof reply !== 'object' || !('data' in reply)) return null
  return textOf(reply.data)
}

/** WeChat's own trouble: the same refund may be asked for again. */
const passing = /SYSTEMERROR|BIZERR_NEED_RETRY|FREQUENCY_LIMITED|系统(错误|繁忙|超时)|请稍后/

const refundStates: Readonly<Record<string, 'processing' | 'done' | 'failed'>> = {
  SUCCESS: 'done',
  PROCESSING: 'processing',
  REFUNDCLOSE: 'failed',
  // The payer's bank did not take it: it lies with the merchant, and a person has to find another way.
  CHANGE: 'failed',
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
  ['REFUNDNOTEXIST', /REFUNDNOTEXIST|退款订单查询失败|退款单?不存在/],
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
