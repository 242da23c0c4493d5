import { z } from 'zod'
import { stepLimit } from '../../shared/access/rate-limit'
import { communityCode } from '../../shared/fields'
import { procedure } from '../../shared/procedure'
import { getCommunity, toCommunityCard } from '../../shared/territory/directory'
import { newPerson } from '../records'

/** Remembers the community that the person chose or scanned. */
export const setCommunity = procedure({
  name: 'people.setCommunity',
  input: z.strictObject({ territoryCode: communityCode }),
  access: 'anyone',
  limit: stepLimit('people.setCommunity'),
  async run({ world, openid }, { territoryCode }) {
    const community = await getCommunity(world, territoryCode)
    const known = await world.database.update('people', openid, {}, { set: { territoryCode } })
    // `exists`: the person was there already and had this very community, so that the update changed nothing.
    if (!known) await world.database.insert('people', { ...newPerson(openid), territoryCode })
    return toCommunityCard(community)
  },
})
