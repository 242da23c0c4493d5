import { isIP } from 'node:net'

export type PayParameters = Record<string, unknown>

/** A request that WeChat Pay does not read further: `returnCode: 'FAIL'` with this message. */
export class InvalidRequest extends Error {}

/** A request that was read and refused: `resultCode: 'FAIL'` with WeChat Pay's error code. */
export class Refused extends Error {
  readonly errCode: string

  constructor(errCode: string, description: string) {
    super(description)
    this.errCode = errCode
  }
}

type Rule = (value: unknown) => boolean

const text =
  (mostBytes: number): Rule =>
  (value) =>
    typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= mostBytes
const matching =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value)
const fen: Rule = (value) => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000_000

const outTradeNo = matching(/^[0-9A-Za-z_\-|*]{6,32}$/)
const outRefundNo = matching(/^[0-9A-Za-z_\-|*@]{1,64}$/)
const stamp = matching(/^\d{14}$/)

/** Every parameter that the local WeChat Pay knows, with its rule; `!` marks the required ones. */
const rules = {
  unifiedOrder: {
    'body!': text(128),
    'out_trade_no!': outTradeNo,
    'total_fee!': fen,
    'spbill_create_ip!': (value: unknown) => typeof value === 'string' && isIP(value) !== 0,
    'sub_mch_id!': matching(/^\d{1,32}$/),
    'env_id!': text(64),
    'function_name!': text(64),
    nonce_str: text(32),
    trade_type: matching(/^JSAPI$/),
    attach: text(127),
    detail: text(6000),
    fee_type: matching(/^CNY$/),
    time_start: stamp,
    time_expire: stamp,
    openid: text(128),
    sub_openid: text(128),
    sub_appid: text(32),
    device_info: text(32),
    limit_pay: matching(/^no_credit$/),
  },
  queryOrder: {
    'sub_mch_id!': matching(/^\d{1,32}$/),
    out_trade_no: outTradeNo,
    transaction_id: text(32),
    nonce_str: text(32),
    sub_appid: text(32),
  },
  closeOrder: {
    'sub_mch_id!': matching(/^\d{1,32}$/),
    'out_trade_no!': outTradeNo,
    nonce_str: text(32),
    sub_appid: text(32),
  },
  refund: {
    'sub_mch_id!': matching(/^\d{1,32}$/),
    'out_refund_no!': outRefundNo,
    'total_fee!': fen,
    'refund_fee!': fen,
    out_trade_no: outTradeNo,
    transaction_id: text(32),
    env_id: text(64),
    function_name: text(64),
    nonce_str: text(32),
    refund_desc: text(80),
    refund_fee_type: matching(/^CNY$/),
    sub_appid: text(32),
  },
  queryRefund: {
    'sub_mch_id!': matching(/^\d{1,32}$/),
    out_trade_no: outTradeNo,
    transaction_id: text(32),
    out_refund_no: outRefundNo,
    refund_id: text(32),
    nonce_str: text(32),
    sub_appid: text(32),
  },
  downloadBill: {
    'sub_mch_id!': matching(/^\d{1,32}$/),
    'bill_date!': matching(/^\d{8}$/),
    bill_type: matching(/^(ALL|SUCCESS|REFUND)$/),
    tar_type: matching(/^GZIP$/),
    nonce_str: text(32),
    sub_appid: text(32),
  },
} satisfies Record<string, Record<string, Rule>>

export type PayApi = keyof typeof rules

export function isPayApi(name: string): name is PayApi {
  return Object.hasOwn(rules, name)
}

/** Checks a request's parameters; throws `InvalidRequest` naming the first that is missing, wrong or not known here. */
export function checkParameters(api: PayApi, parameters: PayParameters): void {
  const ruleOf = new Map<string, Rule>()
  for (const [marked, rule] of Object.entries<Rule>(rules[api])) {
    const key = marked.replace('!', '')
    ruleOf.set(key, rule)
    if (marked.endsWith('!') && (parameters[key] === undefined || parameters[key] === null)) {
      throw new InvalidRequest(`缺少参数${key}`)
    }
  }
  for (const [key, value] of Object.entries(parameters)) {
    const rule = ruleOf.get(key)
    if (!rule) throw new InvalidRequest(`the local WeChat Pay knows no parameter ${key} of ${api}`)
    if (value !== undefined && !rule(value)) throw new InvalidRequest(`invalid ${key}`)
  }
}
