import type { Fen } from '../../../typings/money'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports'
import { longestYearMs } from '../../shared/time/spans'
import { sumFen } from '../ledger/fen'
import { nameKey } from '../policy/roster'
import type { SpendingRecord } from './records'

const pageSize = 500
const nothingGiven: readonly SpendingRecord['status'][] = ['rejected', 'withdrawn', 'consentRefused']
const setApart: readonly SpendingRecord['status'][] = ['committed', 'paid', 'settled']

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
  const recent = await readRecent(world, fundId, beneficiary)
  return yearOf(
    beneficiary,
    recent.filter(({ _id, status }) => _id !== except && !nothingGiven.includes(status)),
  )
}

/**
 * Whether the year's most still has room for a request beside what is set apart or paid already: requests that came at the
 * same moment did not see each other. What merely waits is not counted, else two would keep each other waiting for ever.
 */
export async function hasRoomInYear(world: World, request: SpendingRecord): Promise<boolean> {
  const { _id: own, fundId, beneficiary, amountFen, rules } = request
  const recent = await readRecent(world, fundId, beneficiary)
  const year = yearOf(
    beneficiary,
    recent.filter(({ _id, status }) => _id !== own && setApart.includes(status)),
  )
  return year.amountFen + amountFen <= rules.beneficiaryYearMostFen * year.people
}

function readRecent(world: World, fundId: SpendingRecord['fundId'], { name }: SpendingRecord['beneficiary']) {
  const submittedAtMs = { $gt: world.clock.nowMs() - longestYearMs }
  return readAll(world, { fundId, beneficiaryKey: nameKey(name), submittedAtMs })
}

function yearOf(beneficiary: SpendingRecord['beneficiary'], counted: readonly SpendingRecord[]) {
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
