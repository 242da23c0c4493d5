import { z } from 'zod'
import { procedure } from '../../../shared/procedure'
import { readMatchable } from '../../income/imports'
import { readDays } from '../../income/reconcile'
import type { ImportRecord } from '../../income/records'
import { districtOf, heldIn, importSummary } from '../../income/view'

/** What waits for the people of the district in money's coming in. Seven reads at once. */
export const getIncomeDesk = procedure({
  name: 'funds.getIncomeDesk',
  input: z.strictObject({}),
  access: ['districtStaff'],
  run: async ({ world, duties }) => {
    const districtCode = districtOf(duties)
    const { database } = world
    const [differences, proposals, refunds, heldNames, imports, days, funds] = await Promise.all([
      database.count('differences', { districtCode, status: 'open' }),
      database.count('proposals', { districtCode, open: true }),
      database.count('refunds', { districtCode, waits: true }),
      database.count('gifts', heldIn(districtCode)),
      database.find<ImportRecord>('imports', {
        where: { districtCode },
        orderBy: [
          ['createdAtMs', 'desc'],
          ['_id', 'asc'],
        ],
        limit: 1,
      }),
      readDays(world, 7),
      readMatchable(world, districtCode),
    ])
    const [last] = imports
    return {
      ...{ differences, proposals, refunds, heldNames },
      lastImport: last ? importSummary(last) : null,
      days: days.map(({ _id, dueAtMs, ...day }) => day),
      funds: funds.map(({ fundId, territoryCode, name }) => ({ fundId, territoryCode, name })),
    }
  },
})
