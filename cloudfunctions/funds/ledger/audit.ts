import type { FundId } from '../../../typings/ids'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../records'
import { auditEnd, auditPage, beginAudit, checkWaiting } from './audit-chain'
import { type KeptRequest, spansAgreed } from './audit-consents'
import type { Finding } from './audit-facts'
import { checkGift, refundsByGift } from './audit-gifts'

export type { Finding } from './audit-facts'

/** All that is kept of one fund's money. */
export interface KeptBooks {
  fundId: FundId
  checkpoint: CheckpointRecord | null
  chain: readonly ChainRecord[]
  journal: readonly EntryRecord[]
  gifts: readonly GiftRecord[]
  /** The fund's spending requests: whose donors agreed to another use of their earmark. Without them nobody did. */
  requests?: readonly KeptRequest[]
}

/**
 * Recomputes a fund's books from its journal and compares. It shares no code with the writer, so that one mistake cannot
 * hide in both: digests, lots, sums and gifts are worked out here a second time. No finding: the books are right.
 */
export function audit(kept: KeptBooks): Finding[] {
  const { fundId, checkpoint, chain, gifts, requests = [] } = kept
  const findings: Finding[] = []
  const find = (where: string, what: string) => findings.push({ where, what })
  const journal = new Map(kept.journal.map((entry) => [entry._id as string, entry]))
  if (journal.size !== kept.journal.length) find(fundId, 'an entry is in the journal twice')
  const links = chain.flatMap((batch) => batch.links)
  const named = new Set<string>(links.map(({ entryId }) => entryId))
  const [inChain, waiting] = [new Map<string, EntryRecord>(), [] as EntryRecord[]]
  for (const [id, entry] of journal) {
    if (named.has(id) || entry.foldedIn <= chain.length) inChain.set(id, entry)
    else waiting.push(entry)
  }
  const giftLots = new Map(
    links.flatMap(({ entryId, spans }) => {
      const entry = journal.get(entryId)
      return entry?.kind === 'gift' ? [[entry.cause, spans] as const] : []
    }),
  )
  const state = beginAudit(fundId)
  auditPage(
    state,
    {
      ...{ batches: chain, entries: inChain, earlier: new Map(), known: [] },
      unmarked: new Set(checkpoint?.unmarked ?? []),
      agreed: (cause, stretch) => spansAgreed(requests, gifts, giftLots, cause, stretch),
    },
    find,
  )
  for (const entry of waiting) checkWaiting(fundId, entry, find)
  auditEnd(state, checkpoint, [], find)
  checkGifts(kept, find)
  return findings
}

function checkGifts({ journal, gifts }: KeptBooks, find: (where: string, what: string) => void): void {
  const undone = new Set(journal.flatMap(({ kind, reverses }) => (kind === 'correction' && reverses ? [reverses] : [])))
  const refunded = refundsByGift(journal, undone)
  const booked = new Map(journal.filter(({ kind }) => kind === 'gift').map((entry) => [entry.cause, entry]))
  for (const gift of gifts) {
    checkGift(gift, booked.get(gift._id), refunded, find)
    booked.delete(gift._id)
  }
  for (const entry of booked.values()) find(entry._id, 'there is no such gift')
}
