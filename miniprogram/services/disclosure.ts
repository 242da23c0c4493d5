import type {
  Alert,
  AlertId,
  DisclosureEvent,
  DisclosureEventInput,
  DisclosureId,
  DisclosureSummary,
  DisclosureView,
  FundFigures,
  FundRow,
  GiftTrace,
  JournalPage,
  PaymentTrace,
  PlaceRow,
  PublishedDigest,
  StoredFile,
  TableSource,
  ThanksId,
  ThanksView,
} from '../../typings/disclosure'
import type { EntryId, FundId, GiftId, RequestKey, TerritoryCode } from '../../typings/ids'
import type { Page } from '../../typings/page'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/disclosure.ts`. All reject with CallFailure (`platform/cloud.ts`). */

export function getGiftTrace(giftId: GiftId): Promise<GiftTrace> {
  return call('funds.getGiftTrace', { giftId })
}

export function getPaymentTrace(entryId: EntryId): Promise<PaymentTrace> {
  return call('funds.getPaymentTrace', { entryId })
}

/** Safe to send again: the key makes it the same thanks. */
export function addThanks(input: {
  entryId: EntryId
  thanksKey: RequestKey
  fromName: string
  words: string
  photoFileIds: readonly string[]
  consentOf: 'self' | 'guardian'
}): Promise<ThanksView> {
  return call('funds.addThanks', input)
}

export async function removeThanks(thanksId: ThanksId): Promise<void> {
  await call('funds.removeThanks', { thanksId })
}

export function getFigures(fundId: FundId): Promise<FundFigures> {
  return call('funds.getFigures', { fundId })
}

export function listDistrictFunds(districtCode: TerritoryCode): Promise<{
  district: PlaceRow
  streets: readonly PlaceRow[]
  rows: readonly FundRow[]
  atMs: number
}> {
  return call('funds.listDistrictFunds', { districtCode })
}

export function getProof(fundId: FundId): Promise<{
  fundId: FundId
  fundName: string
  districtCode: TerritoryCode
  entryCount: number
  digest: string
  atMs: number
  published: readonly PublishedDigest[]
}> {
  return call('funds.getProof', { fundId })
}

export function listJournal(fundId: FundId, cursor: string | null): Promise<JournalPage> {
  return call('funds.listJournal', { fundId, cursor })
}

/** A part of the book, from 1 on. */
export function getJournalFile(
  fundId: FundId,
  part: number,
): Promise<StoredFile & { entryCount: number; part: number; partCount: number }> {
  return call('funds.getJournalFile', { fundId, part })
}

export function getTableFile(table: TableSource, format: 'xlsx' | 'csv'): Promise<StoredFile> {
  return call('funds.getTableFile', { table, format })
}

export function listDisclosures(
  districtCode: TerritoryCode,
  fundId: FundId | null,
  cursor: string | null,
): Promise<Page<DisclosureSummary>> {
  return call('funds.listDisclosures', { districtCode, fundId, cursor })
}

export function getDisclosure(disclosureId: DisclosureId): Promise<DisclosureView> {
  return call('funds.getDisclosure', { disclosureId })
}

export function listCalendar(): Promise<readonly DisclosureSummary[]> {
  return call('funds.listCalendar', {})
}

export function publishDisclosure(
  disclosureId: DisclosureId,
  version: number,
  remark: string,
): Promise<DisclosureView> {
  return call('funds.publishDisclosure', { disclosureId, version, remark })
}

export function correctDisclosure(
  disclosureId: DisclosureId,
  version: number,
  reason: string,
): Promise<DisclosureView> {
  return call('funds.correctDisclosure', { disclosureId, version, reason })
}

export function addDisclosureEvent(input: DisclosureEventInput): Promise<readonly DisclosureSummary[]> {
  return call('funds.addDisclosureEvent', input)
}

export function listDisclosureEvents(): Promise<readonly DisclosureEvent[]> {
  return call('funds.listDisclosureEvents', {})
}

export function removeDisclosureEvent(
  eventId: DisclosureEvent['eventId'],
  reason: string,
): Promise<readonly DisclosureEvent[]> {
  return call('funds.removeDisclosureEvent', { eventId, reason })
}

export function listAlerts(status: Alert['status'], cursor: string | null): Promise<Page<Alert>> {
  return call('funds.listAlerts', { status, cursor })
}

export function settleAlert(alertId: AlertId, version: number, explanation: string): Promise<Alert> {
  return call('funds.settleAlert', { alertId, version, explanation })
}
