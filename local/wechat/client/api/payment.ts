import type { PayOrder } from '../../../contract'
import type { Phone } from '../host/contract'
import { openPaySheet } from '../overlays/pay-sheet'
import { Failure, immediate, type Options, requiredText } from './call'
import { noteTap } from './gesture'

/** `wx.requestPayment`: fails with `cancel` when the sheet is closed, and with WeChat's reason when it cannot be paid. */
export function paymentApis(phone: Phone): Record<string, unknown> {
  return { requestPayment: immediate('requestPayment', (options) => requestPayment(phone, options)) }
}

async function requestPayment(phone: Phone, options: Options): Promise<undefined> {
  for (const name of ['timeStamp', 'nonceStr', 'package', 'paySign']) requiredText(options, name)
  const prepayId = /^prepay_id=(.+)$/.exec(requiredText(options, 'package'))?.[1]
  if (prepayId === undefined) throw new Failure('parameter error: package should be prepay_id=…')
  const order = (await phone.post('pay/order', { prepayId })) as PayOrder
  if (order.state === 'SUCCESS') throw new Failure('该订单已支付')
  if (order.state !== 'NOTPAY') throw new Failure('订单已关闭')
  const action = await openPaySheet(phone, order, async (chosen) => {
    await phone.post('pay/finish', { prepayId, action: chosen })
  })
  // WeChat lets the product ask for subscriptions in the payment's callback, as after a tap.
  noteTap()
  if (action === 'cancel') throw new Failure('cancel')
  if (action === 'fail') throw new Failure('余额不足')
  return undefined
}
