import type { GiftId } from '../../../typings/ids'
import { shanghaiDay } from '../../shared/time/shanghai'

/** A gift as the public reads it, with the name that the donor chose to show. */
export function giftTitle(donorName: string | null): string {
  return `${donorName ?? '爱心人士'}的捐赠`
}

/** 捐赠证书编号: the day of the payment and 12 digits of the gift's id: `WS20251123-3F9A-1C20-77AB`. */
export function certificateNumberOf(giftId: GiftId, paidAtMs: number): string {
  const digits = giftId.slice('gift_'.length, 'gift_'.length + 12).toUpperCase()
  return `WS${shanghaiDay(paidAtMs).replaceAll('-', '')}-${digits.match(/.{4}/g)?.join('-') ?? digits}`
}
