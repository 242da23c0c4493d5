import { z } from 'zod'
import type { MessageKind } from '../../../typings/people'
import { messageTemplates, operator } from '../../shared/operator'
import { procedure } from '../../shared/procedure'
import { findTerritory, toCommunityCard } from '../../shared/territory/directory'
import { newPerson, noCredits, type PersonRecord } from '../records'
import { countUnread } from '../unread'

const templateIds = Object.fromEntries(Object.entries(messageTemplates).map(([kind, { id }]) => [kind, id])) as Record<
  MessageKind,
  string
>

/** Two round trips at once; a third where this instance does not know the community yet. Writes nothing. */
export const getMe = procedure({
  name: 'people.getMe',
  input: z.strictObject({}),
  access: 'anyone',
  async run({ world, openid }) {
    const [stored, unreadCount] = await Promise.all([
      world.database.get<PersonRecord>('people', openid),
      countUnread(world, openid),
    ])
    const person = stored ?? newPerson(openid)
    const community = person.territoryCode === null ? null : await findTerritory(world, person.territoryCode)
    return {
      name: person.name,
      community: community && toCommunityCard(community),
      duties: person.duties,
      unreadCount,
      // A kind that came later than the person is there too.
      messageCredits: { ...noCredits, ...person.messageCredits },
      templateIds,
      emergencyPhone: operator.emergencyPhone,
    }
  },
})
