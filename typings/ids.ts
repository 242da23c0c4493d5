/** Ids carry their kind. Those a stranger could try to guess end in at least 128 random or hashed bits. */
export type NeedId = `need_${string}`
export type OfferId = `offer_${string}`
export type WorkerId = `worker_${string}`
export type FundId = `fund_${string}`
export type GiftId = `gift_${string}`
export type EntryId = `entry_${string}`
export type MessageId = `message_${string}`

/**
 * The national statistical code: 6 digits a district, 9 a street, 12 a community or village. A code's prefix is its place
 * in the tree: 500110 ⊃ 500110001 ⊃ 500110001003.
 */
export type TerritoryCode = string

/** Made by the client before it sends, 32 lower-case hex digits; the same key again is the same request. */
export type RequestKey = string
