import type { DistrictProof, PublishedDigest } from '../../../typings/disclosure'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import { require } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { districtDigest, firstDistrictDigest } from '../disclosure/district-digest'
import { genesisDigest } from '../ledger/chain'
import type { CheckpointRecord, FundRecord } from '../records'
import { type DigestRecord, digestIdOf, territoryOf } from './records'

const mostFunds = 1000
const daysShown = 31

/**
 * Publishes the ends of all chains of a district, once a day: one document, so that it is there whole or not at all, linked
 * to the last one before. Two at once write the same id; the first counts.
 */
export async function publishDigest(world: World, districtCode: TerritoryCode, day: string): Promise<void> {
  const _id = digestIdOf(districtCode, day)
  const [funds, last] = await Promise.all([
    world.database.find<FundRecord>('funds', {
      where: { districtCode },
      orderBy: [['_id', 'asc']],
      limit: mostFunds,
      fields: ['name'],
    }),
    readLatest(world, districtCode),
  ])
  if (funds.length === 0 || last?._id === _id) return
  const checkpoints = await world.database.find<CheckpointRecord>('fundCheckpoints', {
    where: { _id: { $in: funds.map((fund) => fund._id) } },
    limit: mostFunds,
    fields: ['entryCount', 'digest'],
  })
  const ends = new Map(checkpoints.map((checkpoint) => [checkpoint._id, checkpoint]))
  const rows = funds.map(({ _id: fundId, name }) => {
    const { entryCount, digest } = ends.get(fundId) ?? { entryCount: 0, digest: genesisDigest(fundId) }
    return { fundId, name, entryCount, digest }
  })
  const previousDigest = last?.digest ?? firstDistrictDigest(districtCode)
  const record: DigestRecord = {
    ...{ _id, districtCode, day, funds: rows, previousDigest },
    digest: districtDigest(previousDigest, day, districtCode, rows),
    publishedAtMs: world.clock.nowMs(),
  }
  await world.database.insert('digests', record)
}

/** What was published of one fund, newest first: one round trip. */
export function readPublished(world: World, fundId: FundId): Promise<PublishedDigest[]> {
  return world.database.aggregate<PublishedDigest>('digests', [
    { $match: { districtCode: territoryOf(fundId).slice(0, 6) } },
    { $sort: { day: -1 } },
    { $limit: daysShown },
    { $unwind: '$funds' },
    { $match: { 'funds.fundId': fundId } },
    { $project: { _id: 0, day: 1, entryCount: '$funds.entryCount', digest: '$funds.digest' } },
  ])
}

/** Of a day, or the latest. NOT_FOUND when nothing was published. */
export async function readDistrictProof(
  world: World,
  districtCode: TerritoryCode,
  day: string | null,
): Promise<DistrictProof> {
  const record =
    day === null
      ? await readLatest(world, districtCode)
      : await world.database.get<DigestRecord>('digests', digestIdOf(districtCode, day))
  require(record, 'NOT_FOUND', 'nothing was published on that day')
  const { _id, ...proof } = record
  return proof
}

async function readLatest(world: World, districtCode: TerritoryCode): Promise<DigestRecord | null> {
  const [latest] = await world.database.find<DigestRecord>('digests', {
    where: { districtCode },
    orderBy: [['day', 'desc']],
    limit: 1,
  })
  return latest ?? null
}
