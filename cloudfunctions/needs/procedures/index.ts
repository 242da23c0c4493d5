import { askPerson, askToEnd, rate, reopen } from './aftercare/course'
import { erase } from './aftercare/erase'
import { listNotes, listUnreadNotes, sendNote, setNotesRead } from './aftercare/notes'
import { rewrite } from './aftercare/rewrite'
import { getVoice } from './aftercare/voice'
import { accept, decline } from './answer'
import { enter, listToVerify, verify } from './asking/community'
import { closeDanger, listDangers, raiseDanger, takeDanger } from './asking/dangers'
import { findSimilar, readWords } from './asking/read'
import { decideReview, listReviews } from './asking/reviews'
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
  readWords,
  findSimilar,
  raiseDanger,
  listDangers,
  takeDanger,
  closeDanger,
  enter,
  listToVerify,
  verify,
  listReviews,
  decideReview,
  askPerson,
  rate,
  askToEnd,
  reopen,
  listNotes,
  sendNote,
  setNotesRead,
  listUnreadNotes,
  getVoice,
  erase,
  rewrite,
]
