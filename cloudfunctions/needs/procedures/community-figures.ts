import { z } from 'zod'
import { communityCode } from '../../shared/fields'
import { procedure } from '../../shared/procedure'
import { publicCount, smallestShown } from '../../shared/small-cells'
import { shanghaiMonthStartMs } from '../../shared/time/shanghai'
import { dayMs, minuteMs } from '../../shared/time/spans'
import type { NeedRecord } from '../records'

/** What was submitted before the month and accepted in it: offers are answered within days. */
const LOOK_BACK_MS = 14 * dayMs
const MOST_ROWS = 1000

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
      medianMinutesToAccept: waits.length < smallestShown ? null : Math.round(median(waits) / minuteMs),
    }
  },
})

type Times = Pick<NeedRecord, '_id' | 'submittedAtMs' | 'acceptedAtMs'>

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}
