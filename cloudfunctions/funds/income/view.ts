import type {
  Difference,
  ImportDetail,
  ImportSummary,
  InKindGift,
  MonthlyGift,
  Proposal,
  Receipt,
  Refund,
} from '../../../typings/income'
import type { Duty } from '../../../typings/people'
import { require } from '../../shared/errors'
import type { Filter } from '../../shared/ports'
import { fen, sumFen } from '../ledger/fen'
import type {
  DifferenceRecord,
  ImportRecord,
  InKindRecord,
  MonthlyRecord,
  ProposalRecord,
  ReceiptRecord,
  RefundRecord,
} from './records'

/** The district that a person of the district works for. */
export function districtOf(duties: readonly Duty[]): string {
  const duty = duties.find(({ role, territoryCode }) => role === 'districtStaff' && territoryCode.length === 6)
  require(duty, 'FORBIDDEN', 'this is for the staff of a district')
  return duty.territoryCode
}

/** Gifts of the district whose donors' words wait for a person; a fund's id begins with its place's code. */
export function heldIn(districtCode: string): Filter {
  const ofDistrict = { $gte: `fund_${districtCode}`, $lt: `fund_${districtCode}~` }
  return { textVerdict: 'review', status: 'paid', fundId: ofDistrict }
}

export function refundView(record: RefundRecord): Refund {
  const { _id: refundId, giftId, fundId, fundName, amountFen, reason, status, askedAtMs, words, version } = record
  return { refundId, giftId, fundId, fundName, amountFen, reason, status, askedAtMs, words, version }
}

export function importSummary(record: ImportRecord): ImportSummary {
  const { _id: importId, source, fileName, authorName, createdAtMs, status, rows, doneCount, version } = record
  const count = (state: string) => rows.filter((row) => row.state === state).length
  return {
    ...{ importId, source, fileName, authorName, createdAtMs, status, doneCount, version },
    ...{ rowCount: rows.length, newCount: count('new'), knownCount: count('known') },
    ...{ unmatchedCount: count('unmatched'), wrongCount: count('wrong') },
    newFen: sumFen(rows.filter(({ state }) => state === 'new').map(({ amountFen }) => amountFen ?? 0)),
  }
}

export function importDetail(record: ImportRecord): ImportDetail {
  return { ...importSummary(record), encoding: record.encoding, rows: record.rows }
}

export function differenceView(record: DifferenceRecord): Difference {
  const { _id: differenceId, kind, day, orderNumber, bookedFen, statedFen, words, remark, candidates } = record
  const { status, resolution, version } = record
  return {
    ...{ differenceId, kind, day, orderNumber, bookedFen, statedFen, words, remark, candidates, status, version },
    resolution: resolution && {
      ...{ byName: resolution.byName, atMs: resolution.atMs },
      ...{ reason: resolution.reason, fundName: resolution.fundName },
    },
  }
}

export function proposalView(record: ProposalRecord, openid: string): Proposal {
  const { _id: proposalId, kind, title, amountFen, lines, reason, authorName, createdAtMs } = record
  const { status, decidedByName, decidedAtMs, decision, version } = record
  return {
    ...{ proposalId, kind, title, amountFen, lines, reason, authorName, createdAtMs },
    ...{ status, decidedByName, decidedAtMs, decision, version },
    canDecide:
      (status === 'open' && record.authorOpenid !== openid) ||
      (status === 'posting' && record.decidedByOpenid === openid),
  }
}

export function inKindView(record: InKindRecord): InKindGift {
  const { _id: inKindId, fundId, form, what, valueFen, valuation, donorName, receivedAtMs, uses } = record
  return {
    ...{ inKindId, fundId, form, what, valueFen, valuation, donorName, receivedAtMs, uses },
    usedFen: sumFen(uses.map((use) => use.valueFen)),
  }
}

export function monthlyView(record: MonthlyRecord): MonthlyGift {
  const { fundId, fundName, communityName, amountFen, dayOfMonth, earmark, nextAtMs } = record
  return { fundId, fundName, communityName, amountFen: fen(amountFen), dayOfMonth, earmark, nextAtMs: nextAtMs ?? 0 }
}

export function receiptView(record: ReceiptRecord): Receipt {
  const { receiptNumber, entryId, giftId, fundName, holder, title, creditCode, form } = record
  const { amountFen, organisation, handlerName, givenAtMs, issuedAtMs, status } = record
  return {
    ...{ receiptNumber, entryId, giftId, fundName, holder, title, creditCode, form },
    ...{ amountFen, organisation, handlerName, givenAtMs, issuedAtMs, status },
  }
}
