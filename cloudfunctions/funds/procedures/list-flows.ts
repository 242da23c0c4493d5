import { z } from 'zod'
import { cursor, fundId } from '../../shared/fields'
import { procedure } from '../../shared/procedure'
import { asFlows, readFlows } from '../books/flows'

const pageSize = 20

/** Every flow of a fund, for anybody, newest first: two reads a page. */
export const listFlows = procedure({
  name: 'funds.listFlows',
  input: z.strictObject({ fundId, direction: z.enum(['in', 'out']).nullable(), cursor }),
  access: 'anyone',
  run: async ({ world }, input) => {
    const { rows, nextCursor } = await readFlows(world, { ...input, size: pageSize })
    return { rows: await asFlows(world, rows), nextCursor }
  },
})
