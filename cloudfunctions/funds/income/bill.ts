import type { GiftStatus } from '../../../typings/funds'
import type { Difference } from '../../../typings/income'
import type { Fen } from '../../../typings/money'
import { Failure, invariant } from '../../shared/errors'
import { fen, sumFen } from '../ledger/fen'
import { readFen } from './parse'

export interface BillRow {
  orderNumber: string
  /** Set: this row is a refund. */
  refundNumber: string | null
  amountFen: Fen
  refused: boolean
}

/**
 * WeChat Pay's bill of a day, type ALL: a header, a row for each payment and refund with a backtick before every value, then
 * the sums under a header of their own. UNAVAILABLE when rows and sums disagree: half a bill would look like lost gifts.
 */
export function readBill(text: string): { rows: BillRow[]; feeFen: Fen } {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const header = (lines[0] ?? '').split(',')
  const sumsAt = lines.findIndex((line) => line.startsWith('总交易单数'))
  if (sumsAt < 1) throw new Failure('UNAVAILABLE', 'the bill has no sums')
  const columns = ['商户订单号', '交易状态', '订单金额', '商户退款单号', '申请退款金额', '退款状态'] as const
  const at = new Map(columns.map((name) => [name, header.indexOf(name)]))
  if ([...at.values()].some((index) => index < 0)) throw new Failure('UNAVAILABLE', 'the bill has other columns')
  const rows = lines.slice(1, sumsAt).map((line) => {
    const values = valuesOf(line)
    const of = (name: (typeof columns)[number]) => values[at.get(name) ?? -1] ?? ''
    const isRefund = of('交易状态') === 'REFUND'
    const amountFen = readFen(isRefund ? of('申请退款金额') : of('订单金额'))
    if (amountFen === null) throw new Failure('UNAVAILABLE', 'a row of the bill has no amount')
    return {
      ...{ orderNumber: of('商户订单号'), refundNumber: isRefund ? of('商户退款单号') : null, amountFen },
      refused: isRefund && /FAIL|CLOSE|CHANGE/.test(of('退款状态')),
    }
  })
  const sums = valuesOf(lines[sumsAt + 1] ?? '')
  if (Number(sums[0]) !== rows.length) throw new Failure('UNAVAILABLE', 'the bill is not whole')
  return { rows, feeFen: readFee(sums[(lines[sumsAt] ?? '').split(',').indexOf('手续费总金额')] ?? '0') }
}

/** WeChat states fees to a thousandth of a fen (`1.23456` yuan, less than nothing for what it gave back): each begun fen counts. */
function readFee(text: string): Fen {
  const found = /^(-?)(\d+)(?:\.(\d{1,5}))?$/.exec(text.replaceAll('`', ''))
  if (!found) throw new Failure('UNAVAILABLE', 'the bill has no sum of fees')
  const thousandths = Number(found[2]) * 100_000 + Number((found[3] ?? '').padEnd(5, '0'))
  return found[1] === '-' ? fen(0) : fen(Math.ceil(thousandths / 1000))
}

/** No CSV: a value, such as the goods' name, may hold commas and quotes. Values part where a comma and a backtick meet. */
function valuesOf(line: string): string[] {
  return line.replace(/^`/, '').split(',`')
}

export interface BookedGift {
  orderNumber: string
  status: GiftStatus
  amountFen: Fen
  /** What WeChat said that was paid, of a disputed one. */
  disputedFen: Fen | null
  /** Its payment is of this day. */
  ofDay: boolean
}

export interface BookedRefund {
  refundNumber: string
  amountFen: Fen
  /** Out of the books and not put back. */
  booked: boolean
  ofDay: boolean
}

export type Found = Pick<Difference, 'kind' | 'orderNumber' | 'bookedFen' | 'statedFen' | 'words'>

export interface DayResult {
  differences: Found[]
  billCount: number
  billFen: Fen
  bookedCount: number
  bookedFen: Fen
  refundFen: Fen
}

/**
 * A day's bill beside the books: what is in one and not in the other, or with another sum. `gifts` and `refunds` are those of
 * the day and those that the bill names.
 */
export function compareDay(
  rows: readonly BillRow[],
  gifts: readonly BookedGift[],
  refunds: readonly BookedRefund[],
  feeFen: Fen = fen(0),
): DayResult {
  const paid = rows.filter(({ refundNumber }) => refundNumber === null)
  const returned = rows.filter(({ refundNumber, refused }) => refundNumber !== null && !refused)
  const booked = gifts.filter(({ ofDay, status }) => ofDay && isBooked(status))
  return {
    differences: [
      ...paid.flatMap((row) => paymentDifference(row, gifts)),
      ...missingPayments(booked, paid),
      ...returned.flatMap((row) => refundDifference(row, refunds)),
      ...missingRefunds(refunds, returned),
      ...feeCharged(feeFen),
    ],
    billCount: paid.length,
    billFen: sumFen(paid.map(({ amountFen }) => amountFen)),
    bookedCount: booked.length,
    bookedFen: sumFen(booked.map(({ amountFen }) => amountFen)),
    refundFen: sumFen(returned.map(({ amountFen }) => amountFen)),
  }
}

/**
 * A charity's merchant number pays WeChat no fee, and a gift is booked as the donor paid it, whole. What WeChat kept all the
 * same is the federation's to settle, out of its own money: a person is told.
 */
function feeCharged(feeFen: Fen): Found[] {
  const words = '微信收了手续费。公益收款的费率是 0，善款按捐赠人付的全额入账，手续费由慈善会承担，请向微信核对费率。'
  return feeFen === 0 ? [] : [{ kind: 'feeCharged', orderNumber: '', bookedFen: null, statedFen: feeFen, words }]
}

function paymentDifference(row: BillRow, gifts: readonly BookedGift[]): Found[] {
  const { orderNumber, amountFen: statedFen } = row
  const gift = gifts.find((each) => each.orderNumber === orderNumber)
  if (!gift) {
    const words = '微信账单里有这笔付款，系统里没有对应的捐赠订单。'
    return [{ kind: 'unknownOrder', orderNumber, bookedFen: null, statedFen, words }]
  }
  if (gift.status === 'disputed' || (isBooked(gift.status) && gift.amountFen !== statedFen)) {
    const words = '微信账单的金额和捐赠订单不一样，这笔钱没有入账或入错了数。'
    const bookedFen = isBooked(gift.status) ? gift.amountFen : null
    return [{ kind: 'amountDiffers', orderNumber, bookedFen, statedFen, words }]
  }
  if (isBooked(gift.status)) return []
  const words = '微信账单里这笔已经付款，账本里还没有。'
  return [{ kind: 'paidNotBooked', orderNumber, bookedFen: null, statedFen, words }]
}

function missingPayments(booked: readonly BookedGift[], paid: readonly BillRow[]): Found[] {
  const named = new Set(paid.map(({ orderNumber }) => orderNumber))
  return booked
    .filter(({ orderNumber }) => !named.has(orderNumber))
    .map(({ orderNumber, amountFen }) => ({
      ...{ kind: 'bookedNotPaid' as const, orderNumber, bookedFen: amountFen, statedFen: null },
      words: '账本里有这笔捐赠，微信当天的账单里没有。',
    }))
}

function refundDifference(row: BillRow, refunds: readonly BookedRefund[]): Found[] {
  const number = row.refundNumber
  invariant(number !== null, 'a refund has its number')
  const refund = refunds.find(({ refundNumber }) => refundNumber === number)
  if (refund?.booked && refund.amountFen === row.amountFen) return []
  return [
    {
      ...{ kind: 'refundNotBooked', orderNumber: number, bookedFen: refund?.booked ? refund.amountFen : null },
      ...{ statedFen: fen(row.amountFen), words: '微信账单里有这笔退款，账本里没有，或金额不一样。' },
    },
  ]
}

function missingRefunds(refunds: readonly BookedRefund[], returned: readonly BillRow[]): Found[] {
  const named = new Set(returned.map(({ refundNumber }) => refundNumber))
  return refunds
    .filter(({ ofDay, booked, refundNumber }) => ofDay && booked && !named.has(refundNumber))
    .map(({ refundNumber, amountFen }) => ({
      ...{ kind: 'refundNotPaid' as const, orderNumber: refundNumber, bookedFen: amountFen, statedFen: null },
      words: '账本里有这笔退款，微信当天的账单里没有。',
    }))
}

function isBooked(status: GiftStatus): boolean {
  return status === 'paid' || status === 'refunded'
}
