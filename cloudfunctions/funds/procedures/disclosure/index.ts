import { listAlerts, settleAlert } from './alerts'
import {
  addDisclosureEvent,
  correctDisclosure,
  getDisclosure,
  listCalendar,
  listDisclosures,
  publishDisclosure,
} from './disclosures'
import { listDisclosureEvents, removeDisclosureEvent } from './events'
import { getDistrictProof, getFigures, getJournalFile, getProof, listDistrictFunds, listJournal } from './proof'
import { getTableFile } from './tables'
import { addThanks, getGiftTrace, getPaymentTrace, removeThanks } from './trace'

export const disclosureProcedures = [
  ...[getGiftTrace, getPaymentTrace, addThanks, removeThanks],
  ...[getFigures, listDistrictFunds, getProof, getDistrictProof, listJournal, getJournalFile],
  ...[listDisclosures, getDisclosure, listCalendar, publishDisclosure, correctDisclosure, addDisclosureEvent],
  ...[listDisclosureEvents, removeDisclosureEvent],
  ...[getTableFile, listAlerts, settleAlert],
] as const
