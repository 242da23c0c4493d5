import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { LocalPay, PayAction, PayMischief, PayOrder, WireEvent } from '../../contract'
import type { CloudClock } from '../clock'
import { WireError } from '../errors'
import type { Calls } from '../functions/calls'
import type { RawAnswer } from '../gateway'
import type { Store, Table } from '../store'
import { head, paidEvent, paymentOf, queried, queriedRefunds, refundedEvent } from './answers'
import { type BillEntry, billOf } from './bill'
import { checkParameters, InvalidRequest, isPayApi, type PayApi, type PayParameters, Refused } from './parameters'
import { momentOf, type OrderRecord, type PendingResult, type RefundRecord, stampOf } from './records'
import { ResultCalls } from './results'

export interface PayOptions {
  appId: string
  envId: string
  clock: CloudClock
  store: Store
  calls: Calls
  /** Calls a function as WeChat Pay; resolves with what it returned. */
  callFunction(functionName: string, event: Record<string, unknown>): Promise<unknown>
  emit(event: WireEvent): void
}

/** WeChat Pay's prepay ids are good for two hours. */
const payableMs = 2 * 3_600_000
/** How late a late result comes. */
const lateMs = 10 * 60_000
/** A refund's money is back after this. */
const refundMs = 3_000
const dayMs = 86_400_000
/** The bill of a day is there from ten in the morning of the next. */
const billReadyMs = 10 * 3_600_000

/** WeChat Pay behind `cloud.cloudPay`: orders, refunds, bills, and the result calls. */
export class PayService implements LocalPay {
  readonly #options: PayOptions
  readonly #orders: Table<OrderRecord>
  readonly #refunds: Table<RefundRecord>
  readonly #byPrepayId = new Map<string, string>()
  readonly #results: ResultCalls
  readonly #secret = randomBytes(16).toString('hex')
  #mischief: PayMischief = 'once'

  constructor(options: PayOptions) {
    this.#options = options
    this.#orders = options.store.table('orders')
    this.#refunds = options.store.table('refunds')
    for (const { prepayId, outTradeNo } of this.#orders.values()) this.#byPrepayId.set(prepayId, outTradeNo)
    this.#results = new ResultCalls({
      clock: options.clock,
      store: options.store,
      call: options.callFunction,
      tell: (outTradeNo, detail) => this.#tell('result', outTradeNo, detail),
    })
  }

  byPrepayId(prepayId: string): PayOrder | undefined {
    const outTradeNo = this.#byPrepayId.get(prepayId)
    const order = outTradeNo === undefined ? undefined : this.#orders.get(outTradeNo)
    return order && shown(order)
  }

  /** Rejects, in WeChat Pay's words, when the order cannot be paid by this person now. */
  async settle(prepayId: string, action: PayAction, openid: string): Promise<void> {
    const outTradeNo = this.#byPrepayId.get(prepayId)
    const order = outTradeNo === undefined ? undefined : this.#orders.get(outTradeNo)
    if (!order) throw new Error('订单不存在')
    if (order.openid !== openid) throw new Error('支付用户与下单用户不一致')
    if (order.state !== 'NOTPAY' && order.state !== 'PAYERROR') {
      throw new Error(order.state === 'CLOSED' ? '订单已关闭' : '该订单已支付')
    }
    const nowMs = this.#nowMs()
    if (order.payableUntilMs < nowMs) throw new Error('订单已过期，请重新下单')
    this.#tell('sheet', order.outTradeNo, action)
    if (action === 'fail') await this.#orders.put(order.outTradeNo, { ...order, state: 'PAYERROR' })
    if (action === 'confirm') await this.#pay(order, nowMs)
  }

  setMischief(mischief: PayMischief): void {
    this.#mischief = mischief
  }

  mischief(): PayMischief {
    return this.#mischief
  }

  async refundByHand(outTradeNo: string, refundFeeFen: number): Promise<void> {
    const order = this.#orders.get(outTradeNo)
    if (!order) throw new Error('订单不存在')
    await this.#refund({
      ...{
        out_trade_no: outTradeNo,
        sub_mch_id: order.subMchId,
        out_refund_no: `hand${randomBytes(8).toString('hex')}`,
      },
      ...{ total_fee: order.totalFeeFen, refund_fee: refundFeeFen },
    })
  }

  orders(): PayOrder[] {
    return [...this.#orders.values()].map(shown)
  }

  /** `wx.wxPayApi`. An API that is not here is an error that names it. */
  async handle(request: Record<string, unknown>): Promise<RawAnswer> {
    const { apiName, requestData } = request
    if (typeof apiName !== 'string' || !(requestData instanceof Uint8Array)) {
      throw new WireError('INVALID_PARAM', 'wx.wxPayApi needs apiName and requestData')
    }
    if (!isPayApi(apiName)) throw new WireError('INVALID_PARAM', `the local WeChat has no cloudPay.${apiName}`)
    const call = this.#options.calls.byToken(request.wxCloudApiToken)
    if (!call) throw new WireError('INVALID_REQUEST_SOURCE', 'cloudPay is called by a function that is under way')
    const parameters: PayParameters = JSON.parse(Buffer.from(requestData).toString('utf8'))
    const answer = await this.#answer(apiName, parameters, call.caller.openid)
    const detail = typeof answer === 'string' ? 'SUCCESS' : String(answer.err_code ?? answer.return_msg)
    this.#tell(apiName, String(parameters.out_trade_no ?? ''), detail)
    const bytes = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer))
    return { raw: typeof answer === 'string' && parameters.tar_type === 'GZIP' ? gzipSync(bytes) : bytes }
  }

  async #answer(api: PayApi, parameters: PayParameters, openid: string): Promise<Record<string, unknown> | string> {
    try {
      checkParameters(api, parameters)
      if (parameters.env_id !== undefined && parameters.env_id !== this.#options.envId) {
        throw new InvalidRequest('invalid env_id')
      }
      switch (api) {
        case 'unifiedOrder':
          return await this.#unifiedOrder(parameters, openid)
        case 'queryOrder':
          return queried(this.#options.appId, this.#find(parameters))
        case 'closeOrder':
          return await this.#closeOrder(parameters)
        case 'refund':
          return await this.#refund(parameters)
        case 'queryRefund':
          return this.#queryRefund(parameters)
        case 'downloadBill':
          return this.#downloadBill(parameters)
      }
    } catch (error) {
      if (error instanceof InvalidRequest) return { return_code: 'FAIL', return_msg: error.message }
      if (!(error instanceof Refused)) throw error
      const refusal = { result_code: 'FAIL', err_code: error.errCode, err_code_des: error.message }
      return { ...head(this.#options.appId, String(parameters.sub_mch_id)), ...refusal }
    }
  }

  async #unifiedOrder(parameters: PayParameters, callerOpenid: string): Promise<Record<string, unknown>> {
    const { appId } = this.#options
    const nowMs = this.#nowMs()
    const openid = String(parameters.sub_openid ?? callerOpenid)
    if (openid === '') throw new InvalidRequest('JSAPI支付必须传openid')
    const expiresAtMs = parameters.time_expire === undefined ? null : momentOf(String(parameters.time_expire))
    if (expiresAtMs !== null && expiresAtMs <= nowMs) throw new Refused('PARAM_ERROR', 'time_expire时间过短')
    const payableUntilMs = Math.min(nowMs + payableMs, expiresAtMs ?? Number.POSITIVE_INFINITY)
    const outTradeNo = String(parameters.out_trade_no)
    const before = this.#orders.get(outTradeNo)
    const asked: OrderRecord = {
      outTradeNo,
      prepayId: before?.prepayId ?? `wx${stampOf(nowMs)}${randomBytes(9).toString('hex')}`,
      openid,
      body: String(parameters.body),
      totalFeeFen: Number(parameters.total_fee),
      state: 'NOTPAY',
      createdAtMs: before?.createdAtMs ?? nowMs,
      subMchId: String(parameters.sub_mch_id),
      functionName: String(parameters.function_name),
      ...(parameters.attach === undefined ? {} : { attach: String(parameters.attach) }),
      payableUntilMs,
    }
    if (before) checkSame(before, asked)
    await this.#orders.put(outTradeNo, asked)
    this.#byPrepayId.set(asked.prepayId, outTradeNo)
    return {
      ...head(appId, asked.subMchId),
      trade_type: 'JSAPI',
      prepay_id: asked.prepayId,
      payment: paymentOf(appId, asked, nowMs, this.#secret),
    }
  }

  async #closeOrder(parameters: PayParameters): Promise<Record<string, unknown>> {
    const order = this.#find(parameters)
    if (order.state === 'CLOSED') throw new Refused('ORDERCLOSED', '订单已关闭')
    if (order.paidAtMs !== undefined) throw new Refused('ORDERPAID', '订单已支付')
    await this.#orders.put(order.outTradeNo, { ...order, state: 'CLOSED' })
    return head(this.#options.appId, order.subMchId)
  }

  async #refund(parameters: PayParameters): Promise<Record<string, unknown>> {
    const { appId } = this.#options
    const order = this.#find(parameters)
    const outRefundNo = String(parameters.out_refund_no)
    const refundFeeFen = Number(parameters.refund_fee)
    const before = this.#refunds.get(outRefundNo)
    if (order.paidAtMs === undefined) throw new Refused('ORDERNOTPAID', '订单未支付')
    if (Number(parameters.total_fee) !== order.totalFeeFen) throw new Refused('PARAM_ERROR', '订单金额不一致')
    if (before && (before.outTradeNo !== order.outTradeNo || before.refundFeeFen !== refundFeeFen)) {
      throw new Refused('PARAM_ERROR', '同一个退款单号,两次请求的参数不一致')
    }
    const refundedFen = this.#refundsOf(order).reduce((total, each) => total + each.refundFeeFen, 0)
    if (!before && refundedFen + refundFeeFen > order.totalFeeFen)
      throw new Refused('INVALID_REQUEST', '退款金额大于可退金额')
    const nowMs = this.#nowMs()
    const refund: RefundRecord = before ?? {
      outRefundNo,
      outTradeNo: order.outTradeNo,
      refundId: `503${stampOf(nowMs)}${randomBytes(5).readUIntBE(0, 5)}`,
      refundFeeFen,
      totalFeeFen: order.totalFeeFen,
      createdAtMs: nowMs,
      doneAtMs: nowMs + refundMs,
    }
    if (!before) {
      const refunded: OrderRecord = { ...order, state: 'REFUND' }
      const event = refundedEvent(appId, order, refund)
      const functionName = parameters.function_name
      await Promise.all([
        this.#orders.put(order.outTradeNo, refunded),
        this.#refunds.put(outRefundNo, refund),
        ...(typeof functionName === 'string'
          ? [this.#deliver({ outTradeNo: order.outTradeNo, functionName, event, truth: event, dueMs: refund.doneAtMs })]
          : []),
      ])
    }
    return {
      ...head(appId, order.subMchId),
      out_trade_no: order.outTradeNo,
      transaction_id: order.transactionId,
      out_refund_no: outRefundNo,
      refund_id: refund.refundId,
      refund_fee: refund.refundFeeFen,
      total_fee: order.totalFeeFen,
      cash_fee: order.totalFeeFen,
    }
  }

  #queryRefund(parameters: PayParameters): Record<string, unknown> {
    const { out_refund_no: outRefundNo, refund_id: refundId } = parameters
    const byNumber = outRefundNo !== undefined || refundId !== undefined
    const refunds = byNumber
      ? [...this.#refunds.values()].filter((each) => each.outRefundNo === outRefundNo || each.refundId === refundId)
      : this.#refundsOf(this.#find(parameters))
    const order = this.#orders.get(refunds[0]?.outTradeNo ?? '')
    if (!order) throw new Refused('REFUNDNOTEXIST', '退款订单查询失败')
    return queriedRefunds(this.#options.appId, order, refunds, this.#nowMs())
  }

  #downloadBill({ bill_date: billDate, bill_type: billType = 'ALL' }: PayParameters): Record<string, unknown> | string {
    const startMs = momentOf(`${String(billDate)}000000`) ?? Number.NaN
    const entries: BillEntry[] = []
    for (const order of this.#orders.values()) {
      if (order.paidAtMs !== undefined && billType !== 'REFUND') entries.push({ atMs: order.paidAtMs, order })
      if (billType === 'SUCCESS') continue
      for (const refund of this.#refundsOf(order)) entries.push({ atMs: refund.createdAtMs, order, refund })
    }
    const ofDay = entries
      .filter(({ atMs }) => atMs >= startMs && atMs < startMs + dayMs)
      .sort((a, b) => a.atMs - b.atMs)
    if (!(this.#nowMs() >= startMs + dayMs + billReadyMs) || ofDay.length === 0) {
      return { return_code: 'FAIL', return_msg: 'No Bill Exist', error_code: '20002' }
    }
    return billOf(this.#options.appId, ofDay)
  }

  /** Marks an order paid and plans its result calls in one transaction. */
  async #pay(order: OrderRecord, nowMs: number): Promise<void> {
    const transactionId = `4200${stampOf(nowMs)}${String(randomBytes(5).readUIntBE(0, 5)).padStart(13, '0').slice(0, 10)}`
    const paid: OrderRecord = { ...order, state: 'SUCCESS', transactionId, paidAtMs: nowMs }
    const mischief = this.#mischief
    this.#mischief = 'once'
    const truth = paidEvent(this.#options.appId, paid, paid.totalFeeFen)
    const event = mischief === 'wrongAmount' ? paidEvent(this.#options.appId, paid, paid.totalFeeFen + 1) : truth
    const { outTradeNo, functionName } = paid
    const result = { outTradeNo, functionName, event, truth, dueMs: nowMs + (mischief === 'late' ? lateMs : 0) }
    const calls = mischief === 'never' ? 0 : mischief === 'twice' ? 2 : 1
    await Promise.all([
      this.#orders.put(outTradeNo, paid),
      ...Array.from({ length: calls }, () => this.#deliver(result)),
    ])
  }

  /** Written in the caller's transaction, called once that is on disk. */
  async #deliver(result: Omit<PendingResult, 'id' | 'tries'>): Promise<void> {
    const schedule = await this.#results.add(result)
    schedule()
  }

  #find(parameters: PayParameters): OrderRecord {
    const { out_trade_no: outTradeNo, transaction_id: transactionId } = parameters
    if (outTradeNo === undefined && transactionId === undefined) throw new InvalidRequest('缺少参数out_trade_no')
    const order =
      transactionId === undefined
        ? this.#orders.get(String(outTradeNo))
        : [...this.#orders.values()].find((each) => each.transactionId === transactionId)
    if (!order || order.subMchId !== parameters.sub_mch_id) throw new Refused('ORDERNOTEXIST', '订单不存在')
    return order
  }

  #refundsOf({ outTradeNo }: OrderRecord): RefundRecord[] {
    return [...this.#refunds.values()].filter((refund) => refund.outTradeNo === outTradeNo)
  }

  #nowMs(): number {
    return this.#options.clock.nowMs()
  }

  #tell(api: string, outTradeNo: string, detail: string): void {
    this.#options.emit({ type: 'pay', api, outTradeNo, detail, atMs: this.#nowMs() })
  }
}

/** An order number stands for one order: the same again is the same order, anything else is refused. */
function checkSame(before: OrderRecord, asked: OrderRecord): void {
  if (before.paidAtMs !== undefined) throw new Refused('ORDERPAID', '该订单已支付')
  if (before.state === 'CLOSED') throw new Refused('ORDERCLOSED', '该订单已关闭')
  const same = (['totalFeeFen', 'body', 'openid', 'subMchId', 'attach', 'functionName'] as const).every(
    (key) => before[key] === asked[key],
  )
  if (!same) throw new Refused('INVALID_REQUEST', '201 商户订单号重复')
}

function shown(order: OrderRecord): PayOrder {
  const { subMchId: _subMchId, functionName: _functionName, attach: _attach, payableUntilMs: _until, ...rest } = order
  return rest
}
