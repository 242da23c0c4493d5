import { z } from 'zod'
import type { NearbyCommunity } from '../../../typings/residents'
import { procedure } from '../../shared/procedure'
import { toTerritory } from '../../shared/territory/directory'
import { metresBetween } from '../../shared/territory/distance'
import type { TerritoryRecord } from '../../shared/territory/records'
import { minuteMs } from '../../shared/time/spans'

const MOST_NEAR = 3
const MOST_READ = 1000
/** Farther than this nobody walks to their community's room. */
const FARTHEST_M = 30_000
/** About 33 km to the north and to the south: one index serves it, and the distance itself decides. */
const BAND_DEGREES = 0.3

/** The point is used for this answer alone: it is neither stored nor logged. */
export const findNearby = procedure({
  name: 'people.findNearby',
  input: z.strictObject({
    latitude: z.number().min(-90, '-90 to 90').max(90, '-90 to 90'),
    longitude: z.number().min(-180, '-180 to 180').max(180, '-180 to 180'),
  }),
  access: 'anyone',
  limit: { name: 'people.findNearby', most: 20, windowMs: 10 * minuteMs },
  async run({ world }, here) {
    const places = await world.database.find<TerritoryRecord>('territories', {
      where: {
        'position.latitude': { $gte: here.latitude - BAND_DEGREES, $lte: here.latitude + BAND_DEGREES },
      },
      limit: MOST_READ,
      fields: ['level', 'name', 'parentCode', 'streetName', 'position'],
    })
    return places
      .flatMap((place): NearbyCommunity[] => {
        if ((place.level !== 'community' && place.level !== 'village') || !place.position) return []
        const distanceM = Math.round(metresBetween(here, place.position))
        return [{ ...toTerritory(place), streetName: place.streetName, distanceM }]
      })
      .filter(({ distanceM }) => distanceM <= FARTHEST_M)
      .sort((left, right) => left.distanceM - right.distanceM || (left.territoryCode < right.territoryCode ? -1 : 1))
      .slice(0, MOST_NEAR)
  },
})
