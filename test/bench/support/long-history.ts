import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { type PastEvent, writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import type { GiftRecord } from '../../../cloudfunctions/funds/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { FundId, GiftId } from '../../../typings/ids'
import { fundRecord } from '../../contract/funds/scene'
import { paidGift } from '../../property/funds/records'

export const longFundId: FundId = 'fund_500110001001'
export const donorOpenid = 'o-donor'
const beginMs = Date.parse('2020-01-01T00:00:00Z')

/** The gift in the middle of the book; what it paid for lies right after it. */
export const tracedGiftId = (entries: number): GiftId => `gift_${Math.floor(entries / 2)}`

/** A fund with so many entries: gifts of 20 yuan, and after each nineteen of them a payment of nearly all that they brought. */
export function longHistory(entries: number) {
  const stepMs = Math.floor((5 * 365 * dayMs) / entries)
  const events = Array.from({ length: entries }, (_, index): PastEvent => {
    const atMs = beginMs + index * stepMs
    if (index % 20 === 19) {
      const bought = {
        kind: 'payment',
        cause: `bought ${index}`,
        title: '为独居老人送热餐',
        earmark: 'elderCare',
      } as const
      return { ...bought, amountFen: fen(37_000), atMs }
    }
    const giftId: GiftId = `gift_${index}`
    return { kind: 'gift', giftId, amountFen: fen(2_000), earmark: null, donorName: null, atMs }
  })
  const { entries: journal, chain, checkpoint } = writeHistory(longFundId, events, () => 'salt')
  const traced = journal.find(({ cause }) => cause === tracedGiftId(entries))
  if (!traced) throw new Error('the gift in the middle is no gift')
  const gifts = journal
    .filter(({ kind }) => kind === 'gift')
    .map((entry): GiftRecord => ({ ...paidGift(entry, entry.cause as GiftId), donorOpenid }))
  const funds = [fundRecord(beginMs, { _id: longFundId, territoryCode: longFundId.slice('fund_'.length) })]
  return { funds, journal, chain, fundCheckpoints: [checkpoint], gifts }
}
