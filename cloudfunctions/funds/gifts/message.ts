import { pending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import { templateRows } from '../../shared/outbox/template'
import type { World } from '../../shared/ports'
import { shanghaiMinute } from '../../shared/time/shanghai'
import type { GiftRecord } from '../records'

/** Tells the donor that the gift has arrived in the books. */
export function receivedMessage(world: World, gift: GiftRecord, nowMs: number): PendingMessage {
  const yuan = `${Math.floor(gift.amountFen / 100)}.${String(gift.amountFen % 100).padStart(2, '0')}`
  const number = gift.certificateNumber ?? ''
  return pending(
    {
      messageId: `message_${world.ids.from('giftReceived', gift._id)}`,
      openid: gift.donorOpenid,
      kind: 'giftReceived',
      title: '捐赠已入账',
      body: `您向${gift.fundName}捐赠的 ${yuan} 元已经入账，捐赠证书编号 ${number}。感谢您的心意。`,
      page: `/fund/pages/certificate/certificate?giftId=${gift._id}`,
      data: templateRows('giftReceived', {
        thing1: gift.fundName,
        amount2: `${yuan}元`,
        time3: shanghaiMinute(gift.paidAtMs ?? gift.createdAtMs),
        thing4: '证书和善款去向可在小程序查看',
      }),
    },
    nowMs,
  )
}
