import type { DisclosureContent } from '../../../typings/disclosure'
import type { EntryKind, Flow } from '../../../typings/funds'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import { publicCount } from '../../shared/small-cells'
import { fen } from '../ledger/fen'
import { effect, giftsAdded } from '../ledger/fold'
import type { Posting } from '../ledger/model'

/** Sums of a fund's entries, by what decides how they count. */
export interface Group {
  kind: EntryKind
  direction: Flow['direction']
  earmark: Field | null
  amountFen: number
  count: number
  /** The first posting of them all: which account outside they touch decides how they count. */
  postings?: readonly Posting[]
}

export interface Purpose {
  field: Field | null
  receivedFen: Fen
  spentFen: Fen
}

/** What was received and spent in all; giving back and correcting take away from the side that they undo. */
function totalsOf(groups: readonly Group[]): { receivedFen: Fen; spentFen: Fen } {
  const sum = (side: 'receivedFen' | 'spentFen') =>
    fen(groups.reduce((total, group) => total + effect({ ...group, amountFen: fen(group.amountFen) })[side], 0))
  return { receivedFen: sum('receivedFen'), spentFen: sum('spentFen') }
}

/** By the field that it was given for and spent on, the largest first; fields without money are left out. */
export function purposesOf(groups: readonly Group[]): Purpose[] {
  const fields = new Set(groups.map(({ earmark }) => earmark))
  return [...fields]
    .map((field) => ({ field, ...totalsOf(groups.filter(({ earmark }) => earmark === field)) }))
    .filter(({ receivedFen, spentFen }) => receivedFen !== 0 || spentFen !== 0)
    .sort((a, b) => b.receivedFen + b.spentFen - (a.receivedFen + a.spentFen))
}

/** What a disclosure says of one fund in one time. */
export function contentOf(facts: {
  before: readonly Group[]
  within: readonly Group[]
  payments: DisclosureContent['payments']
  corrections: DisclosureContent['corrections']
}): DisclosureContent {
  const { before, within, payments, corrections } = facts
  const opening = totalsOf(before)
  const totals = totalsOf(within)
  const openingFen = fen(opening.receivedFen - opening.spentFen)
  // What was given back has a line of its own; what was corrected was no gift.
  const isBack = (group: Group) => group.kind === 'refund' || (group.kind === 'correction' && giftsAdded(group) > 0)
  const sumOf = (groups: readonly Group[]) =>
    groups.reduce((total, group) => total + giftsAdded(group) * group.amountFen, 0)
  const givenFen = fen(sumOf(within.filter((group) => !isBack(group))))
  const refundedFen = fen(-sumOf(within.filter(isBack)))
  const giftCount = within.reduce((total, group) => total + giftsAdded(group) * group.count, 0)
  return {
    figures: [
      { label: '期初余额', amountFen: openingFen },
      { label: '本期收到', amountFen: totals.receivedFen },
      { label: '其中捐赠', amountFen: givenFen },
      ...(refundedFen > 0 ? [{ label: '其中退款给捐赠人（已从收到中减去）', amountFen: refundedFen }] : []),
      { label: '本期用出', amountFen: totals.spentFen },
      { label: '期末余额', amountFen: fen(openingFen + totals.receivedFen - totals.spentFen) },
    ],
    giftCount: publicCount(Math.max(0, giftCount)),
    purposes: purposesOf(within),
    payments,
    corrections,
    funds: [],
  }
}

/** The yearly report of a district: the same figures over all of its funds, and a row for each. */
export function yearlyContent(
  funds: readonly { name: string; before: readonly Group[]; within: readonly Group[] }[],
  corrections: DisclosureContent['corrections'],
): DisclosureContent {
  const rows = funds.map(({ name, before, within }) => {
    const opening = totalsOf(before)
    const { receivedFen, spentFen } = totalsOf(within)
    const openingFen = fen(opening.receivedFen - opening.spentFen)
    return { name, openingFen, receivedFen, spentFen, closingFen: fen(openingFen + receivedFen - spentFen) }
  })
  const before = funds.flatMap((fund) => fund.before)
  const within = funds.flatMap((fund) => fund.within)
  return { ...contentOf({ before, within, payments: [], corrections }), funds: rows }
}
