import { addMessageCredits } from './add-message-credits'
import { listConsents, setConsent } from './consents'
import { getMe } from './get-me'
import { listInbox, setInboxRead } from './inbox'
import { listDeadLetters, settleDeadLetter } from './letters'
import { confirmMandate, getMandate, giveMandate, listMandates, revokeMandate } from './mandates'
import { eraseMe, exportMe, getErasePreview } from './my-data'
import { findNearby } from './nearby'
import { setCommunity } from './set-community'
import { getCommunityCard, listTerritories, searchCommunities } from './territories'

/** Every procedure of the area; the compiler misses one that is left out. */
export const procedures = [
  getMe,
  setCommunity,
  listTerritories,
  searchCommunities,
  getCommunityCard,
  addMessageCredits,
  listInbox,
  setInboxRead,
  findNearby,
  listConsents,
  setConsent,
  giveMandate,
  listMandates,
  getMandate,
  confirmMandate,
  revokeMandate,
  exportMe,
  getErasePreview,
  eraseMe,
  listDeadLetters,
  settleDeadLetter,
]
