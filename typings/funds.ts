import type { EntryId, FundId, GiftId, RequestKey, TerritoryCode } from './ids'
import type { Fen } from './money'
import type { Page } from './page'
import type { Field, PublicCount } from './terms'

/** What a journal entry records. The list grows with the books; each kind has its posting rule in `funds/ledger`. */
export type EntryKind =
  | 'seedGrant'
  | 'gift'
  | 'payment'
  | 'refund'
  | 'correction'
  // An approved request: money set apart for it, what was not needed set free again, what was paid too much handed back.
  | 'commitment'
  | 'release'
  | 'settlement'
  // Money that came another way: on a designated platform, by the bank; what they kept of it; between a fund and a pool above it.
  | 'platformGift'
  | 'bankReceipt'
  | 'fee'
  | 'transfer'
  // Goods and services, valued and kept apart from money; and their use.
  | 'inKind'
  | 'inKindUse'

export interface Flow {
  entryId: EntryId
  kind: EntryKind
  /** `within`: set apart for an approved request, or set free again; the fund still holds it. */
  direction: 'in' | 'out' | 'within'
  amountFen: Fen
  /** As the public may read it: 林女士的捐赠, 为 6 位独居老人安装扶手. */
  title: string
  field: Field | null
  atMs: number
  /** Its place in the fund's chain; null until the roll-up has folded it in (minutes). */
  number: number | null
}

/** Whether the fund may take gifts now, and by which public filing. */
export interface Campaign {
  filingNumber: string
  /** Who holds the money and the fundraising qualification: the district charity federation. */
  organisation: string
  opensAtMs: number
  closesAtMs: number
  /** Null when open; else the sentence that a donor reads. */
  closedBecause: string | null
}

export interface FundSummary {
  fundId: FundId
  territoryCode: TerritoryCode
  name: string
  communityName: string
  streetName: string
  /** All that the fund holds, with what is set apart. */
  balanceFen: Fen
  giftCount: PublicCount
}

export interface FundDetail extends FundSummary {
  purpose: string
  /** Of the balance: set apart for approved requests that are not paid yet. */
  committedFen: Fen
  receivedThisMonthFen: Fen
  spentThisMonthFen: Fen
  totalReceivedFen: Fen
  totalSpentFen: Fen
  campaign: Campaign
  /** The latest payments: what the gifts bought. */
  bought: readonly Flow[]
  /** The latest flows, newest first, 5 at most. */
  flows: readonly Flow[]
  bannedUses: readonly string[]
  refundRule: string
  /** 数字指纹: digest (SHA-256, hex) of the chain at its last entry. */
  proof: { entryCount: number; digest: string; atMs: number }
}

/**
 * awaitingPayment: ordered, WeChat has not said that it was paid; paid: in the books; cancelled: the donor gave up before
 * paying; expired: the order was closed unpaid; disputed: WeChat's answer and the order differ, a person looks at it and
 * nothing is in the books; refunded: given back whole, by the fund's rule.
 */
export type GiftStatus = 'awaitingPayment' | 'paid' | 'cancelled' | 'expired' | 'disputed' | 'refunded'

export interface StartGiftInput {
  giftKey: RequestKey
  fundId: FundId
  /** 1 yuan to 50,000 yuan. */
  amountFen: Fen
  /** The field the gift is for; null: wherever the fund needs it most. */
  earmark: Field | null
  /** Shown with the gift, up to 20 characters; null: anonymous. */
  donorName: string | null
  /** A wish that goes with it, up to 50 characters; may be empty. */
  message: string
}

/** Goes to `wx.requestPayment` as it is. */
export interface PaymentParameters {
  timeStamp: string
  nonceStr: string
  package: string
  signType: 'MD5' | 'HMAC-SHA256' | 'RSA'
  paySign: string
}

export interface Gift {
  giftId: GiftId
  fundId: FundId
  fundName: string
  communityName: string
  amountFen: Fen
  earmark: Field | null
  donorName: string | null
  message: string
  status: GiftStatus
  createdAtMs: number
  paidAtMs: number | null
  /** Set once paid: 捐赠证书编号. */
  certificateNumber: string | null
  organisation: string
  /** Its entry's place in the fund's chain; null until folded in. */
  entryNumber: number | null
}

export interface FundsProcedures {
  /** Funds of a district, those of `near` (a territory) first, then by code. */
  'funds.list': { input: { near: TerritoryCode | null; cursor: string | null }; result: Page<FundSummary> }
  'funds.get': { input: { fundId: FundId }; result: FundDetail }
  /** The same, by what a scanned code says: the community (12 digits). */
  'funds.getByTerritory': { input: { territoryCode: TerritoryCode }; result: FundDetail }
  'funds.listFlows': {
    input: { fundId: FundId; direction: 'in' | 'out' | null; cursor: string | null }
    result: Page<Flow>
  }
  'funds.startGift': { input: StartGiftInput; result: { gift: Gift; payment: PaymentParameters | null } }
  /** Asks WeChat what became of the order, books it if it was paid, and says where the donor stands. */
  'funds.checkGift': { input: { giftId: GiftId }; result: Gift }
  /** The donor closed the pay sheet: closes the order, unless WeChat says that it was paid after all. */
  'funds.cancelGift': { input: { giftId: GiftId }; result: Gift }
  'funds.getGift': { input: { giftId: GiftId }; result: Gift }
  'funds.listMyGifts': { input: { cursor: string | null }; result: Page<Gift> & { totalFen: Fen } }
  /** The fund's code for its poster, for community staff: an address good for 10 minutes. */
  'funds.getCode': { input: { fundId: FundId }; result: { imageUrl: string } }
}
