import type { EntryId, FundId, GiftId, RequestKey } from '../../typings/ids'
import type {
  Difference,
  HeldName,
  ImportDetail,
  ImportId,
  ImportSource,
  ImportSummary,
  IncomeDesk,
  IncomeProcedures,
  InKindGift,
  MonthlyGift,
  Proposal,
  ProposalBody,
  Receipt,
  ReceiptOffer,
  ReceivableGift,
  Refund,
  RefundId,
  RefundOffer,
} from '../../typings/income'
import type { Fen } from '../../typings/money'
import type { Page } from '../../typings/page'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/income.ts`. All reject with CallFailure (`platform/cloud.ts`). */

export function getRefundOffer(giftId: GiftId): Promise<RefundOffer> {
  return call('funds.getRefundOffer', { giftId })
}

/** Safe to send again: a gift has one refund. */
export function askRefund(giftId: GiftId, reason: string): Promise<Refund> {
  return call('funds.askRefund', { giftId, reason })
}

export function listRefunds(cursor: string | null): Promise<Page<Refund>> {
  return call('funds.listRefunds', { cursor })
}

export function decideRefund(refundId: RefundId, version: number, agreed: boolean, reason: string): Promise<Refund> {
  return call('funds.decideRefund', { refundId, version, agreed, reason })
}

/** Safe to send again with the same key. */
export function previewImport(input: {
  importKey: RequestKey
  source: ImportSource
  fileId: string
  fileName: string
}): Promise<ImportDetail> {
  return call('funds.previewImport', input)
}

export function getImport(importId: ImportId): Promise<ImportDetail> {
  return call('funds.getImport', { importId })
}

export function listImports(cursor: string | null): Promise<Page<ImportSummary>> {
  return call('funds.listImports', { cursor })
}

/** Posts the next hundred rows: to be called until its status is `posted`. */
export function confirmImport(importId: ImportId, version: number): Promise<ImportDetail> {
  return call('funds.confirmImport', { importId, version })
}

export function discardImport(importId: ImportId, version: number): Promise<ImportSummary> {
  return call('funds.discardImport', { importId, version })
}

export function listDifferences(status: Difference['status'], cursor: string | null): Promise<Page<Difference>> {
  return call('funds.listDifferences', { status, cursor })
}

export function resolveDifference(input: IncomeProcedures['funds.resolveDifference']['input']): Promise<Difference> {
  return call('funds.resolveDifference', input)
}

/** Safe to send again with the same key. */
export function proposeIncome(proposalKey: RequestKey, body: ProposalBody): Promise<Proposal> {
  return call('funds.proposeIncome', { proposalKey, body })
}

export function listProposals(status: 'open' | 'decided', cursor: string | null): Promise<Page<Proposal>> {
  return call('funds.listProposals', { status, cursor })
}

export function decideProposal(input: IncomeProcedures['funds.decideProposal']['input']): Promise<Proposal> {
  return call('funds.decideProposal', input)
}

/** Safe to send again with the same key. */
export function addInKind(input: IncomeProcedures['funds.addInKind']['input']): Promise<InKindGift> {
  return call('funds.addInKind', input)
}

/** Safe to send again with the same key. */
export function useInKind(input: IncomeProcedures['funds.useInKind']['input']): Promise<InKindGift> {
  return call('funds.useInKind', input)
}

export function listInKind(
  fundId: FundId,
  cursor: string | null,
): Promise<IncomeProcedures['funds.listInKind']['result']> {
  return call('funds.listInKind', { fundId, cursor })
}

export function setMonthly(fundId: FundId, amountFen: Fen, dayOfMonth: number): Promise<MonthlyGift> {
  return call('funds.setMonthly', { fundId, amountFen, dayOfMonth, earmark: null })
}

export function removeMonthly(fundId: FundId): Promise<Record<string, never>> {
  return call('funds.removeMonthly', { fundId })
}

export function listMonthly(): Promise<readonly MonthlyGift[]> {
  return call('funds.listMonthly', {})
}

export function getReceipt(giftId: GiftId): Promise<ReceiptOffer> {
  return call('funds.getReceipt', { giftId })
}

export function addReceipt(input: IncomeProcedures['funds.addReceipt']['input']): Promise<Receipt> {
  return call('funds.addReceipt', input)
}

export function listHeldNames(cursor: string | null): Promise<Page<HeldName>> {
  return call('funds.listHeldNames', { cursor })
}

export function reviewName(giftId: GiftId, release: boolean): Promise<Record<string, never>> {
  return call('funds.reviewName', { giftId, release })
}

export function getIncomeDesk(): Promise<IncomeDesk> {
  return call('funds.getIncomeDesk', {})
}

/** For the fund's clerk: gifts that came by bank, on a platform or in kind. */
export function listReceivable(fundId: FundId, cursor: string | null): Promise<Page<ReceivableGift>> {
  return call('funds.listReceivable', { fundId, cursor })
}

export function getReceivable(entryId: EntryId): Promise<ReceivableGift> {
  return call('funds.getReceivable', { entryId })
}

export function issueReceipt(input: IncomeProcedures['funds.issueReceipt']['input']): Promise<Receipt> {
  return call('funds.issueReceipt', input)
}
