import type { VolunteerRequest } from '../../../typings/cases'
import type { World } from '../../shared/ports/index'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { isForNeighbourhood, type Told } from '../asking/neighbourhood'
import type { CaseRecord } from '../casework/case-record'
import type { HelpOfferRecord } from './records'

const MOST_HELPERS = 200

export function helpIdOf({ ids }: Pick<World, 'ids'>, requestId: string, openid: string): HelpOfferRecord['_id'] {
  return `help_${ids.from('help', requestId, openid)}`
}

/** Whether neighbours are shown its requests. What is about a child, or confidential, is its worker's alone. */
export function isShown({ minor, status }: Pick<CaseRecord, 'minor' | 'status'>, need: Told): boolean {
  return !minor && status === 'open' && isForNeighbourhood(need)
}

/** Who comes, by request; no round trip where nobody was asked. */
export async function helpersOf(
  { database }: World,
  { needId, volunteerRequests }: CaseRecord,
): Promise<(request: Pick<VolunteerRequest, 'requestId'>) => VolunteerRequest['helpers']> {
  if (volunteerRequests.every(({ joined }) => !joined)) return () => []
  const offers = await database.find<HelpOfferRecord>('helpOffers', {
    where: { needId, coming: true },
    orderBy: [['atMs', 'asc']],
    limit: MOST_HELPERS,
  })
  return ({ requestId }) =>
    offers.filter((offer) => offer.requestId === requestId).map(({ name, phone, atMs }) => ({ name, phone, atMs }))
}

/** What a person offered, in words, for them to take along. */
export async function helpRowsOf({ database }: World, openid: string) {
  const offers = await database.find<HelpOfferRecord>('helpOffers', { where: { openid }, limit: MOST_HELPERS })
  return offers.map(({ name, phone, atMs, coming }) => ({
    称呼: name,
    电话: phone,
    时间: shanghaiMinute(atMs),
    参加: coming,
  }))
}
