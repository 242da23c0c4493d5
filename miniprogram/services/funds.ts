import type { Flow, FundDetail, FundSummary, Gift, PaymentParameters, StartGiftInput } from '../../typings/funds'
import type { FundId, GiftId, TerritoryCode } from '../../typings/ids'
import type { Fen } from '../../typings/money'
import type { Page } from '../../typings/page'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/funds.ts`. All reject with CallFailure (`platform/cloud.ts`). */

export function listFunds(near: TerritoryCode | null, cursor: string | null): Promise<Page<FundSummary>> {
  return call('funds.list', { near, cursor })
}

export function getFund(fundId: FundId): Promise<FundDetail> {
  return call('funds.get', { fundId })
}

/** What a scanned code says: the community alone. */
export function getFundByTerritory(territoryCode: TerritoryCode): Promise<FundDetail> {
  return call('funds.getByTerritory', { territoryCode })
}

export function listFlows(fundId: FundId, direction: 'in' | 'out' | null, cursor: string | null): Promise<Page<Flow>> {
  return call('funds.listFlows', { fundId, direction, cursor })
}

/** Safe to send again: the key in the input makes it the same gift. */
export function startGift(input: StartGiftInput): Promise<{ gift: Gift; payment: PaymentParameters | null }> {
  return call('funds.startGift', input)
}

export function checkGift(giftId: GiftId): Promise<Gift> {
  return call('funds.checkGift', { giftId })
}

export function cancelGift(giftId: GiftId): Promise<Gift> {
  return call('funds.cancelGift', { giftId })
}

export function getGift(giftId: GiftId): Promise<Gift> {
  return call('funds.getGift', { giftId })
}

export function listMyGifts(cursor: string | null): Promise<Page<Gift> & { totalFen: Fen }> {
  return call('funds.listMyGifts', { cursor })
}

export function getFundCode(fundId: FundId): Promise<{ imageUrl: string }> {
  return call('funds.getCode', { fundId })
}
