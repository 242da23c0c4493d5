import { z } from 'zod'
import type { DisclosureEvent } from '../../../../typings/disclosure'
import { requireDutyOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import { text } from '../../../shared/fields'
import type { World } from '../../../shared/ports'
import { procedure } from '../../../shared/procedure'
import { clearLate } from '../../audit/nightly'
import { mostEvents, obligationsOrReport, subjectOf } from '../../proof/obligations'
import { type DisclosureEventRecord, type DisclosureRecord, disclosureIdOf, territoryOf } from '../../proof/records'
import type { FundRecord } from '../../records'
import { districtsOf } from './disclosures'

const staff = ['districtStaff'] as const
const eventId = z.custom<DisclosureEvent['eventId']>(
  (value) => typeof value === 'string' && /^event_[0-9A-Za-z]{1,64}$/.test(value),
  'an id that begins with event_',
)

export const listDisclosureEvents = procedure({
  name: 'funds.listDisclosureEvents',
  input: z.strictObject({}),
  access: staff,
  run: async ({ world, duties }) => (await Promise.all(districtsOf(duties).map((code) => read(world, code)))).flat(),
})

/** Taken back: it owes nothing from now on and its drafts go; what was published of it stays. The same again is fine. */
export const removeDisclosureEvent = procedure({
  name: 'funds.removeDisclosureEvent',
  input: z.strictObject({ eventId, reason: text(4, 200) }),
  access: staff,
  run: async ({ world, duties, openid, requestId, nowMs }, input) => {
    const event = await world.database.get<DisclosureEventRecord>('disclosureEvents', input.eventId)
    require(event, 'NOT_FOUND', 'no such event')
    requireDutyOn(duties, territoryOf(event.fundId))
    const { _id, districtCode } = event
    if (!event.removed) {
      const what = { action: 'funds.removeDisclosureEvent', subjectId: _id, actorOpenid: openid }
      await leaveTrace(world, { ...what, requestId, atMs: nowMs })
      const removed = { atMs: nowMs, byOpenid: openid, reason: input.reason }
      await world.database.update('disclosureEvents', _id, { removed: null }, { set: { removed } })
    }
    await removeDrafts(world, event, nowMs)
    return read(world, districtCode)
  },
})

/** Each by itself and only while it is a draft: somebody may publish it in this moment. */
async function removeDrafts(world: World, event: DisclosureEventRecord, nowMs: number): Promise<void> {
  const owed = obligationsOrReport(world, subjectOf(event), nowMs + 1)
  if (owed.length === 0) return
  const drafts = await world.database.find<DisclosureRecord>('disclosures', {
    where: { _id: { $in: owed.map(({ cause }) => disclosureIdOf(cause)) }, status: 'draft' },
    limit: mostEvents,
    fields: ['status'],
  })
  for (const { _id } of drafts) {
    await world.database.transaction(async (transaction) => {
      const current = await transaction.get<DisclosureRecord>('disclosures', _id)
      if (current?.status === 'draft') await transaction.remove('disclosures', _id)
    })
    await clearLate(world, { _id }, '登记的事已撤回')
  }
}

async function read(world: World, districtCode: string): Promise<DisclosureEvent[]> {
  const [events, funds] = await Promise.all([
    world.database.find<DisclosureEventRecord>('disclosureEvents', { where: { districtCode }, limit: mostEvents }),
    world.database.find<FundRecord>('funds', { where: { districtCode }, limit: 1000, fields: ['communityName'] }),
  ])
  const names = new Map<string, string>(funds.map(({ _id, communityName }) => [_id, communityName]))
  return events
    .filter(({ removed }) => !removed)
    .sort((a, b) => b.addedAtMs - a.addedAtMs)
    .map(({ _id, kind, fundId, title, fromMs, toMs, amountFen }) => ({
      eventId: _id as DisclosureEvent['eventId'],
      ...{ kind, fundId, title, fromMs, toMs, amountFen, communityName: names.get(fundId) ?? '' },
    }))
}
