import { z } from 'zod'
import { disclosureId, districtCode, fundId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { readTable, storeTable } from '../../proof/table-files'

/** What is public anyway, as a file. Ten an hour are enough for a person. */
export const getTableFile = procedure({
  name: 'funds.getTableFile',
  input: z.strictObject({
    table: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('flows'), fundId }),
      z.strictObject({ kind: z.literal('funds'), districtCode }),
      z.strictObject({ kind: z.literal('disclosure'), disclosureId }),
    ]),
    format: z.enum(['xlsx', 'csv']),
  }),
  access: 'anyone',
  limit: { name: 'tableFile', most: 30, windowMs: hourMs },
  run: async ({ world, nowMs }, { table, format }) => storeTable(world, await readTable(world, table, nowMs), format),
})
