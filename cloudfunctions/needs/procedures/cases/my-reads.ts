import { z } from 'zod'
import type { AuditRecord } from '../../../shared/audit/audit'
import { cursor } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import type { Filter, World } from '../../../shared/ports/index'
import { procedure } from '../../../shared/procedure'
import { inHand } from '../../aftercare/rules'
import { readsShown, readWords } from '../../cases/reads'
import type { NeedRecord } from '../../records'

const PAGE_SIZE = 20
const MOST_NEEDS = 100

/** What the caller looked at; or who else looked at the people whom the caller helps now. Nobody else's log is in it. */
export const listMyReads = procedure({
  name: 'needs.listMyReads',
  input: z.strictObject({ of: z.enum(['mine', 'clients']), cursor }),
  access: 'anyone',
  async run({ world, openid }, input) {
    const page = await readPage<AuditRecord>(world.database, 'audit', {
      where: input.of === 'mine' ? { actorOpenid: openid } : await clientsOf(world, openid),
      sortBy: 'atMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const reads = page.rows.filter(
      ({ action, actorOpenid }) => action in readWords && (input.of === 'mine' || actorOpenid !== openid),
    )
    return { rows: await readsShown(world, reads), nextCursor: page.nextCursor }
  },
})

async function clientsOf({ database }: World, openid: string): Promise<Filter> {
  const needs = await database.find<NeedRecord>('needs', {
    // Not what is merely offered: who has not taken it on learns nothing of it.
    where: { workerOpenid: openid, status: { $in: inHand } },
    orderBy: [['submittedAtMs', 'desc']],
    limit: MOST_NEEDS,
    fields: ['status'],
  })
  return { subjectId: { $in: needs.map(({ _id }) => _id) } }
}
