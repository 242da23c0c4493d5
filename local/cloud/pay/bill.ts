import { type OrderRecord, type RefundRecord, readableStampOf } from './records'

const columns =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const totals = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

export interface BillEntry {
  atMs: number
  order: OrderRecord
  /** Present when this row is a refund. */
  refund?: RefundRecord
}

/** WeChat Pay's bill of a day: a row for each payment and refund, amounts in yuan, each value after a backtick. */
export function billOf(appId: string, entries: readonly BillEntry[]): string {
  const rows = entries.map(({ atMs, order, refund }) =>
    row([
      readableStampOf(atMs),
      appId,
      order.subMchId,
      '0',
      '',
      order.transactionId ?? '',
      order.outTradeNo,
      order.openid,
      'JSAPI',
      refund ? 'REFUND' : 'SUCCESS',
      'OTHERS',
      'CNY',
      refund ? '0.00' : yuan(order.totalFeeFen),
      '0.00',
      refund?.refundId ?? '0',
      refund?.outRefundNo ?? '0',
      yuan(refund?.refundFeeFen ?? 0),
      '0.00',
      refund ? 'ORIGINAL' : '',
      refund ? 'SUCCESS' : '',
      order.body,
      order.attach ?? '',
      '0.00000',
      '0.00%',
      refund ? '0.00' : yuan(order.totalFeeFen),
      yuan(refund?.refundFeeFen ?? 0),
      '',
    ]),
  )
  const paidFen = sum(entries, ({ order, refund }) => (refund ? 0 : order.totalFeeFen))
  const refundedFen = sum(entries, ({ refund }) => refund?.refundFeeFen ?? 0)
  const summary = row([
    String(entries.length),
    yuan(paidFen),
    yuan(refundedFen),
    '0.00',
    '0.00000',
    yuan(paidFen),
    yuan(refundedFen),
  ])
  // WeChat's bills start with a byte order mark and end lines the Windows way.
  return `\ufeff${[columns, ...rows, totals, summary].join('\r\n')}\r\n`
}

function row(values: readonly string[]): string {
  return values.map((value) => `\`${value.replace(/[,\r\n]/g, ' ')}`).join(',')
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

function sum(entries: readonly BillEntry[], feeOf: (entry: BillEntry) => number): number {
  return entries.reduce((total, entry) => total + feeOf(entry), 0)
}
