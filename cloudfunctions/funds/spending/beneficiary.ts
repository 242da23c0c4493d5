import type { Fen } from '../../../typings/money'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports'
import { longestYearMs } from '../../shared/time/spans'
import { sumFen } from '../ledger/fen'
import { nameKey } from '../policy/roster'
import type { SpendingRecord } from './records'

const pageSize = 500
const nothingGiven: readonly SpendingRecord['status'][] = ['rejected', 'withdrawn', 'consentRefused']

/**
 * What a fund gave or promised to one beneficiary, person or group, in the 12 months before, however the name was written; and
 * for how many people that counts: a group under a name that a person was helped under is that person. `except`: the request
 * itself. One read, or one for each 500 requests.
 */
export async function beneficiaryYear(
  world: World,
  { fundId, beneficiary }: Pick<SpendingRecord, 'fundId' | 'beneficiary'>,
  except: string | null,
): Promise<{ amountFen: Fen; people: number }> {
  const recent = await readAll(world, {
    ...{ fundId, beneficiaryKey: nameKey(beneficiary.name) },
    submittedAtMs: { $gt: world.clock.nowMs() - longestYearMs },
  })
  const counted = recent.filter(({ _id, status }) => _id !== except && !nothingGiven.includes(status))
  const isPerson = [beneficiary, ...counted.map((each) => each.beneficiary)].some(({ kind }) => kind === 'person')
  return {
    amountFen: sumFen(counted.map(({ settlement, amountFen }) => settlement?.actualFen ?? amountFen)),
    people: isPerson ? 1 : beneficiary.count,
  }
}

async function readAll(world: World, where: Readonly<Record<string, unknown>>): Promise<SpendingRecord[]> {
  const rows: SpendingRecord[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readPage<SpendingRecord>>> = await readPage<SpendingRecord>(
      world.database,
      'spendingRequests',
      {
        ...{ where, sortBy: 'submittedAtMs', direction: 'asc', size: pageSize, cursor },
        fields: ['beneficiary', 'amountFen', 'status', 'settlement.actualFen', 'submittedAtMs'],
      },
    )
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}
