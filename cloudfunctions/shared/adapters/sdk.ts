import type { ReadStream } from 'node:fs'

/**
 * The part of wx-server-sdk 4.0.2 that the product uses, typed as it behaves: its own declarations call every result
 * `any` or void, and leave `cloudPay` out.
 */
export interface Sdk {
  readonly DYNAMIC_CURRENT_ENV: unknown
  init(options: { env: unknown }): void
  getWXContext(): { OPENID?: unknown; SOURCE?: unknown }
  database(options: { throwOnNotFound: boolean }): SdkDatabase
  uploadFile(file: { cloudPath: string; fileContent: Buffer | ReadStream }): Promise<{ fileID: string }>
  deleteFile(request: { fileList: readonly string[] }): Promise<unknown>
  downloadFile(request: { fileID: string }): Promise<{ fileContent?: Uint8Array }>
  getTempFileURL(request: { fileList: readonly { fileID: string; maxAge: number }[] }): Promise<{
    fileList: readonly { fileID: string; status: number; tempFileURL?: string }[]
  }>
  openapi: {
    subscribeMessage: {
      send(message: {
        touser: string
        templateId: string
        page: string
        data: Readonly<Record<string, { value: string }>>
      }): Promise<unknown>
    }
    security: {
      msgSecCheck(request: { openid: string; scene: number; version: 2; content: string }): Promise<{
        result?: { suggest?: string }
      }>
      mediaCheckAsync(request: {
        openid: string
        scene: number
        version: 2
        /** 1 sound, 2 picture. */
        mediaType: 1 | 2
        mediaUrl: string
      }): Promise<{ traceId?: string }>
    }
    phonenumber: {
      getPhoneNumber(request: { code: string; openid: string }): Promise<{
        phoneInfo?: { purePhoneNumber?: string; countryCode?: string }
      }>
    }
    wxacode: {
      getUnlimited(request: { scene: string; page: string; checkPath: boolean; width: number }): Promise<{
        buffer?: Uint8Array
      }>
    }
  }
  cloudPay: {
    unifiedOrder(order: Readonly<Record<string, string | number>>): Promise<PayReply>
    queryOrder(order: Readonly<Record<string, string | number>>): Promise<PayReply>
    closeOrder(order: Readonly<Record<string, string | number>>): Promise<PayReply>
    refund(refund: Readonly<Record<string, string | number>>): Promise<PayReply>
    queryRefund(refund: Readonly<Record<string, string | number>>): Promise<PayReply>
    downloadBill(bill: Readonly<Record<string, string | number>>): Promise<PayReply>
  }
}

/** WeChat Pay's answer in camel case; its fields differ by call. */
export type PayReply = Readonly<Record<string, unknown>>

export interface SdkDatabase {
  collection(name: string): SdkCollection
  startTransaction(): Promise<SdkTransaction>
}

export interface SdkQuery {
  where(filter: unknown): SdkQuery
  limit(count: number): SdkQuery
  orderBy(field: string, direction: 'asc' | 'desc'): SdkQuery
  field(fields: Readonly<Record<string, boolean>>): SdkQuery
  get(): Promise<{ data: unknown[] }>
  count(): Promise<{ total: number }>
  update(options: { data: Record<string, unknown>; multi?: boolean }): Promise<{ stats: { updated: number } }>
}

export interface SdkCollection extends SdkQuery {
  doc(id: string): SdkDocument
  add(options: { data: object }): Promise<{ _id: string }>
  aggregate(): SdkAggregate
}

export interface SdkDocument {
  get(): Promise<{ data: unknown }>
  update(options: { data: Record<string, unknown> }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
}

export interface SdkAggregate {
  match(value: unknown): SdkAggregate
  group(value: unknown): SdkAggregate
  sort(value: unknown): SdkAggregate
  limit(value: unknown): SdkAggregate
  project(value: unknown): SdkAggregate
  unwind(value: unknown): SdkAggregate
  end(): Promise<{ list: unknown[] }>
}

export interface SdkTransaction {
  collection(name: string): SdkCollection
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}
