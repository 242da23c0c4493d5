/** Two funds with a past of half a year, their staff, and donors. */

import { randomBytes } from 'node:crypto'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { type PastEvent, writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import type { EntryRecord, GiftRecord } from '../../../cloudfunctions/funds/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { FundId, GiftId } from '../../../typings/ids'
import type { Role } from '../../../typings/people'
import { paidGift } from '../../property/funds/records'
import { fundRecord } from '../funds/scene'
import { person, territories } from '../needs/scene'
import type { TestWorld } from '../world'

export const district = '500110'
export const fundId: FundId = 'fund_500110001001'
export const otherFundId: FundId = 'fund_500110002001'
export const newKey = () => randomBytes(16).toString('hex')

const duties: Record<string, readonly [Role, string]> = {
  staff: ['communityStaff', '500110001001'],
  stranger: ['communityStaff', '500110002001'],
  district: ['districtStaff', district],
  neighbour: ['districtStaff', '500111'],
  auditor: ['auditor', district],
}

/** 1 (林) gives 50, 2 (陈) 100 for the old, 3 (anonymous) 30; 扶手 for 70 and 热餐 for 120 are paid, the second out of both lines. */
export function pastOf(nowMs: number, name: string): PastEvent[] {
  const at = (days: number) => ({ atMs: nowMs - days * dayMs })
  const gift = (id: number, yuan: number, days: number, earmark: 'elderCare' | null = null): PastEvent => ({
    ...{ kind: 'gift', giftId: `gift_${name}${id}` as GiftId, amountFen: fen(yuan * 100), earmark, ...at(days) },
    donorName: [null, '林女士', '陈先生', null][id] ?? null,
  })
  const pay = (title: string, yuan: number, days: number, earmark: 'elderCare' | null): PastEvent => ({
    ...{ kind: 'payment', cause: `${name} ${title}`, title, earmark, amountFen: fen(yuan * 100), ...at(days) },
  })
  return [
    gift(1, 50, 150),
    gift(2, 100, 140, 'elderCare'),
    gift(3, 30, 130),
    pay('扶手', 40, 125, null),
    pay('热餐', 120, 20, 'elderCare'),
  ]
}

export async function plant(world: TestWorld): Promise<{ entryOf(title: string): EntryRecord }> {
  const nowMs = world.cloud.clock.nowMs()
  const people = Object.entries(duties).map(([name, [role, territoryCode]]) =>
    person(`o-${name}`, { name, duties: [{ role, territoryCode, territoryName: '' }] }),
  )
  await world.load('territories', ...territories())
  await world.load('people', ...people)
  const entries: EntryRecord[] = []
  for (const [id, name] of [
    [fundId, 'a'],
    [otherFundId, 'b'],
  ] as const) {
    const code = id.slice('fund_'.length)
    const campaign = { ...campaignOf(nowMs), filingNumber: `filing-${name}` }
    await world.load('funds', fundRecord(nowMs, { _id: id, territoryCode: code, campaign }))
    const history = writeHistory(id, pastOf(nowMs, name), () => 'salt')
    await world.load('journal', ...history.entries)
    await world.load('chain', ...history.chain)
    await world.load('fundCheckpoints', history.checkpoint)
    await world.load('gifts', ...history.entries.filter(({ kind }) => kind === 'gift').map(giftOf))
    entries.push(...history.entries)
  }
  return {
    entryOf: (title) => {
      const found = entries.find((entry) => entry.title === title)
      if (!found) throw new Error(`there is no ${title}`)
      return found
    },
  }
}

/** Open since 200 days: two periods of three months are over. */
function campaignOf(nowMs: number) {
  return { organisation: '綦江区慈善会', opensAtMs: nowMs - 200 * dayMs, closesAtMs: nowMs + 300 * dayMs }
}

function giftOf(entry: EntryRecord): GiftRecord {
  return {
    ...paidGift(entry, entry.cause as GiftId),
    donorOpenid: `o-${entry.cause.slice(-1)}`,
    fundName: '新山村基金',
  }
}
