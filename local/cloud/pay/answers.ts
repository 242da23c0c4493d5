import { createHash, randomBytes } from 'node:crypto'
import type { OrderRecord } from './records'
import { type RefundRecord, readableStampOf, stampOf } from './records'

/** WeChat Pay's service provider, under which CloudBase pays. */
const providerMchId = '1800008281'
const providerAppId = 'wxd678efh567hg6787'

const stateNames: Record<OrderRecord['state'], string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '订单发生过退款',
  PAYERROR: '支付失败(其他原因，如银行返回失败)',
}

/** What every answer that was read begins with. */
export function head(appId: string, subMchId: string): Record<string, unknown> {
  return {
    return_code: 'SUCCESS',
    return_msg: 'OK',
    result_code: 'SUCCESS',
    appid: providerAppId,
    mch_id: providerMchId,
    sub_appid: appId,
    sub_mch_id: subMchId,
    nonce_str: nonce(),
  }
}

/** What `wx.requestPayment` is given, signed for this moment. */
export function paymentOf(appId: string, order: OrderRecord, nowMs: number, secret: string): Record<string, string> {
  const fields = {
    appId,
    nonceStr: nonce(),
    package: `prepay_id=${order.prepayId}`,
    signType: 'MD5',
    timeStamp: String(Math.floor(nowMs / 1000)),
  }
  const signed = Object.entries(fields)
    .map(([key, value]) => `${key}=${value}`)
    .join('&')
  const paySign = createHash('md5').update(`${signed}&key=${secret}`).digest('hex').toUpperCase()
  return { ...fields, paySign }
}

export function queried(appId: string, order: OrderRecord): Record<string, unknown> {
  return {
    ...head(appId, order.subMchId),
    out_trade_no: order.outTradeNo,
    ...(order.attach === undefined ? {} : { attach: order.attach }),
    trade_state: order.state,
    trade_state_desc: stateNames[order.state],
    ...(order.paidAtMs === undefined
      ? {}
      : {
          openid: `provider-${order.openid}`,
          sub_openid: order.openid,
          is_subscribe: 'N',
          trade_type: 'JSAPI',
          bank_type: 'OTHERS',
          fee_type: 'CNY',
          total_fee: order.totalFeeFen,
          cash_fee: order.totalFeeFen,
          cash_fee_type: 'CNY',
          transaction_id: order.transactionId,
          time_end: stampOf(order.paidAtMs),
        }),
  }
}

/** The event of the result call of a payment; `totalFeeFen` lies when mischief asks for it. */
export function paidEvent(appId: string, order: OrderRecord, totalFeeFen: number): Record<string, unknown> {
  return {
    returnCode: 'SUCCESS',
    resultCode: 'SUCCESS',
    appid: providerAppId,
    mchId: providerMchId,
    subAppid: appId,
    subMchId: order.subMchId,
    openid: `provider-${order.openid}`,
    subOpenid: order.openid,
    isSubscribe: 'N',
    subIsSubscribe: 'N',
    tradeType: 'JSAPI',
    bankType: 'OTHERS',
    feeType: 'CNY',
    totalFee: totalFeeFen,
    cashFee: totalFeeFen,
    outTradeNo: order.outTradeNo,
    transactionId: order.transactionId,
    timeEnd: stampOf(order.paidAtMs ?? 0),
    nonceStr: nonce(),
    ...(order.attach === undefined ? {} : { attach: order.attach }),
    userInfo: { appId, openId: order.openid },
  }
}

export function refundedEvent(appId: string, order: OrderRecord, refund: RefundRecord): Record<string, unknown> {
  return {
    returnCode: 'SUCCESS',
    appid: providerAppId,
    mchId: providerMchId,
    subAppid: appId,
    subMchId: order.subMchId,
    nonceStr: nonce(),
    outTradeNo: order.outTradeNo,
    transactionId: order.transactionId,
    outRefundNo: refund.outRefundNo,
    refundId: refund.refundId,
    refundFee: refund.refundFeeFen,
    settlementRefundFee: refund.refundFeeFen,
    totalFee: refund.totalFeeFen,
    settlementTotalFee: refund.totalFeeFen,
    refundStatus: 'SUCCESS',
    refundAccount: 'REFUND_SOURCE_RECHARGE_FUNDS',
    refundRecvAccout: '支付用户零钱',
    refundRequestSource: 'API',
    successTime: readableStampOf(refund.doneAtMs),
    userInfo: { appId, openId: order.openid },
  }
}

export function queriedRefunds(
  appId: string,
  order: OrderRecord,
  refunds: readonly RefundRecord[],
  nowMs: number,
): Record<string, unknown> {
  const rows = refunds.flatMap((refund, index) => [
    [`out_refund_no_${index}`, refund.outRefundNo],
    [`refund_id_${index}`, refund.refundId],
    [`refund_fee_${index}`, refund.refundFeeFen],
    [`refund_channel_${index}`, 'ORIGINAL'],
    [`refund_recv_accout_${index}`, '支付用户零钱'],
    [`refund_status_${index}`, refund.doneAtMs <= nowMs ? 'SUCCESS' : 'PROCESSING'],
    ...(refund.doneAtMs <= nowMs ? [[`refund_success_time_${index}`, readableStampOf(refund.doneAtMs)]] : []),
  ])
  return {
    ...head(appId, order.subMchId),
    out_trade_no: order.outTradeNo,
    transaction_id: order.transactionId,
    total_fee: order.totalFeeFen,
    cash_fee: order.totalFeeFen,
    refund_count: refunds.length,
    ...Object.fromEntries(rows),
  }
}

function nonce(): string {
  return randomBytes(16).toString('hex')
}
