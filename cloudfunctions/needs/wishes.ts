import { z } from 'zod'
import type { Ids } from '../shared/ports/index'
import { normalAddress } from './asking/household'

/** What a resident may wish of the person who comes; left out is the same as none. */
export const wishes = z
  .strictObject({
    gender: z.enum(['female', 'male']).nullable(),
    language: z.enum(['mandarin', 'chongqing', 'miao', 'signLanguage']).nullable(),
  })
  .nullable()
  .exactOptional()

/**
 * What a need and a worker are compared by to see that they are kin or share a home: hashes, so that a worker's record tells
 * nobody where they live or whom they belong to.
 */
export function conflictCodesOf(
  ids: Ids,
  asked: { territoryCode: string; address: string; contactPhone: string; communityName?: string },
): string[] {
  const { territoryCode, address, contactPhone, communityName = '' } = asked
  return [homeCode(ids, territoryCode, address, communityName), phoneCode(ids, contactPhone)]
}

/** Blanks, and how one writes a house number, make no other home. */
function homeCode(ids: Ids, territoryCode: string, address: string, communityName = ''): string {
  return ids.from('home', territoryCode, normalAddress(address, communityName))
}

function phoneCode(ids: Ids, phone: string): string {
  return ids.from('phone', phone.replace(/\D/g, ''))
}
