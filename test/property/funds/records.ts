import type { EntryRecord, GiftRecord } from '../../../cloudfunctions/funds/records'
import type { GiftId } from '../../../typings/ids'

/** The gift behind an entry, paid. */
export function paidGift(entry: EntryRecord, giftId: GiftId): GiftRecord {
  return {
    _id: giftId,
    donorOpenid: 'donor',
    fundId: entry.fundId,
    fundName: '新山村社区治理专项基金',
    communityName: '新山村社区',
    organisation: '区慈善会',
    amountFen: entry.amountFen,
    earmark: entry.earmark,
    donorName: '林女士',
    message: '',
    textVerdict: 'pass',
    inputDigest: 'digest',
    titleSalt: entry.titleSalt ?? '',
    status: 'paid',
    orderOpen: false,
    createdAtMs: entry.atMs,
    paidAtMs: entry.atMs,
    transactionId: 'transaction',
    certificateNumber: 'certificate',
    entryId: entry._id,
    disputedAmountFen: null,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}
