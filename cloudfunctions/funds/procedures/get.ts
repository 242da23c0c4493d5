import { z } from 'zod'
import { communityCode, fundId } from '../../shared/fields'
import { procedure } from '../../shared/procedure'
import { fundIdOf } from '../records'
import { readDetail } from '../view'

export const get = procedure({
  name: 'funds.get',
  input: z.strictObject({ fundId }),
  access: 'anyone',
  run: ({ world, nowMs }, input) => readDetail(world, input.fundId, nowMs),
})

/** What a scanned poster opens: it knows the community alone. */
export const getByTerritory = procedure({
  name: 'funds.getByTerritory',
  input: z.strictObject({ territoryCode: communityCode }),
  access: 'anyone',
  run: ({ world, nowMs }, input) => readDetail(world, fundIdOf(input.territoryCode), nowMs),
})
