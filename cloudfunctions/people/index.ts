import * as cloud from 'wx-server-sdk'
import { serve } from '../shared/procedure'
import { createWorld } from '../shared/world'
import { addMessageCredits } from './procedures/add-message-credits'
import { getMe } from './procedures/get-me'
import { listInbox, setInboxRead } from './procedures/inbox'
import { setCommunity } from './procedures/set-community'
import { getCommunityCard, listTerritories, searchCommunities } from './procedures/territories'

const procedures = [
  getMe,
  setCommunity,
  listTerritories,
  searchCommunities,
  getCommunityCard,
  addMessageCredits,
  listInbox,
  setInboxRead,
]

export const main = serve('people', procedures, createWorld(cloud))
