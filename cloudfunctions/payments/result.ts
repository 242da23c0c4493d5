import { giftIdOf, settleOrder, settleRefund } from '../funds/public'
import type { World } from '../shared/ports'

/** What WeChat Pay wants to hear; with any other `errcode` it calls again later. */
export interface ResultReply {
  errcode: number
  errmsg: string
}

const orderNumberPattern = /^[0-9a-f]{32}$/

/**
 * WeChat Pay's result call, of a payment or a refund. It is taken as a hint alone: which order to look at. What was paid is asked of WeChat. 0 is
 * answered only when the order has come to its end in the books, so that a call cut off in between is made again.
 */
export async function handleResult(world: World, event: unknown): Promise<ResultReply> {
  const { fromClient } = world.caller()
  if (fromClient) return refused(world, 'fromClient')
  const orderNumber = readOrderNumber(event)
  if (orderNumber === null) return refused(world, 'noOrderNumber')
  try {
    if (isRefund(event)) {
      const ended = await settleRefund(world, giftIdOf(orderNumber))
      return ended ? { errcode: 0, errmsg: '' } : { errcode: 1, errmsg: 'open' }
    }
    const settlement = await settleOrder(world, orderNumber)
    return settlement === 'settled' ? { errcode: 0, errmsg: '' } : { errcode: 1, errmsg: settlement }
  } catch (error) {
    world.log('error', 'payments.resultFailed', {
      orderNumber,
      error: error instanceof Error ? error.message : 'unknown',
    })
    return { errcode: 1, errmsg: 'again' }
  }
}

function refused(world: World, reason: string): ResultReply {
  world.log('warn', 'payments.resultRefused', { reason })
  return { errcode: 1, errmsg: 'refused' }
}

function isRefund(event: unknown): boolean {
  return event !== null && typeof event === 'object' && 'outRefundNo' in event
}

function readOrderNumber(event: unknown): string | null {
  if (event === null || typeof event !== 'object' || !('outTradeNo' in event)) return null
  const { outTradeNo } = event
  return typeof outTradeNo === 'string' && orderNumberPattern.test(outTradeNo) ? outTradeNo : null
}
