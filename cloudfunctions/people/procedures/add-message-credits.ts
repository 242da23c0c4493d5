import { z } from 'zod'
import type { MessageKind } from '../../../typings/people'
import { stepLimit } from '../../shared/access/rate-limit'
import { Failure } from '../../shared/errors'
import type { World } from '../../shared/ports/index'
import { procedure } from '../../shared/procedure'
import { newPerson, noCredits, type PersonRecord } from '../records'

const allKinds = Object.keys(noCredits) as MessageKind[]
/** A repeat comes within seconds; so many keys are remembered. */
const KEYS_REMEMBERED = 20
const MOST_TRIES = 4

/** Counts one message more of each kind that the person accepted; the same key again changes nothing. */
export const addMessageCredits = procedure({
  name: 'people.addMessageCredits',
  input: z.strictObject({
    kinds: z
      .array(z.enum(allKinds))
      .min(1, '1 to 3 kinds')
      .max(3, '1 to 3 kinds')
      .refine((kinds) => new Set(kinds).size === kinds.length, 'each kind once'),
    grantKey: z.string().regex(/^[0-9A-Za-z_-]{8,64}$/, '8 to 64 letters and digits'),
  }),
  access: 'anyone',
  limit: stepLimit('people.addMessageCredits'),
  async run({ world, openid }, { kinds, grantKey }) {
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const credits = await grant(world, openid, kinds, grantKey)
      if (credits) return credits
    }
    throw new Failure('BUSY', 'another grant of the same person was quicker each time')
  },
})

/** The key, the counts and the guard in one write: two round trips. Null when another grant was first. */
async function grant({ database }: World, openid: string, kinds: readonly MessageKind[], grantKey: string) {
  const person = await database.get<PersonRecord>('people', openid)
  if (!person) {
    const first = {
      ...newPerson(openid),
      messageCredits: added(newPerson(openid), kinds),
      grantKeys: [grantKey],
      grantCount: 1,
    }
    return (await database.insert('people', first)) === 'inserted' ? first.messageCredits : null
  }
  if (person.grantKeys.includes(grantKey)) return added(person, [])
  const { grantCount } = person
  const granted = await database.update(
    'people',
    openid,
    { grantCount },
    {
      // Counted up, not set: a message that is being sent may take one at the same moment.
      increment: { grantCount: 1, ...Object.fromEntries(kinds.map((kind) => [`messageCredits.${kind}`, 1])) },
      set: { grantKeys: [...person.grantKeys, grantKey].slice(-KEYS_REMEMBERED) },
    },
  )
  return granted ? added(person, kinds) : null
}

function added(person: PersonRecord, kinds: readonly MessageKind[]): Record<MessageKind, number> {
  const credits = { ...noCredits, ...person.messageCredits }
  for (const kind of kinds) credits[kind] += 1
  return credits
}
