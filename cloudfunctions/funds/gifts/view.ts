import type { Gift } from '../../../typings/funds'
import type { GiftId } from '../../../typings/ids'
import { require } from '../../shared/errors'
import type { World } from '../../shared/ports'
import type { GiftRecord } from '../records'

/** A gift as its donor sees it; `entryNumber` comes from the chain. */
export function giftView(gift: GiftRecord, entryNumber: number | null): Gift {
  return {
    giftId: gift._id,
    fundId: gift.fundId,
    fundName: gift.fundName,
    communityName: gift.communityName,
    amountFen: gift.amountFen,
    earmark: gift.earmark,
    donorName: gift.donorName,
    message: gift.message,
    status: gift.status,
    createdAtMs: gift.createdAtMs,
    paidAtMs: gift.status === 'paid' ? gift.paidAtMs : null,
    certificateNumber: gift.certificateNumber,
    organisation: gift.organisation,
    entryNumber,
  }
}

/** A gift is its donor's alone; anybody else's looks like none. */
export async function readOwnGift(world: World, openid: string, giftId: GiftId): Promise<GiftRecord> {
  const gift = await world.database.get<GiftRecord>('gifts', giftId)
  require(gift && gift.donorOpenid === openid, 'NOT_FOUND', 'No such gift of this person')
  return gift
}
