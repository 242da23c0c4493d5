import type { FundId, GiftId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/needs'
import type { ChainRecord, CheckpointRecord, EntryRecord } from '../records'
import { batchSize, emptyCheckpoint, nextBatch } from './batch'
import { giftEntry, paymentEntry, seedGrantEntry } from './entries'
import { fold } from './fold'
import type { Books } from './model'

export type PastEvent = { atMs: number; amountFen: Fen } & (
  | { kind: 'seedGrant'; cause: string; title: string }
  | { kind: 'gift'; giftId: GiftId; earmark: Field | null; donorName: string | null }
  | { kind: 'payment'; cause: string; title: string; earmark: Field | null }
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
  const inOrder = [...events].sort((a, b) => a.atMs - b.atMs)
  for (let first = 0; first < inOrder.length; first += batchSize) {
    const batch: EntryRecord[] = []
    let books: Books = checkpoint
    for (const event of inOrder.slice(first, first + batchSize)) {
      const entry = { ...book(books, event, fundId, titleSalt()), foldedIn: checkpoint.batch + 1 }
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

function book(books: Books, event: PastEvent, fundId: FundId, titleSalt: string): EntryRecord {
  const facts = { fundId, titleSalt }
  switch (event.kind) {
    case 'seedGrant':
      return seedGrantEntry({ ...event, ...facts })
    case 'gift':
      return giftEntry({ ...event, ...facts })
    case 'payment':
      return paymentEntry(books, { ...event, ...facts })
  }
}
