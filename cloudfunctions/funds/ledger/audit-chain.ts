import type { ChainRecord, CheckpointRecord, EntryRecord } from '../records'
import { checkEntry, contentDigest } from './audit-entry'
import { type Find, hash, isNewMoney, type Placed, plain } from './audit-facts'
import { type Agreed, type AuditLots, checkPools, walkLots } from './audit-lots'
import { checkReversal } from './audit-reversals'
import { type AuditSums, addToSums, checkSums, noSums } from './audit-sums'

/**
 * How far the auditor has come in a fund's chain, and all that it needs in order to go on. Plain JSON; its size grows with the
 * months, not with the entries, so that a long book is audited page by page, and tomorrow where today ended.
 */
export interface AuditState {
  fundId: string
  batch: number
  number: number
  digest: string
  sums: AuditSums
  lots: AuditLots
}

/** What was published, or kept elsewhere, of the chain at an entry. */
export interface KnownDigest {
  where: string
  entryCount: number
  digest: string
}

/** Batches that follow one another, with what they name. */
export interface ChainPage {
  batches: readonly ChainRecord[]
  /** Every entry that is marked with one of these batches or named by their links. */
  entries: ReadonlyMap<string, EntryRecord>
  /** Entries of earlier pages that these undo, with their places. */
  earlier: ReadonlyMap<string, Placed>
  /** Entries of the last fold whose marks may be missing. */
  unmarked: ReadonlySet<string>
  agreed: Agreed
  known: readonly KnownDigest[]
}

export function beginAudit(fundId: string): AuditState {
  const digest = hash(`chain of ${fundId}`)
  return { fundId, batch: 0, number: 0, digest, sums: noSums(), lots: {} }
}

/** Takes the state on by a page, in place. Gives each entry with its place, in the order of the chain. */
export function auditPage(state: AuditState, page: ChainPage, find: Find): Placed[] {
  const placed = new Map<string, Placed>()
  const seen = new Set<string>()
  meet(state, page.known, find)
  for (const batch of [...page.batches].sort((a, b) => a.batch - b.batch)) {
    checkHead(state, batch, find)
    for (const link of batch.links) {
      checkLink(state, batch, link, page, seen, find)
      meet(state, page.known, find)
      const entry = page.entries.get(link.entryId)
      if (!entry) continue
      const each: Placed = { entry, spans: link.spans }
      checkEntry(state.fundId, entry, find)
      walkLots(state.lots, each, page.agreed, find)
      addToSums(state.sums, state.fundId, each, find)
      checkReversal(each, (id) => placed.get(id) ?? page.earlier.get(id), find)
      placed.set(entry._id, each)
    }
    checkBatchLots(batch, page.entries, find)
  }
  for (const entry of page.entries.values()) {
    if (!seen.has(entry._id)) find(entry._id, 'it is marked and not in the chain')
  }
  return [...placed.values()]
}

function checkHead(state: AuditState, batch: ChainRecord, find: Find): void {
  const number = state.batch + 1
  const name = `chain_${state.fundId}_${`000000${number}`.slice(-7)}`
  if (batch._id !== name || batch.fundId !== state.fundId) find(batch._id, `it should be ${name}`)
  if (batch.batch !== number) find(batch._id, `batch ${number} is missing`)
  if (batch.firstNumber !== state.number + 1) find(batch._id, 'the first number does not follow')
  if (batch.previousDigest !== state.digest) find(batch._id, 'it does not follow the digest before it')
  state.batch = number
}

function checkLink(
  state: AuditState,
  batch: ChainRecord,
  { number, entryId, entryDigest, spans, digest }: ChainRecord['links'][number],
  page: ChainPage,
  seen: Set<string>,
  find: Find,
): void {
  const entry = page.entries.get(entryId)
  if (number !== state.number + 1) find(batch._id, `number ${number} is out of order`)
  if (seen.has(entryId)) find(entryId, 'it is in the chain twice')
  seen.add(entryId)
  const expected = hash(`${state.digest}\n${plain({ number, entryId, entryDigest, spans })}`)
  if (expected !== digest) find(`${batch._id} link ${number}`, 'the chain is broken')
  state.digest = digest
  state.number += 1
  if (!entry) find(entryId, 'the chain names it and the journal lacks it')
  if (entry && contentDigest(entry) !== entryDigest) find(entryId, 'the entry was changed')
  // A mark also says that no other batch has it: each entry is in the chain once.
  if (entry && entry.foldedIn !== batch.batch && !page.unmarked.has(entryId))
    find(entryId, 'its mark names another batch')
}

function meet({ fundId, number, digest }: AuditState, known: readonly KnownDigest[], find: Find): void {
  for (const each of known) {
    if (each.entryCount !== number || each.digest === digest) continue
    find(each.where, `${fundId} is not what was published: entry ${number}`)
  }
}

/** What a batch says it received is what its new money's links say. */
function checkBatchLots(batch: ChainRecord, journal: ReadonlyMap<string, EntryRecord>, find: Find): void {
  const received = new Map<string, { from: number; to: number }>()
  for (const { entryId, spans } of batch.links) {
    const entry = journal.get(entryId)
    if (!entry || !isNewMoney(entry)) continue
    for (const { pool, fromFen, toFen } of spans) {
      const before = received.get(pool)
      received.set(pool, { from: Math.min(before?.from ?? fromFen, fromFen), to: Math.max(before?.to ?? toFen, toFen) })
    }
  }
  const said = Object.fromEntries(batch.lots.map(({ pool, fromFen, toFen }) => [pool, { from: fromFen, to: toFen }]))
  if (plain(said) !== plain(Object.fromEntries(received))) find(batch._id, 'its lots are not those of its links')
}

/** At the end of the chain: the checkpoint says the same, and nothing was published that the chain has not reached. */
export function auditEnd(
  state: AuditState,
  last: CheckpointRecord | null,
  known: readonly KnownDigest[],
  find: Find,
): void {
  const { fundId, batch, digest, number } = state
  if (last && (last.batch !== batch || last.digest !== digest)) find(last._id, 'it is not at the end of the chain')
  if (last && (last._id !== fundId || last.fundId !== fundId)) find(last._id, 'it belongs to another fund')
  if (!last && batch > 0) find(fundId, 'there is a chain and no checkpoint')
  checkPools(state.lots, fundId, last, find)
  if (last) checkSums(state.sums, number, last, find)
  for (const { where, entryCount } of known) {
    if (entryCount > number) find(where, `${fundId} is not what was published: entry ${entryCount}`)
  }
}

/** What an entry says while no batch has it: the auditor's own copy of the writer's number. */
const waitingMark = 2_000_000_000

/** An entry that no batch has yet. */
export function checkWaiting(fundId: string, entry: EntryRecord, find: Find): void {
  checkEntry(fundId, entry, find)
  if (entry.foldedIn !== waitingMark) find(entry._id, 'its mark is no batch')
  if (!isNewMoney(entry)) find(entry._id, 'only new money may wait outside the chain')
}
