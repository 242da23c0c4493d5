import { z } from 'zod'
import { findDuties } from '../../../shared/access/duties'
import { require } from '../../../shared/errors'
import { cursor, needId } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { procedure } from '../../../shared/procedure'
import { showCase } from '../../cases/show'
import { loadCase } from '../../cases/store'
import { hasAccess, readerRoles, requireStation, stationRoles, stationViewer } from '../../cases/viewers'
import type { CaseRecord } from '../../casework/case-record'
import { caseSummary } from '../../casework/case-views'

const PAGE_SIZE = 20

/**
 * A case as the worker who has it sees it; a colleague with an approved request reads it too, as long as their duties cover the
 * place. Anyone else's is not there.
 */
export const getCase = procedure({
  name: 'needs.getCase',
  input: z.strictObject({ needId }),
  access: 'anyone',
  async run(context, input) {
    const { world, openid, nowMs } = context
    const found = await loadCase(world, input.needId)
    const { kase } = found
    if (kase.workerOpenid === openid) return showCase(context, found, { kind: 'worker' })
    require(kase.minor && (await hasAccess(world, kase, openid, nowMs)), 'NOT_FOUND', 'no such case')
    requireStation(kase, await findDuties(world.database, openid, readerRoles))
    return showCase(context, found, { kind: 'reader', open: true })
  },
})

/** The same for the station; a child's file is sealed until a request to read it was approved. */
export const getStationCase = procedure({
  name: 'needs.getStationCase',
  input: z.strictObject({ needId }),
  access: stationRoles,
  async run(context, input) {
    const found = await loadCase(context.world, input.needId)
    requireStation(found.kase, context.duties)
    return showCase(context, found, await stationViewer(context, found.kase))
  },
})

/** The worker's cases: open ones by what falls due first, closed ones latest first. */
export const listMyCases = procedure({
  name: 'needs.listMyCases',
  input: z.strictObject({ status: z.enum(['open', 'closed']), cursor }),
  access: 'anyone',
  async run({ world, openid }, input) {
    const page = await readPage<CaseRecord>(world.database, 'cases', {
      where: { workerOpenid: openid, status: input.status },
      ...(input.status === 'open'
        ? { sortBy: 'dueAtMs' as const, direction: 'asc' as const }
        : { sortBy: 'closedAtMs' as const, direction: 'desc' as const }),
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    return { rows: page.rows.map(caseSummary), nextCursor: page.nextCursor }
  },
})
