import { gunzipSync } from 'node:zlib'
import type { Doc, PayMischief } from '../../../local/contract'
import { appId, envId, startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe', 'payments'])
})
afterAll(() => test.close())

const subMchId = '1900009231'
let orders = 0

function pay(api: string, data: object, openid = 'oDonor'): Promise<Record<string, unknown>> {
  return test.probe(openid, 'pay', { api, data: { subMchId, ...data } })
}

function order(more: object = {}, openid = 'oDonor'): Promise<Record<string, unknown>> {
  orders += 1
  return pay(
    'unifiedOrder',
    {
      body: '社区基金捐赠',
      outTradeNo: `don_${String(orders).padStart(6, '0')}`,
      totalFee: 2000,
      spbillCreateIp: '127.0.0.1',
      envId,
      functionName: 'payments',
      nonceStr: 'abc',
      tradeType: 'JSAPI',
      ...more,
    },
    openid,
  )
}

function prepayIdOf(answer: Record<string, unknown>): string {
  const { package: text } = answer.payment as { package: string }
  return text.replace('prepay_id=', '')
}

/** Orders, pays with the mischief, and lets the result calls of the first moments arrive. */
async function donate(mischief: PayMischief, more: object = {}): Promise<string> {
  test.cloud.pay.setMischief(mischief)
  const prepayId = prepayIdOf(await order(more))
  await test.cloud.pay.settle(prepayId, 'confirm', 'oDonor')
  await test.cloud.clock.advance(1_000)
  return test.cloud.pay.byPrepayId(prepayId)?.outTradeNo ?? ''
}

function results(outTradeNo: string): Doc[] {
  return test.cloud.database.find('results', { outTradeNo })
}

/** The result calls of an order, once so many have come. */
async function resultsOnce(count: number, outTradeNo: string): Promise<Doc[]> {
  const untilMs = Date.now() + 15_000
  while (results(outTradeNo).length < count && Date.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return results(outTradeNo)
}

describe('unifiedOrder', () => {
  it('answers what wx.requestPayment takes, and the order is the caller’s', async () => {
    const answer = await order()
    expect(answer).toMatchObject({ errCode: 0, returnCode: 'SUCCESS', resultCode: 'SUCCESS', subMchId })
    expect(answer.payment).toEqual({
      appId,
      timeStamp: expect.stringMatching(/^\d{10}$/),
      nonceStr: expect.stringMatching(/^\w{32}$/),
      package: expect.stringMatching(/^prepay_id=wx/),
      signType: 'MD5',
      paySign: expect.stringMatching(/^[0-9A-F]{32}$/),
    })
    expect(test.cloud.pay.byPrepayId(prepayIdOf(answer))).toMatchObject({
      openid: 'oDonor',
      totalFeeFen: 2000,
      state: 'NOTPAY',
    })
  })

  it.each([
    ['no body', { body: undefined }],
    ['a body over 128 bytes', { body: '捐'.repeat(43) }],
    ['an order number with a space', { outTradeNo: 'don 000001' }],
    ['an order number of 33 characters', { outTradeNo: 'x'.repeat(33) }],
    ['nothing to pay', { totalFee: 0 }],
    ['part of a fen', { totalFee: 0.5 }],
    ['an amount as text', { totalFee: '2000' }],
    ['no address', { spbillCreateIp: 'localhost' }],
    ['another environment', { envId: 'other-env' }],
    ['no result function', { functionName: undefined }],
    ['another trade type', { tradeType: 'APP' }],
    ['a parameter that is not built', { goodsTag: 'x' }],
  ])('refuses %s', async (_, more) => {
    const answer = await order(more)
    expect(answer.returnCode).toBe('FAIL')
    expect(answer.payment).toBeUndefined()
  })

  it('the same order again is the same prepay id; the same number for anything else is refused', async () => {
    const first = await order({ outTradeNo: 'don_same' })
    const again = await order({ outTradeNo: 'don_same' })
    expect(prepayIdOf(again)).toBe(prepayIdOf(first))
    for (const other of [{ totalFee: 2001 }, { body: '别的' }]) {
      const refused = await order({ outTradeNo: 'don_same', ...other })
      expect(refused).toMatchObject({ resultCode: 'FAIL', errCodeDes: '201 商户订单号重复' })
    }
    expect(await order({ outTradeNo: 'don_same' }, 'oOther')).toMatchObject({ resultCode: 'FAIL' })
  })

  it('an API that is not built is an error that names it', async () => {
    const told = await pay('micropay', {})
    expect(told).toMatchObject({ thrown: true, errMsg: expect.stringContaining('cloudPay.micropay') })
  })
})

describe('the pay sheet', () => {
  it('only the person who ordered can pay, once, and within two hours', async () => {
    const prepayId = prepayIdOf(await order())
    await expect(test.cloud.pay.settle(prepayId, 'confirm', 'oThief')).rejects.toThrow('不一致')
    await test.cloud.pay.settle(prepayId, 'cancel', 'oDonor')
    expect(test.cloud.pay.byPrepayId(prepayId)?.state).toBe('NOTPAY')
    await test.cloud.pay.settle(prepayId, 'fail', 'oDonor')
    expect(test.cloud.pay.byPrepayId(prepayId)?.state).toBe('PAYERROR')
    await test.cloud.pay.settle(prepayId, 'confirm', 'oDonor')
    await expect(test.cloud.pay.settle(prepayId, 'confirm', 'oDonor')).rejects.toThrow('已支付')
    const late = prepayIdOf(await order())
    await test.cloud.clock.advance(2 * 3_600_000 + 1)
    await expect(test.cloud.pay.settle(late, 'confirm', 'oDonor')).rejects.toThrow('过期')
    await expect(test.cloud.pay.settle('wx_unknown', 'confirm', 'oDonor')).rejects.toThrow('不存在')
  })

  it('a closed order cannot be paid, a paid one not closed', async () => {
    const answer = await order({ outTradeNo: 'don_closed' })
    expect(await pay('closeOrder', { outTradeNo: 'don_closed' })).toMatchObject({ resultCode: 'SUCCESS' })
    await expect(test.cloud.pay.settle(prepayIdOf(answer), 'confirm', 'oDonor')).rejects.toThrow('已关闭')
    expect(await order({ outTradeNo: 'don_closed' })).toMatchObject({ errCodeDes: '该订单已关闭' })
    const paid = await donate('once')
    expect(await pay('closeOrder', { outTradeNo: paid })).toMatchObject({
      resultCode: 'FAIL',
      errCodeDes: '订单已支付',
    })
  })
})

describe('the result call', () => {
  it('once: the function hears the documented fields, from no client', async () => {
    const outTradeNo = await donate('once', { attach: 'fund_1' })
    expect(results(outTradeNo)).toMatchObject([
      {
        returnCode: 'SUCCESS',
        resultCode: 'SUCCESS',
        totalFee: 2000,
        cashFee: 2000,
        subOpenid: 'oDonor',
        subMchId,
        attach: 'fund_1',
        transactionId: expect.stringMatching(/^4200\d{24}$/),
        timeEnd: expect.stringMatching(/^\d{14}$/),
        source: 'wx_pay',
        caller: null,
      },
    ])
  })

  it('twice: two calls say the same', async () => {
    const [first, second, ...more] = await resultsOnce(2, await donate('twice'))
    expect(more).toEqual([])
    expect(second?.transactionId).toBe(first?.transactionId)
    expect(test.cloud.pay.mischief()).toBe('once')
  })

  it('late: it comes ten minutes after the payment', async () => {
    const outTradeNo = await donate('late')
    expect(results(outTradeNo)).toHaveLength(0)
    expect(await pay('queryOrder', { outTradeNo })).toMatchObject({ tradeState: 'SUCCESS', totalFee: 2000 })
    await test.cloud.clock.advance(10 * 60_000)
    expect(results(outTradeNo)).toHaveLength(1)
  })

  it('never: only queryOrder tells', async () => {
    const outTradeNo = await donate('never')
    await test.cloud.clock.advance(24 * 3_600_000)
    expect(results(outTradeNo)).toHaveLength(0)
    expect(await pay('queryOrder', { outTradeNo })).toMatchObject({ tradeState: 'SUCCESS', subOpenid: 'oDonor' })
  })

  it('wrongAmount: the call lies, queryOrder does not, and a refused lie is followed by the truth', async () => {
    const outTradeNo = await donate('wrongAmount', { attach: 'refuse 1' })
    expect(results(outTradeNo)).toMatchObject([{ totalFee: 2001 }])
    expect(await pay('queryOrder', { outTradeNo })).toMatchObject({ totalFee: 2000 })
    await test.cloud.clock.advance(16_000)
    expect(results(outTradeNo)).toHaveLength(2)
    expect(results(outTradeNo).map(({ totalFee }) => totalFee)).toContain(2000)
  })

  it('a function that does not answer errcode 0 is called again after 15 s, 15 s and 30 s, then left alone', async () => {
    const outTradeNo = await donate('once', { attach: 'refuse 3' })
    const counts: number[] = []
    for (const seconds of [0, 13, 3, 12, 3, 27, 5, 3600]) {
      await test.cloud.clock.advance(seconds * 1000)
      counts.push(results(outTradeNo).length)
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
  })

  it('a payment whose result waits survives a restart, and so does the order', async () => {
    const outTradeNo = await donate('late')
    await test.restart()
    expect(test.cloud.pay.orders()).toContainEqual(expect.objectContaining({ outTradeNo, state: 'SUCCESS' }))
    expect(results(outTradeNo)).toHaveLength(0)
    await test.cloud.clock.advance(10 * 60_000)
    expect(results(outTradeNo)).toHaveLength(1)
  })
})

describe('refunds and bills', () => {
  it('refunds up to what was paid, the same refund once, and tells its state', async () => {
    const outTradeNo = await donate('once')
    const refund = (outRefundNo: string, refundFee: number) =>
      pay('refund', { outTradeNo, outRefundNo, totalFee: 2000, refundFee, envId, functionName: 'payments' })
    const first = await refund('ref_1', 1500)
    expect(first).toMatchObject({ resultCode: 'SUCCESS', refundFee: 1500 })
    expect((await refund('ref_1', 1500)).refundId).toBe(first.refundId)
    expect(await refund('ref_1', 100)).toMatchObject({ resultCode: 'FAIL' })
    expect(await refund('ref_2', 501)).toMatchObject({ resultCode: 'FAIL', errCodeDes: '退款金额大于可退金额' })
    expect(await pay('queryRefund', { outTradeNo })).toMatchObject({ refundCount: 1, refundStatus_0: 'PROCESSING' })
    await test.cloud.clock.advance(4_000)
    expect(await pay('queryRefund', { outRefundNo: 'ref_1' })).toMatchObject({ refundStatus_0: 'SUCCESS' })
    expect(await pay('queryOrder', { outTradeNo })).toMatchObject({ tradeState: 'REFUND' })
    expect(results(outTradeNo)).toContainEqual(
      expect.objectContaining({ outRefundNo: 'ref_1', refundStatus: 'SUCCESS' }),
    )
    const unpaid = await order({ outTradeNo: 'don_unpaid' })
    expect(unpaid.resultCode).toBe('SUCCESS')
    const early = { outTradeNo: 'don_unpaid', outRefundNo: 'ref_3', totalFee: 2000, refundFee: 1 }
    expect(await pay('refund', early)).toMatchObject({ resultCode: 'FAIL', errCodeDes: '订单未支付' })
  })

  it('an order or refund that is not there says so', async () => {
    expect(await pay('queryOrder', { outTradeNo: 'don_nothing' })).toMatchObject({ errCodeDes: '订单不存在' })
    expect(await pay('queryRefund', { outRefundNo: 'ref_nothing' })).toMatchObject({ resultCode: 'FAIL' })
  })

  it('the bill of a day is there the next morning, with every payment of it', async () => {
    const outTradeNo = await donate('once')
    const billDate = new Date(test.cloud.clock.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10).replace(/-/g, '')
    expect(await pay('downloadBill', { billDate })).toMatchObject({ returnCode: 'FAIL', returnMsg: 'No Bill Exist' })
    await test.cloud.clock.advance(34 * 3_600_000)
    const { data } = await pay('downloadBill', { billDate, billType: 'SUCCESS' })
    expect(String(data)).toContain(`\`${outTradeNo},\`oDonor,\`JSAPI,\`SUCCESS`)
    const zipped = await pay('downloadBill', { billDate, billType: 'SUCCESS', tarType: 'GZIP' })
    const bytes = Buffer.from((zipped.data as { data: number[] }).data)
    expect(gunzipSync(bytes).toString()).toBe(String(data))
  })
})
