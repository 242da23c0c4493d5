import type { Flow } from '../../../typings/funds'
import type { FundId } from '../../../typings/ids'
import type { Page } from '../../../typings/page'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports'
import type { EntryRecord } from '../records'
import { readNumbers } from './numbers'

/** What a flow shows of its entry; the rest stays in the database. */
const flowFields = ['fundId', 'kind', 'direction', 'amountFen', 'title', 'earmark', 'atMs', 'foldedIn']
type FlowRecord = Pick<
  EntryRecord,
  '_id' | 'fundId' | 'kind' | 'direction' | 'amountFen' | 'title' | 'earmark' | 'atMs' | 'foldedIn'
>

/** A page of a fund's flows (or of its payments alone), newest first, without their numbers. */
export function readFlows(
  world: World,
  list: { fundId: FundId; direction: 'in' | 'out' | 'payments' | null; cursor: string | null; size: number },
): Promise<Page<FlowRecord>> {
  const { fundId, direction, cursor, size } = list
  const where = {
    fundId,
    ...(direction === null ? {} : direction === 'payments' ? { kind: 'payment' } : { direction }),
  }
  return readPage<FlowRecord>(world.database, 'journal', {
    ...{ where, sortBy: 'atMs', direction: 'desc', size, cursor, fields: flowFields },
  })
}

/** As the public reads them, with their places in the chain: one round trip more. */
export async function asFlows(world: World, records: readonly FlowRecord[]): Promise<Flow[]> {
  const numbers = await readNumbers(world, records)
  return records.map(({ _id, kind, direction, amountFen, title, earmark, atMs }) => ({
    ...{ entryId: _id, kind, direction, amountFen, title, field: earmark, atMs },
    number: numbers.get(_id) ?? null,
  }))
}
