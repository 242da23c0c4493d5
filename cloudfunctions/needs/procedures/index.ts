import { accept, decline } from './answer'
import { caseProcedures } from './cases'
import { getCommunityFigures } from './community-figures'
import { get, listMine } from './mine'
import { confirmBatch, previewBatch } from './routing/batch'
import { getRoutingPolicy, setRoutingPolicy } from './routing/policy'
import { submit } from './submit'
import { getTask, listTasks } from './tasks'
import { assign, listCandidates, listTriage } from './triage'
import { withdraw } from './withdraw'

/** Every procedure of the area; the compiler misses one that is left out. */
export const procedures = [
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
  previewBatch,
  confirmBatch,
  getRoutingPolicy,
  setRoutingPolicy,
  ...caseProcedures,
]
