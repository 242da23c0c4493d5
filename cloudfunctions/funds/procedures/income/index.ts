import { getIncomeDesk } from './desk'
import { listDifferences, resolveDifference } from './differences'
import { confirmImport, discardImport, getImport, listImports, previewImport } from './imports'
import { addInKind, listInKind, useInKind } from './in-kind'
import { listMonthly, removeMonthly, setMonthly } from './monthly'
import { listHeldNames, reviewName } from './names'
import { decideProposal, listProposals, proposeIncome } from './proposals'
import { addReceipt, getReceipt } from './receipts'
import { getReceivable, issueReceipt, listReceivable } from './receivable'
import { askRefund, decideRefund, getRefundOffer, listRefunds } from './refunds'

export const incomeProcedures = [
  ...[getRefundOffer, askRefund, listRefunds, decideRefund],
  ...[previewImport, getImport, listImports, confirmImport, discardImport],
  ...[listDifferences, resolveDifference, proposeIncome, listProposals, decideProposal],
  ...[addInKind, useInKind, listInKind, setMonthly, removeMonthly, listMonthly],
  ...[getReceipt, addReceipt, listReceivable, getReceivable, issueReceipt, listHeldNames, reviewName, getIncomeDesk],
] as const
