import type { PaymentParameters } from '../../typings/funds'
import { wasCancelled } from './cloud'

/**
 * Opens WeChat's pay sheet. `closed`: the person closed it; `failed`: WeChat refused. Even `paid` is only what the phone
 * saw: ask `funds.checkGift` what is in the books.
 */
export async function pay(parameters: PaymentParameters): Promise<'paid' | 'closed' | 'failed'> {
  try {
    await wx.requestPayment(parameters)
    return 'paid'
  } catch (error) {
    return wasCancelled(error) ? 'closed' : 'failed'
  }
}
