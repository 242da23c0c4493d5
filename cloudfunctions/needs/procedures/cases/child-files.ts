import { z } from 'zod'
import { cursor } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { procedure } from '../../../shared/procedure'
import { placeFilter } from '../../cases/places'
import type { AccessRecord } from '../../cases/records'
import { readerRoles } from '../../cases/viewers'
import type { CaseRecord } from '../../casework/case-record'
import { own } from './station'

const PAGE_SIZE = 20

/** Children's cases in the caller's area that are not theirs: enough to know which to ask for, nothing of the child. */
export const listChildFiles = procedure({
  name: 'needs.listChildFiles',
  input: z.strictObject({ cursor }),
  access: readerRoles,
  async run({ world, openid, duties }, input) {
    const page = await readPage<CaseRecord>(world.database, 'cases', {
      where: { ...placeFilter(duties), minor: true },
      sortBy: 'acceptedAtMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const cases = own(page.rows, duties).filter(({ workerOpenid }) => workerOpenid !== openid)
    const requests = await world.database.find<AccessRecord>('caseAccess', {
      where: { needId: { $in: cases.map(({ needId }) => needId) }, askerOpenid: openid },
      orderBy: [['askedAtMs', 'desc']],
      limit: 200,
    })
    const rows = cases.map(({ needId, subSkill, communityName, stage, status, workerName }) => {
      const asked = requests.find((each) => each.needId === needId)
      return {
        needId,
        subSkill,
        communityName,
        stage,
        status,
        workerName,
        accessRequest: asked ? { state: asked.state, note: asked.note, untilMs: asked.untilMs } : null,
      }
    })
    return { rows, nextCursor: page.nextCursor }
  },
})
