import { z } from 'zod'
import type { PublicCount } from '../../../typings/needs'
import { communityCode } from '../../shared/fields'
import { procedure } from '../../shared/procedure'
import { shanghaiMonthStartMs } from '../../shared/time/shanghai'
import type { NeedRecord } from '../records'

/** A count below this that could point at a person is not given. */
const LEAST_SHOWN = 5
/** What was submitted before the month and accepted in it: offers are answered within days. */
const LOOK_BACK_MS = 14 * 86_400_000
const MOST_ROWS = 1000
const MINUTE_MS = 60_000

/** How a community's needs fare this month, for everyone. */
export const getCommunityFigures = procedure({
  name: 'needs.getCommunityFigures',
  input: z.strictObject({ territoryCode: communityCode }),
  access: 'anyone',
  async run({ world, nowMs }, { territoryCode }) {
    const monthStartMs = shanghaiMonthStartMs(nowMs)
    const needs = await world.database.find<Times>('needs', {
      where: { territoryCode, submittedAtMs: { $gte: monthStartMs - LOOK_BACK_MS } },
      orderBy: [['submittedAtMs', 'desc']],
      limit: MOST_ROWS,
      fields: ['submittedAtMs', 'acceptedAtMs'],
    })
    const waits = needs.flatMap(({ submittedAtMs, acceptedAtMs }) =>
      acceptedAtMs !== null && acceptedAtMs >= monthStartMs ? [acceptedAtMs - submittedAtMs] : [],
    )
    const submittedCount = needs.filter(({ submittedAtMs }) => submittedAtMs >= monthStartMs).length
    return {
      submittedThisMonth: publicCount(submittedCount),
      acceptedThisMonth: publicCount(waits.length),
      medianMinutesToAccept: waits.length < LEAST_SHOWN ? null : Math.round(median(waits) / MINUTE_MS),
    }
  },
})

type Times = Pick<NeedRecord, '_id' | 'submittedAtMs' | 'acceptedAtMs'>

/** Nobody is hidden behind a nought. */
function publicCount(count: number): PublicCount {
  return count > 0 && count < LEAST_SHOWN ? '<5' : count
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}
