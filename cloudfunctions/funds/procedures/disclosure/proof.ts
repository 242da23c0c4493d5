import { z } from 'zod'
import type { JournalFile } from '../../../../typings/disclosure'
import { require } from '../../../shared/errors'
import { cursor, day, districtCode, fundId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { readCheckpoint } from '../../books/roll-up'
import { readComparison } from '../../proof/comparison'
import { readDistrictProof, readPublished } from '../../proof/digests'
import { readFigures } from '../../proof/figures'
import { numberOf, readJournal, readStretch } from '../../proof/journal'
import { territoryOf } from '../../proof/records'
import { storeFile } from '../../proof/table-files'
import type { FundRecord } from '../../records'

/** About 6 MB, read and stored in two seconds. */
const entriesAPart = 5_000

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

/** One part of the book as a file. So many an hour that a book of 100,000 entries can be fetched three times. */
export const getJournalFile = procedure({
  name: 'funds.getJournalFile',
  input: z.strictObject({ fundId, part: z.int().min(1).max(10_000) }),
  access: 'anyone',
  limit: { name: 'journalFile', most: 60, windowMs: hourMs },
  run: async ({ world, nowMs }, { fundId: id, part }) => {
    const [fund, { entryCount }] = await Promise.all([
      world.database.get<FundRecord>('funds', id),
      readCheckpoint(world, id),
    ])
    require(fund, 'NOT_FOUND', 'no such fund')
    const partCount = Math.max(1, Math.ceil(entryCount / entriesAPart))
    require(part <= partCount, 'NOT_FOUND', 'the book has fewer parts')
    const firstNumber = (part - 1) * entriesAPart + 1
    const [{ entries, links }, published] = await Promise.all([
      readStretch(world, id, firstNumber, Math.min(entryCount, part * entriesAPart)),
      readPublished(world, id),
    ])
    const file: JournalFile = {
      ...{ format: 'community-fund-journal/1', part: { number: part, count: partCount, firstNumber } },
      ...{ fundId: id, fundName: fund.name, exportedAtMs: nowMs, entries, links, published },
    }
    const name = `${territoryOf(id)}-${firstNumber}-${firstNumber + links.length - 1}.json`
    const stored = await storeFile(world, name, 'json', Buffer.from(JSON.stringify(file), 'utf8'))
    return { ...stored, entryCount: links.length, part, partCount }
  },
})
