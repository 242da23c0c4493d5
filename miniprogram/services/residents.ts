import type { Note, Thread, VerifyOutcome } from '../../typings/aftercare'
import type { MandateId, Reading, SimilarNeed } from '../../typings/asking'
import type { NeedId, RequestKey } from '../../typings/ids'
import type { NeedDetail, SubmittedNeed } from '../../typings/needs'
import type { Procedures } from '../../typings/procedures'
import type {
  Consent,
  ConsentKind,
  DangerAlert,
  DangerId,
  EnterNeedInput,
  ErasePreview,
  Mandate,
  MyExport,
  NearbyCommunity,
  VerifyRow,
} from '../../typings/residents'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/residents.ts`. All reject with CallFailure (`platform/cloud.ts`). */

export function readWords(text: string): Promise<Reading> {
  return call('needs.readWords', { text })
}

export function findSimilar(asked: Procedures['needs.findSimilar']['input']): Promise<readonly SimilarNeed[]> {
  return call('needs.findSimilar', asked)
}

/** Safe to send again: the key makes it the same alert. */
export function raiseDanger(
  input: Procedures['needs.raiseDanger']['input'],
): Promise<Procedures['needs.raiseDanger']['result']> {
  return call('needs.raiseDanger', input)
}

export function listDangers(cursor: string | null): Promise<Procedures['needs.listDangers']['result']> {
  return call('needs.listDangers', { cursor })
}

export function takeDanger(dangerId: DangerId): Promise<DangerAlert> {
  return call('needs.takeDanger', { dangerId })
}

export function closeDanger(dangerId: DangerId, outcome: string): Promise<DangerAlert> {
  return call('needs.closeDanger', { dangerId, outcome })
}

export function askPerson(needId: NeedId, version: number, note: string): Promise<NeedDetail> {
  return call('needs.askPerson', { needId, version, note })
}

export function listNotes(needId: NeedId, cursor: string | null): Promise<Thread> {
  return call('needs.listNotes', { needId, cursor })
}

export function sendNote(needId: NeedId, noteKey: RequestKey, text: string): Promise<Note> {
  return call('needs.sendNote', { needId, noteKey, text })
}

export function setNotesRead(needId: NeedId): Promise<{ unreadCount: number }> {
  return call('needs.setNotesRead', { needId })
}

export function listUnreadNotes(): Promise<readonly { needId: NeedId; count: number }[]> {
  return call('needs.listUnreadNotes', {})
}

export function rateNeed(input: Procedures['needs.rate']['input']): Promise<NeedDetail> {
  return call('needs.rate', input)
}

export function askToEnd(needId: NeedId, version: number, ends: boolean, note: string): Promise<NeedDetail> {
  return call('needs.askToEnd', { needId, version, ends, note })
}

export function reopenNeed(needId: NeedId, version: number, reason: string): Promise<NeedDetail> {
  return call('needs.reopen', { needId, version, reason })
}

export function eraseNeed(needId: NeedId): Promise<{ needId: NeedId }> {
  return call('needs.erase', { needId })
}

export function getVoice(needId: NeedId): Promise<{ url: string; durationMs: number } | null> {
  return call('needs.getVoice', { needId })
}

export function enterNeed(input: EnterNeedInput): Promise<SubmittedNeed> {
  return call('needs.enter', input)
}

export function listToVerify(
  view: 'waiting' | 'entered',
  cursor: string | null,
): Promise<Procedures['needs.listToVerify']['result']> {
  return call('needs.listToVerify', { view, cursor })
}

export function verifyNeed(needId: NeedId, outcome: VerifyOutcome, note: string): Promise<VerifyRow> {
  return call('needs.verify', { needId, outcome, note })
}

export function giveMandate(input: Procedures['people.giveMandate']['input']): Promise<Mandate> {
  return call('people.giveMandate', input)
}

export function listMandates(): Promise<readonly Mandate[]> {
  return call('people.listMandates', {})
}

export function getMandate(mandateId: MandateId): Promise<Mandate> {
  return call('people.getMandate', { mandateId })
}

/** A yes with the code of WeChat's phone-number button; FORBIDDEN when the number is not the one that the mandate names. */
export function confirmMandate(mandateId: MandateId, phoneCode: string): Promise<Mandate> {
  return call('people.confirmMandate', { mandateId, agreed: true, phoneCode })
}

export function refuseMandate(mandateId: MandateId): Promise<Mandate> {
  return call('people.confirmMandate', { mandateId, agreed: false })
}

export function revokeMandate(mandateId: MandateId): Promise<Mandate> {
  return call('people.revokeMandate', { mandateId })
}

export function findNearby(latitude: number, longitude: number): Promise<readonly NearbyCommunity[]> {
  return call('people.findNearby', { latitude, longitude })
}

export function listConsents(): Promise<readonly Consent[]> {
  return call('people.listConsents', {})
}

export function setConsent(kind: ConsentKind, version: string, given: boolean): Promise<Consent> {
  return call('people.setConsent', { kind, version, given })
}

export function exportMe(): Promise<MyExport> {
  return call('people.exportMe', {})
}

export function getErasePreview(): Promise<ErasePreview> {
  return call('people.getErasePreview', {})
}

export function eraseMe(confirm: string): Promise<{ erased: true }> {
  return call('people.eraseMe', { confirm })
}
