import type { FundId } from '../../../typings/ids'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports'
import { hourMs } from '../../shared/time/spans'
import { type AuditState, auditEnd, auditPage, beginAudit, checkWaiting, type KnownDigest } from '../ledger/audit-chain'
import { type Find, type Finding, idOf } from '../ledger/audit-facts'
import { checkGift, refundsByGift } from '../ledger/audit-gifts'
import { type CheckpointRecord, type EntryRecord, type GiftRecord, UNFOLDED } from '../records'
import { nextSize, readByIds, readPageAfter } from './page'

/** How far the audit of one fund has come: laid aside when its time is up, and taken up again. */
export interface AuditProgress {
  fundId: FundId
  phase: 'chain' | 'waiting' | 'gifts' | 'done'
  state: AuditState
  /** Of the page after which it goes on, in the phases that read lists. */
  cursor: string | null
  /** The first of them; `findingCount` is of all. */
  findings: readonly Finding[]
  findingCount: number
}

const pageSize = 800
/** Enough to see what is wrong; the count is of all. */
const mostFindings = 20
/** What was worked out for so long is laid aside in any case: an instance can die. */
const layAsideMs = 5_000
/** A gift that is being booked at this very moment is not wrong. */
const settlingMs = hourMs

export function beginFund(fundId: FundId): AuditProgress {
  return { fundId, phase: 'chain', state: beginAudit(fundId), cursor: null, findings: [], findingCount: 0 }
}

/**
 * Audits a fund of any size: the chain page by page, then what waits outside it, then the gifts, while others go on giving
 * and spending. It holds one page at a time. Not `done` when the time is up: `layAside` has it, and the next call goes on.
 */
export async function auditFund(
  world: World,
  begun: AuditProgress,
  known: readonly KnownDigest[],
  untilMs: number,
  layAside: (progress: AuditProgress) => Promise<unknown>,
): Promise<AuditProgress> {
  let progress = begun
  let size: number | undefined
  let keptAtMs = world.clock.nowMs()
  while (progress.phase !== 'done') {
    const step = await oneStep(world, progress, known, size)
    progress = step.progress
    size = step.size
    const nowMs = world.clock.nowMs()
    const isOver = nowMs > untilMs
    if (progress.phase !== 'done' && (isOver || nowMs > keptAtMs + layAsideMs)) {
      await layAside(progress)
      keptAtMs = nowMs
    }
    if (isOver) return progress
  }
  return progress
}

interface Step {
  progress: AuditProgress
  size?: number | undefined
}

async function oneStep(
  world: World,
  progress: AuditProgress,
  known: readonly KnownDigest[],
  size?: number,
): Promise<Step> {
  const found: Finding[] = []
  const find: Find = (where, what) => void found.push({ where, what })
  const step = await {
    chain: () => walkChain(world, progress, known, find, size),
    waiting: () => lookAtWaiting(world, progress, find),
    gifts: () => lookAtGifts(world, progress, find),
    done: async () => ({ progress }),
  }[progress.phase]()
  const findings = [...progress.findings, ...found].slice(0, mostFindings)
  return { ...step, progress: { ...step.progress, findings, findingCount: progress.findingCount + found.length } }
}

async function walkChain(
  world: World,
  progress: AuditProgress,
  known: readonly KnownDigest[],
  find: Find,
  size?: number,
): Promise<Step> {
  const { fundId } = progress
  const state = structuredClone(progress.state)
  // Read first: what is folded after it belongs to the next look.
  const checkpoint = await world.database.get<CheckpointRecord>('fundCheckpoints', fundId)
  if (checkpoint && state.batch < checkpoint.batch) {
    const page = await readPageAfter(world, state, checkpoint, known, find, size)
    if (page.batches.length > 0) {
      const placed = auditPage(state, page, find)
      await checkDonors(
        world,
        placed.map(({ entry }) => entry),
        find,
      )
      return { progress: { ...progress, state }, size: nextSize(page) }
    }
  }
  auditEnd(state, checkpoint, known, find)
  const batches = await world.database.count('chain', { fundId, firstNumber: { $lte: state.number } })
  if (batches !== state.batch) find(fundId, `the chain has ${batches} batches and should have ${state.batch}`)
  await lookAtMarks(world, fundId, checkpoint?.batch ?? 0, find)
  return { progress: { ...progress, state, phase: 'waiting', cursor: null } }
}

/**
 * What no other phase reads: entries marked with no batch that there is, which the public would see and the chain lacks. A
 * roll-up in the meantime is no fault: its batch is in the checkpoint before an entry is marked with it, and an entry once
 * in the journal stays there.
 */
async function lookAtMarks(world: World, fundId: FundId, auditedBatch: number, find: Find): Promise<void> {
  const { database } = world
  const marked = (foldedIn: object) =>
    database.find<EntryRecord>('journal', { where: { fundId, foldedIn }, limit: mostFindings })
  const [below, between, above, all] = await Promise.all([
    marked({ $lt: 1 }),
    marksBeyond(world, fundId, auditedBatch),
    marked({ $gt: UNFOLDED }),
    database.count('journal', { fundId }),
  ])
  for (const { _id } of [...below, ...between, ...above]) find(_id, 'its mark is no batch')
  const numbered = await database.count('journal', { fundId, foldedIn: { $gt: Number.MIN_SAFE_INTEGER } })
  if (numbered < all) find(fundId, `${all - numbered} entries have no mark`)
}

/** Entries marked with a later batch than the checkpoint's: the highest marks first, and then what the checkpoint says by now. */
async function marksBeyond(world: World, fundId: FundId, auditedBatch: number): Promise<EntryRecord[]> {
  const { database } = world
  const found = await database.find<EntryRecord>('journal', {
    where: { fundId, foldedIn: { $gt: auditedBatch, $lt: UNFOLDED } },
    orderBy: [['foldedIn', 'desc']],
    limit: mostFindings,
  })
  if (found.length === 0) return []
  const latest = await database.get<CheckpointRecord>('fundCheckpoints', fundId)
  return found.filter(({ foldedIn }) => foldedIn > (latest?.batch ?? 0))
}

async function lookAtWaiting(world: World, progress: AuditProgress, find: Find): Promise<Step> {
  const { fundId, cursor } = progress
  const { rows, nextCursor } = await readPage<EntryRecord>(world.database, 'journal', {
    where: { fundId, foldedIn: UNFOLDED },
    ...{ sortBy: 'atMs', direction: 'asc', size: pageSize, cursor },
  })
  for (const entry of rows) checkWaiting(fundId, entry, find)
  await checkDonors(world, rows, find)
  return { progress: { ...progress, phase: nextCursor === null ? 'gifts' : 'waiting', cursor: nextCursor } }
}

/** Every entry of a gift has its gift; the rest of the comparison begins with the gifts. */
async function checkDonors(world: World, entries: readonly EntryRecord[], find: Find): Promise<void> {
  const given = entries.filter(({ kind }) => kind === 'gift')
  const gifts = await readByIds<GiftRecord>(
    world,
    'gifts',
    given.map(({ cause }) => cause),
  )
  const there = new Set<string>(gifts.map(({ _id }) => _id))
  for (const { _id, cause } of given) if (!there.has(cause)) find(_id, 'there is no such gift')
}

async function lookAtGifts(world: World, progress: AuditProgress, find: Find): Promise<Step> {
  const { fundId, cursor } = progress
  const { rows, nextCursor } = await readPage<GiftRecord>(world.database, 'gifts', {
    where: { fundId },
    ...{ sortBy: 'createdAtMs', direction: 'desc', size: pageSize, cursor },
  })
  const [entries, refunded] = await Promise.all([
    readByIds<EntryRecord>(
      world,
      'journal',
      rows.map(({ _id }) => idOf('gift', _id)),
    ),
    readRefunded(world, fundId, rows),
  ])
  const booked = new Map(entries.map((entry) => [entry.cause, entry]))
  const sinceMs = world.clock.nowMs() - settlingMs
  for (const gift of rows) {
    if (gift.orderOpen && gift.createdAtMs > sinceMs) continue
    checkGift(gift, booked.get(gift._id), refunded, find)
  }
  return { progress: { ...progress, phase: nextCursor === null ? 'done' : 'gifts', cursor: nextCursor } }
}

async function readRefunded(world: World, fundId: FundId, gifts: readonly GiftRecord[]) {
  const ids = gifts.flatMap(({ status, entryId }) => (status === 'refunded' && entryId ? [entryId] : []))
  if (ids.length === 0) return () => 0
  const refunds = await world.database.find<EntryRecord>('journal', {
    where: { fundId, kind: 'refund', reverses: { $in: ids } },
    limit: 1000,
  })
  const corrections = await readByIds<EntryRecord>(
    world,
    'journal',
    refunds.map(({ _id }) => idOf('correction', _id)),
  )
  return refundsByGift(refunds, new Set(corrections.map(({ reverses }) => reverses ?? '')))
}
