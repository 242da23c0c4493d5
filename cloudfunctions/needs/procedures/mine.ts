import { z } from 'zod'
import { cursor, needId } from '../../shared/fields'
import { readPage } from '../../shared/paging'
import { procedure } from '../../shared/procedure'
import { summaryForResident } from '../casework/views'
import { askAgain } from '../pictures'
import type { NeedRecord } from '../records'
import { getOwnNeed, keepOwn, showOwnNeed } from '../residents/own'

const PAGE_SIZE = 20

/** The resident's own needs, newest first; not those of a mandate or a duty that is over. */
export const listMine = procedure({
  name: 'needs.listMine',
  input: z.strictObject({ cursor }),
  access: 'anyone',
  async run({ world, openid, nowMs }, input) {
    const page = await readPage<NeedRecord>(world.database, 'needs', {
      where: { residentOpenid: openid },
      sortBy: 'submittedAtMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const own = await keepOwn(world, page.rows, openid, nowMs)
    return { rows: own.map(summaryForResident), nextCursor: page.nextCursor }
  },
})

/** A need as its resident sees it; another person's is not there. */
export const get = procedure({
  name: 'needs.get',
  input: z.strictObject({ needId }),
  access: 'anyone',
  async run(context, input) {
    const need = await getOwnNeed(context, input.needId)
    await askAgain(context.world, need, context.nowMs)
    return showOwnNeed(context, need)
  },
})
