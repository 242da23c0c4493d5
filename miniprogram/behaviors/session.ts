import type { TerritoryCode } from '../../typings/ids'
import type { Me } from '../../typings/people'
import type { CommunityCard } from '../../typings/territory'
import { getMe, setCommunity } from '../services/people'

/** Who holds this phone, as far as it is known: read once, then kept while the app runs. */
let me: Me | null = null
let reading: Promise<Me> | null = null
let scanned: { territoryCode: TerritoryCode; firm: boolean } | null = null
const listeners = new Set<(me: Me) => void>()

export function knownMe(): Me | null {
  return me
}

/** The person; what is known already unless `fresh` is asked for. Two readers at once share one call. */
export async function readMe(fresh = false): Promise<Me> {
  if (me !== null && !fresh) return me
  reading ??= getMe().finally(() => {
    reading = null
  })
  const answer = await reading
  tellAll(answer)
  return answer
}

export async function chooseCommunity(territoryCode: TerritoryCode): Promise<CommunityCard> {
  const community = await setCommunity(territoryCode)
  if (me !== null) tellAll({ ...me, community })
  else await readMe(true)
  return community
}

/** After a message was read, so that the badges agree without another call. */
export function setUnreadCount(unreadCount: number): void {
  if (me !== null && me.unreadCount !== unreadCount) tellAll({ ...me, unreadCount })
}

/** Calls the listener at every change. The returned function ends it: call it in detached or onUnload. */
export function followMe(listener: (me: Me) => void): () => void {
  listeners.add(listener)
  if (me !== null) listener(me)
  return () => {
    listeners.delete(listener)
  }
}

/**
 * A community's code was scanned and opened the app: the home page takes it up. A poster for a fund (`firm` false) only
 * stands in for a choice that was never made: who gives to another community does not move there.
 */
export function setScannedCommunity(territoryCode: TerritoryCode, firm: boolean): void {
  scanned = { territoryCode, firm }
}

/** The community to move to, once; null when there is none, or the person has one already and the code was not for it. */
export async function takeScannedCommunity(): Promise<TerritoryCode | null> {
  if (scanned === null) return null
  const { territoryCode, firm } = scanned
  const { community } = await readMe()
  scanned = null
  if (community !== null && (!firm || community.territoryCode === territoryCode)) return null
  return territoryCode
}

function tellAll(next: Me): void {
  me = next
  for (const listener of listeners) listener(next)
}
