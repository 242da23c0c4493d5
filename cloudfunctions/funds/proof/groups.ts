import type { FundId } from '../../../typings/ids'
import { invariant } from '../../shared/errors'
import type { Filter, World } from '../../shared/ports'
import type { Group } from '../disclosure/content'
import { fen } from '../ledger/fen'
import type { Posting } from '../ledger/model'

/** A group with the last moment that anything of it happened. */
export type DatedGroup = Group & { lastAtMs: number }

/** An aggregation gives no more rows; fields, kinds and ways together make about half as many. */
const mostRows = 100

interface Row {
  _id: Pick<Group, 'kind' | 'direction' | 'earmark'> & Pick<Posting, 'source' | 'destination'>
  amountFen: number
  count: number
  lastAtMs: number
}

/** Sums of a fund's entries that came in or went out, by what decides how they count; `where` narrows them by what an index serves. */
export async function readGroups(world: World, fundId: FundId, where: Filter): Promise<DatedGroup[]> {
  const rows = await world.database.aggregate<Row>('journal', [
    { $match: { fundId, direction: { $in: ['in', 'out'] }, ...where } },
    {
      $group: {
        _id: {
          ...{ kind: '$kind', direction: '$direction', earmark: '$earmark' },
          source: { $arrayElemAt: ['$postings.source', 0] },
          destination: { $arrayElemAt: ['$postings.destination', 0] },
        },
        amountFen: { $sum: '$amountFen' },
        count: { $sum: 1 },
        lastAtMs: { $max: '$atMs' },
      },
    },
  ])
  invariant(rows.length < mostRows, `the entries of ${fundId} fall into too many groups`)
  return rows.map(({ _id: { source, destination, ...key }, ...sums }) => {
    return { ...key, ...sums, postings: [{ source, destination, amountFen: fen(sums.amountFen) }] }
  })
}
