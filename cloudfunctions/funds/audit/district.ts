import { createHash } from 'node:crypto'
import type { FundId } from '../../../typings/ids'
import { audit, type Finding } from '../ledger/audit'
import type { KeptRequest } from '../ledger/audit-consents'
import { checkTransfers } from '../ledger/audit-reversals'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../records'

/** What was published of a district on one day. */
export interface PublishedDay {
  _id: string
  districtCode: string
  day: string
  funds: readonly { fundId: FundId; entryCount: number; digest: string }[]
  previousDigest: string
  digest: string
}

/** Everything that is kept of any fund's money. */
export interface AllBooks {
  fundIds: readonly FundId[]
  checkpoints: readonly CheckpointRecord[]
  chain: readonly ChainRecord[]
  journal: readonly EntryRecord[]
  gifts: readonly GiftRecord[]
  requests: readonly (KeptRequest & { fundId: FundId })[]
  published: readonly PublishedDay[]
}

/**
 * Audits all funds at once, from their documents alone: each fund's books, what belongs to no fund, transfers between funds,
 * and whether the books still are those that were published. No finding: all of it is right.
 */
export function auditAll(kept: AllBooks): Finding[] {
  const checkpoints = byFund(kept.checkpoints, ({ fundId }) => fundId)
  const chain = byFund(kept.chain, ({ fundId }) => fundId)
  const journal = byFund(kept.journal, ({ fundId }) => fundId)
  const gifts = byFund(kept.gifts, ({ fundId }) => fundId)
  const requests = byFund(kept.requests, ({ fundId }) => fundId)
  const known = new Set<string>(kept.fundIds)
  const named = new Set([...checkpoints.keys(), ...chain.keys(), ...journal.keys(), ...gifts.keys()])
  const strangers = [...named].filter((fundId) => !known.has(fundId))
  const books = kept.fundIds.flatMap((fundId) =>
    audit({
      ...{ fundId, checkpoint: checkpoints.get(fundId)?.[0] ?? null, chain: chain.get(fundId) ?? [] },
      ...{ journal: journal.get(fundId) ?? [], gifts: gifts.get(fundId) ?? [] },
      requests: requests.get(fundId) ?? [],
    }),
  )
  return [
    ...strangers.map((where) => ({ where, what: 'there are books of a fund that does not exist' })),
    ...books,
    ...checkTransfers([...journal.values()]),
    ...checkPublished(kept.published, (fundId) => chain.get(fundId) ?? []),
  ]
}

/**
 * Whether the chains still pass through what was published of them: a history that was rewritten whole, every digest with
 * it, is found here. The days themselves are linked too.
 */
function checkPublished(
  published: readonly PublishedDay[],
  chainOf: (fundId: FundId) => readonly ChainRecord[],
): Finding[] {
  const findings: Finding[] = []
  const digests = new Map<FundId, ReadonlyMap<number, string>>()
  const digestAt = (fundId: FundId, number: number) => {
    const known = digests.get(fundId) ?? numbered(fundId, chainOf(fundId))
    digests.set(fundId, known)
    return known.get(number)
  }
  const last = new Map<string, string>()
  for (const each of [...published].sort((a, b) => (a._id < b._id ? -1 : 1))) {
    const find = (what: string) => findings.push({ where: each._id, what })
    if (each._id !== `digest_${each.districtCode}_${each.day}`) find('the id is not that of its district and day')
    const before = last.get(each.districtCode) ?? hash(`digests of ${each.districtCode}`)
    if (each.previousDigest !== before) find('it does not follow the day before')
    if (each.digest !== districtDigest(each)) find('the published digest was changed')
    last.set(each.districtCode, each.digest)
    for (const { fundId, entryCount, digest } of each.funds) {
      if (digestAt(fundId, entryCount) !== digest) find(`${fundId} is not what was published: entry ${entryCount}`)
    }
  }
  return findings
}

function numbered(fundId: FundId, chain: readonly ChainRecord[]): ReadonlyMap<number, string> {
  const links = chain.flatMap((batch) => batch.links.map(({ number, digest }) => [number, digest] as const))
  return new Map([[0, hash(`chain of ${fundId}`)], ...links])
}

/** By the same words as the proof page states; written a second time, as everything here. */
function districtDigest({ previousDigest, day, districtCode, funds }: PublishedDay): string {
  const rows = [...funds]
    .sort((a, b) => (a.fundId < b.fundId ? -1 : 1))
    .map(({ digest, entryCount, fundId }) => `{"digest":"${digest}","entryCount":${entryCount},"fundId":"${fundId}"}`)
  return hash(`${previousDigest}\n{"day":"${day}","districtCode":"${districtCode}","funds":[${rows.join(',')}]}`)
}

function byFund<Each>(list: readonly Each[], fundOf: (each: Each) => string): Map<string, Each[]> {
  const groups = new Map<string, Each[]>()
  for (const each of list) {
    const group = groups.get(fundOf(each))
    if (group) group.push(each)
    else groups.set(fundOf(each), [each])
  }
  return groups
}

function hash(text: string): string {
  return createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex')
}
