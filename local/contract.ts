/**
 * The contract between the rooms of the local WeChat. `local/cloud` implements `LocalCloud`; `local/wechat` (the phones),
 * `local/desk` and `local/seed` use it. Product code never imports this folder.
 */

/** Time as every part of the local WeChat sees it: phones, functions, timers, payments. */
export interface LocalClock {
  /** Epoch milliseconds: the machine's time plus all that was advanced. */
  nowMs(): number
  /** How far this clock runs ahead of the machine's, in milliseconds. Kept with the data. */
  offsetMs(): number
  /**
   * Moves time forward, stopping at each timer that falls due on the way and waiting for its function to end. With
   * `mostFirings` (default 96) a long jump fires each timer at evenly spread moments only, as a sleeping machine would.
   */
  advance(byMs: number, mostFirings?: number): Promise<void>
  onChange(listener: (offsetMs: number) => void): () => void
}

/** A document as the database keeps it: plain values, `Date` for dates. */
export type Doc = { _id: string } & Record<string, unknown>

export interface IndexDefinition {
  name: string
  /** Fields in order; 1 ascending, -1 descending. A field may be an array: then each element is indexed. */
  fields: readonly (readonly [field: string, direction: 1 | -1])[]
  unique?: boolean
}

/** The shape of one entry of the product's `cloudfunctions/shared/collections.ts`. */
export interface CollectionDefinition {
  name: string
  /** Who may reach it from a client. The product uses ADMINONLY alone. */
  permission: 'ADMINONLY'
  indexes: readonly IndexDefinition[]
}

/** What one database request did: the answer to «was an index used?». */
export interface QueryPlan {
  collection: string
  action: string
  index: string | null
  examined: number
  returned: number
}

/** Direct access to the engine for the seed, the auditor, tests and the desk. The product goes over the wire instead. */
export interface LocalDatabase {
  /** Inserts many documents in one durable commit; a collection that is not defined is an error. */
  load(collection: string, documents: readonly Doc[]): Promise<void>
  get(collection: string, id: string): Doc | undefined
  find(collection: string, filter?: Record<string, unknown>, limit?: number): Doc[]
  count(collection: string): number
  /** Removes everything, durably. */
  clear(): Promise<void>
  /** Refuse every query that no index serves (tests switch this on). */
  refuseUnindexed(refuse: boolean): void
  onPlan(listener: (plan: QueryPlan) => void): () => void
}

/** Who calls a function. A mini-program's call has source `wx_client`; a timer's `wx_trigger`; WeChat Pay's `wx_pay`. */
export interface Caller {
  openid: string
  source: string
}

export interface LocalFunctions {
  /** Runs a function as the caller. Resolves with what it returned; rejects with a `CloudError`. */
  call(name: string, data: unknown, caller: Caller): Promise<unknown>
  names(): string[]
  /** Instances alive now, a function: its count. */
  instances(): Record<string, number>
  /** Drops the warm instances, so that the next call loads the newest bundle. */
  reload(name?: string): Promise<void>
}

/** An error as the cloud reports it: `errCode` is WeChat's number, the message in WeChat's words. */
export interface CloudError extends Error {
  errCode: number
}

export interface LocalStorage {
  upload(cloudPath: string, bytes: Uint8Array, ownerOpenid: string): Promise<string>
  download(fileId: string): Promise<{ bytes: Uint8Array; contentType: string }>
  /** A loopback address that serves the file until `maxAgeS` seconds have passed. */
  tempUrl(fileId: string, maxAgeS?: number): string
  remove(fileId: string): Promise<void>
}

/** A service notification (订阅消息) that reached a phone. */
export interface ServiceNotice {
  id: string
  openid: string
  templateId: string
  title: string
  /** Rows as the template lays them out: label and value. */
  rows: readonly (readonly [label: string, value: string])[]
  /** The page it opens, with its query. */
  page: string
  atMs: number
  read: boolean
}

/** A subscription template as the operator registered it with WeChat. */
export interface MessageTemplate {
  id: string
  title: string
  /** Key (`thing1`, `time2` …, its letters are its type) and label of each row. */
  rows: readonly (readonly [key: string, label: string])[]
}

export interface LocalMessages {
  templates(): readonly MessageTemplate[]
  /** The person tapped 允许 for these templates: one credit each. */
  grant(openid: string, templateIds: readonly string[]): Promise<void>
  credits(openid: string): Record<string, number>
  notices(openid: string): ServiceNotice[]
  markRead(noticeId: string): Promise<void>
}

/** A mini-program code's meaning: the page and its scene value. */
export interface CodeTarget {
  page: string
  scene: string
}

export interface LocalCodes {
  /** The PNG of a code, as `wxacode.getUnlimited` draws it (an ordinary QR code, so that any reader scans it). */
  png(target: CodeTarget, widthPx?: number): Promise<Uint8Array>
  /** What a text read from such an image means; null when it is not one of ours. */
  parse(text: string): CodeTarget | null
}

/** WeChat's side of `<button open-type="getPhoneNumber">`. */
export interface LocalPhoneNumbers {
  /**
   * The person agreed to share this number: a code for `phonenumber.getPhoneNumber`, good once and for five minutes.
   * Rejects when the number is not one of mainland China's mobiles (11 digits).
   */
  issueCode(openid: string, phoneNumber: string): Promise<string>
}

export type PayAction = 'confirm' | 'cancel' | 'fail'
/** How WeChat Pay's next result call misbehaves; it returns to `once` after one payment. */
export type PayMischief = 'once' | 'twice' | 'late' | 'never' | 'wrongAmount'

export interface PayOrder {
  outTradeNo: string
  prepayId: string
  openid: string
  body: string
  totalFeeFen: number
  state: 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND' | 'PAYERROR'
  /** WeChat's own number of the payment; present once paid. */
  transactionId?: string
  createdAtMs: number
  paidAtMs?: number
}

export interface LocalPay {
  /** The order behind the `package: 'prepay_id=…'` that `wx.requestPayment` was given. */
  byPrepayId(prepayId: string): PayOrder | undefined
  /** What the person did on the pay sheet. Resolves when the sheet may close; the result call follows by itself. */
  settle(prepayId: string, action: PayAction, openid: string): Promise<void>
  setMischief(mischief: PayMischief): void
  mischief(): PayMischief
  /** The merchant gives money back by hand on WeChat Pay's own page, past every function; it stands in the bill. */
  refundByHand(outTradeNo: string, refundFeeFen: number): Promise<void>
  orders(): PayOrder[]
}

/** One thing that went over the wire, for the desk's lower drawer. No personal data beyond the openid. */
export type WireEvent =
  | {
      type: 'call'
      function: string
      procedure: string
      openid: string
      ms: number
      roundTrips: number
      ok: boolean
      code?: string
      atMs: number
    }
  | { type: 'database'; action: string; collection: string; ms: number; plan?: QueryPlan; atMs: number }
  | { type: 'openapi'; api: string; openid: string; errCode: number; atMs: number }
  | { type: 'pay'; api: string; outTradeNo: string; detail: string; atMs: number }
  | { type: 'notice'; notice: ServiceNotice; atMs: number }
  | { type: 'log'; function: string; level: 'info' | 'warn' | 'error'; text: string; atMs: number }

export interface LocalCloud {
  /** Origin of the gateway, such as `http://127.0.0.1:41234`; the SDK's endpoint is `<url>/admin`. */
  url: string
  clock: LocalClock
  database: LocalDatabase
  functions: LocalFunctions
  storage: LocalStorage
  messages: LocalMessages
  codes: LocalCodes
  phoneNumbers: LocalPhoneNumbers
  pay: LocalPay
  onEvent(listener: (event: WireEvent) => void): () => void
  /** Finishes what is under way, flushes, ends the instances and the gateway. */
  close(): Promise<void>
}

export interface CloudOptions {
  /** Where everything durable is kept; made if absent. */
  dataDir: string
  /** Built functions: `<dir>/<function>/index.js` with `config.json` beside it. */
  functionsDir: string
  collections: readonly CollectionDefinition[]
  templates: readonly MessageTemplate[]
  appId: string
  envId: string
  /** Gateway's port; 0 picks a free one. */
  port?: number
  /** Set false to keep timers still (tests fire them by `clock.advance`). */
  timers?: boolean
  /** Most instances of one function at a time; default 20, CloudBase's entry tier. */
  maxInstances?: number
  /** The mini-program's pages: a code for any other is refused (41030), as WeChat checks the released version. */
  pages?: readonly string[]
  /** The function that WeChat's message push goes to (the verdicts of `mediaCheckAsync`). None: they are dropped. */
  messagePushFunction?: string
}
