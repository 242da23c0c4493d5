import type { FundId, GiftId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import type { ChainRecord, CheckpointRecord, EntryRecord } from '../records'
import { batchSize, emptyCheckpoint, nextBatch } from './batch'
import {
  commitmentEntry,
  committedPaymentEntry,
  giftEntry,
  paymentEntry,
  releaseEntry,
  seedGrantEntry,
  settlementEntry,
} from './entries'
import { fold } from './fold'
import type { Books, Span } from './model'
import { firstOf, lastOf, restOf } from './pools'

export type PastEvent = { atMs: number; amountFen: Fen } & (
  | { kind: 'seedGrant'; cause: string; title: string }
  | { kind: 'gift'; giftId: GiftId; earmark: Field | null; donorName: string | null }
  | { kind: 'payment'; cause: string; title: string; earmark: Field | null }
  | { kind: 'commitment'; cause: string; title: string; earmark: Field | null }
  // Of what the commitment with the cause `of` set apart: paid out, set free, or handed back after it was paid.
  | { kind: 'committedPayment' | 'release' | 'settlement'; of: string; cause: string; title: string }
)

export interface History {
  entries: EntryRecord[]
  chain: ChainRecord[]
  checkpoint: CheckpointRecord
}

/**
 * The books of a fund as they stand after these events, by the same rules as live ones: for a fund that enters the system
 * with a past. Events are taken in order of time; `titleSalt` gives 32 hex digits a call. NOT_NOW for a payment without money.
 */
export function writeHistory(fundId: FundId, events: readonly PastEvent[], titleSalt: () => string): History {
  const entries: EntryRecord[] = []
  const chain: ChainRecord[] = []
  let checkpoint = emptyCheckpoint(fundId)
  const requests: Requests = new Map()
  const inOrder = [...events].sort((a, b) => a.atMs - b.atMs)
  for (let first = 0; first < inOrder.length; first += batchSize) {
    const batch: EntryRecord[] = []
    let books: Books = checkpoint
    for (const event of inOrder.slice(first, first + batchSize)) {
      const entry = { ...book(books, event, fundId, titleSalt(), requests), foldedIn: checkpoint.batch + 1 }
      books = fold(books, [entry]).books
      batch.push(entry)
    }
    const next = nextBatch(checkpoint, batch, batch.at(-1)?.atMs ?? 0)
    entries.push(...batch)
    chain.push(next.chain)
    checkpoint = { ...next.checkpoint, unmarked: [] }
  }
  return { entries, chain, checkpoint }
}

/** By the cause of its commitment: what is still set apart for a request, and what of it was paid. */
type Requests = Map<string, { earmark: Field | null; held: readonly Span[]; paid: readonly Span[] }>

function book(books: Books, event: PastEvent, fundId: FundId, titleSalt: string, requests: Requests): EntryRecord {
  const facts = { fundId, titleSalt }
  switch (event.kind) {
    case 'seedGrant':
      return seedGrantEntry({ ...event, ...facts })
    case 'gift':
      return giftEntry({ ...event, ...facts })
    case 'payment':
      return paymentEntry(books, { ...event, ...facts })
    case 'commitment': {
      const entry = commitmentEntry(books, { ...event, ...facts })
      requests.set(event.cause, { earmark: event.earmark, held: entry.spans, paid: [] })
      return entry
    }
    default:
      return bookOfRequest(event, facts, requests)
  }
}

function bookOfRequest(
  event: Extract<PastEvent, { of: string }>,
  facts: { fundId: FundId; titleSalt: string },
  requests: Requests,
): EntryRecord {
  const request = requests.get(event.of)
  if (!request) throw new Error(`nothing was set apart for ${event.of}`)
  const { earmark, held, paid } = request
  if (event.kind === 'settlement') {
    return settlementEntry({ ...event, ...facts, earmark, spans: lastOf(paid, event.amountFen) })
  }
  const spans = firstOf(held, event.amountFen)
  const rest = restOf(held, event.amountFen)
  const isPayment = event.kind === 'committedPayment'
  requests.set(event.of, { earmark, held: rest, paid: isPayment ? [...paid, ...spans] : paid })
  return isPayment
    ? committedPaymentEntry({ ...event, ...facts, earmark, spans })
    : releaseEntry({ ...event, ...facts, earmark, spans })
}
