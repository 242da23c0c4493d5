import { z } from 'zod'
import { require } from '../../shared/errors'
import { cursor, needId } from '../../shared/fields'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports/index'
import { procedure } from '../../shared/procedure'
import { summaryForWorker } from '../casework/views'
import type { NeedRecord, WorkerRecord } from '../records'
import { getNeed } from '../store'
import { showTask } from '../task'

const PAGE_SIZE = 20

/** The worker's offers and cases, newest need first. */
export const listTasks = procedure({
  name: 'needs.listTasks',
  input: z.strictObject({ cursor }),
  access: 'anyone',
  async run({ world, openid }, input) {
    const [worker, page] = await Promise.all([
      findWorkerOf(world, openid),
      readPage<NeedRecord>(world.database, 'needs', {
        where: { workerOpenid: openid },
        sortBy: 'submittedAtMs',
        direction: 'desc',
        size: PAGE_SIZE,
        cursor: input.cursor,
      }),
    ])
    require(worker, 'FORBIDDEN', 'this person is not in the talent pool')
    const { loadPoints, capPoints } = worker
    return { rows: page.rows.map(summaryForWorker), nextCursor: page.nextCursor, load: { loadPoints, capPoints } }
  },
})

/** A need as the worker who has it sees it; anyone else's is not there. */
export const getTask = procedure({
  name: 'needs.getTask',
  input: z.strictObject({ needId }),
  access: 'anyone',
  async run(context, input) {
    const need = await getNeed(context.world.database, input.needId)
    require(need.workerOpenid === context.openid, 'NOT_FOUND', 'no such need')
    return showTask(context, need)
  },
})

async function findWorkerOf({ database }: World, openid: string): Promise<WorkerRecord | undefined> {
  const [worker] = await database.find<WorkerRecord>('workers', { where: { openid }, limit: 1 })
  return worker
}
