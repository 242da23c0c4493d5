import { z } from 'zod'
import type { TerritoryCode } from '../../../typings/ids'
import { invariant } from '../../shared/errors'
import { cursor, territoryCode } from '../../shared/fields'
import type { World } from '../../shared/ports'
import { procedure } from '../../shared/procedure'
import { shanghaiMonth } from '../../shared/time/shanghai'
import { mostFundsShown, readShown } from '../books/shown'
import { type FundRecord, fundIdOf } from '../records'
import { summaryOf } from '../view'

/**
 * The funds of the district that `near` lies in (of all, when there is no `near`), in order of their codes; on the first page
 * those of `near`'s street come before them, its own community's first. Three or four reads a page.
 */
export const list = procedure({
  name: 'funds.list',
  input: z.strictObject({ near: territoryCode.nullable(), cursor }),
  access: 'anyone',
  run: async ({ world, nowMs }, input) => {
    const street = input.near !== null && input.near.length >= 9 ? input.near.slice(0, 9) : null
    const district = input.near === null ? {} : { districtCode: input.near.slice(0, 6) }
    const [neighbours, others] = await Promise.all([
      street !== null && input.cursor === null ? readNeighbours(world, street, input.near ?? '') : [],
      world.database.find<FundRecord>('funds', {
        where: { ...district, _id: { $gt: input.cursor ?? '' } },
        orderBy: [['_id', 'asc']],
        limit: mostFundsShown + 1,
      }),
    ])
    const rest = others.slice(0, mostFundsShown - neighbours.length)
    const last = rest.at(-1)
    const page = [...neighbours, ...rest.filter((fund) => street === null || !fund.territoryCode.startsWith(street))]
    const shown = await readShown(
      world,
      page.map(({ _id }) => _id),
      shanghaiMonth(nowMs),
    )
    const rows = page.map((fund) => {
      const figures = shown.get(fund._id)
      invariant(figures, `${fund._id} has figures`)
      return summaryOf(fund, figures)
    })
    return { rows, nextCursor: others.length > rest.length ? (last?._id ?? '') : null }
  },
})

/** The funds of a street, the given community's first. */
async function readNeighbours(world: World, street: TerritoryCode, near: TerritoryCode): Promise<FundRecord[]> {
  const found = await world.database.find<FundRecord>('funds', {
    where: { districtCode: street.slice(0, 6), _id: { $gt: fundIdOf(street), $lt: fundIdOf(`${street}~`) } },
    orderBy: [['_id', 'asc']],
    limit: mostFundsShown - 1,
  })
  return found.sort((a, b) => Number(b.territoryCode === near) - Number(a.territoryCode === near))
}
