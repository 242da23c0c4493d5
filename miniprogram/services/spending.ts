import type { AskableFund, CommitteeView, HeldPicture } from '../../typings/committee'
import type { FundId, NeedId, RequestKey, TerritoryCode } from '../../typings/ids'
import type { Fen } from '../../typings/money'
import type { Page } from '../../typings/page'
import type {
  Beneficiary,
  ConsentView,
  PolicyRules,
  PolicyView,
  RosterView,
  SpendingDetail,
  SpendingId,
  SpendingPath,
  SpendingProcedures,
  SpendingSummary,
  SpendingView,
  SubmitSpendingInput,
  Vote,
} from '../../typings/spending'
import type { Field } from '../../typings/terms'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/spending.ts`. All reject with CallFailure (`platform/cloud.ts`). */

/** The funds that this person may ask: for a case that of its community, else those below their duties. */
export function listAskable(needId: NeedId | null): Promise<readonly AskableFund[]> {
  return call('funds.listAskable', { needId })
}

export function getCommittee(fundId: FundId): Promise<CommitteeView> {
  return call('funds.getCommittee', { fundId })
}

export function listHeldPictures(): Promise<readonly HeldPicture[]> {
  return call('funds.listHeldPictures', {})
}

export function decidePicture(pictureKey: string, approve: boolean, reason: string): Promise<{ pictureKey: string }> {
  return call('funds.decidePicture', { pictureKey, approve, reason })
}

export function getSpendingPath(input: {
  fundId: FundId
  needId: NeedId | null
  field: Field
  amountFen: Fen
  beneficiary: Beneficiary
  payeeName: string
  changeFrom: Field | null
}): Promise<SpendingPath> {
  return call('funds.getSpendingPath', input)
}

/** Safe to send again: the key in the input makes it the same request. */
export function submitSpending(input: SubmitSpendingInput): Promise<SpendingDetail> {
  return call('funds.submitSpending', input)
}

export function listSpending(view: SpendingView, cursor: string | null): Promise<Page<SpendingSummary>> {
  return call('funds.listSpending', { view, cursor })
}

export function getSpending(spendingId: SpendingId): Promise<SpendingDetail> {
  return call('funds.getSpending', { spendingId })
}

export function signSpending(spendingId: SpendingId, agreed: boolean, opinion: string): Promise<SpendingDetail> {
  return call('funds.signSpending', { spendingId, agreed, opinion })
}

export function voteSpending(spendingId: SpendingId, vote: Vote, opinion: string): Promise<SpendingDetail> {
  return call('funds.voteSpending', { spendingId, vote, opinion })
}

export function recuseSpending(spendingId: SpendingId, reason: string): Promise<SpendingDetail> {
  return call('funds.recuseSpending', { spendingId, reason })
}

export function minuteSpending(spendingId: SpendingId, opinion: string): Promise<SpendingDetail> {
  return call('funds.minuteSpending', { spendingId, opinion })
}

export function reopenVote(spendingId: SpendingId, version: number): Promise<SpendingDetail> {
  return call('funds.reopenVote', { spendingId, version })
}

export function withdrawSpending(spendingId: SpendingId, reason: string): Promise<SpendingDetail> {
  return call('funds.withdrawSpending', { spendingId, reason })
}

export function commitSpending(spendingId: SpendingId): Promise<SpendingDetail> {
  return call('funds.commitSpending', { spendingId })
}

/** Safe to send again with the same key. */
export function paySpending(payment: {
  spendingId: SpendingId
  paymentKey: RequestKey
  amountFen: Fen
  voucherFileIds: readonly string[]
  note: string
}): Promise<SpendingDetail> {
  return call('funds.paySpending', payment)
}

export function settleSpending(settlement: {
  spendingId: SpendingId
  actualFen: Fen
  voucherFileIds: readonly string[]
  note: string
}): Promise<SpendingDetail> {
  return call('funds.settleSpending', settlement)
}

export function getConsent(spendingId: SpendingId): Promise<ConsentView> {
  return call('funds.getConsent', { spendingId })
}

export function answerConsent(spendingId: SpendingId, agreed: boolean): Promise<ConsentView> {
  return call('funds.answerConsent', { spendingId, agreed })
}

export function getPolicy(territoryCode: TerritoryCode): Promise<PolicyView> {
  return call('funds.getPolicy', { territoryCode })
}

export function setPolicy(policy: {
  territoryCode: TerritoryCode
  version: number
  rules: PolicyRules
  effectiveFromMs: number
  note: string
}): Promise<PolicyView> {
  return call('funds.setPolicy', policy)
}

export function getRoster(fundId: FundId): Promise<RosterView> {
  return call('funds.getRoster', { fundId })
}

export function setRoster(roster: SpendingProcedures['funds.setRoster']['input']): Promise<RosterView> {
  return call('funds.setRoster', roster)
}
