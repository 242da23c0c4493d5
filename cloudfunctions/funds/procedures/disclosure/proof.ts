import { z } from 'zod'
import type { JournalFile } from '../../../../typings/disclosure'
import { Failure, require } from '../../../shared/errors'
import { cursor, day, districtCode, fundId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { readCheckpoint } from '../../books/roll-up'
import { readComparison } from '../../proof/comparison'
import { readDistrictProof, readPublished } from '../../proof/digests'
import { readFigures } from '../../proof/figures'
import { numberOf, readJournal, readWholeJournal } from '../../proof/journal'
import { territoryOf } from '../../proof/records'
import { storeFile } from '../../proof/table-files'
import type { FundRecord } from '../../records'

/** About 25 MB: more is read page by page. */
const mostInFile = 20_000

export const getFigures = procedure({
  name: 'funds.getFigures',
  input: z.strictObject({ fundId }),
  access: 'anyone',
  run: ({ world, nowMs }, input) => readFigures(world, input.fundId, nowMs),
})

export const listDistrictFunds = procedure({
  name: 'funds.listDistrictFunds',
  input: z.strictObject({ districtCode }),
  access: 'anyone',
  run: ({ world, nowMs }, input) => readComparison(world, input.districtCode, nowMs),
})

/** Three reads at once. */
export const getProof = procedure({
  name: 'funds.getProof',
  input: z.strictObject({ fundId }),
  access: 'anyone',
  run: async ({ world }, input) => {
    const [fund, checkpoint, published] = await Promise.all([
      world.database.get<FundRecord>('funds', input.fundId),
      readCheckpoint(world, input.fundId),
      readPublished(world, input.fundId),
    ])
    require(fund, 'NOT_FOUND', 'no such fund')
    const { entryCount, digest, foldedAtMs: atMs } = checkpoint
    return {
      ...{ fundId: input.fundId, fundName: fund.name, districtCode: fund.districtCode },
      ...{ entryCount, digest, atMs, published },
    }
  },
})

export const getDistrictProof = procedure({
  name: 'funds.getDistrictProof',
  input: z.strictObject({ districtCode, day: day.nullable() }),
  access: 'anyone',
  run: ({ world }, input) => readDistrictProof(world, input.districtCode, input.day),
})

export const listJournal = procedure({
  name: 'funds.listJournal',
  input: z.strictObject({ fundId, cursor }),
  access: 'anyone',
  run: ({ world }, input) => readJournal(world, input.fundId, numberOf(input.cursor)),
})

export const getJournalFile = procedure({
  name: 'funds.getJournalFile',
  input: z.strictObject({ fundId }),
  access: 'anyone',
  limit: { name: 'journalFile', most: 10, windowMs: 3_600_000 },
  run: async ({ world, nowMs }, input) => {
    const fund = await world.database.get<FundRecord>('funds', input.fundId)
    require(fund, 'NOT_FOUND', 'no such fund')
    const { entryCount } = await readCheckpoint(world, fund._id)
    if (entryCount > mostInFile) throw new Failure('NOT_NOW', 'too long for one file: read it page by page')
    const [{ entries, links }, published] = await Promise.all([
      readWholeJournal(world, fund._id),
      readPublished(world, fund._id),
    ])
    const file: JournalFile = {
      ...{ format: 'community-fund-journal/1', fundId: fund._id, fundName: fund.name, exportedAtMs: nowMs },
      ...{ entries, links, published },
    }
    const name = `${territoryOf(fund._id)}-${links.length}.json`
    const stored = await storeFile(world, name, 'json', Buffer.from(JSON.stringify(file), 'utf8'))
    return { ...stored, entryCount: links.length }
  },
})
