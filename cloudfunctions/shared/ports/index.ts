import type { PaymentParameters } from '../../../typings/funds'
import type { Fen } from '../../../typings/money'
import type { Database } from './database'

export type { Change, Database, Filter, Query, Stored, Transaction } from './database'

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number
}

export interface Ids {
  /** 32 lower-case hex digits of fresh randomness. */
  random(): string
  /** 32 lower-case hex digits that depend on the parts alone (SHA-256, cut): for ids with a cause. */
  from(...parts: readonly string[]): string
}

/** What WeChat Pay says of an order. */
export interface PaymentState {
  state: 'paid' | 'unpaid' | 'closed' | 'refunded' | 'unknown'
  /** What the payer paid; null unless paid. */
  amountFen: Fen | null
  /** WeChat's number of the payment; null unless paid. */
  transactionId: string | null
  paidAtMs: number | null
}

export interface Payments {
  /** Orders a payment; the same order number and amount again gives parameters for the same order. */
  order(order: { orderNumber: string; amountFen: Fen; body: string; payerOpenid: string }): Promise<PaymentParameters>
  query(orderNumber: string): Promise<PaymentState>
  /** Closes an unpaid order; `paid` when it was paid in the meantime. */
  close(orderNumber: string): Promise<'closed' | 'paid'>
  /**
   * Asks WeChat to pay back (part of) an order; the same refund number and amount again is the same refund. `refused`: it
   * will not, with its words; whether the money moved all the same is for `queryRefund` to say.
   */
  refund(refund: {
    orderNumber: string
    refundNumber: string
    totalFen: Fen
    amountFen: Fen
    reason: string
  }): Promise<{ answer: 'accepted' } | { answer: 'refused'; words: string }>
  /** `none`: WeChat knows of no such refund; `failed`: it closed it, the money stays with the merchant. */
  queryRefund(orderNumber: string, refundNumber: string): Promise<'none' | 'processing' | 'done' | 'failed'>
  /** WeChat's bill of a Shanghai day (2026-03-07), as it comes; null when there is none (yet). */
  bill(day: string): Promise<string | null>
}

export interface OutgoingMessage {
  openid: string
  templateId: string
  /** Page with its query, without a leading slash. */
  page: string
  /** Template key (`thing1`) → text, within WeChat's limits for the key's type. */
  data: Readonly<Record<string, string>>
}

export interface Messages {
  /** `noCredit` is WeChat's 43101: the person bought no message, or it is spent. Other failures reject as UNAVAILABLE. */
  send(message: OutgoingMessage): Promise<'sent' | 'noCredit'>
}

/** What a text is for, as msgSecCheck asks: 1 profile, 2 comment, 3 forum, 4 social log. */
export type ContentScene = 1 | 2 | 3 | 4

export interface ContentSecurity {
  /** At most 2,500 characters. */
  checkText(text: string, openid: string, scene: ContentScene): Promise<'pass' | 'review' | 'risky'>
  /** Starts a picture's (or a recording's) check; the verdict comes later by its trace id. */
  startPictureCheck(url: string, openid: string, scene: ContentScene, medium?: 'picture' | 'sound'): Promise<string>
}

export interface Files {
  /** Cloud file ids → addresses good for 10 minutes, in the same order. An id that is not there gives null. */
  temporaryUrls(fileIds: readonly string[]): Promise<(string | null)[]>
  upload(cloudPath: string, bytes: Uint8Array): Promise<string>
  /** Removes files; one that is gone already is no error. */
  remove(fileIds: readonly string[]): Promise<void>
  /** What a stored file holds; NOT_FOUND when it is not there. */
  download(fileId: string): Promise<Uint8Array>
}

export interface Codes {
  /** PNG of the mini-program code that opens `page` with `scene` (at most 32 characters). */
  png(page: string, scene: string): Promise<Uint8Array>
}

export interface PhoneNumbers {
  /** The mobile number of mainland China that WeChat knows of this person, by the code from their phone; null for a bad code. */
  numberOf(code: string, openid: string): Promise<string | null>
}

/** Who calls, from `getWXContext()` alone. */
export interface Caller {
  openid: string
  /** The call came from a mini-program, at the first hop. */
  fromClient: boolean
}

/** Everything that procedures need of the world; the composition root builds it from the SDK. */
export interface World {
  database: Database
  clock: Clock
  ids: Ids
  payments: Payments
  messages: Messages
  contentSecurity: ContentSecurity
  files: Files
  codes: Codes
  phoneNumbers: PhoneNumbers
  /** Who makes the call that is running; to be read once, at its beginning. */
  caller(): Caller
  log(level: 'info' | 'warn' | 'error', event: string, facts: Readonly<Record<string, string | number | boolean>>): void
}
