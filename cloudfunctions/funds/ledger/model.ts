import type { EntryKind } from '../../../typings/funds'
import type { EntryId, FundId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'

/**
 * Where money lies: segments joined by colons. `world:…` is outside the books (its balance is what came in, negative);
 * `fund:<fund id>:available` is what a fund can spend, `fund:<fund id>:committed` what is set apart for approved requests,
 * `fund:<fund id>:inkind` the value of goods and services that were not handed out yet: never money.
 */
export type Account =
  | `world:${'wechatpay' | 'seedgrant' | 'platform' | 'bank' | 'transfer' | 'payee' | 'fees' | 'inkind'}`
  | `fund:${FundId}:${'available' | 'committed' | 'inkind'}`

/** One movement: `amountFen` (positive) leaves `source` and reaches `destination`, so each posting balances by itself. */
export interface Posting {
  source: Account
  destination: Account
  amountFen: Fen
}

/**
 * Money earmarked for a field is a pool of its own; `general` goes wherever the fund needs it most. `inKind` is the line of
 * goods and services, which no payment ever draws on.
 */
export type PoolName = Field | 'general' | 'inKind'

/**
 * Everything that a pool ever received lies on one line, in the order of the chain: the first gift of 20 yuan is
 * [0, 2000), the next of 5 yuan [2000, 2500). A gift's lot is its stretch of the line and a payment spends stretches of
 * it, so that «which gifts paid for this» is an overlap, however many gifts there are.
 */
export interface Span {
  pool: PoolName
  fromFen: Fen
  /** Exclusive. */
  toFen: Fen
}

/** One journal entry. Immutable: its digest covers every field here. A mistake is reversed by a `correction`. */
export interface Entry {
  /** From kind and cause alone, so that the same cause can never be booked twice. */
  _id: EntryId
  fundId: FundId
  kind: EntryKind
  /** What made it, such as the id of the gift. */
  cause: string
  postings: readonly Posting[]
  /** Into the fund, out of it or within it (set apart, set free again), and how much in all. */
  direction: 'in' | 'out' | 'within'
  amountFen: Fen
  /** In: the pool that it belongs to. Out and within: the field that it is spent on. Null: general. */
  earmark: Field | null
  /** Money that goes out, is set apart or comes back: which stretches. Empty for new money: the fold gives it its lot. */
  spans: readonly Span[]
  /** The entry that a refund gives back or a correction undoes. */
  reverses: EntryId | null
  /** When it happened, epoch milliseconds; WeChat's own time for a gift. */
  atMs: number
  /** `2025-11`, the Shanghai month of `atMs`. */
  month: string
  /** SHA-256 of `<salt>:<title>`: the title can carry a donor's name, which the law lets them erase; the chain stays whole. */
  titleDigest: string
}

/** An entry's place in its fund's chain. `digest` is explained in `chain.ts`. */
export interface Link {
  /** 1, 2, 3 … without gaps, a fund. */
  number: number
  entryId: EntryId
  entryDigest: string
  /** The lot that new money got, or the stretches that went out or came back. */
  spans: readonly Span[]
  digest: string
}

export interface Pool {
  name: PoolName
  /** Length of the line: all that was ever received for this pool. */
  receivedFen: Fen
  /** The unspent stretches, ascending, disjoint, never touching. Nearly always one. */
  free: readonly (readonly [fromFen: Fen, toFen: Fen])[]
  /** Set apart for approved requests, likewise. What is in neither is spent. */
  held: readonly (readonly [fromFen: Fen, toFen: Fen])[]
}

export interface MonthTotals {
  month: string
  receivedFen: Fen
  spentFen: Fen
}

/** What came in and went out for one field, as the public totals count it; null: wherever it is needed most. */
export interface PurposeTotals {
  earmark: Field | null
  receivedFen: Fen
  spentFen: Fen
}

/** All that follows from the folded entries. Its size does not grow with their number, but for a row a month. */
export interface Books {
  fundId: FundId
  entryCount: number
  /** Digest of the last link; of a fund without entries, its genesis. */
  digest: string
  /** By account; fund and world together are always zero. */
  balances: Readonly<Record<string, number>>
  pools: readonly Pool[]
  /** Gifts of money; without those that were given back or corrected. */
  giftCount: number
  /** Oldest first. */
  months: readonly MonthTotals[]
  /** By the names of their fields, general last. */
  purposes: readonly PurposeTotals[]
  /** What the running of the fund cost (fees), less what was undone of it: by year, `2026`. */
  runningCostFen: Readonly<Record<string, number>>
  /** The last payment's time; null: none yet. */
  lastSpentAtMs: number | null
  /** Without what was given back or corrected: received less spent is always the balance. */
  receivedFen: Fen
  spentFen: Fen
}
