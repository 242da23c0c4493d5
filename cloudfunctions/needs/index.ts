import * as cloud from 'wx-server-sdk'
import { serve } from '../shared/procedure'
import { createWorld } from '../shared/world'
import { isMediaCheckEvent, recordVerdict } from './pictures'
import { accept, decline } from './procedures/answer'
import { getCommunityFigures } from './procedures/community-figures'
import { get, listMine } from './procedures/mine'
import { submit } from './procedures/submit'
import { getTask, listTasks } from './procedures/tasks'
import { assign, listCandidates, listTriage } from './procedures/triage'
import { withdraw } from './procedures/withdraw'

const world = createWorld(cloud)
const procedures = [
  submit,
  listMine,
  get,
  withdraw,
  listTasks,
  getTask,
  accept,
  decline,
  listTriage,
  listCandidates,
  assign,
  getCommunityFigures,
]
const answer = serve('needs', procedures, world)

/** Phones call procedures; WeChat's message push brings the verdicts on pictures. */
export const main = (event: unknown): Promise<unknown> =>
  isMediaCheckEvent(event) && !world.caller().fromClient ? recordVerdict(world, event) : answer(event)
