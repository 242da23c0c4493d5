import { z } from 'zod'
import { require } from '../../shared/errors'
import { cursor, needId } from '../../shared/fields'
import { readPage } from '../../shared/paging'
import { procedure } from '../../shared/procedure'
import { detailForResident, summaryForResident } from '../casework/views'
import { photoUrls } from '../photos'
import { askAgain } from '../pictures'
import type { NeedRecord } from '../records'
import { getNeed } from '../store'

const PAGE_SIZE = 20

/** The resident's own needs, newest first. */
export const listMine = procedure({
  name: 'needs.listMine',
  input: z.strictObject({ cursor }),
  access: 'anyone',
  async run({ world, openid }, input) {
    const page = await readPage<NeedRecord>(world.database, 'needs', {
      where: { residentOpenid: openid },
      sortBy: 'submittedAtMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    return { rows: page.rows.map(summaryForResident), nextCursor: page.nextCursor }
  },
})

/** A need as its resident sees it; another person's is not there. */
export const get = procedure({
  name: 'needs.get',
  input: z.strictObject({ needId }),
  access: 'anyone',
  async run({ world, openid, nowMs }, input) {
    const need = await getNeed(world.database, input.needId)
    require(need.residentOpenid === openid, 'NOT_FOUND', 'no such need')
    await askAgain(world, need, nowMs)
    return detailForResident(need, await photoUrls(world, 'resident', need))
  },
})
